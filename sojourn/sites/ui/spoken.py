"""Dates, spans of time and money as people say them in their language."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.utils.translation import get_language, gettext, ngettext

from sojourn.catalogue.authoring import Period, PeriodUnit
from sojourn.lib import clock
from sojourn.lib.money import Money, in_figures
from sojourn.lib.partial_date import PartialDate


def locale() -> Locale:
    """The locale of the page being written. English says the day before the month."""
    return _locale_of(get_language() or "en")


@lru_cache(maxsize=32)
def _locale_of(language: str) -> Locale:
    return Locale("en", "GB") if language == "en" else Locale.parse(language, sep="-")


def spoken_date(value: date | datetime | str | PartialDate | None) -> str:
    """As in "5 March 2026", "March 1985" or "1985"; an instant is said as its legal day, nothing as nothing.

    An ISO text is read as the date it is; any other text is given back as it was typed.
    """
    if not value:
        return ""
    if isinstance(value, str):
        try:
            value = PartialDate.parse(value)
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        value = clock.legal_day(value)
    if isinstance(value, PartialDate) and not value.day:
        return format_date(value.earliest, "LLLL y", locale=locale()) if value.month else str(value.year)
    return _long_date(value if isinstance(value, date) else value.earliest, locale())


@lru_cache(maxsize=4096)
def _long_date(day: date, told_in: Locale) -> str:
    """A list says the same days again and again. No abbreviation ends it: its stop would meet another.

    The narrow space before it, right for an abbreviation, would run year and word together.
    """
    said = format_date(day, "long", locale=told_in).replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
    return f"{said.removesuffix('г.')}года" if said.endswith("г.") else said


def spoken_instant(value: datetime | None) -> str:
    """Day and time of day, in the zone of the pack."""
    if value is None:
        return ""
    local = value.astimezone(clock.zone())
    return gettext("{day} at {time}").format(day=spoken_date(local), time=f"{local:%H:%M}")


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


def spoken_period(value: Period) -> str:
    """A span of time, as in "20 working days"."""
    count = value.length
    said = {
        PeriodUnit.DAYS: ngettext("%(count)s day", "%(count)s days", count),
        PeriodUnit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", count),
        PeriodUnit.MONTHS: ngettext("%(count)s month", "%(count)s months", count),
        PeriodUnit.YEARS: ngettext("%(count)s year", "%(count)s years", count),
    }
    return said[value.unit] % {"count": count}


def is_past(value: date | datetime | None) -> bool:
    """Whether a day lies before the legal day."""
    return value is not None and _day(value) < clock.today()


def spoken_money(value: Money | None) -> str:
    """The amount with its currency, as the language writes it."""
    return "" if value is None else in_figures(value, like=locale())


def _day(value: date | datetime) -> date:
    return clock.legal_day(value) if isinstance(value, datetime) else value


def spoken_language(code: str) -> str:
    """A language as the reader calls it; a code nobody knows as it is."""
    try:
        return Locale.parse(code, sep="-").get_display_name(locale()) or code
    except (ValueError, UnknownLocaleError):
        return code
