"""A case on one page: answers, papers, person and family, clock, advice of the rules, what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, gettext

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.cases import queries
from sojourn.cases.types import CaseView
from sojourn.catalogue.explain import ask, ask_duty, ask_limit
from sojourn.catalogue.forms import check_answers
from sojourn.documents import queries as documents
from sojourn.documents.types import DocumentView
from sojourn.flows import answer_values
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import CaseLetter, Purpose, key_of_request, list_letters
from sojourn.flows.complete_case import is_handed_over
from sojourn.lib import clock
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import queries as payments
from sojourn.people import queries as people
from sojourn.sites.office import (
    case_actions,
    case_corrections,
    case_quota,
    case_stages,
    case_words,
    case_worker,
    health_papers,
)
from sojourn.sites.office.case_steps import head, open_case
from sojourn.sites.office.cases import PURPOSE, lines_of
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.spoken import spoken_date
from sojourn.sites.ui.spoken_answers import SpokenAnswers

_PEOPLE = ("handler_id", "decided_by", "last_by")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as it stands now; before: what stood there before it was put right, or became otherwise."""

    path: str
    label: str
    value: str
    before: str | None = None
    became: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was handed in; kept_apart: nobody opens it, and why; closed: others at this desk's side do.

    path: the question it answers.
    """

    id: UUID
    name: str
    created_at: datetime
    kept_apart: str = ""
    closed: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule says of the case, and how much it weighs."""

    kind: str
    weight: str
    said: str


@staff_page(Permission.CASES_SEE, purpose=PURPOSE)
def case(desk: Desk, case_id: UUID) -> HttpResponse:
    """One case with everything of it, within the reader's rights. Raises: CaseNotFound."""
    return draw_case(desk, open_case(desk, case_id), said=desk.request.GET.get("said", ""))


def draw_case(
    desk: Desk,
    file: CaseFile,
    *,
    error: str = "",
    typed: dict[str, str] | None = None,
    said: str = "",
) -> HttpResponse:
    """The page; error: what was refused, above everything else, with what was typed kept."""
    page = file.page
    return desk.draw(
        "case",
        status=409 if error else 200,
        **head(desk, file),
        page=page,
        corrections=list(case_corrections.told(desk, file)),
        parts=answers(desk, file),
        papers=papers(desk, file),
        advice=list(_advice(desk, file)),
        sources=_sources(file, desk.language),
        bodies=_bodies(desk, file),
        phrases=_phrases(desk, file),
        letters=_letters(file),
        charges=_charges(desk, file.case),
        called=called(file),
        employer=answer_values.employer(file),
        may_see_organisations=desk.may(Permission.MANAGE_ORGANISATIONS),
        actions=case_actions.offered(desk, file),
        outcomes=case_words.outcomes(file, desk.language),
        stages=case_stages.told(desk, file),
        quota=case_quota.told(desk, file),
        worker=case_worker.told(desk, file),
        has_term=file.service.validity is not None,
        has_card=is_handed_over(file.pack, file.service),
        **_person(desk, file),
        error=error,
        typed=typed or {},
        said=gettext(case_words.DONE[said]) if said in case_words.DONE else "",
        today=clock.today(),
        office=_office(desk, file.case.office),
        custody=_office(desk, file.case.custody_office),
        may_write=desk.may(Permission.CASES_WORK),
        may_open=desk.may(Permission.SEE_DOCUMENTS),
        may_record=desk.may(Permission.RECORD_SERVICE),
        may_consult=desk.may(Permission.CASES_CONSULT),
    )


def answers(desk: Desk, file: CaseFile) -> list[tuple[str, list[AnswerRow]]]:
    """The answers as they stand now, page by page; those put right since the filing are marked."""
    now = SpokenAnswers(file.pack, file.service, desk.language, _checked(file, file.answers), True)
    first = SpokenAnswers(file.pack, file.service, desk.language, _checked(file, file.filed.answers), True)
    became = {path for each in file.page.changes for path in each.answers}
    words = Drawing(file.pack, file.service, desk.language, officer=True)
    put_right = became | {path for each in file.page.corrections for path in (each.answers or {})}
    told = []
    for page in file.service.pages:
        before = {row.path: row.value for row in first.rows(page)} if put_right else {}
        rows = [
            AnswerRow(
                row.path,
                row.label,
                row.value,
                before.get(row.path, "") if _was_put_right(row.path, put_right) else None,
                _was_put_right(row.path, became),
            )
            for row in now.rows(page)
        ]
        if rows:
            told.append((words.title_of(page) or page.code, rows))
    return told


def _checked(file: CaseFile, given: Any) -> Any:
    return check_answers(file.service, given, on=file.case.filed_on)


def _was_put_right(path: str, put_right: set[str]) -> bool:
    return any(each == path or each.startswith(f"{path}.") for each in put_right)


def papers(desk: Desk, file: CaseFile) -> list[Paper]:
    """The files that were handed in and not replaced, as far as this desk may open files.

    Of a restricted paper everyone who works on the case knows that it was handed in, and no more.
    """
    if not desk.may(Permission.SEE_DOCUMENTS):
        return []
    paths = {
        str(value): path for answers in (file.filed.answers, file.answers) for path, value in answers.items()
    }
    knows = replace(desk.reader, classes=desk.reader.classes | {Confidentiality.RESTRICTED})
    kept = documents.list_documents(Subject("application", file.case.application_id), to=knows)
    return [
        Paper(
            each.id,
            _name_of(desk, file, each),
            each.created_at,
            _kept_apart(each),
            not _opens(desk, file, each),
            paths[str(each.id)],
        )
        for each in kept
        if str(each.id) in paths
    ]


def _opens(desk: Desk, file: CaseFile, each: DocumentView) -> bool:
    return health_papers.reader_of(desk, file, each.filing.kind).may_see(each.filing.confidentiality)


def _name_of(desk: Desk, file: CaseFile, each: DocumentView) -> str:
    return Drawing(file.pack, file.service, desk.language, officer=True).label(each.filing.kind)


def _kept_apart(each: DocumentView) -> str:
    if not each.is_kept_apart:
        return ""
    if each.scan == "infected":
        return gettext("Kept apart: it carries harmful software")
    return gettext("Kept apart until the scanner has looked at it")


def _advice(desk: Desk, file: CaseFile) -> Iterator[Advice]:
    """The findings of the rules. They advise; none of them decides."""
    for found in file.examined().findings:
        sentence = file.pack.find_text(f"reasons.{found.code}", desk.language) or found.code
        kind, weight = case_words.WEIGHTS[found.weight]
        values = {name: spoken_date(str(value)) for name, value in found.values.items()}
        yield Advice(kind, gettext(weight), sentence.format_map(_Values(values)))


class _Values(dict[str, str]):
    """A value a sentence needs and a rule did not give."""

    def __missing__(self, key: str) -> str:
        return "…"


def _sources(file: CaseFile, language: str) -> list[tuple[str, str]]:
    """What findings, limit, duty and term rest on, and how sure each of it is."""
    service, facts = file.service, file.examined().facts
    on = file.case.filed_on
    asked = [ask(file.pack, rule, on=on, facts=facts) for rule in (service.findings, service.validity)]
    asked.append(ask_limit(file.pack, service, on=on, facts=facts))
    asked.append(ask_duty(file.pack, service, on=on, facts=facts))
    used = [each for answered in asked if answered for each in answered.used]
    said = {each.source: gettext(case_words.CONFIDENCES[str(each.confidence)]) for each in used}
    return sorted((file.pack.source_in(source, language), sure) for source, sure in said.items())


def _bodies(desk: Desk, file: CaseFile) -> dict[str, str]:
    path = f"{file.case.service}.consultations"
    return {
        each.body: file.pack.find_text(f"{path}.{each.body}.name", desk.language) or each.body
        for each in file.service.consultations
    }


def _phrases(desk: Desk, file: CaseFile) -> dict[str, str]:
    """The coded reasons in the officer's words; values stand among the words of the decision."""
    return {
        each.code: case_words.without_values(
            file.pack.find_text(f"reasons.{each.code}", desk.language) or each.code
        )
        for each in file.service.phrases
    }


def _letters(file: CaseFile) -> list[tuple[CaseLetter, str, date | None]]:
    """Each letter with its name and the day it was served."""
    page = file.page
    served: dict[object, date | None] = {each.id: each.served_on for each in page.decisions}
    served |= {each.id: each.served_on for each in page.hearings}
    served |= {key_of_request(each): each.served_on for each in page.corrections}
    return [
        (each, letter_name(file, each), served.get(each.about or each.key)) for each in list_letters(file)
    ]


def letter_name(file: CaseFile, letter: CaseLetter) -> str:
    """What a letter is called; a document that is no card by the title it has itself."""
    if letter.purpose is Purpose.CARD and file.pack.is_electronic(file.service):
        title = f"letters.{file.card}.title"
        return file.pack.find_text(title, get_language() or "") or gettext(case_words.LETTERS[letter.purpose])
    if letter.purpose is Purpose.GRANTED and (own := case_words.outcome_word(file.case, "decided")):
        return own
    return gettext(case_words.LETTERS[letter.purpose])


def _charges(desk: Desk, case: CaseView) -> list[Any]:
    return payments.list_of(case.subject, to=desk.reader) if desk.may(Permission.PAYMENTS_SEE) else []


def _person(desk: Desk, file: CaseFile) -> dict[str, Any]:
    """Who it is about, with family and earlier cases, as far as the reader sees them."""
    case = file.case
    person_id = case.person_id
    others = [each for each in queries.list_of_person(person_id, to=desk.reader) if each.id != case.id]
    family = queries.list_family(case.family_file_id, to=desk.reader) if case.family_file_id else []
    return {
        "person": people.get_person(person_id, to=desk.reader),
        "hold": people.find_hold(person_id, to=desk.reader),
        "others": others,
        "family": lines_of(desk, [each for each in family if each.id != case.id]),
        "may_see_person": desk.may(Permission.SEE_PEOPLE),
    }


def called(file: CaseFile) -> dict[UUID, str]:
    """The names of the officers who had part in the case. One statement."""
    page, case = file.page, file.case
    ids: set[UUID | None] = {getattr(case, name) for name in _PEOPLE}
    ids |= {each.asked_by for each in page.corrections} | {each.announced_by for each in page.hearings}
    ids |= {each.asked_by for each in page.consultations} | {each.account_id for each in page.recusals}
    for proposal in page.proposals:
        ids |= {proposal.proposed_by, proposal.returned_by}
    for decision in page.decisions:
        ids |= {decision.author_id, decision.approver_id}
    ids |= {each.handler_id for each in page.appeals} | {each.decided_by for each in page.appeals}
    ids |= {each.recorded_by for each in page.stages} | {each.recorded_by for each in page.intervals}
    ids |= {each.by for each in page.messages} | {each.recorded_by for each in page.changes}
    named = accounts.list_acting([each for each in ids if each])
    return {account_id: known.name for account_id, known in named.items() if known.name}


def _office(desk: Desk, code: str) -> str:
    return desk.pack.find_text(f"offices.{code}.name", desk.language) or code
