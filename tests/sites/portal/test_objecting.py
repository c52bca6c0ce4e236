"""The owner of a dwelling is told that someone registered there, sees no name, and may object."""

from __future__ import annotations

from uuid import uuid4

import pytest

from sojourn.flows.object_to_registration import token_for
from sojourn.lib import clock
from sojourn.stays.models import Objection
from tests.factories import filings
from tests.sites.portal.conftest import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> Visitor:
    return Visitor().open(f"/en/object/{token_for(filings.register().registration_id)}/")


def test_the_owner_sees_the_address_and_the_day_and_nothing_of_the_guest(owner: Visitor) -> None:
    assert owner.says("Nizami", "12", "Lankaran", "1 June 2026")
    for told in ("Kalandadze", "Nino", "12AB34567", "1990", "Georgia"):
        assert told not in owner.text


def test_the_owner_s_words_are_kept_once(owner: Visitor) -> None:
    page, form = owner.answer.request["PATH_INFO"], owner.fields() | {"words": "Nobody <b>lives</b> here."}
    for _ in range(2):
        owner.answer = owner.client.post(page, form)
    assert owner.follow().says("Thank you. We have your words")
    assert [each.words for each in Objection.objects.all()] == ["Nobody <b>lives</b> here."]


@pytest.mark.parametrize("words", ["", "   ", "x" * 10_000])
def test_no_words_or_too_many_are_refused_and_kept(owner: Visitor, words: str) -> None:
    owner.send({"words": words})
    assert owner.says("There is a problem", "Please write a few words")
    assert not Objection.objects.exists()


def test_an_altered_link_leads_nowhere(owner: Visitor) -> None:
    address = owner.answer.request["PATH_INFO"]
    assert owner.open(address[:-3] + "x/").answer.status_code == 404


def test_the_link_shows_what_was_said_and_the_answer_and_no_second_form(owner: Visitor) -> None:
    address = owner.answer.request["PATH_INFO"]
    owner.send({"words": "Nobody lives here."})
    assert owner.open(address).says("You objected to this registration", "Nobody lives here.", "not answered")
    assert "<textarea" not in owner.text
    Objection.objects.update(answer="We looked into it.", answered_by=uuid4(), answered_at=clock.now())
    assert owner.open(address).says("We looked into it.")
