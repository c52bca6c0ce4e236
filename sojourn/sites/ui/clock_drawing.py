"""The review limit of a case as one sentence and one drawing, the same for applicant and officer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from sojourn.cases.types import CaseView, Clock, PauseCause
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import PeriodUnit
from sojourn.lib import clock as clocks
from sojourn.sites.ui.spoken import spoken_date

_DAY = timedelta(days=1)
_STANDS_STILL = {
    PauseCause.CORRECTION: gettext_noop("while a correction is awaited"),
    PauseCause.HEARING: gettext_noop("while an answer to the intended refusal is awaited"),
    PauseCause.DECREE: gettext_noop("by a decree"),
}
_PAUSED = {
    PauseCause.CORRECTION: gettext_noop("Not counted: a correction was awaited"),
    PauseCause.HEARING: gettext_noop("Not counted: an answer was awaited"),
    PauseCause.DECREE: gettext_noop("Not counted: a decree"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table beneath the drawing."""

    from_on: date
    until_on: date
    said: str


@dataclass(frozen=True, slots=True)
class ToldClock:
    """sentence: how it stands; drawing: the same as a picture; rows: the same as a table."""

    sentence: str
    drawing: SafeString
    rows: tuple[Row, ...]


def told(case: CaseView, clock: Clock) -> ToldClock:
    """How the clock of a case stands today, or stood when it was decided."""
    sentence = _sentence(case, clock)
    return ToldClock(sentence, _drawing(case, clock, sentence), tuple(_rows(case, clock)))


def said(case: CaseView, clock: Clock) -> str:
    """The same as one sentence alone, for a list."""
    return _sentence(case, clock)


def units(clock: Clock, count: int) -> str:
    """So many units of the limit, in words."""
    if clock.limit.unit is PeriodUnit.WORKING_DAYS:
        return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _sentence(case: CaseView, clock: Clock) -> str:
    """How it stands; of a limit that an officer lengthened also by how much."""
    stands = _stands(case, clock)
    if not clock.more:
        return stands
    more = gettext("The time was lengthened by {more}, with reasons.").format(more=units(clock, clock.more))
    return f"{stands} {more}"


def _stands(case: CaseView, clock: Clock) -> str:
    words = {
        "used": clock.used,
        "limit": units(clock, clock.limit.length),
        "left": units(clock, clock.left),
        "late": units(clock, clock.late_by),
        "due": spoken_date(clock.due_on),
        "since": spoken_date(clock.stretches[-1].from_on) if clock.stretches else "",
        "why": _why(_STANDS_STILL[clock.stands_still], clock.regime) if clock.stands_still else "",
    }
    if case.decided_at is not None:
        words["on"] = spoken_date(case.decided_at)
        if clock.late_by:
            return gettext("Decided on {on}, {late} after the limit of {limit}.").format(**words)
        return gettext("Decided on {on}: {used} of {limit} were used.").format(**words)
    if case.is_closed:
        return gettext("Closed after {used} of {limit}.").format(**words)
    if clock.stands_still:
        return gettext(
            "The clock has stood still since {since} {why}: {used} of {limit} are used, {left} remain."
        ).format(**words)
    if clock.stops:
        why = _why(_STANDS_STILL[clock.stops.cause], clock.stops.regime)
        words |= {"from": spoken_date(clock.stops.from_on), "why": why}
        return gettext(
            "From {from} the clock stands still {why}: {used} of {limit} are used, {left} remain."
        ).format(**words)
    if clock.late_by:
        return gettext("The last day was {due}: the answer is {late} late.").format(**words)
    return gettext("{used} of {limit} are used; the answer is due by {due}, {left} remain.").format(**words)


def _why(said: str, regime: str) -> str:
    """Why the clock stands still, with the name of the special regime by which it does."""
    name = catalogue.current().find_text(f"regimes.{regime}.name", get_language() or "") if regime else None
    return f"{gettext(said)} ({name})" if name else gettext(said)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days as per cent of the width."""

    first: date
    last: date

    def at(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        return round(100 * (day - self.first).days / whole, 2)


def _drawing(case: CaseView, clock: Clock, sentence: str) -> SafeString:
    """Per cent across and points down, so that words keep their size at every width."""
    today = clock.stretches[-1].until_on if clock.stretches else clocks.today()
    scale = _Scale(clock.started_on, max(clock.due_on, today) + _DAY)
    return format_html(
        '<svg class="clock" role="img" aria-label="{}">{}{}{}</svg>',
        sentence,
        _bars(clock, scale, today),
        _mark("clock__today", scale.at(today + _DAY), 14, 54, 10, _today(case, today)),
        _ends(clock, scale),
    )


def _today(case: CaseView, day: date) -> str:
    if case.decided_at is not None or case.is_closed:
        return spoken_date(day)
    return gettext("today")


def _bars(clock: Clock, scale: _Scale, today: date) -> SafeString:
    bars = [("clock__left", scale.at(clock.started_on), scale.at(clock.due_on + _DAY))]
    if clock.without:
        bars.append(("clock__more", scale.at(clock.without + _DAY), scale.at(clock.due_on + _DAY)))
    for each in clock.stretches:
        kind = "clock__paused" if each.cause else "clock__counted"
        bars.append((kind, scale.at(each.from_on), scale.at(each.until_on + _DAY)))
    if today > clock.due_on and not clock.stands_still:
        bars.append(("clock__late", scale.at(clock.due_on + _DAY), scale.at(today + _DAY)))
    return format_html_join(
        "",
        '<rect class="{}" x="{}%" y="22" width="{}%" height="24"/>',
        ((kind, left, round(max(0.4, right - left), 2)) for kind, left, right in bars),
    )


def _ends(clock: Clock, scale: _Scale) -> SafeString:
    due = scale.at(clock.due_on + _DAY)
    start = format_html('<text x="0" y="68">{}</text>', spoken_date(clock.started_on)) if due > 45 else ""
    return format_html("{}{}", start, _mark("clock__due", due, 18, 54, 68, spoken_date(clock.due_on)))


def _mark(kind: str, at: float, top: int, bottom: int, text_at: int, words: str) -> SafeString:
    anchor = "start" if at < 15 else "end" if at > 75 else "middle"
    return format_html(
        '<line class="{0}" x1="{1}%" x2="{1}%" y1="{2}" y2="{3}"/>'
        '<text class="{0}" x="{1}%" y="{4}" text-anchor="{5}">{6}</text>',
        *(kind, at, top, bottom, text_at, anchor, words),
    )


def _rows(case: CaseView, clock: Clock) -> Iterator[Row]:
    for each in clock.stretches:
        said = _why(_PAUSED[each.cause], each.regime) if each.cause else gettext("Counted")
        yield Row(each.from_on, each.until_on, said)
    last = clock.stretches[-1].until_on if clock.stretches else clock.started_on
    if case.decided_at is None and not case.is_closed and last < clock.due_on:
        said = gettext("Still to come, at the earliest") if clock.stands_still else gettext("Still to come")
        yield Row(last + _DAY, clock.due_on, said)
    if clock.without:
        added = gettext("Added to the time of the law, with reasons: {more}")
        yield Row(clock.without + _DAY, clock.due_on, added.format(more=units(clock, clock.more)))
