"""The switches of the pack, each with a situation it changes; a file for each part of the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Turned:
    """A switch, what it is turned to, a rule, a situation, and the part of the answer before and after."""

    switch: str
    to: str
    rule: str
    facts: dict[str, Any]
    part: str
    before: Any
    after: Any
    on: date = date(2026, 6, 15)
