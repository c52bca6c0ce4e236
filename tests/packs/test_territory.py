"""Every place has an office that decides and a region; opening an office moves its own districts only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sojourn.catalogue.types import Pack
from tests.packs.scenarios import compiled

PACK = compiled("azerbaijan")
SUGGESTED = [code for code, office in PACK.offices.items() if not office.active]


def with_open(code: str) -> Pack:
    return replace(PACK, offices={**PACK.offices, code: replace(PACK.offices[code], active=True)})


def offices_of_places(pack: Pack) -> dict[str, str]:
    found = {place.code: pack.office_for(place.code) for place in pack.territory.places()}
    return {code: office.code for code, office in found.items() if office is not None}


def test_every_place_has_an_office_that_decides_and_one_of_fourteen_regions() -> None:
    places = PACK.territory.places()
    assert set(offices_of_places(PACK)) == {place.code for place in places}
    assert all(PACK.offices[code].decides for code in offices_of_places(PACK).values())
    regions = [PACK.territory.region_of(place.code) for place in places]
    assert {region.code for region in regions if region} == set(PACK.territory.regions)
    assert None not in regions
    assert len(PACK.territory.regions) == 14


@pytest.mark.parametrize("code", SUGGESTED)
def test_an_office_that_opens_takes_over_its_districts_and_no_others(code: str) -> None:
    before, after = offices_of_places(PACK), offices_of_places(with_open(code))
    moved = {place for place in before if before[place] != after[place]}
    assert moved == {place for place in before if PACK.territory.chain(place)[-1] in PACK.offices[code].area}
    assert {after[place] for place in moved} == {code}
    assert {before[place] for place in moved} == set(PACK.offices[code].takes_from)


def test_windows_of_the_state_agency_receive_and_never_decide() -> None:
    windows = [office for code, office in PACK.offices.items() if code.startswith("asan-")]
    assert len(windows) == 23
    assert not any(window.decides or window.area for window in windows)


def test_units_of_the_country_the_districts_of_its_cities_and_one_without_a_code_of_its_own() -> None:
    units = [each for each in PACK.territory.districts if each.count("-") == 1]
    assert len(units) == 78
    assert len(PACK.territory.children("AZ-BA")) == 12
    assert len(PACK.territory.children("AZ-GA")) == 2
    assert "AZ-X-AGD" in PACK.territory.districts


def test_the_calendar_is_written_down_from_2015_to_2027() -> None:
    assert PACK.calendar.years == frozenset(range(2015, 2028))
