"""Promise 7. Heard, served, appealable: a letter names remedy, body and term; service is a record of its own.

Decisions against somebody are in `test_no_case_ends_unheard`. Here: a host's objection is heard by an
officer, and a guest is told of their right on the document itself.

Broken for a try, and seen to fail: the letter without its remedy; a second service that moves the day from
which terms run; a refusal without a witness; a document opened by its guest after a host had printed it.
"""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID, uuid4

import pypdfium2
import pytest
from django.test import Client

from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.types import Filing
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.flows.open_certificate import open_certificate
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices import queries as told
from sojourn.notices.errors import ServiceIncomplete
from sojourn.notices.models import Message, Service
from sojourn.notices.types import Manner, Served
from sojourn.stays import queries as stays
from sojourn.stays.models import Objection
from tests.factories import filings
from tests.factories.filings import GUEST, OFFICER, TODAY
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HOST = Actor(ActorKind.PERSON, Door.PORTAL, account_id=uuid4(), on_behalf_of=Subject("organisation", uuid4()))
BY_MAIL = ANSWERS | {"contact.channel": "email", "contact.address": "nino@example.org"}


def letter() -> UUID:
    """A letter that was made and that nobody has opened."""
    about = Filing(Subject("permit", uuid4()), "registration", language="en")
    with transaction():
        return documents.keep_letter(b"%PDF-1.7 a letter", filing=about, by=OFFICER).id


def words_of(language: str) -> str:
    receipt = filings.register(ANSWERS | {"passport.number": f"WORDS{language.upper()}"})
    with transaction():
        _, content = open_certificate(receipt.registration_id, language=language, by=GUEST)
    pages = pypdfium2.PdfDocument(content)
    return plain(" ".join(page.get_textpage().get_text_bounded() for page in pages))


def plain(text: str) -> str:
    """Without line breaks and hyphens, as one reads it."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text)


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_the_document_names_remedy_body_and_term_in_its_languages(language: str) -> None:
    pack, said = catalogue.current(), words_of(language)
    for spoken in {language, pack.languages[0]}:
        assert plain(pack.text("letters.registration.remedy", spoken)) in said


def test_the_remedy_says_term_body_and_whether_the_act_is_suspended() -> None:
    remedy = catalogue.current().text("letters.registration.remedy", "en")
    assert "30 days" in remedy
    assert "court" in remedy
    assert "suspends" in remedy


DECISIONS = {"granted", "refused", "not-examined", "lapsed", "appeal"}
"""What the letters of decisions are called in a service; others ask, confirm or say what is due."""


def test_every_letter_that_tells_a_decision_prints_a_remedy() -> None:
    pack = catalogue.current()
    given = [service.letters.given() for service in pack.services.values() if service.is_decided]
    deciding = {code for letters in given for purpose, code in letters.items() if purpose in DECISIONS}
    assert len(deciding) >= len(DECISIONS)
    for code in {*deciding, "registration"}:
        assert "remedy" in pack.letters[code].texts, code
    for code in deciding:
        assert {"remedy-body", "remedy-within"} <= set(pack.letters[code].fields), code


def test_a_mail_that_was_delivered_is_not_service() -> None:
    filings.register(BY_MAIL)
    with transaction():
        assert notices.deliver_next()
    assert Message.objects.get().state == "delivered"
    assert Service.objects.count() == 0
    assert not {manner.value for manner in Manner} & {"email", "sms", "mail"}


def test_the_guest_who_opens_it_in_the_portal_is_served_whoever_printed_it_before() -> None:
    receipt = filings.register(ANSWERS)
    for by in (OFFICER, HOST):
        with transaction():
            open_certificate(receipt.registration_id, language="en", by=by)
    assert Service.objects.count() == 0
    with transaction():
        open_certificate(receipt.registration_id, language="en", by=GUEST)
    assert Service.objects.get().manner == Manner.OPENED_IN_PORTAL


def test_the_owner_of_a_dwelling_who_filed_is_not_the_guest_and_serves_nobody() -> None:
    receipt = filings.register({**ANSWERS, "stay.host-kind": "owner"})
    with transaction():
        open_certificate(receipt.registration_id, language="en", by=GUEST)
    assert Service.objects.count() == 0


def test_terms_run_from_the_recorded_service_and_the_first_one_counts() -> None:
    sent = letter()
    with transaction():
        posted = Served(Manner.REGISTERED_POST, date(2026, 6, 1), post_number="RR1")
        notices.record_service(sent, served=posted, days_after={Manner.REGISTERED_POST: 7}, by=OFFICER)
        handed = Served(Manner.SIGNED_ON_HANDOVER, date(2026, 6, 5))
        notices.record_service(sent, served=handed, days_after={Manner.REGISTERED_POST: 7}, by=OFFICER)
    assert [each.effective_on for each in told.list_services(sent)] == [date(2026, 6, 5), date(2026, 6, 8)]


def test_a_service_recorded_again_does_not_move_the_day() -> None:
    sent = letter()
    for on in (date(2026, 6, 5), date(2026, 6, 9)):
        with transaction():
            notices.record_service(
                sent,
                served=Served(Manner.SIGNED_ON_HANDOVER, on),
                days_after={Manner.REGISTERED_POST: 7},
                by=OFFICER,
            )
    assert [each.effective_on for each in told.list_services(sent)] == [date(2026, 6, 5)]


def test_a_refusal_without_a_witness_is_no_service() -> None:
    with pytest.raises(ServiceIncomplete), transaction():
        notices.record_service(
            letter(),
            served=Served(Manner.REFUSAL_WITNESSED, TODAY),
            days_after={Manner.REGISTERED_POST: 7},
            by=OFFICER,
        )
    assert Service.objects.count() == 0


def test_an_objection_is_heard_by_an_officer_and_answered_in_words(officer: SignIn) -> None:
    receipt = filings.register(ANSWERS)
    with transaction():
        token = token_for(receipt.registration_id)
        objection = object_to_registration(token, words="Nobody stays with me.", key="a", by=GUEST)
    address = f"/en/office/registrations/{receipt.registration_id}/objections/{objection}/"
    client = officer("supervisor")
    assert client.post(address, {"answer": ""}).status_code == 422
    assert Objection.objects.get().answered_at is None
    client.post(address, {"answer": "We came and looked: a guest stays there."})
    assert Objection.objects.get().answer == "We came and looked: a guest stays there."
    assert stays.list_open_objections(filings.reader()) == []


def test_a_wrong_day_of_the_clock_does_not_take_the_document_away() -> None:
    """The document is there to be opened again for as long as it is kept."""
    account = filings.account("nino@example.org")
    guest = filings.Actor(filings.ActorKind.PERSON, filings.Door.PORTAL, account_id=account)
    receipt = filings.register(BY_MAIL, by=guest, held=filings.Holder(account_id=account))
    client = Client()
    client.force_login(
        filings.Account.objects.get(id=account), backend="sojourn.accounts.backend.AccountBackend"
    )
    with clock.frozen(date(2027, 3, 1)):
        assert client.get(f"/en/documents/{receipt.registration_id}/").status_code == 200
