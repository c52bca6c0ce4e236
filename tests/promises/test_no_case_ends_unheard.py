"""Promise 7, of cases: every adverse decision was heard, is served with its remedy, and can be contested.

For each kind of decision against somebody: before it they were told what is intended or wanted, with time to
answer; two officers stand for it, or one who had no part before; its letter names reasons, body and term; the
term runs from the recorded service alone; and whoever does not agree is heard once more.

Broken for a try, and seen to fail: a refusal proposed without its hearing; a lapse recorded before the last
day to pay; the time to appeal begun at the decision; a letter without its remedy; a kind with no appeal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pypdfium2
import pytest

from sojourn.cases import actions as cases
from sojourn.cases.types import AppealOutcome, Decision, DecisionKind
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import Period
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import FOR_DECISION, list_letters
from sojourn.flows.ending_permits import Ending, propose_end
from sojourn.flows.errors import NotDueYet
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.flows.remind_of_requests import remind_of_requests
from sojourn.flows.serve_letter import read_own_letter
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.errors import Refusal
from tests.factories import filings
from tests.factories.cases import FILED_ON, REFUSED_FOR, approve, opened, propose
from tests.promises.stories import cases as stories
from tests.promises.stories import labour

pytestmark = pytest.mark.django_db

FOR_SOMEBODY = {DecisionKind.GRANT, DecisionKind.APPEAL_OVERTURNED, DecisionKind.LAPSE_UNDONE}


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


@dataclass(frozen=True)
class Way:
    """How a kind of decision comes about; `unheard`: the same without asking before."""

    told: Callable[[], UUID]
    unheard: Callable[[UUID], object]


def refuse(case_id: UUID) -> None:
    propose(case_id, by=stories.AUTHOR, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)


def unread() -> UUID:
    return stories.refuse_unread(stories.filed(), stories.applicant())


def leave(case_id: UUID) -> None:
    reasons = ("not-examined-no-answer",)
    propose(case_id, by=stories.AUTHOR, kind=DecisionKind.NOT_EXAMINED, reasons=reasons)


def left() -> UUID:
    """Asked, served, reminded, and no word for months."""
    case_id = stories.missing()
    for day in (date(2026, 6, 20), date(2026, 9, 1)):
        with clock.frozen(day):
            remind_of_requests()
    with clock.frozen(date(2026, 9, 1)):
        with transaction():
            cases.go_on(case_id, reason="No answer came.", calendar=_calendar(), by=stories.AUTHOR)
        leave(case_id)
        approve(case_id, by=stories.APPROVER)
    return case_id


def _calendar() -> object:
    return catalogue.current().law(FILED_ON).calendar


def lapse(case_id: UUID) -> None:
    words = {"az": "Rüsum ödənilməyib."}
    with transaction():
        record_lapse(
            opened(case_id), reasons=["lapsed-unpaid"], words=words, power=stories.POWER, by=stories.JUDGE
        )


def lapsed() -> UUID:
    case_id = stories.granted()
    day = lapses_from(opened(case_id))
    assert day
    with clock.frozen(day):
        lapse(case_id)
    return case_id


def uphold(case_id: UUID) -> None:
    answer = Answer(AppealOutcome.UPHELD, REFUSED_FOR, {"az": "Qərar qüvvədə qalır."})
    with transaction():
        decide_appeal(opened(case_id), answer, power=stories.POWER, by=stories.JUDGE)


def upheld() -> UUID:
    case_id = stories.refused()
    with transaction():
        appeal_decision(opened(case_id), words="I have a contract.", by=filings.GUEST)
    uphold(case_id)
    return case_id


def end(case_id: UUID) -> None:
    ending = Ending(FILED_ON, ("cancelled-contract-ended",), {"az": "Bitib."})
    with transaction():
        propose_end(opened(case_id), ending, by=stories.AUTHOR)


WAYS: dict[DecisionKind, Way] = {
    DecisionKind.CANCEL: Way(labour.end_approved, end),
    DecisionKind.REFUSE: Way(unread, refuse),
    DecisionKind.NOT_EXAMINED: Way(left, leave),
    DecisionKind.LAPSE: Way(lapsed, lapse),
    DecisionKind.APPEAL_UPHELD: Way(upheld, uphold),
}


def test_every_kind_of_decision_against_somebody_is_tried() -> None:
    assert set(DecisionKind) == set(WAYS) | FOR_SOMEBODY


def decision(case_id: UUID) -> Decision:
    found = opened(case_id).decision
    assert found
    return found


@pytest.mark.parametrize("kind", WAYS)
def test_nobody_is_decided_against_unheard(kind: DecisionKind) -> None:
    """A case in which nothing was announced, asked, charged or appealed: the act is refused."""
    case_id = stories.filed()
    with pytest.raises(Refusal):
        WAYS[kind].unheard(case_id)
    assert opened(case_id).case.status == "in-review"


@pytest.mark.parametrize("kind", WAYS)
def test_who_decides_is_a_named_officer_with_reasons_apart_from_who_prepared(kind: DecisionKind) -> None:
    made = decision(WAYS[kind].told())
    assert made.kind is kind
    assert made.reasons
    assert made.words
    assert made.approver_id
    assert made.author_id != made.approver_id or kind in {DecisionKind.LAPSE, DecisionKind.APPEAL_UPHELD}
    assert made.power


@pytest.mark.parametrize("kind", WAYS)
def test_its_letter_names_the_remedy_and_the_term_runs_from_its_service_alone(kind: DecisionKind) -> None:
    case_id = WAYS[kind].told()
    made = decision(case_id)
    assert made.remedy
    assert opened(case_id).case.appeal_until is None
    letter = next(each for each in list_letters(opened(case_id)) if each.about == made.id)
    assert letter.is_served
    assert letter.purpose is FOR_DECISION[kind]
    served = made.decided_on + timedelta(days=9)
    with clock.frozen(served):
        with transaction():
            content = read_own_letter(opened(case_id), letter, language="en", by=filings.GUEST)
        until = opened(case_id).law.deadline(served, Period.parse(made.remedy.period)).last_day
        assert opened(case_id).case.appeal_until == until
    pack, said = catalogue.current(), plain(words_of(content))
    for language in ("az", "en"):
        body = "appeal-court" if made.remedy.body == "court" else "appeal-body"
        assert plain(pack.text(f"pack.{body}", language)) in said


@pytest.mark.parametrize("kind", WAYS)
def test_whoever_does_not_agree_is_heard_once_more(kind: DecisionKind) -> None:
    """By the superior; what the superior upheld, by a court."""
    case_id = WAYS[kind].told()
    made = decision(case_id)
    with clock.frozen(made.decided_on + timedelta(days=2)):
        if kind is DecisionKind.APPEAL_UPHELD:
            assert made.remedy
            assert made.remedy.body == "court"
            return
        with transaction():
            appeal = appeal_decision(opened(case_id), words="I do not agree.", by=filings.GUEST)
        assert not appeal.is_late
        assert opened(case_id).case.appeal_id == appeal.id


def test_a_lapse_waits_for_the_last_day_to_pay() -> None:
    case_id = stories.granted()
    day = lapses_from(opened(case_id))
    assert day
    with clock.frozen(day - timedelta(days=1)), pytest.raises(NotDueYet):
        lapse(case_id)
    with clock.frozen(day):
        lapse(case_id)


def words_of(content: bytes) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))


def plain(text: str) -> str:
    return "".join(each for each in text if each.isalnum())
