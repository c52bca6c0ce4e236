"""Whether there is a ban is told to the person alone: an unproved browser learns no answer."""

from __future__ import annotations

import pytest
from django.core.signing import get_cookie_signer
from django.test import Client

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases.types import DecisionKind, Power
from sojourn.catalogue import queries as catalogue
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.open_case import CaseReceipt, submit_application
from sojourn.flows.record_stage import record_stage
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.sites.portal import visitors
from tests.factories import cases
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, opened

pytestmark = pytest.mark.django_db
SECRET = "held-by-this-browser"
ASKED = {
    "applicant.filer": "self",
    "passport.surname": "Beridze",
    "passport.given-names": "Nino",
    "passport.nationality": "GEO",
    "passport.issuing-state": "GEO",
    "passport.kind": "passport",
    "passport.number": "15AB98765",
    "passport.birth-date": "1988-02-17",
}


def browser() -> Client:
    """One without an account, in which the question was filed."""
    client = Client()
    signer = get_cookie_signer(salt=visitors.COOKIE + "sojourn.portal.filing")
    client.cookies[visitors.COOKIE] = signer.sign(SECRET)
    return client


def asked(contact: dict[str, str]) -> CaseReceipt:
    pack, holder = catalogue.current(), Holder(None, SECRET)
    answers = {**ASKED, **contact}
    with transaction():
        draft = applications.start(
            pack.service("ban-check"), pack=pack, language="en", answers=answers, holder=holder, by=GUEST
        )
        return submit_application(draft.id, holder=holder, filing=Filing(GUEST, FILED_ON, "en"))


def answered(receipt: CaseReceipt) -> None:
    author, approver = cases.officer("author"), cases.officer("approver", "supervisor")
    for stage in ("identity", "lists-looked-up"):
        with transaction():
            record_stage(opened(receipt.case_id), stage, on=clock.today(), by=author)
    wish = Wish(DecisionKind.GRANT, ("ban-answer-none",), {"az": "Yoxlanıb."}, outcome="none-found")
    with transaction():
        propose_decision(opened(receipt.case_id), wish, to=EVERYTHING, by=author)
    with transaction():
        approve_decision(opened(receipt.case_id), power=Power("supervisor"), by=approver)


@pytest.mark.parametrize(
    ("contact", "tells"),
    [
        ({"contact.channel": "none"}, False),
        ({"contact.channel": "email", "contact.address": "nino@example.org"}, True),
    ],
)
def test_the_answer_is_read_online_only_where_a_contact_was_proved(
    contact: dict[str, str], tells: bool
) -> None:
    with clock.frozen(FILED_ON):
        receipt = asked(contact)
        answered(receipt)
        page = browser().get(f"/en/cases/{receipt.reference}/").content.decode()
        decision = opened(receipt.case_id).decision
        assert decision is not None
        letter = f"/en/cases/{receipt.reference}/letters/decision-{decision.id}/"
        opened_letter = browser().post(letter)
    assert ("The answer waits for you at our counter" in page) is not tells
    assert (letter in page) is tells
    assert ("No restriction" in page) is tells
    assert opened_letter.status_code == 302
    assert (opened(receipt.case_id).decision.served_on is not None) is tells  # type: ignore[union-attr]


def test_a_first_visit_without_any_cookie_finds_where_it_stands_by_the_code_of_the_receipt() -> None:
    with clock.frozen(FILED_ON):
        receipt = asked({"contact.channel": "none"})
        answered(receipt)
        client = Client(enforce_csrf_checks=True)
        typed = {"number": receipt.reference, "code": receipt.tracking_code}
        told = client.post("/en/track/", typed)
        page = told.content.decode()
    assert told.status_code == 200
    assert receipt.reference in page
    assert not client.cookies
    assert not any(word in page for word in ("Beridze", "Nino", "15AB98765"))
