"""A foreigner's stay is registered at once, once, and answered with a document anyone can verify."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.applications import actions as applications
from sojourn.applications import queries as filings
from sojourn.applications.errors import DraftNotFound
from sojourn.applications.types import Draft, Holder, State
from sojourn.audit.models import Event
from sojourn.catalogue import queries as catalogue
from sojourn.flows.errors import AnswersUnreadable
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.register_stay import register_stay
from sojourn.flows.types import Filing, Receipt
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.notices.models import Service
from sojourn.people.models import Person
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.stays.models import LateCandidate, Registration
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db

GUEST = Actor(ActorKind.GUEST, Door.PORTAL)
TODAY = date(2026, 6, 10)


def begin(answers: dict[str, Any], secret: str = "browser one") -> Draft:
    pack = catalogue.current()
    with transaction():
        return applications.start(
            pack.service("registration-of-stay"),
            pack=pack,
            language="en",
            answers=answers,
            holder=Holder(secret=secret),
            by=GUEST,
        )


def send(draft: Draft, secret: str = "browser one", on: date = TODAY) -> Receipt:
    filing = Filing(GUEST, on, "en", filer=Holder(secret=secret).secret_hash.hex())  # type: ignore[union-attr]
    with transaction():
        return register_stay(draft.id, holder=Holder(secret=secret), filing=filing)


@pytest.fixture(autouse=True)
def _day() -> Any:
    with clock.frozen(TODAY):
        yield


def test_a_stay_is_registered_at_once_and_its_document_verifies() -> None:
    receipt = send(begin(ANSWERS))
    assert receipt.first
    assert receipt.lawful_until == date(2026, 8, 30)
    kept = Registration.objects.get(id=receipt.registration_id)
    assert (kept.district, kept.days_late, kept.voluntary) == ("AZ-LAN", 0, False)
    with transaction():
        assert verify(receipt.number, receipt.code, caller_key="a") is Verdict.VALID
        assert verify(receipt.number, "0000000000", caller_key="a") is Verdict.NOT_VALID


def test_sent_twice_it_is_registered_once_and_answered_alike() -> None:
    draft = begin(ANSWERS)
    first, again = send(draft), send(draft)
    assert (again.registration_id, again.number, again.code) == (
        first.registration_id,
        first.number,
        first.code,
    )
    assert not again.first
    assert Registration.objects.count() == 1


def test_the_same_guest_place_and_day_in_a_new_draft_is_the_first_registration() -> None:
    first, again = send(begin(ANSWERS)), send(begin(ANSWERS))
    assert again.registration_id == first.registration_id
    assert Person.objects.count() == 1


def test_another_filer_gets_a_registration_of_its_own() -> None:
    first = send(begin(ANSWERS))
    other = send(begin(ANSWERS, secret="browser two"), secret="browser two")
    assert other.first
    assert other.number != first.number
    assert Person.objects.count() == 1


def test_someone_elses_draft_is_as_if_it_did_not_exist() -> None:
    draft = begin(ANSWERS)
    with pytest.raises(DraftNotFound):
        send(draft, secret="another browser")


def test_a_late_filing_is_registered_and_becomes_a_question_for_an_officer() -> None:
    late = ANSWERS | {"stay.arrived-in-country-on": "2026-05-01", "stay.arrived-here-on": "2026-05-01"}
    receipt = send(begin(late))
    candidate = LateCandidate.objects.get(registration_id=receipt.registration_id)
    assert receipt.days_late == candidate.days_late > 0
    assert candidate.state == "open"


def test_answers_that_cannot_be_read_are_refused_and_kept() -> None:
    draft = begin(ANSWERS | {"stay.arrived-here-on": "31.02.2026"})
    with pytest.raises(AnswersUnreadable):
        send(draft)
    kept = filings.get_draft(draft.reference, holder=Holder(secret="browser one"))
    assert kept.state is State.DRAFT
    assert kept.answers["stay.arrived-here-on"] == "31.02.2026"


def test_a_guest_without_a_document_is_registered_too() -> None:
    nobody = {path: value for path, value in ANSWERS.items() if not path.startswith("passport.")}
    receipt = send(begin(nobody | {"passport.given-names": "Soraya", "passport.none": "lost"}))
    assert receipt.first


def test_the_request_that_registers_needs_at_most_fifteen_statements() -> None:
    draft = begin(ANSWERS | {"contact.channel": "email", "contact.address": "guest@example.org"})
    with CaptureQueriesContext(connection) as queries:
        send(draft)
    statements = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 12, "\n".join(statement[:160] for statement in statements)


def test_each_write_of_the_story_leaves_one_event() -> None:
    before = Event.objects.count()
    receipt = send(begin(ANSWERS))
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True)[before:])
    assert sorted(kinds) == sorted(
        [
            "application:started",
            "person:recorded",
            "stay:registered",
            "permit:issued",
            "application:submitted",
        ]
    )
    assert Event.objects.filter(kind="stay:registered", subject_id=receipt.registration_id).count() == 1


def test_the_document_is_drawn_once_and_stays_the_same() -> None:
    receipt = send(begin(ANSWERS))
    with transaction():
        name, first = open_certificate(receipt.registration_id, language="en", by=GUEST)
    with transaction():
        _, again = open_certificate(UUID(str(receipt.registration_id)), language="en", by=GUEST)
    assert name == f"{receipt.number}.pdf"
    assert first.startswith(b"%PDF-")
    assert again == first
    assert Service.objects.get().manner == "opened-in-portal"
