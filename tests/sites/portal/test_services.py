"""What a service says of itself: papers for everyone, and papers by ground."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from sojourn.cases.models import Case
from tests.factories.cases import finished, officer
from tests.sites.portal.cases import applied, reference_of
from tests.sites.portal.conftest import Visitor

pytestmark = pytest.mark.django_db
PERMIT = "/en/services/temporary-residence/"


def test_papers_of_a_ground_stand_under_that_ground() -> None:
    words = Visitor().open(PERMIT).words
    everyone, _, by_ground = words.partition("Why do you want to live in Azerbaijan?")
    assert "Medical certificate" in everyone
    assert "Work permit" not in everyone
    assert "Paid work on the basis of a work permit Work permit" in by_ground
    assert "Fixed-term deposit Fixed-term deposit agreement" in by_ground


def test_a_service_without_grounds_lists_its_papers() -> None:
    page = Visitor().open("/en/services/registration-of-stay/")
    assert "Copy of the passport" in page.words
    assert "<details" not in page.text


@pytest.mark.parametrize(
    ("code", "leads_to", "said"),
    [
        ("card-replacement", "card/", "was lost, stolen or damaged"),
        ("card-change", "messages/", "My data changed"),
    ],
)
def test_whoever_has_a_card_from_here_is_led_to_the_case_that_made_it(
    code: str, leads_to: str, said: str, signed_in: Callable[[], Visitor]
) -> None:
    holder, page = signed_in(), f"/en/services/{code}/"
    assert "You have a card from us" not in holder.open(page).words
    applied(holder)
    reference = reference_of(holder.address)
    assert reference not in holder.open(page).text
    case_id = UUID(str(Case.objects.values_list("id", flat=True).get(reference=reference)))
    finished(case_id, author=officer("maker"), approver=officer("approver", "supervisor"))
    assert f'href="/en/cases/{reference}/{leads_to}"' in holder.open(page).text
    assert said in holder.open(page).words
    assert ("lost" in said) is ("tell us of the loss" in holder.open(page).words)
    assert reference not in holder.open("/en/services/ban-lifting/").text
    assert "You have a card from us" not in Visitor().open(page).words
