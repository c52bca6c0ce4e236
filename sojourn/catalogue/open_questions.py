"""What the deploying service still has to decide or confirm in a pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from sojourn.catalogue.building import json_value
from sojourn.catalogue.law import Confidence
from sojourn.catalogue.types import Pack


@dataclass(frozen=True)
class OpenQuestion:
    """A switch (with its question and alternatives), or a value that is only assumed or not read again."""

    name: str
    question: str
    value: Any
    source: str
    confidence: Confidence
    number: int | None = None
    alternatives: tuple[str, ...] = ()
    from_: date | None = None
    until: date | None = None

    @property
    def term(self) -> str:
        """From when until when the value holds, as far as it is bounded."""
        parts = (f"from {self.from_}" if self.from_ else "", f"before {self.until}" if self.until else "")
        return " ".join(part for part in parts if part) or "at all times"

    @property
    def is_switch(self) -> bool:
        return bool(self.alternatives)


def open_questions(pack: Pack) -> list[OpenQuestion]:
    """Switches first, by their number, then every value whose source is not confirmed."""
    found = [
        OpenQuestion(
            name,
            parameter.question or parameter.description,
            json_value(dated.value),
            dated.source,
            dated.confidence,
            parameter.number,
            parameter.alternatives,
            dated.from_,
            following.from_ if following else None,
        )
        for name, parameter in pack.parameters.items()
        for dated, following in zip_longest(parameter.values, parameter.values[1:])
        if parameter.question or dated.confidence is not Confidence.CONFIRMED
    ]
    found += [
        OpenQuestion(
            f"offices.{office.code}", "Area of an office", list(office.area), office.source, office.confidence
        )
        for office in pack.offices.values()
        if office.confidence is not Confidence.CONFIRMED
    ]
    return sorted(found, key=lambda each: (not each.is_switch, each.number or 999, each.name))
