"""Undo: what an officer did by mistake is taken back by one button, while nobody else acted on it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from sojourn.audit.models import Event
from sojourn.cases.models import Correction, Interval, Proposal
from sojourn.cases.rules import status_from
from sojourn.cases.types import CaseStatus, ItemToCorrect
from sojourn.documents.models import Document
from sojourn.flows.case_letters import Purpose, key_of_request, list_copies, list_letters, open_letter
from sojourn.flows.errors import LetterUnknown
from sojourn.flows.request_correction import request_correction
from sojourn.lib import clock
from sojourn.lib.db import transaction
from tests.factories.cases import FILED_ON, OFFICE, apply, approve, officer, opened, propose, read_newest
from tests.sites.office.conftest import Desk
from tests.sites.office.test_cases import account, acting, at, page, send, take

pytestmark = pytest.mark.django_db
UNDO = "hand-over/undo/"
ASKED = ItemToCorrect("passport.number", "correct-answer")


@pytest.fixture(autouse=True)
def _filing_day(_day: None) -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def mine(desk: Desk) -> Client:
    return desk("case-officer", OFFICE)


@pytest.fixture
def case_id(mine: Client) -> UUID:
    return apply().case_id


def kinds(case_id: UUID) -> list[str]:
    told = Event.objects.filter(subject_id=case_id).order_by("subject_number")
    return list(told.values_list("kind", flat=True))


def said(client: Client, case_id: UUID, undo: str) -> str:
    answer = send(client, at(case_id, undo))
    assert answer.status_code == 409
    return str(answer.content.decode())


def test_a_case_taken_by_mistake_is_given_back(mine: Client, case_id: UUID) -> None:
    send(mine, at(case_id, "take/"))
    assert "Undo: give it back" in page(mine, at(case_id))
    assert send(mine, at(case_id, "take/undo/")).status_code == 302
    assert opened(case_id).case.handler_id is None
    assert kinds(case_id)[-2:] == ["case:taken", "case:take-undone"]
    assert "Undo: give it back" not in page(mine, at(case_id))
    assert "Taking it was undone" in page(mine, at(case_id, "history/"))


def test_once_something_happened_it_is_put_back_with_a_reason_instead(
    mine: Client, desk: Desk, case_id: UUID
) -> None:
    send(mine, at(case_id, "take/"))
    send(mine, at(case_id, "message/"), words="Good day.")
    assert "Undo: give it back" not in page(mine, at(case_id))
    assert "cannot be taken back any more: case-officer acted on it at" in said(mine, case_id, "take/undo/")
    assert opened(case_id).case.handler_id == account(mine).id


def test_a_hand_over_is_undone_until_the_other_opens_the_case(desk: Desk, case_id: UUID) -> None:
    head, other = desk("supervisor", OFFICE), desk("case-officer", OFFICE)
    first = desk("case-officer", OFFICE)
    take(first, case_id)
    give = {"officer": str(account(other).id), "reason": "Leave"}
    send(head, at(case_id, "hand-over/"), **give)
    assert "Undo the hand-over" in page(head, at(case_id))
    assert "Only who did this takes it back: supervisor" in said(desk("supervisor", OFFICE), case_id, UNDO)
    assert send(head, at(case_id, "hand-over/undo/")).status_code == 302
    assert opened(case_id).case.handler_id == account(first).id
    assert kinds(case_id)[-1] == "case:hand-over-undone"
    send(head, at(case_id, "hand-over/"), **give)
    page(other, at(case_id))
    assert "Undo the hand-over" not in page(head, at(case_id))
    assert "case-officer acted on it at" in said(head, case_id, "hand-over/undo/")
    assert opened(case_id).case.handler_id == account(other).id


def test_a_proposal_is_taken_back_by_its_author_while_nobody_approved_it(
    mine: Client, desk: Desk, case_id: UUID
) -> None:
    take(mine, case_id)
    propose(case_id, by=acting(mine))
    assert "Take the proposal back" in page(mine, at(case_id))
    assert send(mine, at(case_id, "proposal/undo/")).status_code == 302
    assert opened(case_id).case.status is CaseStatus.IN_REVIEW
    shown = page(mine, at(case_id))
    assert "Taken back" in shown
    assert "The last proposal was returned" not in page(mine, at(case_id, "proposal/"))
    propose(case_id, by=acting(mine))
    approve(case_id, by=officer("approver", "supervisor"))
    assert "Approver acted on it at" in said(mine, case_id, "proposal/undo/")
    assert Proposal.objects.filter(case_id=case_id, returned_at=None).count() == 1
    assert status_from(kinds(case_id)) is CaseStatus.AWAITING_PAYMENT


def asked(case_id: UUID, client: Client) -> None:
    with transaction():
        request_correction(opened(case_id), items=[ASKED], by=acting(client))


def test_a_request_nobody_opened_is_as_never_made_and_the_clock_ran_all_along(
    mine: Client, case_id: UUID
) -> None:
    due_on = opened(case_id).case.due_on
    take(mine, case_id)
    for _ in range(3):  # it does not count towards the two there may be
        asked(case_id, mine)
        assert "Take the request back" in page(mine, at(case_id))
        assert send(mine, at(case_id, "correction/undo/")).status_code == 302
    file = opened(case_id)
    assert (file.case.status, file.case.corrections) == (CaseStatus.IN_REVIEW, 0)
    assert (file.case.due_on, file.case.paused_from, file.page.corrections) == (due_on, None, ())
    assert not Interval.objects.filter(case_id=case_id).exists()
    assert Correction.objects.filter(case_id=case_id, withdrawn_by=account(mine).id).count() == 3
    assert status_from(kinds(case_id)) is CaseStatus.IN_REVIEW
    asked(case_id, mine)
    read_newest(case_id, Purpose.CORRECTION)
    assert "Take the request back" not in page(mine, at(case_id))
    assert "cannot be taken back any more" in said(mine, case_id, "correction/undo/")
    assert opened(case_id).case.status is CaseStatus.AWAITING_CORRECTION


def test_a_request_whose_letter_was_opened_in_the_office_may_have_left_the_house(
    mine: Client, case_id: UUID
) -> None:
    take(mine, case_id)
    asked(case_id, mine)
    key = key_of_request(opened(case_id).page.corrections[-1])
    assert mine.get(at(case_id, f"letters/{key}/")).status_code == 200
    assert "It may have left the house" in said(mine, case_id, "correction/undo/")
    assert opened(case_id).case.status is CaseStatus.AWAITING_CORRECTION


def test_the_letter_of_a_request_taken_back_is_refused_wherever_it_was_still_open(
    mine: Client, case_id: UUID
) -> None:
    take(mine, case_id)
    asked(case_id, mine)
    seen = opened(case_id)
    (letter,) = [each for each in list_letters(seen) if each.purpose is Purpose.CORRECTION]
    send(mine, at(case_id, "correction/undo/"))
    asked(case_id, mine)
    with pytest.raises(LetterUnknown), transaction():
        open_letter(seen, letter, language="en", by=acting(mine))
    assert mine.get(at(case_id, f"letters/{letter.key}/")).status_code == 404
    assert send(mine, at(case_id, f"letters/{letter.key}/service/")).status_code == 404
    assert not list_copies(opened(case_id), letter)
    read_newest(case_id, Purpose.CORRECTION)
    (other,) = opened(case_id).page.corrections
    assert (other.number, other.served_on) == (1, FILED_ON)
    assert key_of_request(other) != letter.key


def test_a_letter_kept_under_the_number_alone_is_still_the_letter(mine: Client, case_id: UUID) -> None:
    asked(case_id, mine)
    read_newest(case_id, Purpose.CORRECTION)
    Document.objects.filter(subject_id=case_id, kind__startswith="correction-").update(kind="correction-1")
    (letter,) = [each for each in list_letters(opened(case_id)) if each.purpose is Purpose.CORRECTION]
    (copy,) = list_copies(opened(case_id), letter)
    with transaction():
        found, _ = open_letter(opened(case_id), letter, language=copy.filing.language, by=acting(mine))
    assert found.id == copy.id
