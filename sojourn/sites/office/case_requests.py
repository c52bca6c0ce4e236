"""Asking: the person for corrections or an answer to an intended refusal, other bodies for their opinion."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.cases import actions
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import ConsultationView, ItemToCorrect, Opinion
from sojourn.catalogue.types import PhraseUse
from sojourn.flows.announce_intention import announce_intention
from sojourn.flows.case_file import CaseFile
from sojourn.flows.request_correction import request_correction, was_known
from sojourn.lib import clock
from sojourn.sites.office import case_reasons, case_words, working_papers
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_handling import reasoned
from sojourn.sites.office.case_page import AnswerRow, answers, papers
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_steps import LONGEST, do_once, done, draw_step, open_case
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page

_WORDS = 1000


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A question with the answer as it stands, and what was chosen as wrong with it."""

    answer: AnswerRow
    code: str
    words: str
    codes: tuple[tuple[str, str], ...] = ()


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def correct(desk: Desk, case_id: UUID) -> HttpResponse:
    """Choose questions, what is wrong with each, and words; at most as often as the law allows."""
    file, refused = open_case(desk, case_id), None
    typed = working_papers.typed(desk, file, "correct")
    if desk.request.method == "POST":
        kept = working_papers.keep_if_asked(desk, file, "correct")
        if kept is not None:
            return kept
        try:
            do_once(desk, case_id, lambda version: _ask(desk, file, version))
        except REFUSALS as refusal:
            file, refused = open_case(desk, case_id), refusal
        else:
            return done(case_id, "asked")
    offered = _codes(desk, file)
    parts = [
        (title, [_to_correct(row, typed, offered(row.path)) for row in rows if "." in row.path])
        for title, rows in answers(desk, file)
    ]
    return draw_step(
        desk,
        file,
        "case_correct",
        refused=refused,
        parts=parts,
        asked_before=len(file.page.corrections),
        most=int(file.law["procedure.corrections-at-most"]),
        found_out=next(iter(typed.get("found-out", ())), ""),
        paper=working_papers.kept(desk, file, "correct"),
    )


def _to_correct(row: AnswerRow, typed: dict[str, list[str]], codes: dict[str, str]) -> ToCorrect:
    first = {name: values[0] for name, values in typed.items() if values}
    return ToCorrect(
        row, first.get(f"code:{row.path}", ""), first.get(f"words:{row.path}", ""), tuple(codes.items())
    )


def _codes(desk: Desk, file: CaseFile) -> Callable[[str], dict[str, str]]:
    """What may be wrong with an answer, in words.

    That a paper cannot be read is not for an officer to say who cannot open it.
    """
    phrases = file.service.phrases_for(PhraseUse.CORRECT)
    said = {each.code: file.pack.find_text(f"reasons.{each.code}", desk.language) or "" for each in phrases}
    readable = {code: words for code, words in said.items() if not code.endswith("-unreadable")}
    closed = {each.path for each in papers(desk, file) if each.closed}
    return lambda path: readable if path in closed else said


def _ask(desk: Desk, file: CaseFile, version: int | None) -> None:
    request_correction(file, items=list(_items(desk, file)), by=desk.actor, version=version)
    working_papers.throw_away(desk, file, "correct")


def _items(desk: Desk, file: CaseFile) -> Iterator[ItemToCorrect]:
    """The questions for which something wrong was chosen."""
    offered = _codes(desk, file)
    why = read.fields(desk.request.POST, {"found-out": _WORDS})["found-out"]
    for path in file.service.questions():
        told = read.fields(desk.request.POST, {f"code:{path}": 80, f"words:{path}": _WORDS})
        if told[f"code:{path}"] in offered(path):
            found_out = why if was_known(file, path) else ""
            yield ItemToCorrect(path, told[f"code:{path}"], told[f"words:{path}"], found_out)


@staff_page(Permission.CASES_PROPOSE, purpose=PURPOSE)
def intend(desk: Desk, case_id: UUID) -> HttpResponse:
    """Announce an intended refusal with its reasons; the person may answer before anything is refused."""
    file, refused = open_case(desk, case_id), None
    uses, data = (PhraseUse.REFUSE,), desk.request.POST
    given = case_reasons.given(file, working_papers.as_sent(desk, file, "intend"), uses)
    errors: list[tuple[str, str]] = []
    if desk.request.method == "POST":
        kept = working_papers.keep_if_asked(desk, file, "intend")
        if kept is not None:
            return kept
        given = case_reasons.given(file, data, uses)
        errors = values_missing(file, given)
        if not errors:
            try:
                do_once(desk, case_id, lambda version: _announce(desk, file, given, version))
            except REFUSALS as refusal:
                file, refused = open_case(desk, case_id), refusal
            else:
                return done(case_id, "announced")
    return draw_step(
        desk,
        file,
        "case_intend",
        refused=refused,
        errors=errors,
        reasons=case_reasons.offered(file, desk.language, uses, given),
        words=case_reasons.words_asked(file, given),
        paper=working_papers.kept(desk, file, "intend"),
    )


def _announce(desk: Desk, file: CaseFile, given: case_reasons.Given, version: int | None) -> None:
    announce_intention(
        file,
        reasons=given.codes,
        words=given.words,
        values=given.by_reason(file),
        by=desk.actor,
        version=version,
    )
    working_papers.throw_away(desk, file, "intend")


def values_missing(
    file: CaseFile, given: case_reasons.Given, known: Collection[str] = ()
) -> list[tuple[str, str]]:
    """A reason that was ticked without the values its sentence needs, but for those that are known."""
    return given.missing(file, known)


@staff_page(Permission.CASES_CONSULT, purpose=PURPOSE)
def consult(desk: Desk, case_id: UUID) -> HttpResponse:
    """Ask one of the bodies the service names; the time for the reply is the law's unless a day is typed."""
    file, refused = open_case(desk, case_id), None
    bodies = {each.body: each for each in file.service.consultations_for(file.case.ground)}
    typed = read.fields(desk.request.POST, {"body": 80, "question": LONGEST, "reply_by": 10})
    reply_by, errors = read.day(typed["reply_by"]), []
    if desk.request.method == "POST":
        errors = _consultation_wrong(typed, set(bodies), reply_by)
        if not errors:
            try:
                do_once(desk, case_id, lambda version: _consult(desk, file, typed, version))
            except REFUSALS as refusal:
                file, refused = open_case(desk, case_id), refusal
            else:
                return done(case_id, "consulted")
    asked = {each.body for each in file.page.consultations if each.replied_on is None}
    return draw_step(
        desk,
        file,
        "case_consult",
        refused=refused,
        errors=errors,
        bodies=[_body(desk, file, code, code in asked) for code in bodies],
        typed=typed,
    )


@dataclass(frozen=True, slots=True)
class Body:
    """A body that can be asked: what it is asked as a rule, and by when it replies."""

    code: str
    name: str
    question: str
    reply_by: date
    restricted: bool
    required: bool
    asked: bool


def _body(desk: Desk, file: CaseFile, code: str, asked: bool) -> Body:
    path = f"{file.case.service}.consultations.{code}"
    known = next(each for each in file.service.consultations if each.body == code)
    return Body(
        code,
        file.pack.find_text(f"{path}.name", desk.language) or code,
        file.pack.find_text(f"{path}.question", desk.language) or "",
        _reply_by(file, code),
        known.restricted,
        known.required,
        asked,
    )


def _reply_by(file: CaseFile, code: str) -> date:
    known = next(each for each in file.service.consultations if each.body == code)
    return file.law.deadline(clock.today(), file.period(known.within)).last_day


def _consultation_wrong(
    typed: dict[str, str], bodies: set[str], reply_by: date | None
) -> list[tuple[str, str]]:
    wrong = [] if typed["body"] in bodies else [("body", gettext("Choose the body that is asked"))]
    if typed["reply_by"] and (reply_by is None or reply_by < clock.today()):
        wrong.append(("reply_by", gettext("Enter a day from today on, for example 27.3.2026")))
    return wrong


def _consult(desk: Desk, file: CaseFile, typed: dict[str, str], version: int | None) -> None:
    body = _body(desk, file, typed["body"], False)
    actions.consult(
        file.case.id,
        body=body.code,
        question=typed["question"] or body.question,
        reply_by=read.day(typed["reply_by"]) or body.reply_by,
        restricted=body.restricted,
        by=desk.actor,
        version=version,
    )


@staff_page(Permission.CASES_CONSULT, purpose=PURPOSE)
def opinion(desk: Desk, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Record what a body answered: a part for everyone with a part in the case, and a closed one."""
    file, refused = open_case(desk, case_id), None
    typed = read.fields(desk.request.POST, {"outcome": 20, "public": LONGEST, "closed": LONGEST, "on": 10})
    errors = []
    if desk.request.method == "POST":
        errors = _opinion_wrong(typed)
        if not errors:
            try:
                do_once(desk, case_id, lambda version: _record(desk, case_id, consultation_id, typed))
            except REFUSALS as refusal:
                file, refused = open_case(desk, case_id), refusal
            else:
                return done(case_id, "opinion")
    asked = _consultation(file, consultation_id)
    return draw_step(
        desk,
        file,
        "case_opinion",
        refused=refused,
        errors=errors,
        consultation=asked,
        body=_body(desk, file, asked.body, True),
        outcomes=[(code, gettext(name), "") for code, name in case_words.OPINIONS.items()],
        typed=typed | {"on": typed["on"] or read.spelled(clock.today().isoformat())},
    )


def _consultation(file: CaseFile, consultation_id: UUID) -> ConsultationView:
    """Raises: CaseNotFound for one that is not of this case, or not to be seen."""
    for each in file.page.consultations:
        if each.id == consultation_id:
            return each
    raise CaseNotFound


def _opinion_wrong(typed: dict[str, str]) -> list[tuple[str, str]]:
    wrong = []
    if typed["outcome"] not in set(Opinion):
        wrong.append(("outcome", gettext("Choose what the body said")))
    on = read.day(typed["on"])
    if on is None or on > clock.today():
        wrong.append(("on", gettext("Enter the day of the reply, not later than today")))
    return wrong


def _record(desk: Desk, case_id: UUID, consultation_id: UUID, typed: dict[str, str]) -> None:
    actions.record_opinion(
        case_id,
        consultation_id=consultation_id,
        outcome=Opinion(typed["outcome"]),
        public_opinion=typed["public"],
        closed_opinion=typed["closed"],
        on=read.day(typed["on"]),
        by=desk.actor,
    )


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def go_on(desk: Desk, case_id: UUID) -> HttpResponse:
    """Go on with the file as it is when the time to answer has passed."""
    return reasoned(
        desk,
        case_id,
        title=gettext("Go on without an answer"),
        lead=gettext("The clock ran again from the last day to answer on. The case is decided on the file."),
        button=gettext("Go on"),
        said="went-on",
        act=lambda file, typed, version: actions.go_on(
            case_id, reason=typed["reason"], calendar=file.calendar, by=desk.actor, version=version
        ),
    )
