"""What the deploying service still has to decide or confirm in a pack."""

from __future__ import annotations

from dataclasses import dataclass
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
        )
        for name, parameter in pack.parameters.items()
        for dated in parameter.values
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
