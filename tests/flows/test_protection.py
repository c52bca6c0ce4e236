"""Whoever asked for protection has a document of its own kind, and a certificate that holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

import pypdfium2
import pytest

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, DecisionKind, ItemToCorrect
from sojourn.flows.announce_intention import answer_intention
from sojourn.flows.case_letters import Purpose, find_letter, list_letters, open_letter
from sojourn.flows.decide_case import Wish
from sojourn.flows.open_case import proof_of
from sojourn.flows.produce_card import produce_card
from sojourn.flows.request_correction import request_correction
from sojourn.flows.serve_letter import record_letter_served
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.notices.types import Manner, Served
from sojourn.payments import queries as charges
from sojourn.people import queries as register
from sojourn.people.types import HoldKind
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, announced, opened, pay, read_newest
from tests.flows.test_procedure_rules import go_on
from tests.flows.test_returns_and_remedies import anywhere, applied, approved, proposed

pytestmark = pytest.mark.django_db
WORDS = {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def decided(service: str, wish: Wish, told: Mapping[str, str] | None = None) -> tuple[UUID, Actor]:
    case_id, author = applied(service, told), anywhere("author")
    proposed(case_id, wish, by=author)
    approved(case_id)
    return case_id, author


def letter_of(case_id: UUID, key: str, *, by: Actor) -> str:
    file = opened(case_id)
    with transaction():
        _, content = open_letter(file, find_letter(file, key), language="en", by=by)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    return re.sub(r"\s+", " ", " ".join(pages))


def served(case_id: UUID, *, by: Actor) -> None:
    file = opened(case_id)
    letter = find_letter(file, f"decision-{file.case.decision_id}")
    with transaction():
        record_letter_served(
            file, letter, served=Served(Manner.SIGNED_ON_HANDOVER, on=clock.today()), language="en", by=by
        )


def stands(case_id: UUID) -> bool:
    proof = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert proof is not None
    return permits.standing_on(clock.today(), proof.id, to=EVERYTHING) is not Standing.NOT_VALID


@pytest.mark.parametrize(
    ("basis", "document", "kind", "zone", "number"),
    [
        ("old-stock", "identity-card", "stateless-identity-card", 30, "SV"),
        ("old-stock", "travel-document", "stateless-travel-card", 44, "SX"),
        ("status", "travel-document", "stateless-travel-document", 44, "YV"),
    ],
)
def test_each_document_of_a_stateless_person_is_made_as_what_it_is(
    basis: str, document: str, kind: str, zone: int, number: str
) -> None:
    told = {"request.basis": basis, "request.document": document, "status.card": "VV1234567"}
    reason = "granted-by-law-of-1997" if basis == "old-stock" else "travel-document-granted"
    file_told = {path: value for path, value in told.items() if basis == "status" or path != "status.card"}
    wish = Wish(DecisionKind.GRANT, (reason,), WORDS)
    case_id, author = decided("stateless-travel-document", wish, file_told)
    pay(case_id)
    with transaction():
        issued = produce_card(opened(case_id), by=author)
    assert (issued.kind, issued.number[:2]) == (kind, number)
    (card,) = [each for each in list_letters(opened(case_id)) if each.purpose.value == "card"]
    said = letter_of(case_id, card.key, by=author)

    assert ("Konvensiya" in said) == (basis == "status")
    lines = [each for each in said.split() if "<<" in each]
    assert {len(each) for each in lines} == {zone}
    assert opened(case_id).case.status is CaseStatus.READY


@pytest.mark.parametrize("service", ["refugee-status", "statelessness-determination"])
def test_the_certificate_holds_as_long_as_a_refusal_can_be_contested(service: str) -> None:
    reasons = {"refugee-status": "refused-no-persecution", "statelessness-determination": "refused-not-shown"}
    outcomes = {"refugee-status": "refused", "statelessness-determination": "not-shown"}
    wish = Wish(DecisionKind.REFUSE, (reasons[service],), WORDS, outcome=outcomes[service])
    case_id, author = applied(service), anywhere("author")
    announced(case_id, by=author, reasons=wish.reasons)
    with transaction():
        answer_intention(opened(case_id), words="I am still afraid.", by=GUEST)
    later = FILED_ON + timedelta(days=40)
    with clock.frozen(later):
        proposed(case_id, wish, by=author)
        approved(case_id)
        served(case_id, by=author)
    until = opened(case_id).case.appeal_until
    assert until is not None
    for day, good in [(later + DAY, True), (until, True), (until + DAY, False)]:
        with clock.frozen(day):
            assert stands(case_id) is good
    with clock.frozen(later):
        said = letter_of(case_id, f"decision-{opened(case_id).case.decision_id}", by=author)
    assert "You are not removed while you can appeal" in said


def test_a_claim_left_unexamined_is_known_where_it_is_asked_to_be_opened_again() -> None:
    parwana = {
        "passport.none": "",
        "passport.kind": "passport",
        "passport.issuing-state": "AFG",
        "passport.number": "P7654321",
        "passport.birth-date": "1991-03-08",
    }
    first, author = applied("refugee-status", parwana), anywhere("author")
    items = [ItemToCorrect("languages.spoken", "correct-answer", "Dari?")]
    with transaction():
        request_correction(opened(first), items=items, by=author)
    read_newest(first, Purpose.CORRECTION)
    with clock.frozen(FILED_ON + timedelta(days=16)), transaction():
        cases.remind(first, answer_by=FILED_ON + timedelta(days=30), by=SYSTEM)
    with clock.frozen(FILED_ON + timedelta(days=60)):
        go_on(first, by=author)
        reasons = {"discontinued-not-come": {"first": FILED_ON.isoformat(), "second": FILED_ON.isoformat()}}
        wish = Wish(DecisionKind.NOT_EXAMINED, tuple(reasons), WORDS, outcome="discontinued", values=reasons)
        proposed(first, wish, by=author)
        approved(first)
        served(first, by=author)
        said = letter_of(first, f"decision-{opened(first).case.decision_id}", by=author)
    assert "open it again within 9 months" in said
    assert "you are not removed" in said
    with clock.frozen(FILED_ON + timedelta(days=90)):
        again = applied("refugee-status", {**parwana, "request.kind": "again"}, on=clock.today())
        assert "opened-again" in [each.code for each in opened(again).examined().findings]


@pytest.mark.parametrize(("status", "kind"), [("refugee", "refugee-card"), ("stateless", "stateless-card")])
def test_a_lost_card_of_a_status_is_made_again_without_examining_the_status(status: str, kind: str) -> None:
    wish = Wish(DecisionKind.GRANT, ("status-card-granted",), WORDS)
    case_id, author = decided("protection-card", wish, {"status.which": status})
    with transaction():
        issued = produce_card(opened(case_id), by=author)
    assert issued.kind == kind
    assert opened(case_id).service.stages == ()


def test_a_victim_is_held_from_removal_and_given_a_card_like_any_other_for_nothing() -> None:
    case_id, author = applied("trafficking-residence"), anywhere("author")
    person = opened(case_id).case.person_id
    assert [each.kind for each in register.list_holds(person, to=EVERYTHING)] == [HoldKind.VICTIM]
    assert stands(case_id)
    proposed(case_id, Wish(DecisionKind.GRANT, ("residence-of-victim",), WORDS), by=author)
    approved(case_id)
    assert charges.list_of(opened(case_id).case.subject, to=EVERYTHING) == []
    with transaction():
        issued = produce_card(opened(case_id), by=author)
    assert issued.kind == "residence-card"
    said = letter_of(case_id, f"decision-{opened(case_id).case.decision_id}", by=author)
    assert "You need no work permit" in said
    assert "victim" not in said.replace("The person was a victim of trafficking.", "")
