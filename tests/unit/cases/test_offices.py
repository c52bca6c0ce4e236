"""Which office has a say: the competent one decides, the one that has the papers receives and serves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import CaseNotFound, OfAnotherOffice
from sojourn.cases.types import DecisionKind, ItemToCorrect, Opinion, Power
from sojourn.lib.actor import Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from tests.unit.cases import those
from tests.unit.cases.those import APPROVER, CALENDAR, FILED_ON, OFFICER, OTHER, done

pytestmark = pytest.mark.django_db

ELSEWHERE = replace(OTHER, office="hills")
EVERYWHERE = replace(OTHER, office=None)
ITEMS = [ItemToCorrect("work.contract", "unreadable")]
EXAMINING: dict[str, Callable[..., Any]] = {
    "takes it": cases.take,
    "hands it over": partial(cases.hand_over, to_account=those.account(APPROVER), reason="leave"),
    "sends it on": partial(cases.transfer, office="hills", reason="x"),
    "asks for a correction": partial(cases.ask_correction, items=ITEMS),
    "announces a refusal": partial(cases.announce_intention, reasons=[those.REASON], words={"en": "x"}),
    "asks another body": partial(cases.consult, body="security", question="Known?", reply_by=FILED_ON),
    "lengthens its limit": partial(cases.extend, more=those.more_time(5), calendar=CALENDAR),
    "leaves out days": partial(
        cases.stop_by_decree, first=FILED_ON, last=FILED_ON, decree="No. 7", calendar=CALENDAR
    ),
    "proposes": partial(cases.propose, proposal=those.proposal()),
}


@pytest.mark.parametrize("act", EXAMINING.values(), ids=EXAMINING)
def test_an_office_that_only_keeps_the_papers_does_not_examine(act: Callable[..., Any]) -> None:
    case = those.opened(custody_office="hills")
    with pytest.raises(OfAnotherOffice):
        done(partial(act, case.id, by=ELSEWHERE))
    done(partial(act, case.id, by=EVERYWHERE), on=FILED_ON)


def test_nor_does_it_go_on_with_the_file() -> None:
    case = those.opened(custody_office="hills")
    those.announced(case.id, on=FILED_ON)
    with pytest.raises(OfAnotherOffice):
        done(partial(cases.go_on, case.id, reason="x", calendar=CALENDAR, by=ELSEWHERE))


def test_nor_does_it_approve_return_or_record_a_lapse() -> None:
    case = those.opened(custody_office="hills")
    those.proposed(case.id)
    here, there = Power("supervisor", those.OFFICE), Power("supervisor", "hills")
    with pytest.raises(OfAnotherOffice):
        done(partial(cases.return_proposal, case.id, reason="x", by=ELSEWHERE))
    for power, by in ((here, ELSEWHERE), (there, APPROVER)):
        with pytest.raises(OfAnotherOffice):
            done(partial(cases.approve, case.id, power=power, by=by))
    those.approved(case.id)
    for power, by in ((here, ELSEWHERE), (there, APPROVER)):
        with pytest.raises(OfAnotherOffice):
            done(partial(cases.record_lapse, case.id, reasons=["x"], words={}, power=power, by=by))


def test_it_receives_answers_and_opinions_and_records_what_was_served() -> None:
    case = those.opened(custody_office="hills")
    _, asked = done(
        partial(cases.consult, case.id, body="security", question="Known?", reply_by=FILED_ON, by=OFFICER)
    )
    told = partial(cases.record_opinion, case.id, consultation_id=asked, by=ELSEWHERE)
    done(partial(told, outcome=Opinion.NO_OBJECTION, public_opinion="No"))
    those.asked(case.id, on=FILED_ON)
    served = partial(cases.record_request_served, case.id, on=FILED_ON, answer_by=FILED_ON + those.DAY)
    done(partial(served, by=ELSEWHERE), on=FILED_ON)
    answers = {"work.contract": "document-2"}
    done(partial(cases.answer_correction, case.id, answers=answers, calendar=CALENDAR, by=ELSEWHERE))


def test_after_a_transfer_the_other_office_decides_and_the_first_one_no_more() -> None:
    case = those.opened()
    done(partial(cases.transfer, case.id, office="hills", reason="moved house", by=OTHER, with_papers=False))
    with pytest.raises(OfAnotherOffice):
        those.proposed(case.id)
    done(partial(cases.propose, case.id, those.proposal(), by=ELSEWHERE))
    approver = replace(APPROVER, office="hills")
    made = done(partial(cases.approve, case.id, power=Power("supervisor", "hills"), by=approver))
    assert made.kind is DecisionKind.GRANT


@pytest.mark.parametrize("confidentiality", list(Confidentiality))
@pytest.mark.parametrize(("office", "custody"), [("town", "town"), ("town", "hills"), ("hills", "hills")])
def test_a_case_is_read_whole_by_those_who_read_its_head(
    confidentiality: Confidentiality, office: str, custody: str
) -> None:
    """Written out and composed, the predicate is one: whatever reader asks, of whatever case."""
    case = those.opened(office=office, custody_office=custody, confidentiality=confidentiality)
    classes = [frozenset(), *({each} for each in Confidentiality), frozenset(Confidentiality)]
    for offices in (None, frozenset(), {"town"}, {"hills"}, {"town", "hills"}, {"lake"}):
        for seen in map(frozenset, classes):
            to = Reader(OFFICER, "test", None if offices is None else frozenset(offices), seen)
            head = queries.find_by_reference(case.reference, to=to) is not None
            assert found(lambda to=to: queries.get_page(case.id, to=to)) == head
            assert found(lambda to=to: queries.get_page_called(case.reference, to=to)) == head
            with transaction():
                assert found(lambda to=to: queries.hold_page_called(case.reference, to=to)) == head
                assert found(lambda to=to: queries.hold_called(case.reference, to=to)) == head


def found(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except CaseNotFound:
        return False
    return True
