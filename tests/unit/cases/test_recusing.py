"""Whoever withdrew from a case, or whose own it is, has no hand in it any more: not in the smallest act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import Recused
from sojourn.cases.types import NewAppeal, Side
from sojourn.lib.actor import Actor
from tests.unit.cases import those
from tests.unit.cases.those import APPROVER, CALENDAR, FILED_ON, OFFICER, OTHER, POWER, done

pytestmark = pytest.mark.django_db

SMALL: dict[str, Callable[..., Any]] = {
    "hands it over": partial(cases.hand_over, to_account=those.account(OTHER), reason="x"),
    "puts it back": partial(cases.put_back, reason="x"),
    "sends it to another office": partial(cases.transfer, office="hills", reason="x"),
    "lengthens its limit": partial(cases.extend, more=those.more_time(5), calendar=CALENDAR),
    "leaves out days": partial(
        cases.stop_by_decree, first=FILED_ON, last=FILED_ON, decree="No. 7", calendar=CALENDAR
    ),
    "takes the application back": cases.withdraw,
    "writes to the applicant": partial(cases.write_message, side=Side.OFFICE, words="Soon."),
    "withdraws another officer": partial(cases.recuse, account_id=those.account(OTHER), reason="x"),
    "keeps what was typed": partial(cases.keep_working_paper, form="propose", typed={"words": "x"}),
}
AFTER_A_GRANT: dict[str, Callable[..., Any]] = {
    "records that it was served": partial(cases.record_decision_served, on=FILED_ON),
    "notes the payment": cases.note_paid,
    "records the lapse": partial(cases.record_lapse, reasons=["not-paid"], words={}, power=POWER),
    "files an appeal": partial(cases.file_appeal, appeal=NewAppeal(FILED_ON, "No.")),
}


def withdrawn(case_id: UUID) -> list[Actor]:
    """The officer who withdrew, and whoever acts in that officer's place."""
    done(partial(cases.recuse, case_id, reason="my cousin", by=OFFICER))
    return [OFFICER, replace(OTHER, account_id=uuid4(), acting_for=OFFICER.account_id)]


@pytest.mark.parametrize("act", SMALL.values(), ids=SMALL)
def test_whoever_withdrew_does_nothing_more(act: Callable[..., Any]) -> None:
    case = those.opened()
    for by in withdrawn(case.id):
        with pytest.raises(Recused):
            done(partial(act, case.id, by=by))
    assert those.now(case.id).version == case.version + 1


@pytest.mark.parametrize("act", AFTER_A_GRANT.values(), ids=AFTER_A_GRANT)
def test_nor_after_the_decision(act: Callable[..., Any]) -> None:
    case = those.granted()
    for by in withdrawn(case.id):
        with pytest.raises(Recused):
            done(partial(act, case.id, by=by))


def test_what_an_officer_proposed_before_they_withdrew_is_returned_and_not_approved() -> None:
    case = those.opened()
    those.proposed(case.id)
    withdrawn(case.id)
    with pytest.raises(Recused):
        those.approved(case.id)
    done(partial(cases.return_proposal, case.id, reason="Proposed by a relative", by=APPROVER))


def test_they_still_read_and_may_say_once_more_that_they_withdrew() -> None:
    case = those.opened()
    withdrawn(case.id)
    assert done(partial(cases.mark_messages_read, case.id, side=Side.OFFICE, by=OFFICER)) == 0
    done(partial(cases.recuse, case.id, reason="my cousin", by=OFFICER))
    assert len(queries.get_page(case.id, to=those.reader()).recusals) == 1
