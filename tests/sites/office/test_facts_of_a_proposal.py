"""The facts an approving officer reads: codes by their names, and texts as they were typed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sojourn.catalogue import queries as catalogue
from sojourn.sites.office import case_deciding

pytestmark = pytest.mark.django_db


def shown(fact: str, value: str, *, service: str) -> str:
    pack = catalogue.current()
    file: Any = SimpleNamespace(
        pack=pack, service=pack.service(service), case=SimpleNamespace(service=service)
    )
    desk: Any = SimpleNamespace(pack=pack, language="en", district=lambda code: f"district {code}")
    proposal: Any = SimpleNamespace(facts={fact: value})
    ((_, said),) = case_deciding._facts(desk, file, proposal)
    return said


def test_a_country_and_a_district_stand_by_name_where_they_were_asked_for() -> None:
    district = next(iter(catalogue.current().territory.districts))
    assert shown("nationality", "SWE", service="temporary-residence") == "Sweden"
    assert shown("district", district, service="work-permit") == f"district {district}"


def test_a_text_that_looks_like_a_code_stays_as_it_was_typed() -> None:
    district = next(iter(catalogue.current().territory.districts))
    assert shown("without-passport", "SWE", service="temporary-residence") == "SWE"
    assert shown("door", district, service="temporary-residence") == district
