"""Appeals: those that wait, and one of them decided by an officer without part in the decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import actions, queries
from sojourn.cases.types import AppealOutcome, AppealView, DecisionKind
from sojourn.flows.appeal_decision import (
    Answer,
    appeal_decision,
    decide_appeal,
    reasons_of_an_answer,
    restore_term,
)
from sojourn.flows.case_file import CaseFile
from sojourn.flows.ending_permits import ended
from sojourn.flows.reasoning import with_sentences
from sojourn.flows.undo_lapse import grant_that_lapsed
from sojourn.lib import clock
from sojourn.lib.actor import Door
from sojourn.sites.office import case_open_ends, case_reasons, case_words, working_papers
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_handling import reasoned
from sojourn.sites.office.case_page import called
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_steps import Ask, do_once, done, draw_step, open_case, power_of
from sojourn.sites.office.cases import Line, lines_of
from sojourn.sites.office.desk import Desk, staff_page

PURPOSE = "appeal"
UPHELD, GRANTED, ANEW = "upheld", "granted", "anew"
"""What can be decided: the decision stands; it falls and the permit is granted; it falls and is made anew."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An appeal in the list, with its case."""

    line: Line
    appeal: AppealView
    mine: bool
    overdue: bool


@staff_page(Permission.APPEALS_DECIDE, purpose=PURPOSE)
def appeals(desk: Desk) -> HttpResponse:
    """Appeals nobody has decided, the oldest first: mine or all."""
    mine = desk.request.GET.get("whose") == "mine"
    after = read.uuid(desk.request.GET.get("after", ""))
    found = queries.list_open_appeals(desk.reader, handler_id=desk.account.id if mine else None, after=after)
    shown = found[: queries.PAGE]
    access.log_reading(to=desk.reader, relation="office", listing="appeals", count=len(shown))
    lines = lines_of(desk, [case for case, _ in shown])
    whose = {"whose": "mine"} if mine else {}
    more = urlencode({**whose, "after": str(shown[-1][1].id)}) if len(found) > len(shown) else ""
    return desk.draw(
        "appeals",
        mine=mine,
        lines=[
            Waiting(line, appeal, appeal.handler_id == desk.account.id, appeal.is_overdue(clock.today()))
            for line, (_, appeal) in zip(lines, shown, strict=True)
        ],
        next_page=f"?{more}" if more else "",
        first_page=f"?{urlencode(whose)}" if after else "",
    )


@staff_page(Permission.CASES_SEE, purpose=PURPOSE)
def appeal(desk: Desk, case_id: UUID) -> HttpResponse:
    """The open appeal of a case beside the decision it is against."""
    return _draw(desk, open_case(desk, case_id))


def _draw(
    desk: Desk,
    file: CaseFile,
    *,
    refused: Exception | None = None,
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    sent = working_papers.as_sent(desk, file, "appeal")
    given = case_reasons.given(file, sent, reasons_of_an_answer(file))
    asked = read.fields(
        sent, {"outcome": 10, "from": 10, "until": 10, "restored": 3, "reason": 2000, "answer": 60}
    )
    open_one = _open(file)
    said = desk.request.GET.get("said", "")
    return draw_step(
        desk,
        file,
        "appeal",
        refused=refused,
        errors=errors or [],
        appeal=open_one,
        decision=next((each for each in file.page.decisions if each.id == file.case.decision_id), None),
        decision_name=case_words.decision(file.decision.kind, file.case) if file.decision else "",
        said_reasons=[
            _sentence(desk, file, code) for code in (file.decision.reasons if file.decision else ())
        ],
        decision_words=[
            (language, file.decision.words[language])
            for language in file.pack.languages
            if file.decision and language in file.decision.words
        ],
        called=called(file),
        has_it=open_one is not None and open_one.handler_id == desk.account.id,
        overdue=open_one is not None and open_one.is_overdue(clock.today()),
        may_decide=desk.may(Permission.APPEALS_DECIDE),
        outcomes=_outcomes(desk, file),
        goes_on=ended(file) is not None,
        answers=_answers(desk, file),
        has_term=file.service.validity is not None,
        reasons=case_reasons.offered(file, desk.language, reasons_of_an_answer(file), given),
        words=case_reasons.words_asked(file, given),
        typed=asked if sent else {**asked, **_term_that_lapsed(file)},
        paper=working_papers.kept(desk, file, "appeal"),
        said=gettext(case_words.DONE[said]) if said in case_words.DONE else "",
    )


def _answers(desk: Desk, file: CaseFile) -> list[tuple[str, str, str]]:
    """The answers on the merits of a grant, where the service gives several."""
    names = case_words.outcomes(file, desk.language)
    offered = () if ended(file) else file.service.outcomes_for(DecisionKind.GRANT.value)
    return [(each.code, names[each.code], "") for each in offered]


def _outcomes(desk: Desk, file: CaseFile) -> list[tuple[str, str, str]]:
    stands = (UPHELD, gettext("The decision stands"), "")
    if ended(file):
        return [stands, (GRANTED, gettext("The decision falls, and what was granted goes on"), "")]
    grants, term = gettext("The decision falls, and the permit is granted"), gettext("For the term below.")
    if file.service.validity is None:
        grants, term = gettext("The decision falls, and what was applied for is granted"), ""
    return [
        stands,
        (GRANTED, grants, _waits_for(desk, file) or term),
        (
            ANEW,
            gettext("The decision falls, and the case is examined anew"),
            gettext("It has its whole limit again."),
        ),
    ]


def _waits_for(desk: Desk, file: CaseFile) -> str:
    """What has to be recorded before the grant, and where that is done."""
    waits_for = list(case_open_ends.before_grant(desk, file))
    if waits_for:
        waits_for.append(gettext("This is recorded when the case is examined anew."))
    return " ".join(waits_for)


def _sentence(desk: Desk, file: CaseFile, code: str) -> str:
    return case_words.without_values(file.pack.find_text(f"reasons.{code}", desk.language) or code)


def _term_that_lapsed(file: CaseFile) -> dict[str, str]:
    """The days of the grant a lapse took: the same days cost the same, and what was paid for them counts."""
    grant = grant_that_lapsed(file)
    told = grant.terms if grant else {}
    return {name: read.spelled(told.get(name) or "") for name in ("from", "until")}


def _open(file: CaseFile) -> AppealView | None:
    return next((each for each in file.page.appeals if each.id == file.case.appeal_id), None)


@staff_page(Permission.APPEALS_DECIDE, purpose=PURPOSE)
def take(desk: Desk, case_id: UUID) -> HttpResponse:
    """Take the open appeal in hand."""
    file = open_case(desk, case_id)
    try:
        do_once(desk, case_id, lambda version: actions.take_appeal(case_id, by=desk.actor))
    except REFUSALS as refusal:
        return _draw(desk, open_case(desk, case_id), refused=refusal)
    return done(file.case.id, "appeal-taken", at="office:case-appeal")


@staff_page(Permission.APPEALS_DECIDE, purpose=PURPOSE)
def restore(desk: Desk, case_id: UUID) -> HttpResponse:
    """Decide whether an appeal that came late is examined all the same."""
    file = open_case(desk, case_id)
    typed = read.fields(desk.request.POST, {"restored": 3, "reason": 2000})
    if typed["restored"] not in ("yes", "no"):
        return _draw(desk, file, errors=[("restored", gettext("Choose whether it is examined"))])
    try:
        do_once(desk, case_id, lambda version: _restore(desk, file, typed))
    except REFUSALS as refusal:
        return _draw(desk, open_case(desk, case_id), refused=refusal)
    return done(case_id, "term-decided", at="office:case-appeal")


def _restore(desk: Desk, file: CaseFile, typed: dict[str, str]) -> None:
    restore_term(file, restored=typed["restored"] == "yes", reason=typed["reason"], by=desk.actor)


@staff_page(Permission.APPEALS_DECIDE, purpose=PURPOSE)
def decide(desk: Desk, case_id: UUID) -> HttpResponse:
    """Decide the open appeal, with reasons in two languages."""
    file, data = open_case(desk, case_id), desk.request.POST
    kept = working_papers.keep_if_asked(desk, file, "appeal")
    if kept is not None:
        return kept
    given = case_reasons.given(file, data, reasons_of_an_answer(file))
    errors = _wrong(file, data, given)
    if errors:
        return _draw(desk, file, errors=errors)
    try:
        do_once(desk, case_id, lambda version: _decide(desk, file, given, data))
    except REFUSALS as refusal:
        return _draw(desk, open_case(desk, case_id), refused=refusal)
    return done(case_id, "appeal-decided")


def _wrong(file: CaseFile, data: QueryDict, given: case_reasons.Given) -> list[tuple[str, str]]:
    wrong = []
    if data.get("outcome") not in (UPHELD, GRANTED, ANEW):
        wrong.append(("outcome", gettext("Choose what you decide")))
    if not given.codes:
        wrong.append(("reasons", gettext("Tick at least one reason")))
    wrong += given.missing(file)
    if data.get("outcome") == GRANTED:
        wrong += _grant_wrong(file, data)
    return wrong


def _grant_wrong(file: CaseFile, data: QueryDict) -> Iterator[tuple[str, str]]:
    """What a grant on appeal lacks: its term, its answer on the merits. What goes on has both."""
    if ended(file):
        return
    first, last = _term(data)
    if file.service.validity and ((last is None and _ends(file)) or (first and last and last < first)):
        yield "until", gettext("Enter the last day of what is granted")
    offered = [each.code for each in file.service.outcomes_for(DecisionKind.GRANT.value)]
    if offered and data.get("answer") not in offered:
        yield "answer", gettext("Choose which answer the decision gives")


def _ends(file: CaseFile) -> bool:
    """Whether what can be granted has a last day by its rules."""
    allowed = file.examined().term
    return allowed is None or allowed.valid_until is not None


def _term(data: QueryDict) -> tuple[date | None, date | None]:
    return read.day(data.get("from", "")), read.day(data.get("until", ""))


def _decide(desk: Desk, file: CaseFile, given: case_reasons.Given, data: QueryDict) -> None:
    outcome = AppealOutcome.UPHELD if data.get("outcome") == UPHELD else AppealOutcome.OVERTURNED
    first, last = _term(data) if data.get("outcome") == GRANTED else (None, None)
    words = with_sentences(file, given.codes, given.words, values=given.by_reason(file), until=last)
    answer = Answer(
        outcome,
        given.codes,
        words,
        granted_from=first,
        granted_until=last,
        granted=data.get("outcome") == GRANTED,
        on_merits=data.get("answer", "")[:60],
    )
    decide_appeal(file, answer, power=power_of(desk, file.case, Permission.APPEALS_DECIDE), by=desk.actor)
    working_papers.throw_away(desk, file, "appeal")


@staff_page(Permission.CASES_ENTER, purpose="case", door=Door.COUNTER)
def enter_appeal(desk: Desk, case_id: UUID) -> HttpResponse:
    """An appeal brought on paper, with the day of its stamp; a late one with the reason the person gives."""

    def act(file: CaseFile, typed: dict[str, str], version: int | None) -> None:
        on = read.day(typed["on"])
        appeal_decision(
            file,
            words=typed["words"],
            late_reason=typed["late"],
            filed_on=on,
            by=desk.actor,
        )

    today = read.spelled(clock.today().isoformat())
    return reasoned(
        desk,
        case_id,
        title=gettext("Enter an appeal"),
        lead=gettext("As the person wrote or said it. A late one is registered too."),
        button=gettext("Register the appeal"),
        said="appeal-filed",
        act=act,
        more=(
            Ask("on", gettext("Day of the stamp"), "day", value=today),
            Ask("words", gettext("What the person says against the decision"), "lines", rows=8),
            Ask("late", gettext("Why it comes late, if it does"), "lines", rows=2),
        ),
        reason=False,
    )
