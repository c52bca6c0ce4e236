"""The supervisor's page of what is late and what soon will be, and of who has how much in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import queries
from sojourn.cases.types import AppealView, CaseView, Clock, Interval, Load, Place, Queue
from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.sites.office import typed as read
from sojourn.sites.office.cases import Line, lines_of
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.petition_lateness import pressing_petitions
from sojourn.sites.ui import clock_drawing

PURPOSE = "late case"


@dataclass(frozen=True, slots=True)
class Pressing:
    """A case that is late or soon will be, with its clock in one sentence."""

    line: Line
    office: str
    said: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PressingAppeal:
    """An appeal whose time to be decided has passed or soon will have."""

    line: Line
    appeal: AppealView
    officer: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class PressingPart:
    """A stage of a case whose time to be reached has passed or soon will have."""

    line: Line
    name: str
    office: str
    due_on: date
    warned: bool
    overdue: bool


@staff_page(Permission.CASES_OVERSEE, purpose=PURPOSE)
def late(desk: Desk) -> HttpResponse:
    """Cases and appeals beyond their limit, the longest first, then those soon to be; and the load."""
    today = clock.today()
    soon = _last_day_of_warning(desk, today)
    day, _, case_id = desk.request.GET.get("after", "")[:80].partition("_")
    due, after = read.day(day), read.uuid(case_id)
    place = Place(due, after) if due and after else None
    found = queries.list_queue(desk.reader, wanted=Queue(due_until=soon), after=place)
    shown = found[: queries.PAGE]
    access.log_reading(to=desk.reader, relation="office", listing="late-cases", count=len(shown))
    load = queries.list_load(desk.reader, on=today, soon=soon)
    return desk.draw(
        "case_late",
        pressing=_pressing(desk, shown, today),
        stages=_stages(desk, soon, today),
        appeals=_appeals(desk, soon, today),
        petitions=pressing_petitions(desk, soon, today),
        soon=soon,
        load=_told(desk, load),
        next_page=f"?after={shown[-1].due_on}_{shown[-1].id}" if len(found) > len(shown) else "",
        first_page="?" if place else "",
        may_hand_over=desk.may(Permission.CASES_ASSIGN),
    )


def _last_day_of_warning(desk: Desk, today: date) -> date:
    """Up to which last day of a limit the law warns today; today where it does not warn."""
    return max((until for _, until in catalogue.warnings_on(desk.pack.law(today))), default=today)


def _pressing(desk: Desk, shown: list[CaseView], today: date) -> list[Pressing]:
    """The lines, with the clocks of all of them read at once."""
    ledgers = queries.list_ledgers([each.id for each in shown]) if shown else {}
    return [
        Pressing(
            line,
            _office(desk, line.case.office),
            clock_drawing.said(line.case, _clock(desk, line.case, ledgers[line.case.id])),
            line.case.due_on < today,
        )
        for line in lines_of(desk, shown)
    ]


def _stages(desk: Desk, soon: date, today: date) -> list[PressingPart]:
    found = queries.list_pressing_stages(desk.reader, until=soon)
    if found:
        access.log_reading(to=desk.reader, relation="office", listing="late-stages", count=len(found))
    return [
        PressingPart(
            line,
            desk.pack.find_text(f"{case.service}.stages.{each.stage}", desk.language) or each.stage,
            _office(desk, case.office),
            each.due_on,
            bool(each.warnings),
            each.due_on < today,
        )
        for line, (case, each) in zip(lines_of(desk, [case for case, _ in found]), found, strict=True)
    ]


def _appeals(desk: Desk, soon: date, today: date) -> list[PressingAppeal]:
    found = queries.list_pressing_appeals(desk.reader, until=soon)
    if found:
        access.log_reading(to=desk.reader, relation="office", listing="late-appeals", count=len(found))
    officers = {appeal.handler_id for _, appeal in found if appeal.handler_id}
    called = accounts.list_called(officers) if officers else {}
    return [
        PressingAppeal(
            line,
            appeal,
            called.get(appeal.handler_id, "") if appeal.handler_id else "",
            appeal.is_overdue(today),
        )
        for line, (_, appeal) in zip(lines_of(desk, [case for case, _ in found]), found, strict=True)
    ]


def _clock(desk: Desk, case: CaseView, ledger: Iterable[Interval]) -> Clock:
    return queries.clock_of(case, ledger, calendar=desk.pack.law(clock.today()).calendar)


def _told(desk: Desk, load: list[Load]) -> list[tuple[str, str, Load]]:
    """Each office and officer by name."""
    officers: set[UUID] = {each.handler_id for each in load if each.handler_id}
    called = accounts.list_called(officers) if officers else {}
    nobody = gettext("Nobody has taken")
    return [
        (_office(desk, each.office), called.get(each.handler_id, "") if each.handler_id else nobody, each)
        for each in load
    ]


def _office(desk: Desk, code: str) -> str:
    return desk.pack.find_text(f"offices.{code}.name", desk.language) or code
