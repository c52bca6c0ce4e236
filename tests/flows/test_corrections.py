"""What the applicant puts right counts: the class, the ground, the speed and its limit, the proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.applications.types import Holder
from sojourn.audit.models import Event
from sojourn.cases.errors import KnownBefore, NothingAsked, ReasonUnknown
from sojourn.cases.types import CaseStatus, ItemToCorrect
from sojourn.catalogue.types import Pack
from sojourn.documents import types as documents
from sojourn.documents.actions import accept_upload
from sojourn.documents.models import Document
from sojourn.flows.case_letters import Purpose
from sojourn.flows.errors import AnswersUnreadable, NotAllAnswered, QuestionUnknown
from sojourn.flows.open_case import proof_of
from sojourn.flows.request_correction import answer_correction, request_correction, withdraw_correction
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices.models import Message
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    apply,
    officer,
    opened,
    propose,
    read_newest,
)

pytestmark = pytest.mark.django_db
CHILD = {"passport.birth-date": "2016-08-12"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def asked(case_id: UUID, *paths: str) -> UUID:
    """A correction of these answers, asked for and not served yet."""
    items = [ItemToCorrect(path, "correct-answer") for path in paths]
    with transaction():
        request_correction(opened(case_id), items=items, by=officer("asker"))
    return case_id


def put_right(case_id: UUID, answers: dict[str, str]) -> None:
    with transaction():
        answer_correction(opened(case_id), answers=answers, by=GUEST)


def test_a_birth_date_put_right_changes_the_class_and_the_duty() -> None:
    grown_up = apply().case_id
    case_id = asked(apply(CHILD | {"passport.number": "ZZ1"}).case_id, "passport.birth-date")
    assert opened(case_id).case.fee_class != opened(grown_up).case.fee_class
    put_right(case_id, {"passport.birth-date": "1990-08-12"})
    for each in (case_id, grown_up):
        propose(each, by=officer(f"author{each}"))
    fees = [opened(each).page.proposals[-1].fee for each in (case_id, grown_up)]
    assert opened(case_id).case.fee_class == opened(grown_up).case.fee_class
    assert fees[0] == fees[1]


def test_another_ground_is_the_ground_of_the_case_and_stands_in_the_log() -> None:
    case_id = asked(apply().case_id, "ground.main")
    put_right(case_id, {"ground.main": "study"})
    assert opened(case_id).case.ground == "study"
    assert Event.objects.filter(kind="case:corrected", subject_id=case_id).count() == 1


def test_a_faster_speed_gives_the_service_less_time() -> None:
    case_id = asked(apply().case_id, "speed.speed")
    with clock.frozen(date(2026, 6, 3)):
        read_newest(case_id, Purpose.CORRECTION)
    with clock.frozen(date(2026, 6, 8)):
        put_right(case_id, {"speed.speed": "fast"})
    case, fast = opened(case_id).case, opened(apply({"speed.speed": "fast"}).case_id).case
    assert (case.speed, case.review_limit) == ("fast", fast.review_limit)
    assert opened(case_id).pack.calendar.between(fast.due_on, case.due_on) == 3


@pytest.mark.parametrize(("counts", "left_out"), [(False, 3), (True, 2)])
def test_the_day_of_the_answer_counts_again_where_the_service_decides_so(
    monkeypatch: pytest.MonkeyPatch, counts: bool, left_out: int
) -> None:
    monkeypatch.setattr(Pack, "answer_day_counts", lambda pack, on: counts)
    case_id = asked(apply({"passport.number": "ZZ1"}).case_id, "passport.number")
    due = opened(case_id).case.due_on
    with clock.frozen(date(2026, 6, 3)):
        read_newest(case_id, Purpose.CORRECTION)
    with clock.frozen(date(2026, 6, 8)):
        put_right(case_id, {"passport.number": "ZZ2"})
    assert opened(case_id).pack.calendar.between(due, opened(case_id).case.due_on) == left_out


def test_whoever_had_applied_in_time_has_the_proof_of_it_from_the_day_of_filing() -> None:
    case_id = asked(apply({"present.lawful-until": "2026-05-20"}).case_id, "present.lawful-until")
    assert permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING) is None
    with clock.frozen(date(2026, 6, 4)):
        put_right(case_id, {"present.lawful-until": "2026-08-20"})
    proof = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert proof
    assert permits.standing_on(FILED_ON, proof.id, to=EVERYTHING) is Standing.PENDING


def test_a_proof_there_is_already_is_not_made_anew() -> None:
    case_id = asked(apply().case_id, "passport.number")
    before = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    put_right(case_id, {"passport.number": "BB7654321"})
    after = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert before
    assert after
    assert before.number == after.number


@pytest.mark.parametrize("answers", [{}, {"passport.birth-date": " "}, {"passport.surname": "Somebody"}])
def test_no_answer_to_what_was_asked_is_no_correction(answers: dict[str, str]) -> None:
    case_id = asked(apply().case_id, "passport.birth-date")
    with pytest.raises(NothingAsked):
        put_right(case_id, answers)
    assert opened(case_id).case.status is CaseStatus.AWAITING_CORRECTION


def test_whoever_was_told_that_something_waits_is_told_that_it_was_taken_back() -> None:
    with transaction():
        mail = Contact(ContactKind.EMAIL, "anna@example.org")
        account_id = accounts.open_person_account(mail, display_name="Anna", language="en", by=GUEST)
    holder, by = Holder(account_id=account_id), Actor(ActorKind.PERSON, Door.PORTAL, account_id=account_id)
    case_id = asked(apply(holder=holder, by=by).case_id, "passport.number")
    with transaction():
        withdraw_correction(opened(case_id), by=officer("other"))
    told = Message.objects.filter(about_id=case_id).order_by("id")
    assert list(told.values_list("template", flat=True))[-2:] == ["news", "taken-back"]
    assert {each.account_id for each in told} == {account_id}


def test_what_is_left_out_or_as_before_is_named_and_sent_only_all_the_same() -> None:
    case_id = asked(apply().case_id, "passport.birth-date", "passport.number", "passport.surname")
    answers = {
        "passport.number": "BB7654321",
        "passport.surname": opened(case_id).answers["passport.surname"],
    }
    with pytest.raises(NotAllAnswered) as refused:
        put_right(case_id, answers)
    assert refused.value.facts["paths"] == ["passport.birth-date", "passport.surname"]
    assert opened(case_id).case.status is CaseStatus.AWAITING_CORRECTION
    with transaction():
        answer_correction(opened(case_id), answers=answers, by=GUEST, anyway=True)
    assert opened(case_id).case.status is CaseStatus.IN_REVIEW


def test_what_cannot_be_read_is_given_back_to_be_put_right() -> None:
    case_id = asked(apply().case_id, "passport.birth-date")
    with pytest.raises(AnswersUnreadable) as refused:
        put_right(case_id, {"passport.birth-date": "garbage"})
    assert [one.path for one in refused.value.facts["findings"]] == ["passport.birth-date"]
    assert opened(case_id).case.status is CaseStatus.AWAITING_CORRECTION


@pytest.mark.parametrize("path", ["no.such.path", "passport", "passport.number.house.flat", ""])
def test_only_what_the_service_asks_can_be_asked_for_again(path: str) -> None:
    case_id = apply().case_id
    with pytest.raises(QuestionUnknown):
        asked(case_id, path)
    assert opened(case_id).case.status is CaseStatus.IN_REVIEW


def test_a_part_of_an_address_can_be_asked_for() -> None:
    assert opened(asked(apply().case_id, "dwelling.place.house")).page.corrections[0].items


def test_what_is_wrong_with_an_answer_is_told_by_a_reason_of_the_service() -> None:
    case_id = apply().case_id
    with pytest.raises(ReasonUnknown), transaction():
        items = [ItemToCorrect("passport.number", "no-such-code")]
        request_correction(opened(case_id), items=items, by=officer("asker"))


def test_a_paper_kept_apart_by_the_scanner_was_seen_by_nobody() -> None:
    case_id, pictures = apply().case_id, []
    for name in ("photo.photo", "passport.copy"):
        picture = BytesIO()
        Image.new("RGB", (20, 20), "white").save(picture, "JPEG")
        picture.seek(0)
        filing = documents.Filing(Subject("application", opened(case_id).case.application_id), name)
        with transaction():
            pictures.append(accept_upload(picture, filing=filing, by=GUEST).id)
    Document.objects.filter(id=pictures[1]).update(scan=documents.Scan.INFECTED)
    propose(case_id, by=officer("author"))
    assert [each.document_id for each in opened(case_id).page.proposals[-1].evidence] == pictures[:1]


class TestASecondRequest:
    """R-PROC-1: what could be known at the first request is not asked for later."""

    @pytest.fixture
    def case_id(self) -> UUID:
        """Asked which ground it is, the applicant says that it is study."""
        case_id = asked(apply().case_id, "ground.main")
        put_right(case_id, {"ground.main": "study"})
        return case_id

    def again(self, case_id: UUID, path: str, found_out: str = "") -> None:
        item = ItemToCorrect(path, "correct-answer", "", found_out)
        with transaction():
            request_correction(opened(case_id), items=[item], by=officer("again"))

    @pytest.mark.parametrize("path", ["passport.number", "dwelling.place", "present.lawful-until"])
    def test_an_answer_that_was_there_and_is_as_it_was_is_refused(self, case_id: UUID, path: str) -> None:
        with pytest.raises(KnownBefore) as refused:
            self.again(case_id, path)
        assert refused.value.facts == {"paths": [path]}
        assert opened(case_id).case.status is CaseStatus.IN_REVIEW

    @pytest.mark.parametrize("path", ["ground.main", "study.level"])
    def test_what_was_asked_for_or_is_a_question_only_now_may_be_asked(
        self, case_id: UUID, path: str
    ) -> None:
        self.again(case_id, path)
        assert opened(case_id).case.status is CaseStatus.AWAITING_CORRECTION

    def test_what_came_out_later_is_asked_with_the_reason_which_stays_in_the_file(
        self, case_id: UUID
    ) -> None:
        why = "The border service answered on 4 June that the number is of another person."
        self.again(case_id, "passport.number", why)
        assert opened(case_id).page.corrections[-1].items[0].found_out == why
