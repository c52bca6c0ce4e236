"""Where people live and which office answers for the place: districts, regions, offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sojourn.catalogue.law import Confidence
from sojourn.catalogue.questions import Code, OutsideCode


@dataclass(frozen=True, slots=True)
class Office:
    """An office. only_receives: it takes in and hands on, and decides nothing (a window of another body);
    takes_from: offices it takes the districts of its area over from, once it is active.
    """

    code: Code
    area: tuple[OutsideCode, ...]
    active: bool
    source: str
    confidence: Confidence
    phone: str | None = None
    email: str | None = None
    only_receives: bool = False
    takes_from: tuple[Code, ...] = ()

    @property
    def decides(self) -> bool:
        return self.active and not self.only_receives


@dataclass(frozen=True, slots=True)
class District:
    """region: the larger part of the country it is counted to, where the pack tells of such."""

    code: OutsideCode
    type: Code
    names: Mapping[str, str]
    parent: OutsideCode | None = None
    region: Code | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the country figures are told for; it has no office of its own."""

    code: Code
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Territory:
    districts: Mapping[str, District]
    regions: Mapping[str, Region] = field(default_factory=dict)

    def children(self, code: str) -> tuple[District, ...]:
        return tuple(found for found in self.districts.values() if found.parent == code)

    def places(self) -> tuple[District, ...]:
        """The districts a dwelling can stand in: those that are not divided further."""
        parents = {found.parent for found in self.districts.values()}
        return tuple(found for code, found in self.districts.items() if code not in parents)

    def chain(self, code: str) -> list[str]:
        """A district and what it lies in, from small to large."""
        found: list[str] = []
        current: str | None = code
        while current and current in self.districts and current not in found:
            found.append(current)
            current = self.districts[current].parent
        return found

    def region_of(self, code: str) -> Region | None:
        """The region of a district, its own or that of what it lies in."""
        named = (self.districts[each].region for each in self.chain(code))
        return self.regions.get(next((each for each in named if each), ""))


def offices_by_district(offices: Iterable[Office]) -> dict[str, Office]:
    """Which active office answers for a district: one that takes it over before the one it takes it from."""
    active = [each for each in offices if each.active]
    ordered = sorted(active, key=lambda office: bool(office.takes_from))
    return {code: office for office in ordered for code in office.area}
