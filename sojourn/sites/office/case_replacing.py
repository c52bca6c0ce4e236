"""Another card: its loss, damage or old data reported, the duty paid, the new one made and handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import Permission
from sojourn.audit import queries as log
from sojourn.cases import events
from sojourn.catalogue.forms import Finding
from sojourn.flows.case_file import CaseFile
from sojourn.flows.changed_data import Changed, read_changed
from sojourn.flows.errors import AnswersUnreadable, NothingChanged
from sojourn.flows.replace_card import (
    Report,
    hand_over_replacement,
    make_replacement,
    report_card,
    stands,
)
from sojourn.lib import clock
from sojourn.lib.actor import Door
from sojourn.payments import queries as charges
from sojourn.payments.types import ChargeState
from sojourn.permits.types import Cause
from sojourn.sites.office import case_changing, case_words
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_steps import do_once, done, draw_step, open_case
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page

CAUSES = {
    Cause.LOST: gettext_noop("Lost or stolen"),
    Cause.DAMAGED: gettext_noop("Damaged"),
    Cause.DATA_CHANGED: gettext_noop("What it says is no longer so"),
}
_HERE = "office:case-replace"
_TYPED = {"do": 6, "cause": 20, "happened_on": 10, "reported_on": 10, "shown_by": 300}


@dataclass(frozen=True, slots=True)
class Told:
    """The last report of a card, as it stands in the log: its days, how late it was, what came after."""

    cause: str
    happened_on: str
    reported_on: str
    days_late: int
    made: bool
    given: bool


@staff_page(Permission.RECORD_SERVICE, purpose=PURPOSE, door=Door.COUNTER)
def replacement(desk: Desk, case_id: UUID) -> HttpResponse:
    """One page for the whole way: it shows the step that comes next."""
    file, refused = open_case(desk, case_id), None
    typed: dict[str, Any] = dict(read.fields(desk.request.POST, _TYPED))
    errors = _wrong(typed) if typed["do"] == "report" else []
    if typed["do"] == "report" and typed["cause"] == Cause.DATA_CHANGED and not errors:
        changing = _changing(desk, file, typed)
        if isinstance(changing, HttpResponse):
            return changing
        typed["changed"] = changing
    if desk.request.method == "POST" and not errors:
        try:
            act: _Act = _ACTS.get(typed["do"], _nothing)
            do_once(desk, case_id, lambda version: act(desk, file, typed, version))
        except NothingChanged as nothing:
            return _ask(desk, file, typed, case_changing.posted_changes(file, desk.request.POST), nothing)
        except REFUSALS as refusal:
            file, refused = open_case(desk, case_id), refusal
        else:
            return done(case_id, typed["do"], at=_HERE)
    typed["reported_on"] = typed["reported_on"] or read.spelled(clock.today().isoformat())
    told, holds = _told(desk, file), stands(file)
    owed = [each for each in charges.list_of(file.case.subject, to=desk.reader) if _is_open(each.state)]
    return draw_step(
        desk,
        file,
        "case_replace",
        refused=refused,
        errors=errors,
        typed=typed,
        said=_said(desk),
        report=told,
        stands=holds,
        to_give=told is not None and told.made and not told.given and holds,
        owed=owed,
        causes=[(cause.value, gettext(name)) for cause, name in CAUSES.items()],
    )


def _said(desk: Desk) -> str:
    """What was just done here."""
    done_here = desk.request.GET.get("said", "") if desk.request.method == "GET" else ""
    return gettext(case_words.DONE[done_here]) if done_here in _ACTS else ""


def _changing(desk: Desk, file: CaseFile, typed: dict[str, Any]) -> HttpResponse | Changed | None:
    """What is so now, where anything is; or the page that asks for it, with what is wrong with it."""
    sent = case_changing.posted_changes(file, desk.request.POST)
    if "read" in desk.request.POST:
        return _ask(desk, file, typed, case_changing.read_lines(file, sent))
    if not sent:
        return _ask(desk, file, typed, case_changing.as_they_were(file))
    if not typed["shown_by"]:
        wrong = [("shown_by", gettext("Name the paper that shows it, for example a new passport"))]
        return _ask(desk, file, typed, sent, errors=wrong)
    try:
        return read_changed(file, sent, shown_by=typed["shown_by"])
    except AnswersUnreadable as unreadable:
        return _ask(desk, file, typed, sent, findings=unreadable.facts["findings"])
    except NothingChanged:  # nothing differs; or this very form was sent before
        return None


def _ask(
    desk: Desk,
    file: CaseFile,
    typed: dict[str, Any],
    answers: dict[str, Any],
    refused: Exception | None = None,
    *,
    errors: Sequence[tuple[str, str]] = (),
    findings: Sequence[Finding] = (),
) -> HttpResponse:
    forms = list(case_changing.forms(desk, file, answers, findings))
    wrong = [*errors, *(error for form in forms for error in form.errors)]
    return draw_step(desk, file, "case_change", refused=refused, errors=wrong, typed=typed, forms=forms)


def _is_open(state: ChargeState) -> bool:
    return state in (ChargeState.OPEN, ChargeState.PARTLY_PAID)


def _wrong(typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    wrong = [] if typed["cause"] in set(CAUSES) else [("cause", gettext("Choose what happened"))]
    for name in ("happened_on", "reported_on"):
        if read.day(typed[name]) is None:
            wrong.append((name, gettext("Enter the day, for example 27.3.2026")))
    happened, reported = read.day(typed["happened_on"]), read.day(typed["reported_on"])
    if reported and reported > clock.today():
        wrong.append(("reported_on", gettext("This day lies in the future")))
    if happened and reported and happened > reported:
        wrong.append(("happened_on", gettext("It was told before it happened: check the two days")))
    return wrong


def _report(desk: Desk, file: CaseFile, typed: dict[str, Any], version: int | None) -> None:
    happened, reported = read.day(typed["happened_on"]), read.day(typed["reported_on"])
    if happened and reported:
        report = Report(Cause(typed["cause"]), happened, reported, typed.get("changed"))
        report_card(file, report, version=version, by=desk.actor)


def _make(desk: Desk, file: CaseFile, typed: dict[str, Any], version: int | None) -> None:
    make_replacement(file, version=version, by=desk.actor)


def _give(desk: Desk, file: CaseFile, typed: dict[str, Any], version: int | None) -> None:
    hand_over_replacement(file, version=version, by=desk.actor)


def _nothing(desk: Desk, file: CaseFile, typed: dict[str, Any], version: int | None) -> None:
    """A form that asks for nothing we know."""


_Act = Callable[[Desk, CaseFile, dict[str, Any], int | None], Any]
_ACTS: dict[str, _Act] = {
    "report": _report,
    "make": _make,
    "give": _give,
}


def _told(desk: Desk, file: CaseFile) -> Told | None:
    """The last report, from the log of the case."""
    happened = log.list_events(file.case.subject, to=desk.reader)
    kinds = [each.kind for each in happened]
    if events.CARD_REPORTED.name not in kinds:
        return None
    at = max(place for place, kind in enumerate(kinds) if kind == events.CARD_REPORTED.name)
    facts, since = happened[at].facts, kinds[at:]
    return Told(
        cause=gettext(CAUSES[Cause(facts["cause"])]),
        happened_on=str(facts["happened_on"]),
        reported_on=str(facts["reported_on"]),
        days_late=int(facts.get("days_late") or 0),
        made=events.CARD_REPLACED.name in since,
        given=events.CARD_GIVEN.name in since,
    )
