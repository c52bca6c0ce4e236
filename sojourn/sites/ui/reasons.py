"""Coded reasons of the rules as sentences of the pack, with their values said as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.catalogue.outcomes import Reason
from sojourn.catalogue.types import Pack
from sojourn.lib.money import Money
from sojourn.sites.ui.spoken import spoken_date, spoken_money


class _Told(dict[str, str]):
    """What is not told is left out rather than failing."""

    def __missing__(self, key: str) -> str:
        return "…"


def reason_in_words(reason: Reason, *, pack: Pack, language: str) -> str:
    """The sentence of a reason; nothing where the pack has none."""
    text = pack.find_text(f"reasons.{reason.code}", language) or ""
    return text.format_map(_Told(_spoken(reason.values)))


def _spoken(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _said(value) for name, value in values.items()}


def _said(value: Any) -> str:
    if isinstance(value, Money):
        return spoken_money(value)
    if isinstance(value, date):
        return spoken_date(value)
    return str(value)
