"""Someone who comes under the protection desk after a filing, for the walks of promise 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.types import Filing as About
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.flows.types import Receipt
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.people import actions as people
from sojourn.people.types import HoldKind
from sojourn.permits import actions as permits
from sojourn.permits.types import SealedHolder
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.filings import GUEST, OFFICER

TOLD = {
    "passport.surname": "Zarubezhnaya",
    "passport.given-names": "Yelizaveta",
    "passport.number": "77ZZ99881",
    "stay.host-kind": "owner",
    "stay.host-contact": "owner@example.org",
    "contact.channel": "email",
    "contact.address": "yelizaveta@example.org",
}
WORDS = ("Zarubezhnaya", "ZARUBEZHNAYA", "Yelizaveta", "YELIZAVETA", "77ZZ99881", "yelizaveta@")


@dataclass(frozen=True)
class Protected:
    """Someone who registered, late, with a file and an objection, and then came under the protection desk."""

    receipt: Receipt
    person: UUID
    values: dict[str, Any]


def protect(answers: Mapping[str, str]) -> Protected:
    account = filings.account("yelizaveta@example.org")
    guest = filings.Actor(filings.ActorKind.PERSON, filings.Door.PORTAL, account_id=account)
    held = filings.Holder(account_id=account)
    draft = filings.begin(answers, by=guest, held=held)
    with transaction():
        about = About(Subject("application", draft.id), "passport.copy")
        document = documents.keep_letter(b"%PDF-1.7 a passport", filing=about, by=guest).id
    receipt = filings.send(draft, by=guest, held=held)
    person = Registration.objects.get(id=receipt.registration_id).person_id
    with transaction():
        token = token_for(receipt.registration_id)
        objection = object_to_registration(token, words="Nobody stays.", key="a", by=GUEST)
        open_certificate(receipt.registration_id, language="en", by=guest)
        hold = people.place_hold(person, kind=HoldKind.VICTIM, from_on=date(2026, 6, 1), by=OFFICER)
        reclassify_person(person, confidentiality=Confidentiality.PROTECTED, by=OFFICER)
    number, code = protected_document(receipt)
    values = {
        "registration": receipt.registration_id,
        "registration_id": receipt.registration_id,
        "person_id": person,
        "document_id": document,
        "objection_id": objection,
        "hold_id": hold,
        "account_id": account,
        "message": Message.objects.filter(account_id=account).latest("id").id,
        "reference": receipt.reference,
        "number": number,
        "code": code,
    }
    return Protected(receipt, person, values)


def protected_document(receipt: Receipt) -> tuple[str, str]:
    """A document the protection desk itself issued to her."""
    with transaction():
        issued = permits.issue(
            "registration",
            pack=catalogue.current(),
            subject=Subject("registration", receipt.registration_id),
            holder=SealedHolder("ZARUBEZHNAYA<<YELIZAVETA"),
            valid=(date(2026, 6, 1), None),
            confidentiality=Confidentiality.PROTECTED,
            by=OFFICER,
        )
    return issued.number, issued.code


def nobody(like: Mapping[str, Any]) -> dict[str, Any]:
    """Ids, a reference, a number and a code that are nobody's, of the same length."""
    unknown: dict[str, Any] = {name: uuid4() for name, value in like.items() if isinstance(value, UUID)}
    unknown["registration"] = unknown["registration_id"]
    return unknown | {
        "reference": "AZ-QY-2026-7777777-Z"[: len(like["reference"])],
        "number": "QY-2026-7777777-Z"[: len(like["number"])],
        "code": "ZZZZZZZZZZ",
    }
