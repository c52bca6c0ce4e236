"""A letter first opened late says what was so on its day, not what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from sojourn.cases.types import AppealOutcome, ItemToCorrect, Power
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose, find_letter, key_of_request, list_letters, open_letter
from sojourn.flows.request_correction import answer_correction, request_correction
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    OFFICE,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    read_newest,
)
from tests.flows.test_letters_read_back import plain, read_back

pytestmark = pytest.mark.django_db
LATE = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def corrected(case_id: UUID, path: str, answer: str, words: str, *, on: date) -> None:
    with clock.frozen(on):
        with transaction():
            items = [ItemToCorrect(path, "correct-answer", words, "The original was shown since.")]
            request_correction(opened(case_id), items=items, by=officer(f"asker{on.day}"))
        with transaction():
            answer_correction(opened(case_id), answers={path: answer}, by=GUEST)


def said_late(case_id: UUID, key: str, folder: Path) -> str:
    """What a letter says that nobody opened before autumn."""
    with clock.frozen(LATE), transaction():
        file = opened(case_id)
        return plain(read_back(open_letter(file, find_letter(file, key), language="en", by=GUEST)[1], folder))


def test_the_letter_of_the_first_request_asks_for_what_the_first_request_asked(tmp_path: Path) -> None:
    case_id = apply().case_id
    corrected(case_id, "passport.number", "BB7654321", "Page two is unclear.", on=date(2026, 6, 2))
    corrected(case_id, "passport.surname", "Ericson", "One letter differs.", on=date(2026, 6, 4))
    keys = [key_of_request(each) for each in opened(case_id).page.corrections]
    first, second = (said_late(case_id, key, tmp_path) for key in keys)
    assert plain("Page two is unclear.") in first
    assert plain("One letter differs.") not in first
    assert plain("One letter differs.") in second
    assert plain("2 June 2026") in first
    assert plain("4 June 2026") in second
    assert plain("2 November 2026") not in first + second


def test_a_name_put_right_later_stands_in_later_letters_only(tmp_path: Path) -> None:
    case_id = apply().case_id
    corrected(case_id, "passport.surname", "Ericson", "One letter differs.", on=date(2026, 6, 4))
    with clock.frozen(date(2026, 6, 8)):
        propose(case_id, by=officer("author"))
        approve(case_id, by=officer("approver", "supervisor"))
    decision = opened(case_id).decision
    assert decision
    for key in ("pending", key_of_request(opened(case_id).page.corrections[0])):
        said = said_late(case_id, key, tmp_path)
        assert "Eriksson" in said
        assert "Ericson" not in said
    granted = said_late(case_id, f"decision-{decision.id}", tmp_path)
    assert "Ericson" in granted


def test_the_proof_says_the_day_meant_when_it_was_given(tmp_path: Path) -> None:
    case_id = apply().case_id
    meant = opened(case_id).case.due_on
    with clock.frozen(date(2026, 6, 2)):
        with transaction():
            items = [ItemToCorrect("passport.number", "correct-answer")]
            request_correction(opened(case_id), items=items, by=officer("asker"))
        read_newest(case_id, Purpose.CORRECTION)
    with clock.frozen(date(2026, 6, 12)), transaction():
        answer_correction(opened(case_id), answers={"passport.number": "BB7654321"}, by=GUEST)
    assert opened(case_id).case.due_on > meant == date(2026, 7, 1)
    assert plain("1 July 2026") in said_late(case_id, "pending", tmp_path)


def test_each_notice_and_receipt_tells_of_its_own_charge(tmp_path: Path) -> None:
    """Six months granted and paid for, the twelve asked for on appeal: two numbers, two amounts."""
    case_id = apply({"term.months": "12"}).case_id
    propose(case_id, by=officer("author"), until=date(2026, 11, 30))
    approve(case_id, by=officer("approver", "supervisor"))
    read_newest(case_id, Purpose.GRANTED)
    pay(case_id)
    with clock.frozen(date(2026, 6, 10)):
        with transaction():
            appeal_decision(opened(case_id), words="Twelve, please.", by=GUEST)
        answer = Answer(
            AppealOutcome.OVERTURNED,
            ("granted-on-appeal",),
            {"az": "Təmin edilir."},
            granted_from=date(2026, 6, 10),
            granted_until=date(2027, 6, 9),
        )
        power = Power("appeal-officer", OFFICE)
        with transaction():
            decide_appeal(opened(case_id), answer, power=power, by=officer("judge", "appeal-officer"))
    file = opened(case_id)
    first, second = charges.list_of(file.case.subject, to=EVERYTHING)
    assert first.amount != second.amount
    (receipt,) = [each for each in list_letters(file) if each.purpose is Purpose.RECEIPT]
    notices = [said_late(case_id, f"payment-{each.id}", tmp_path) for each in (first, second)]
    for own, other, said in ((first, second, notices[0]), (second, first, notices[1])):
        assert plain(own.number) in said
        assert plain(f"{own.amount.amount:.0f} AZN") in said
        assert plain(other.number) not in said
    assert plain("1 June 2026") in notices[0]
    assert plain("10 June 2026") in notices[1]
    said = said_late(case_id, receipt.key, tmp_path)
    assert plain(first.number) in said
    assert plain(second.number) not in said
