"""What the deploying service still has to decide or confirm in a pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from sojourn.catalogue.building import json_value
from sojourn.catalogue.law import Confidence
from sojourn.catalogue.types import Pack
from sojourn.catalogue.uses import uses_of, uses_of_product

SWITCH = "decide"
GROUPS = {
    SWITCH: "To decide, where the law leaves a choice",
    Confidence.ASSUMED.value: "To confirm: assumed, for nothing was found",
    Confidence.KNOWN.value: "To read again in a source: known, not confirmed",
}
"""By what is to be done, in this order."""

_PARTS = {
    "documents": "A paper that is asked for",
    "grounds": "A ground",
    "consultations": "A body that is asked",
    "phrases": "A reason officers give",
}


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
    services: tuple[str, ...] = ()
    """Codes of the services whose rules can look at it."""
    is_read: bool = True
    """Whether the product looks at it; else only scenarios do, and deciding it changes nothing yet."""

    @property
    def term(self) -> str:
        """From when until when the value holds, as far as it is bounded."""
        parts = (f"from {self.from_}" if self.from_ else "", f"before {self.until}" if self.until else "")
        return " ".join(part for part in parts if part) or "at all times"

    @property
    def is_switch(self) -> bool:
        return bool(self.alternatives)

    @property
    def group(self) -> str:
        return SWITCH if self.is_switch else self.confidence.value

    @property
    def area(self) -> str:
        """What it belongs to: the first part of its name, or the service."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "services" else parts[0]


def open_questions(pack: Pack) -> list[OpenQuestion]:
    """Switches first, by their number; then what is assumed and what is known, area by area."""
    found = [*_values(pack), *_offices(pack), *_parts(pack)]
    order = list(GROUPS)
    found += [
        OpenQuestion(f"telephones.{each.code}", "Number to call", each.number, each.source, each.confidence)
        for each in pack.rights.telephones
        if each.confidence is not Confidence.CONFIRMED
    ]
    return sorted(found, key=lambda each: (order.index(each.group), each.number or 999, each.area, each.name))


def _values(pack: Pack) -> Iterator[OpenQuestion]:
    used: dict[str, list[str]] = {}
    read = uses_of_product(pack).parameters["product"]
    for service in pack.services.values():
        for name in frozenset().union(*uses_of(pack, service).parameters.values()):
            used.setdefault(name, []).append(service.code)
    for name, parameter in pack.parameters.items():
        for dated, following in zip_longest(parameter.values, parameter.values[1:]):
            if parameter.alternatives or dated.confidence is not Confidence.CONFIRMED:
                yield OpenQuestion(
                    name,
                    parameter.question or parameter.description,
                    json_value(dated.value),
                    dated.source,
                    dated.confidence,
                    parameter.number,
                    parameter.alternatives,
                    dated.from_,
                    following.from_ if following else None,
                    tuple(used.get(name, ())),
                    name in read,
                )


def _offices(pack: Pack) -> Iterator[OpenQuestion]:
    for office in pack.offices.values():
        if office.confidence is not Confidence.CONFIRMED:
            said = "Area of an office" if office.area else "An office without an area"
            yield OpenQuestion(
                f"offices.{office.code}", said, list(office.area), office.source, office.confidence
            )


def _parts(pack: Pack) -> Iterator[OpenQuestion]:
    """What services ask, grant on, ask others and say, where its source is not confirmed."""
    for service in pack.services.values():
        for part, said in _PARTS.items():
            for each in getattr(service, part):
                if each.confidence is not Confidence.CONFIRMED:
                    code = each.body if part == "consultations" else each.code
                    name = f"services.{service.code}.{part}.{code}"
                    yield OpenQuestion(
                        name, said, code, each.source, each.confidence, services=(service.code,)
                    )
