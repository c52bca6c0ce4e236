"""Checks districts, regions and offices of a pack: every place belongs to one office that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sojourn.catalogue.territory import District, Office, Territory

if TYPE_CHECKING:
    from sojourn.catalogue.checks import Check


def check_territory(whole: Check) -> None:
    territory = whole.pack.territory
    for district in filter(None, territory.districts.values()):
        if district.parent and district.parent not in territory.districts:
            whole.say(district, "parent", expected="a district of the pack", found=district.parent)
        if _lies_in_itself(territory, district):
            whole.say(
                district, "parent", expected="a district that does not lie in it", found=district.parent
            )
        if district.region and district.region not in territory.regions:
            whole.say(district, "region", expected="a region of data/regions.csv", found=district.region)
    if territory.regions:
        for place in filter(None, territory.places()):
            if territory.region_of(place.code) is None:
                whole.say(place, "code", expected="a region, its own or of what it lies in", found=place.code)
    for thing in (*territory.districts.values(), *territory.regions.values()):
        whole.names(thing)
    for named in (*whole.pack.countries.values(), *whole.pack.holidays):
        whole.names(named)


def _lies_in_itself(territory: Territory, district: District) -> bool:
    above, passed = territory.districts.get(district.parent or ""), {district.code}
    while above is not None and above.code not in passed:
        passed.add(above.code)
        above = territory.districts.get(above.parent or "")
    return above is district


def check_offices(whole: Check) -> None:
    covered: dict[str, Office] = {}
    for office in filter(None, whole.pack.offices.values()):
        whole.want(f"offices.{office.code}.name", whole.builder.place(office, "code"))
        _taking_over(whole, office)
        if office.only_receives and office.area:
            whole.say(office, "area", expected="no districts: it only receives", found=", ".join(office.area))
        for code in office.area:
            _district(whole, office, code, covered)
    for place in whole.pack.territory.places():
        if place and whole.pack.office_for(place.code) is None:
            whole.say(place, "code", expected="an active office whose area holds it", found=place.code)


def _district(whole: Check, office: Office, code: str, covered: dict[str, Office]) -> None:
    if code not in whole.pack.territory.districts:
        whole.say(office, "area", expected="a district of the pack", found=code)
        return
    if not office.active:
        return
    other = covered.get(code)
    if other is not None and other.code not in office.takes_from and office.code not in other.takes_from:
        said = f"{code} in one active office (it is in {other.code})"
        whole.say(office, "area", expected=said, found=f"{code} again")
    covered[code] = office


def _taking_over(whole: Check, office: Office) -> None:
    for code in office.takes_from:
        if code not in whole.pack.offices:
            whole.say(office, "takes-from", expected="an office of the pack", found=code)
