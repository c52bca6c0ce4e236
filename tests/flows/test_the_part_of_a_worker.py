"""The door to a worker's part, and what an officer does with what was given there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from sojourn.accounts.rules import RECEIPTS_PER_CALLER
from sojourn.cases import actions
from sojourn.documents.types import Examined, MediaType
from sojourn.flows import worker
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices.models import Message
from sojourn.parties import actions as parties
from sojourn.parties import queries
from sojourn.parties.errors import AnotherPaper
from sojourn.parties.types import PartyView, SaidKind
from tests.factories import cases, filings, labour
from tests.factories.cases import GUEST, opened, pay
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db
SCAN = Examined(b"%PDF-scan", MediaType.PDF, b"%PDF-scan")


@pytest.fixture
def employer() -> Actor:
    return labour.employer()


@pytest.fixture
def case(employer: Actor) -> UUID:
    with clock.frozen(labour.FILED_ON):
        return labour.apply(employer).case_id


def part_of(case: UUID) -> PartyView:
    found = queries.find_of(Subject("case", case))
    assert found is not None
    return found


def page(case: UUID) -> str:
    return f"/en/part/{opened(case).case.reference}/"


def inside(case: UUID) -> Client:
    """A browser that came with the code."""
    browser = Client()
    browser.get(f"{page(case)}{queries.code_of(part_of(case))}/")
    return browser


def given(case: UUID, number: str) -> UUID:
    with transaction():
        worker.give_paper(part_of(case), number=number, issued_on=date(2026, 5, 20), scan=SCAN, by=GUEST)
    paper = part_of(case).paper
    assert paper is not None
    return paper.id


def taken(case: UUID) -> None:
    with transaction():
        actions.take(case, by=labour.officer("author"))


def test_only_wrong_codes_are_counted_and_a_door_that_is_shut_says_so(case: UUID) -> None:
    with clock.frozen(labour.FILED_ON):
        right, wrong = f"{page(case)}{queries.code_of(part_of(case))}/", f"{page(case)}AAAA-BBBB-CCCC/"
        for _ in range(RECEIPTS_PER_CALLER.most + 1):
            assert Client().get(right).status_code == 302
        there = [Client().get(wrong).status_code for _ in range(RECEIPTS_PER_CALLER.most)]
        assert set(there) == {404}
        assert Client().get(wrong).status_code == 429
        assert Client().post("/en/part/", {"number": "X", "code": "Y"}).status_code == 429
        assert (
            Client().get(page(case)).status_code == Client().get("/en/part/AZ-WP-2026-0000000-A/").status_code
        )


def test_with_a_new_code_the_old_one_the_pass_and_the_account_open_nothing(case: UUID) -> None:
    another = filings.account("another@example.org")
    with clock.frozen(labour.FILED_ON):
        browser, joined = inside(case), session_of(another)
        old = f"{page(case)}{queries.code_of(part_of(case))}/"
        joined.get(old)
        joined.post(page(case), {"do": "join"})
        before = Message.objects.count()
        officer = session_of(labour.officer("author").account_id)
        officer.post(f"/en/office/cases/{case}/party/new-code/")
        assert Message.objects.count() == before  # the new code is sent to nobody
        assert Client().get(old).status_code == 404
        assert (browser.get(page(case)).status_code, joined.get(page(case)).status_code) == (404, 404)
        assert inside(case).get(page(case)).status_code == 200


def test_two_presses_say_and_give_it_once_and_what_was_typed_beside_it_stays(case: UUID) -> None:
    with clock.frozen(labour.FILED_ON):
        browser = inside(case)
        sent = {"do": "objection", "words": "I did not want this", "key": "k1"}
        assert {browser.post(page(case), sent).status_code for _ in range(2)} == {302}
        paper = {
            "do": "paper",
            "number": "T-1",
            "issued_on": "20.5.2026",
            "key": "k2",
            "words": "Not yet sent",
        }
        answers = [browser.post(page(case), paper) for _ in range(2)]
        refused = browser.post(page(case), paper | {"number": "", "exploited": "yes"})
    assert all("Not yet sent" in each.content.decode() for each in [*answers, refused])
    assert "checked" in refused.content.decode()
    assert [each.words for each in part_of(case).said] == ["I did not want this"]
    assert len(part_of(case).papers) == 1


def test_an_officer_judges_the_certificate_they_looked_at_and_none_that_came_since(case: UUID) -> None:
    with clock.frozen(labour.FILED_ON):
        first = given(case, "OLD")
        given(case, "NEW")
        with transaction(), pytest.raises(AnotherPaper):
            worker.judge_paper(opened(case), paper_id=first, accepted=True, by=GUEST)
        taken(case)
        officer = session_of(labour.officer("author").account_id)
        refused = officer.post(f"/en/office/cases/{case}/party/accept/", {"paper": str(first)})
    assert "another certificate meanwhile" in refused.content.decode()
    assert [each.accepted for each in part_of(case).papers] == [None, None]


def test_words_that_came_after_the_page_was_drawn_stay_unread(case: UUID) -> None:
    with clock.frozen(labour.FILED_ON):
        with transaction():
            worker.say(part_of(case), "First", kind=SaidKind.OBJECTION, by=GUEST)
        shown = [each.id for each in part_of(case).said]
        with transaction():
            worker.say(part_of(case), "Second", kind=SaidKind.OBJECTION, by=GUEST)
            parties.note_read(part_of(case).id, shown=shown, by=GUEST)
    assert [each.read_at is None for each in part_of(case).said] == [False, True]


def test_the_officer_who_has_the_case_in_hand_opens_the_certificate_and_judges_it_others_do_neither(
    case: UUID,
) -> None:
    author = labour.officer("author")
    with clock.frozen(labour.FILED_ON):
        paper = given(case, "T-17")
        at, scan = f"/en/office/cases/{case}/", f"/en/office/cases/{case}/party/scan/"
        officer, colleague = (session_of(labour.officer(name).account_id) for name in ("author", "reader"))
        assert "Take the case to look at it" in officer.get(at).content.decode()
        assert officer.get(scan).status_code == 404
        taken(case)
        assert officer.get(scan).status_code == 200
        assert colleague.get(scan).status_code == 404
        assert "party/accept/" not in colleague.get(at).content.decode()
        judged = {"paper": str(paper)}
        assert colleague.post(f"{at}party/accept/", judged).status_code == 403
        assert "party/accept/" in officer.get(at).content.decode()
        assert officer.post(f"{at}party/accept/", judged).status_code == 302
    found = part_of(case).paper
    assert found is not None
    assert (found.accepted, found.judged_by) == (True, author.account_id)


def test_an_objection_nobody_read_is_told_to_who_proposes_and_who_approves(case: UUID) -> None:
    with clock.frozen(labour.FILED_ON):
        with transaction():
            worker.say(part_of(case), "I work elsewhere", kind=SaidKind.OBJECTION, by=GUEST)
        author = labour.officer("author")
        taken(case)
        officer, at = session_of(author.account_id), f"/en/office/cases/{case}/"
        assert (
            "The worker wrote, and nobody has read it yet" in officer.get(f"{at}proposal/").content.decode()
        )
        cases.propose(case, by=author)
        approver = session_of(labour.officer("approver", "supervisor").account_id)
        assert (
            "The worker wrote, and nobody has read it yet" in approver.get(f"{at}decision/").content.decode()
        )


def test_the_worker_is_told_when_the_permit_is_there(case: UUID) -> None:
    with clock.frozen(labour.FILED_ON):
        cases.propose(case, by=labour.officer("author"))
        cases.approve(case, by=labour.officer("approver", "supervisor"))
        about = Message.objects.filter(about_kind="party")
        before = about.count()
        pay(case)
        assert about.count() == before + 1
