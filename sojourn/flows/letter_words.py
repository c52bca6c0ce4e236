"""Periods and amounts as letters say them, in every language of a pack."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import ngettext, override

from sojourn.catalogue.authoring import Period, PeriodUnit
from sojourn.catalogue.types import Pack
from sojourn.lib.money import Money, in_figures


def in_words(period: Period, pack: Pack) -> dict[str, str]:
    """A period as people say it, in every language of the pack."""
    return {language: _period(period, language) for language in pack.languages}


def _period(period: Period, language: str) -> str:
    count = period.length
    with override(language):
        said = {
            PeriodUnit.DAYS: ngettext("%(count)s day", "%(count)s days", count),
            PeriodUnit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", count),
            PeriodUnit.MONTHS: ngettext("%(count)s month", "%(count)s months", count),
            PeriodUnit.YEARS: ngettext("%(count)s year", "%(count)s years", count),
        }
    return said[period.unit] % {"count": count}


def money_in_words(amount: Money, pack: Pack) -> dict[str, str]:
    """An amount in every language of the pack."""
    return {language: in_figures(amount, like=locale_of(language)) for language in pack.languages}


def locale_of(language: str) -> Locale:
    """How a language of the pack writes days and amounts."""
    return Locale("en", "GB") if language == "en" else Locale.parse(language, sep="-")
