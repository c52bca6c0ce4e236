"""Ways to say who someone is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.partial_date import PartialDate
from sojourn.lib.types import Confidentiality
from sojourn.people import actions as people
from sojourn.people.types import Identity, PersonName, Sex, Source, TravelDocument

GUEST = Actor(ActorKind.GUEST, Door.PORTAL)
OFFICER = Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), office="north")
ORDINARY = Reader(OFFICER, "counter")
DESK = Reader(OFFICER, "protection", classes=frozenset(Confidentiality))
FILING = Source(reference="R-1", said_on=date(2026, 11, 23))


def someone(**change: Any) -> Identity:
    """Anna Eriksson with her passport, but for what is changed."""
    told = {
        "names": PersonName("Eriksson", "Anna Maria"),
        "birth": PartialDate(1974, 8, 12),
        "sex": Sex.FEMALE,
        "nationality": "SWE",
        "travel_document": TravelDocument("passport", "SWE", "L898902C3", date(2030, 4, 15), "P<SWE…"),
    }
    return Identity(**(told | change))


Record = Callable[..., UUID]


@pytest.fixture
def record(db: None) -> Record:
    """Record someone in a transaction of their own."""

    def recorded(identity: Identity, confidentiality: Confidentiality = Confidentiality.ORDINARY) -> UUID:
        with transaction():
            return people.record(identity, source=FILING, by=GUEST, confidentiality=confidentiality)

    return recorded
