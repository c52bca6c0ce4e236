"""Promise 4, of cases: under an open hold nothing in a case is counted against anyone or sends them away.

A permit may be refused to somebody under a hold as to anybody else; they are not told to leave. And nobody
who asks for a permit is held to what the asking told: promise 3.

Broken for a try, and seen to fail: the report of a lost card asked without the hold; the time to leave
printed in spite of it; a late application made a candidate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pypdfium2
import pytest

from sojourn.audit.models import Event, PersonalValue
from sojourn.catalogue import queries as catalogue
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.replace_card import Report, Reported, report_card
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.notices.models import Message
from sojourn.payments.models import Charge
from sojourn.people import actions as people
from sojourn.people.types import HoldKind
from sojourn.permits.types import Cause
from sojourn.stays.models import LateCandidate, Registration
from tests.factories.cases import (
    FILED_ON,
    GUEST,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    refused,
)
from tests.promises.conftest import SignIn

pytestmark = pytest.mark.django_db

TOLD_ON = date(2026, 9, 21)
LATE = Report(Cause.LOST, date(2026, 8, 1), TOLD_ON)
"""Seven weeks: long after the time in which the loss of a card is to be told."""


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


@pytest.fixture
def author() -> Actor:
    return officer("author")


@pytest.fixture
def approver() -> Actor:
    return officer("approver", "supervisor")


def hold(case_id: UUID, kind: HoldKind = HoldKind.VICTIM, until_on: date | None = None) -> None:
    with transaction():
        person = opened(case_id).case.person_id
        people.place_hold(person, kind=kind, from_on=FILED_ON, until_on=until_on, by=GUEST)


def carded(author: Actor, approver: Actor) -> UUID:
    case_id = apply().case_id
    propose(case_id, by=author)
    approve(case_id, by=approver)
    pay(case_id)
    for step in (produce_card, hand_over_card):
        with transaction():
            step(opened(case_id), by=author)
    return case_id


def reported(case_id: UUID, by: Actor) -> Reported:
    with clock.frozen(TOLD_ON), transaction():
        return report_card(opened(case_id), LATE, by=by)


def counted_late() -> int:
    kept = PersonalValue.objects.get(event__kind="case:card-reported", name="days_late")
    return int(kept.value)


@pytest.mark.parametrize("kind", list(HoldKind))
def test_whoever_took_the_card_lateness_is_no_question_under_a_hold(
    kind: HoldKind, author: Actor, approver: Actor
) -> None:
    case_id = carded(author, approver)
    hold(case_id, kind)
    told = reported(case_id, author)
    assert told.findings == ()
    assert counted_late() == 0
    assert told.charge is not None


@pytest.mark.parametrize("until_on", [None, date(2026, 9, 20)])
def test_without_an_open_hold_it_is_one_so_that_the_promise_means_something(
    until_on: date | None, author: Actor, approver: Actor
) -> None:
    case_id = carded(author, approver)
    if until_on:
        hold(case_id, until_on=until_on)
    assert [each.code for each in reported(case_id, author).findings] == ["reported-late"]
    assert counted_late() > 0


def words_of_refusal(case_id: UUID) -> str:
    file = opened(case_id)
    letter = next(each for each in list_letters(file) if each.purpose is Purpose.REFUSED)
    with transaction():
        _, content = open_letter(file, letter, language="en", by=GUEST)
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


@pytest.mark.parametrize("held", [True, False])
def test_nobody_under_a_hold_is_told_to_leave(held: bool, author: Actor, approver: Actor) -> None:
    case_id = apply().case_id
    if held:
        hold(case_id)
    refused(case_id, author=author, approver=approver)
    pack = catalogue.current()
    told = [pack.text("letters.decision-refused.leave-within", each)[:20] for each in ("az", "en")]
    said = words_of_refusal(case_id)
    assert [each in said for each in told] == [not held] * 2
    assert pack.text("letters.decision-refused.remedy-body", "en")[:12] in said


@pytest.mark.parametrize("role", ["case-officer", "supervisor", "counter-officer", "appeal-officer"])
def test_on_the_page_of_the_case_one_reads_that_a_hold_stands_and_never_why(
    role: str, officer: SignIn
) -> None:
    case_id = apply().case_id
    hold(case_id, until_on=date(2026, 12, 1))
    said = officer(role).get(f"/en/office/cases/{case_id}/").content.decode()
    assert "Not to be removed" in said
    assert [word for word in ("victim", "trafficking", "asylum") if word in said.casefold()] == []


OVERSTAYED = {"present.lawful-until": "2020-01-01"}


def test_who_asks_for_a_permit_after_the_stay_ended_is_held_to_nothing(author: Actor) -> None:
    """What an application tells is for the application: no question of lateness, no charge, no message."""
    case_id = apply(OVERSTAYED | {"contact.channel": "none", "contact.address": ""}).case_id
    for rows in (LateCandidate, Registration, Charge, Message):
        assert rows._default_manager.count() == 0, rows
    told = set(
        Event.objects.exclude(confidentiality=Confidentiality.PROTECTED).values_list("kind", flat=True)
    )
    assert {kind.partition(":")[0] for kind in told} & {"late", "offence", "stay", "charge"} == set()
    assert opened(case_id).case.status == "in-review"
