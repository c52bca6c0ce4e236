"""Who lives here by the right of another tells of a change, and is offered a ground of their own."""

from __future__ import annotations

import pytest

from sojourn.reviews.models import Review
from tests.promises.stories.life import DEPENDENT
from tests.sites.portal.cases import applied
from tests.sites.portal.conftest import Visitor

pytestmark = pytest.mark.django_db
LINK = "Something changed in the family"


@pytest.fixture
def wife(visitor: Visitor) -> Visitor:
    return applied(visitor, DEPENDENT | {"relative.name": "Anna Maria Eriksson"})


def life(visitor: Visitor) -> Visitor:
    return visitor.open(f"{visitor.address.partition('?')[0]}life/")


def test_a_separation_is_told_and_the_offer_stands_in_the_case(wife: Visitor) -> None:
    case = wife.address
    assert LINK in wife.words
    told = life(wife).send({"cause": "separation", "on": "", "words": "We parted."})
    assert "on a ground of their own" in " ".join(told.words.split())
    wife.open(f"{case.partition('?')[0]}messages/")
    assert "lives apart from the relative" in " ".join(wife.words.split())
    assert Review.objects.get().cause == "separation"


def test_of_violence_nothing_stands_in_the_case(wife: Visitor) -> None:
    case = wife.address
    told = life(wife).send({"cause": "violence", "words": "He beats me."})
    assert "The protection desk reads it, and nobody else." in told.words
    assert "Leave this page quickly" in told.words
    assert Review.objects.get().cause == "violence"
    for more in ("", "messages/"):
        wife.open(f"{case.partition('?')[0]}{more}")
        assert "beats" not in wife.words
        assert "protection desk" not in wife.words
        assert "hurts" not in wife.words


def test_what_happened_is_asked_for_and_a_day_to_come_is_not_taken(wife: Visitor) -> None:
    asked = life(wife).send({"cause": "", "words": ""})
    assert "Choose what happened" in asked.words
    asked = wife.send({"cause": "death", "on": "1.1.2150"})
    assert "Enter a day that has come" in asked.words
    assert not Review.objects.exists()
