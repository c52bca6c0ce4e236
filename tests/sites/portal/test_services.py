"""What a service says of itself: papers for everyone, and papers by ground."""

from __future__ import annotations

import pytest

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
