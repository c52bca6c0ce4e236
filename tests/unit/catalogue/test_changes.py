"""What one pack changes in another is told in words: which decree, for whom, which part of a service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sojourn.catalogue import queries
from sojourn.catalogue.changes import as_lines, changes
from sojourn.catalogue.types import Pack

pytestmark = pytest.mark.django_db


def told(new: Pack) -> str:
    old = queries.current()
    return "\n".join(as_lines(changes(old, new), new))


def test_a_decree_that_is_prolonged_is_told_with_whom_it_is_for_and_both_days() -> None:
    pack = queries.current()
    first, *others = pack.regimes
    line = told(replace(pack, regimes=(replace(first, stay_until=date(2031, 12, 31)), *others)))
    assert f"regime {first.code}, for " in line
    assert f"stay-until 2031-12-31 instead of {first.stay_until}" in line
    assert "regimes[0]" not in line
    assert f"regime {first.code}, for " in told(replace(pack, regimes=tuple(others)))
    assert "no longer there" in told(replace(pack, regimes=tuple(others)))


def test_who_reads_petitions_is_told_matter_by_matter() -> None:
    pack = queries.current()
    petitions = pack.petitions
    assert petitions is not None
    first, *others = petitions.matters
    without = replace(petitions, matters=tuple(others), outside="")
    line = told(replace(pack, petitions=without))
    assert f"petitions about {first.code}: no longer there" in line
    assert f"petitions: outside  instead of {petitions.outside}" in line
    assert "matters[0]" not in line


def test_of_a_part_with_fields_only_what_differs_is_told() -> None:
    pack = queries.current()
    service = pack.service("temporary-residence")
    assert service.case is not None
    moved = replace(service, case=replace(service.case, place="elsewhere.place"))
    line = told(replace(pack, services={**pack.services, service.code: moved}))
    assert f"case: place elsewhere.place instead of {service.case.place}" in line
