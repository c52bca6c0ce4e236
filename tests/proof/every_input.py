"""Everything hostile sent to every door by everyone who may stand before it."""

from __future__ import annotations

import pytest

from tests.sites.test_hostile_input import OTHER_STAFF, WHO, Names, failures, known, routes, seat

__all__ = ["known"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", [*WHO, *OTHER_STAFF])
def test_no_address_fails_whatever_is_sent(who: str, known: Names) -> None:
    doors = routes() if who in WHO else [route for route in routes() if "office/" in route]
    assert failures(seat(who, known), known, doors, one_of=1) == []
