"""Another card: its loss, damage or old data reported, the duty paid, the new one made and handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import Permission
from sojourn.audit import queries as log
from sojourn.cases import events
from sojourn.flows.case_file import CaseFile
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
    typed = read.fields(desk.request.POST, {"do": 6, "cause": 20, "happened_on": 10, "reported_on": 10})
    errors: list[tuple[str, str]] = []
    if desk.request.method == "POST":
        errors = _wrong(typed) if typed["do"] == "report" else []
        if not errors:
            try:
                do_once(
                    desk,
                    case_id,
                    lambda version: _ACTS.get(typed["do"], _nothing)(desk, file, typed, version),
                )
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
        report=told,
        stands=holds,
        to_give=told is not None and told.made and not told.given and holds,
        owed=owed,
        causes=[(cause.value, gettext(name)) for cause, name in CAUSES.items()],
    )


def _is_open(state: ChargeState) -> bool:
    return state in (ChargeState.OPEN, ChargeState.PARTLY_PAID)


def _wrong(typed: dict[str, str]) -> list[tuple[str, str]]:
    wrong = [] if typed["cause"] in set(CAUSES) else [("cause", gettext("Choose what happened"))]
    for name in ("happened_on", "reported_on"):
        if read.day(typed[name]) is None:
            wrong.append((name, gettext("Enter the day, for example 27.3.2026")))
    return wrong


def _report(desk: Desk, file: CaseFile, typed: dict[str, str], version: int | None) -> None:
    happened, reported = read.day(typed["happened_on"]), read.day(typed["reported_on"])
    if happened and reported:
        report_card(file, Report(Cause(typed["cause"]), happened, reported), version=version, by=desk.actor)


def _make(desk: Desk, file: CaseFile, typed: dict[str, str], version: int | None) -> None:
    make_replacement(file, version=version, by=desk.actor)


def _give(desk: Desk, file: CaseFile, typed: dict[str, str], version: int | None) -> None:
    hand_over_replacement(file, version=version, by=desk.actor)


def _nothing(desk: Desk, file: CaseFile, typed: dict[str, str], version: int | None) -> None:
    """A form that asks for nothing we know."""


_ACTS: dict[str, Callable[[Desk, CaseFile, dict[str, str], int | None], Any]] = {
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
