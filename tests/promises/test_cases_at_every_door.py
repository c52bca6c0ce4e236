"""Promise 9, of cases: an application makes the same case, clock, papers and proof at every door.

Filed by the applicant at the public site or by a program, entered by an officer from paper, or come in by
post: what was said is examined alike. Who filed, for whom, where it was received and when are facts apart.

Broken for a try, and seen to fail: the clock begun on the day of entry; the custody of a door taken for the
competence; an officer who follows what they typed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from sojourn.applications.models import Application
from sojourn.applications.types import Holder
from sojourn.audit.models import Event
from sojourn.cases.models import Case
from sojourn.flows.apply_at_counter import apply_at_counter
from sojourn.flows.case_letters import list_letters
from sojourn.flows.open_case import proof_of
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.permits import queries as permits
from tests.factories import filings
from tests.factories.cases import ANSWERS, EVERYTHING, FILED_ON, OFFICE, apply, opened
from tests.promises.conftest import signed_in
from tests.sites.api.conftest import program_of, sent
from tests.sites.portal.cases import applied, reference_of
from tests.sites.portal.conftest import Visitor

pytestmark = pytest.mark.django_db

ELSEWHERE = "rmd-lan"
"""Where papers are taken in: not the office of where the applicant lives, which decides."""

OWN = {"id", "reference", "application_id", "person_id", "account_id", "place_of_filing", "custody_office"}
"""What each case has of its own, and where it was received."""


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


def by_portal(answers: Mapping[str, str]) -> UUID:
    """Page after page, as people fill them in."""
    account = filings.account("one@example.org")
    visitor = applied(Visitor(client=signed_in(account)), answers)
    return case_called(reference_of(visitor.address))


def by_program(answers: Mapping[str, str]) -> UUID:
    return case_called(sent(program_of(filings.account("two@example.org")), answers))


def at_counter(answers: Mapping[str, str]) -> UUID:
    officer = Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), office=ELSEWHERE)
    with transaction():
        told = {**ANSWERS, **answers}
        return apply_at_counter(
            told, service="temporary-residence", key=str(uuid4()), filing=Filing(officer, FILED_ON, "en")
        ).case_id


def through(door: Door) -> Callable[[Mapping[str, str]], UUID]:
    by = Actor(ActorKind.STAFF, door, account_id=uuid4(), office=ELSEWHERE)
    return lambda answers: apply(answers, by=by, holder=Holder(secret=f"the desk at the {door}")).case_id


DOORS: dict[str, Callable[[Mapping[str, str]], UUID]] = {
    "portal": by_portal,
    "program": by_program,
    "counter": at_counter,
    **{door.value: through(door) for door in (Door.POST, Door.SERVICE_CENTRE, Door.HELPER, Door.MOBILE)},
}
SITUATIONS: dict[str, dict[str, str]] = {
    "a worker": {},
    "late": {"present.lawful-until": "2026-06-10"},
    "after the stay ended": {"present.lawful-until": "2026-05-01"},
    "with a short passport": {"passport.expires-on": "2026-12-01"},
    "a deposit below the threshold": {"ground.main": "deposit", "deposit.amount": "1.00"},
}


def case_called(reference: str) -> UUID:
    return UUID(str(Case.objects.get(reference=reference).id))


def facts(case_id: UUID) -> dict[str, Any]:
    """What was opened: status, ground, speed, office, law, clock, due date."""
    case = opened(case_id).case
    told = {name: value for name, value in asdict(case).items() if name not in OWN}
    return {
        name: value for name, value in told.items() if not name.startswith(("last_", "entered_", "version"))
    }


def examined(case_id: UUID) -> tuple[Any, ...]:
    """What the rules say of it, what it costs, how long the stay is lawful."""
    found = opened(case_id).examined()
    return found.findings, found.review, found.fee_class, found.term, found.fee, found.pending


def papers(case_id: UUID) -> tuple[Any, ...]:
    """Its letters by now, and the proof that it is pending."""
    file = opened(case_id)
    proof = permits.find_for(proof_of(file.case), to=EVERYTHING)
    return [each.purpose for each in list_letters(file)], proof and (proof.kind, proof.valid, proof.holder)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_door_leads_to_the_same_case_clock_and_papers(situation: str) -> None:
    told = SITUATIONS[situation]
    first = through(Door.PORTAL)(told)
    for door, enter in DOORS.items():
        here = enter(told)
        assert facts(here) == facts(first), door
        assert examined(here) == examined(first), door
        assert papers(here) == papers(first), door


def test_the_clock_is_that_of_the_stamp_whenever_it_is_typed_in() -> None:
    """A paper stamped in time and typed in ten days later is not late, and its time to be decided began."""
    soon = {"present.lawful-until": "2026-06-03"}
    on_the_day = at_counter(soon)
    with clock.frozen(date(2026, 6, 11)):
        typed_later = at_counter(soon | {"passport.number": "BB0000001"})
        case = opened(typed_later).case
    assert case.filed_on == FILED_ON
    assert clock.legal_day(case.entered_at) == date(2026, 6, 11)
    assert examined(typed_later)[0] == examined(on_the_day)[0]
    assert papers(typed_later)[1][1] == papers(on_the_day)[1][1]
    assert case.due_on == opened(on_the_day).case.due_on


def test_filed_by_for_whom_received_and_entered_are_facts_apart() -> None:
    officer = Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), office=ELSEWHERE)
    with clock.frozen(date(2026, 6, 5)), transaction():
        receipt = apply_at_counter(
            ANSWERS, service="temporary-residence", key="a", filing=Filing(officer, FILED_ON, "en")
        )
    case = opened(receipt.case_id).case
    filed = Application.objects.get(outcome_id=case.id)
    assert filed.filed_by == officer.as_record()
    assert (filed.received_on, case.filed_on, case.place_of_filing) == (FILED_ON, FILED_ON, ELSEWHERE)
    assert clock.legal_day(case.entered_at) == date(2026, 6, 5)
    told = Event.objects.get(kind="case:opened", subject_id=case.id)
    assert (told.actor["door"], told.actor["office"]) == ("counter", ELSEWHERE)
    assert (case.office, case.custody_office) == (OFFICE, ELSEWHERE)
    assert case.account_id is None  # the officer does not follow what they typed in


def test_sent_again_at_a_door_it_is_the_same_case() -> None:
    officer = Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), office=ELSEWHERE)
    ids = set()
    for _ in range(2):
        with transaction():
            ids.add(
                apply_at_counter(
                    ANSWERS, service="temporary-residence", key="a", filing=Filing(officer, FILED_ON, "en")
                ).case_id
            )
    assert len(ids) == Case.objects.count() == 1
