"""What is decided about cases without looking anywhere: what is allowed, what follows, when a limit ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sojourn.cases.errors import ActedOnMeanwhile, ActNotAllowed, AlreadyDecided, ReasonMissing
from sojourn.cases.events import RECORDED
from sojourn.cases.types import (
    AFTER,
    ALLOWED,
    CLOSED,
    TO_FINISH,
    Act,
    CaseStatus,
    Clock,
    Interval,
    IntervalKind,
    PauseCause,
    Stop,
    Stretch,
)
from sojourn.catalogue.authoring import Period, PeriodUnit, add_calendar
from sojourn.lib.working_days import Calendar

_DAY = timedelta(days=1)
DECIDING = frozenset(
    {Act.APPROVE_GRANT, Act.APPROVE_REFUSAL, Act.APPROVE_NOT_EXAMINED, Act.RETURN, Act.PROPOSE}
)
OF_THE_OFFICE = DECIDING | {
    *(Act.TAKE, Act.HAND_OVER, Act.TRANSFER, Act.EXTEND, Act.STOP_BY_DECREE, Act.CONSULT),
    *(Act.ASK_CORRECTION, Act.ANNOUNCE_INTENTION, Act.GO_ON, Act.RECORD_LAPSE),
    *(Act.PROPOSE_CANCEL, Act.RETURN_CANCEL, Act.APPROVE_CANCEL),
}
"""What only the competent office does: the one that keeps the papers receives, serves and hands out."""
TAKING_BACK = frozenset({Act.UNDO_TAKE, Act.UNDO_HAND_OVER, Act.WITHDRAW_CORRECTION, Act.WITHDRAW_PROPOSAL})
"""What an officer takes back while nobody acted on it; whoever comes too late is told who did, and when."""
_ACTS: Mapping[str, Act] = {kind.name: act for act, kind in RECORDED.items()}


def check_allowed(
    status: CaseStatus, act: Act, *, by: UUID | None = None, at: datetime | None = None
) -> CaseStatus:
    """The status an act leads to; `by` and `at`: who acted last.

    Raises: ActNotAllowed, AlreadyDecided, ActedOnMeanwhile.
    """
    if act not in ALLOWED[status]:
        if act in TAKING_BACK:
            raise ActedOnMeanwhile(by=by, at=at)
        if act in DECIDING and status in CLOSED | TO_FINISH:
            raise AlreadyDecided(by=by, at=at, status=status)
        raise ActNotAllowed(status=status, act=act, by=by, at=at)
    return AFTER[act] or status


def status_from(kinds: Iterable[str]) -> CaseStatus | None:
    """The status as the events of a case tell it, first to last; an event of no act changes nothing."""
    status = None
    for kind in kinds:
        act = _ACTS.get(kind)
        status = (AFTER[act] if act else None) or status
    return status


def check_reason(reason: str) -> str:
    """Raises: ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def due_on(limit: Period, started_on: date, intervals: Sequence[Interval], calendar: Calendar) -> date:
    """The last day of the review limit. The day the clock started is day 0; paused days are not counted.

    Of a pause that is still open nothing is known but its beginning: the day given is the earliest possible.
    Source: rule 15 of the pack's counting (a pause begins the day after service, ends on the day of the
    answer, both excluded).
    """
    units, paused = _units(limit, started_on, intervals), _paused_days(intervals, started_on)
    end = _add(started_on, units, limit.unit, calendar)
    while True:
        left_out = sum(_counted(first - _DAY, min(last, end), limit.unit, calendar) for first, last in paused)
        later = _add(started_on, units + left_out, limit.unit, calendar)
        if later == end:
            return end
        end = later


def since(intervals: Iterable[Interval], reopened_at: datetime | None) -> tuple[Interval, ...]:
    """The lines that count: a case examined anew on appeal has its whole limit again."""
    return tuple(
        each
        for each in intervals
        if reopened_at is None or (each.recorded_at is not None and each.recorded_at >= reopened_at)
    )


def clock_of(
    limit: Period, started_on: date, intervals: Sequence[Interval], calendar: Calendar, *, on: date
) -> Clock:
    """How the clock stands on a day, or stood when the case was decided."""
    units, end = _units(limit, started_on, intervals), due_on(limit, started_on, intervals, calendar)
    more = sum(each.length for each in intervals if each.is_reasoned)
    given = [each for each in intervals if not each.is_reasoned]
    still = next((each for each in intervals if _holds(each, on)), None)
    coming = next((each for each in intervals if _is_to_come(each, on)), None)
    paused = _paused_days([*(_closed_on(each, on) for each in intervals)], started_on)
    used = _counted(started_on, on, limit.unit, calendar)
    used -= sum(_counted(first - _DAY, min(last, on), limit.unit, calendar) for first, last in paused)
    return Clock(
        limit=Period(units, limit.unit if limit.unit is PeriodUnit.WORKING_DAYS else PeriodUnit.DAYS),
        started_on=started_on,
        due_on=end,
        used=used,
        left=max(0, units - used),
        late_by=max(0, used - units),
        stands_still=still.cause if still else None,
        stretches=tuple(_stretches(started_on, intervals, until=on)),
        stops=Stop(coming.from_on, PauseCause(coming.cause), coming.regime) if coming else None,
        regime=still.regime if still else "",
        more=more,
        without=due_on(limit, started_on, given, calendar) if more else None,
    )


def _units(limit: Period, started_on: date, intervals: Iterable[Interval]) -> int:
    """The units to count: of a limit in months, the days it has from its start."""
    more = sum(each.length for each in intervals if each.kind is IntervalKind.EXTENDED)
    if limit.unit is PeriodUnit.WORKING_DAYS:
        return limit.length + more
    return (add_calendar(started_on, limit) - started_on).days + more


def _is_open(each: Interval) -> bool:
    return each.kind is IntervalKind.PAUSED and each.until_on is None


def _holds(each: Interval, day: date) -> bool:
    """Whether the clock stands still on a day by this line: until an answer comes, or up to a last day."""
    paused = each.kind is IntervalKind.PAUSED and each.from_on <= day
    return paused and (each.until_on is None or (each.cause is PauseCause.DECREE and day <= each.until_on))


def _is_to_come(each: Interval, day: date) -> bool:
    """Whether it will stand still by this line; a pause that was taken back ends before it begins."""
    paused = each.kind is IntervalKind.PAUSED and each.from_on > day
    return paused and (each.until_on is None or each.until_on >= each.from_on)


def _closed_on(each: Interval, day: date) -> Interval:
    return Interval(each.kind, each.cause, each.from_on, day) if _is_open(each) else each


def _paused_days(intervals: Iterable[Interval], started_on: date) -> list[tuple[date, date]]:
    """First and last day of each pause after the start, those that meet joined: no day is left out twice."""
    found = sorted(
        (max(each.from_on, started_on + _DAY), each.until_on)
        for each in intervals
        if each.kind is IntervalKind.PAUSED and each.until_on
    )
    joined: list[tuple[date, date]] = []
    for first, last in found:
        if last < first:
            continue
        if joined and first <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _add(day: date, units: int, unit: PeriodUnit, calendar: Calendar) -> date:
    return calendar.add(day, units) if unit is PeriodUnit.WORKING_DAYS else day + units * _DAY


def _counted(after: date, until: date, unit: PeriodUnit, calendar: Calendar) -> int:
    """Units after a day up to and including another; none when that one is not later."""
    if unit is PeriodUnit.WORKING_DAYS:
        return calendar.between(after, until)
    return max(0, (until - after).days)


def _stretches(started_on: date, intervals: Sequence[Interval], *, until: date) -> Iterable[Stretch]:
    """The time from the start to a day, cut where the clock stopped and went on."""
    at, causes = started_on, sorted(intervals, key=lambda each: each.from_on)
    for each in causes:
        first, last = max(each.from_on, at), min(each.until_on or until, until)
        if each.kind is not IntervalKind.PAUSED or last < first:
            continue
        if at < first:
            yield Stretch(at, first - _DAY)
        yield Stretch(first, last, PauseCause(each.cause), each.regime)
        at = last + _DAY
    if at <= until:
        yield Stretch(at, until)


def is_grounded(reasons: Collection[str], heard: Collection[str]) -> bool:
    """Whether every ground of a refusal was announced before. Source: Law on Administrative Proceedings."""
    return bool(reasons) and set(reasons) <= set(heard)


def answers_now(answers: Mapping[str, Any], corrected: Iterable[Mapping[str, Any] | None]) -> dict[str, Any]:
    """The answers of a filing with what was put right since, the last word of each path."""
    now = dict(answers)
    for later in corrected:
        now.update(later or {})
    return now
