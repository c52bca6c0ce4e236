"""How values and things of a pack are called in sentences about packs. English where the pack speaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sojourn.catalogue.building import json_value, key_of
from sojourn.catalogue.types import Pack

_LONGEST = 120


def language_of(pack: Pack) -> str:
    return "en" if "en" in pack.languages else pack.languages[0]


def title(pack: Pack, code: str) -> str:
    """A service by its name; one that is gone by its code."""
    return pack.find_text(f"{code}.title", language_of(pack)) or code


def said(value: Any) -> str:
    """A value as it stands in a sentence."""
    value = json_value(value)
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(said, value)) or "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {said(item)}" for key, item in value.items())
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def amount(value: Any, currency: str) -> str:
    return f"{value} {currency}" if currency and value is not None else said(value)


def many(count: int, thing: str) -> str:
    return f"{count} {thing if count == 1 else thing + 's'}"


def cell(pack: Pack, name: str, row: str, column: str, language: str = "") -> tuple[str, str]:
    """Whom a cell of a table of amounts is for, and for what: by the pack's texts, else by its codes."""
    spoken = language or language_of(pack)
    who = pack.find_text(f"parameters.{name}.columns.{column}", spoken) or column.replace("-", " ")
    what = pack.find_text(f"parameters.{name}.rows.{row}", spoken)
    return who, what or (f"up to {row}" if row[:1].isdigit() else row.replace("-", " "))


def document(before: Any, after: Any) -> str:
    """How one thing with fields changed."""
    if before is None:
        return "new"
    if after is None:
        return "no longer there"
    told = [
        f"{key_of(each.name)} {said(getattr(after, each.name))} instead of {said(getattr(before, each.name))}"
        for each in fields(after)
        if getattr(before, each.name) != getattr(after, each.name)
    ]
    return "; ".join(told)
