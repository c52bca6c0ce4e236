"""The clock of a case as one sentence and one drawing: the same for applicant, officer and supervisor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from sojourn.cases.types import Clock, PauseCause, Stretch
from sojourn.catalogue.authoring import Period, PeriodUnit
from sojourn.lib import clock as legal
from sojourn.sites.ui.spoken import spoken_date

WIDTH = 1000
"""Units across the drawing; it is stretched to the width of the page."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the bar: where it begins, how long it is, its kind (`runs`, `stands`, `left`, `late`)."""

    x: int
    width: int
    kind: str
    words: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class ClockDrawing:
    """`today_at`: where today lies on the bar; nothing once it was decided."""

    sentence: str
    pieces: tuple[Piece, ...]
    first: date
    last: date
    today_at: int | None
    has_pauses: bool
    is_late: bool

    @property
    def width(self) -> int:
        return WIDTH


def drawing_of(clock: Clock, *, decided_on: date | None = None) -> ClockDrawing:
    """The clock as it stands today, or stood on the day of the decision."""
    today = decided_on or legal.today()
    last = max(clock.due_on, today)
    span = max((last - clock.started_on).days + 1, 1)
    pieces = tuple(_pieces(clock, last, span, is_open=decided_on is None))
    return ClockDrawing(
        sentence=sentence(clock, decided_on=decided_on),
        pieces=pieces,
        first=clock.started_on,
        last=last,
        today_at=None if decided_on else _at(today, clock.started_on, span),
        has_pauses=any(each.kind == "stands" for each in pieces),
        is_late=clock.late_by > 0,
    )


def sentence(clock: Clock, *, decided_on: date | None = None) -> str:
    """How far the time for the decision has come, in one sentence."""
    limit, due = period_in_words(clock.limit), spoken_date(clock.due_on)
    if decided_on is not None:
        return gettext("Decided on {day}: {used} of {limit} were used.").format(
            day=spoken_date(decided_on), used=clock.used, limit=limit
        )
    if clock.stands_still is not None:
        return gettext("The clock stands still: {cause}. {used} of {limit} are used.").format(
            cause=_standing(clock.stands_still), used=clock.used, limit=limit
        )
    if clock.late_by:
        late = period_in_words(Period(clock.late_by, clock.limit.unit))
        return gettext("The decision was due by {due}. It is {late} late.").format(due=due, late=late)
    return gettext("The decision is due by {due}: {used} of {limit} are used.").format(
        due=due, used=clock.used, limit=limit
    )


def period_in_words(period: Period) -> str:
    """A span of time as people say it."""
    count = period.length
    said = {
        PeriodUnit.DAYS: ngettext("%(count)s day", "%(count)s days", count),
        PeriodUnit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", count),
        PeriodUnit.MONTHS: ngettext("%(count)s month", "%(count)s months", count),
        PeriodUnit.YEARS: ngettext("%(count)s year", "%(count)s years", count),
    }
    return said[period.unit] % {"count": count}


def _standing(cause: PauseCause) -> str:
    return {
        PauseCause.CORRECTION: gettext("the applicant was asked to put something right"),
        PauseCause.HEARING: gettext("the applicant may say something before the decision"),
        PauseCause.DECREE: gettext("work was stopped by decree"),
    }[cause]


def _pieces(clock: Clock, last: date, span: int, *, is_open: bool) -> Iterator[Piece]:
    """What has passed, cut where the clock stood still and where it came too late; then what is left."""
    for each in clock.stretches:
        if each.cause is not None or each.until_on <= clock.due_on or not clock.late_by:
            yield _piece(each, clock.started_on, span, "stands" if each.cause else "runs")
            continue
        if each.from_on <= clock.due_on:
            in_time = Stretch(each.from_on, clock.due_on)
            yield _piece(in_time, clock.started_on, span, "runs")
        late = Stretch(max(each.from_on, clock.due_on + _DAY), each.until_on)
        yield _piece(late, clock.started_on, span, "late")
    reached = clock.stretches[-1].until_on if clock.stretches else clock.started_on
    if is_open and reached < last:
        yield _piece(Stretch(reached + _DAY, last), clock.started_on, span, "left")


def _piece(stretch: Stretch, start: date, span: int, kind: str) -> Piece:
    said = {
        "runs": gettext("The service works on it"),
        "left": gettext("Time left"),
        "late": gettext("Late"),
        "stands": gettext("The clock stands still"),
    }[kind]
    if stretch.cause is not None:
        said = f"{said}: {_standing(stretch.cause)}"
    x, end = _at(stretch.from_on, start, span), _at(stretch.until_on + _DAY, start, span)
    return Piece(x, max(end - x, 4), kind, said, stretch.from_on, stretch.until_on)


def _at(day: date, start: date, span: int) -> int:
    return (day - start).days * WIDTH // span
