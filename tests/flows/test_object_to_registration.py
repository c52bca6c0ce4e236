"""An owner in whose dwelling someone registered is told, and can say that nobody stays there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import signing

from sojourn.flows.answer_objection import answer_objection
from sojourn.flows.errors import LinkNotValid
from sojourn.flows.object_to_registration import (
    object_to_registration,
    read_token,
    registration_of,
    token_for,
)
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.notices.models import Message
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.stays import actions as stays
from sojourn.stays import queries as registrations
from sojourn.stays.errors import AlreadyDecided, RegistrationNotFound
from sojourn.stays.models import Objection, Registration
from sojourn.stays.types import Side
from tests.factories import filings
from tests.factories.filings import GUEST, OFFICER, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db

WITH_OWNER = ANSWERS | {
    "stay.host-kind": "owner",
    "stay.host-name": "R. Quliyev",
    "stay.host-contact": "owner@example.org",
}


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def stay() -> Receipt:
    return filings.register(WITH_OWNER)


def object_to(stay: Receipt, words: str = "Nobody stays with me.", key: str = "one") -> None:
    with transaction():
        object_to_registration(token_for(stay.registration_id), words=words, key=key, by=GUEST)


def test_the_owner_named_is_told_where_to_object(stay: Receipt) -> None:
    message = Message.objects.get(template="place_named")
    assert message.contact == "owner@example.org"
    assert "/object/" in message.said["text"]


def test_the_owner_is_told_nothing_about_the_guest(stay: Receipt) -> None:
    said = " ".join(Message.objects.get(template="place_named").said.values())
    told = ("Nino", "Kalandadze", "12AB34567", "GEO", "1990", stay.number, stay.reference)
    assert [word for word in told if word in said] == []


def test_a_hotel_that_files_itself_is_not_told() -> None:
    desk, receptionist = filings.hotel()
    filings.register_guest_list([filings.GUEST_ROW], key="a", filing=filings.filing(receptionist, desk=desk))
    assert Message.objects.filter(template="place_named").count() == 0


def test_a_contact_nobody_can_read_reaches_nobody_and_the_stay_is_registered_all_the_same() -> None:
    filings.register(WITH_OWNER | {"stay.host-contact": "the blue door, second bell"})
    assert Registration.objects.count() == 1
    assert Message.objects.filter(template="place_named").count() == 0


def test_an_objection_is_kept_for_an_officer_and_the_registration_stands(stay: Receipt) -> None:
    object_to(stay)
    kept = Objection.objects.get()
    assert (kept.registration_id, kept.words, kept.answer) == (
        stay.registration_id,
        "Nobody stays with me.",
        "",
    )
    assert Registration.objects.get().ended_on is None
    with transaction():
        assert verify(stay.number, stay.code, caller_key="a") is Verdict.VALID


def test_said_twice_with_the_same_key_it_is_said_once(stay: Receipt) -> None:
    object_to(stay)
    object_to(stay)
    assert Objection.objects.count() == 1


def test_the_same_key_in_another_owners_hand_is_an_objection_of_its_own(stay: Receipt) -> None:
    other = filings.register(WITH_OWNER | {"passport.number": "OTHER1", "stay.place.house": "14"})
    object_to(stay)
    object_to(other, "Nor with me.")
    assert set(Objection.objects.values_list("registration_id", flat=True)) == {
        stay.registration_id,
        other.registration_id,
    }


@pytest.mark.parametrize("spoiled", ["", "x", "a.b.c", "é"])
def test_a_link_that_is_none_opens_nothing(spoiled: str) -> None:
    with pytest.raises(LinkNotValid):
        registration_of(spoiled)


def test_a_link_altered_by_one_letter_opens_nothing(stay: Receipt) -> None:
    token = token_for(stay.registration_id)
    altered = ("b" if token[0] != "b" else "c") + token[1:]
    with pytest.raises(LinkNotValid):
        registration_of(altered)


def test_a_link_made_for_something_else_opens_nothing(stay: Receipt) -> None:
    with pytest.raises(LinkNotValid):
        registration_of(signing.dumps(stay.registration_id.hex, salt="another purpose"))


def test_a_link_works_for_ninety_days(stay: Receipt, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_for(stay.registration_id)
    made = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: made + timedelta(days=89).total_seconds())
    assert registration_of(token) == stay.registration_id
    monkeypatch.setattr("django.core.signing.time.time", lambda: made + timedelta(days=91).total_seconds())
    with pytest.raises(LinkNotValid):
        registration_of(token)


def test_an_officer_answers_once_and_the_second_is_told_that_it_was_done(stay: Receipt) -> None:
    object_to(stay)
    objection = Objection.objects.get().id
    desk = filings.reader(offices=frozenset({"rmd-lan"}))
    with transaction():
        stays.answer_objection(objection, answer="We looked.", to=desk, by=OFFICER)
    with pytest.raises(AlreadyDecided), transaction():
        stays.answer_objection(objection, answer="We looked again.", to=desk, by=OFFICER)
    assert Objection.objects.get().answer == "We looked."
    assert registrations.list_open_objections(desk) == []


def test_an_officer_of_another_office_does_not_find_it(stay: Receipt) -> None:
    object_to(stay)
    elsewhere = filings.reader(offices=frozenset({"rmd-bak"}))
    assert registrations.list_open_objections(elsewhere) == []
    with pytest.raises(RegistrationNotFound), transaction():
        stays.answer_objection(Objection.objects.get().id, answer="x", to=elsewhere, by=OFFICER)


def test_the_day_of_the_registration_does_not_matter(stay: Receipt) -> None:
    with clock.frozen(date(2026, 8, 1)):
        object_to(stay)
    assert Objection.objects.count() == 1


def answered(language: str) -> Message:
    """An objection in a language, and the message that there is an answer."""
    receipt = filings.register(WITH_OWNER)
    with transaction():
        objection = object_to_registration(
            token_for(receipt.registration_id), words="Nobody.", key="a", by=filings.GUEST, language=language
        )
    with transaction():
        answer_objection(objection, answer="We looked.", to=filings.reader(), by=OFFICER)
    found: Message = Message.objects.get(template="objection_answered")
    return found


@pytest.mark.parametrize(("language", "said"), [("ru", "Для вас есть ответ"), ("en", "There is an answer")])
def test_the_answer_is_told_in_the_language_of_the_objection_and_the_authentic_one(
    language: str, said: str
) -> None:
    message = answered(language)
    assert message.language == language
    assert said in message.said["subject"]
    for code in (language, "az"):
        assert f"/{code}/object/" in message.said["text"]


def test_an_objection_in_the_authentic_language_is_answered_once() -> None:
    assert answered("az").said["text"].count("/object/") == 1


def test_a_link_says_which_side_it_was_sent_to(stay: Receipt) -> None:
    for side in Side:
        assert read_token(token_for(stay.registration_id, side=side)) == (stay.registration_id, side)
