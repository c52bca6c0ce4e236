"""Dates, spans of time and money as people say them in their language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol, TypeGuard

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from django.utils.translation import get_language, gettext, ngettext

from sojourn.lib import clock
from sojourn.lib.money import Money


class PartOfDate(Protocol):
    """A date of which the day, or the month and the day, may be unknown."""

    @property
    def year(self) -> int | None: ...
    @property
    def month(self) -> int | None: ...
    @property
    def day(self) -> int | None: ...


def locale() -> Locale:
    """The locale of the page being written."""
    return Locale.parse((get_language() or "en").replace("-", "_"), sep="_")


def spoken_date(value: date | datetime | str | PartOfDate | None) -> str:
    """"5 March 2026", "March 1985" or "1985"; an instant is said as its legal day. Nothing stays nothing."""
    if not value:
        return ""
    if isinstance(value, str):
        return _spoken_text(value)
    if isinstance(value, datetime):
        value = clock.legal_day(value)
    if _is_whole(value):
        return format_date(date(value.year, value.month, value.day), "long", locale=locale())
    return _spoken_part(value)


def spoken_instant(value: datetime | None) -> str:
    """Day and time of day, in the zone of the pack."""
    if value is None:
        return ""
    local = value.astimezone(clock.zone())
    return gettext("{day} at {time}").format(
        day=spoken_date(local), time=format_datetime(local, "HH:mm", locale=locale())
    )


def time_left(value: date | datetime | None) -> str:
    """How far off a day is, in days: "today", "tomorrow", "12 days left", "3 days ago"."""
    if value is None:
        return ""
    days = (_day(value) - clock.today()).days
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("{n} day left", "{n} days left", days).format(n=days)
    return ngettext("{n} day ago", "{n} days ago", -days).format(n=-days)


def is_past(value: date | datetime | None) -> bool:
    """Whether a day lies before the legal day."""
    return value is not None and _day(value) < clock.today()


def spoken_money(value: Money | None) -> str:
    """The amount with its currency, as the language writes it."""
    return "" if value is None else format_currency(value.amount, value.currency, locale=locale())


def _day(value: date | datetime) -> date:
    return clock.legal_day(value) if isinstance(value, datetime) else value


def _is_whole(value: date | PartOfDate) -> TypeGuard[date]:
    return bool(value.year and value.month and value.day)


def _spoken_part(value: PartOfDate) -> str:
    if value.year and value.month:
        return format_date(date(value.year, value.month, 1), "LLLL y", locale=locale())
    return str(value.year or "")


def _spoken_text(value: str) -> str:
    """An ISO date or the beginning of one; anything else is shown as it was typed."""
    parts = value.split("-")
    if not 1 <= len(parts) <= 3 or len(parts[0]) != 4 or not all(p.isascii() and p.isdigit() for p in parts):
        return value
    numbers = [int(part) for part in parts] + [1, 1]
    try:
        day = date(*numbers[:3])
    except ValueError:
        return value
    if len(parts) == 1:
        return str(day.year)
    return format_date(day, "long" if len(parts) == 3 else "LLLL y", locale=locale())
