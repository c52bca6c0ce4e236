"""Promise 6, of cases: who applied in time is proved lawful until a decision is served.

Broken for a try, and seen to fail: the proof ended at the service of a refusal without the time to leave;
a proof issued to whoever came too late.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.flows.case_letters import Purpose
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from tests.factories import filings
from tests.factories.cases import FILED_ON, apply
from tests.promises.stories import cases as stories

pytestmark = pytest.mark.django_db

STAY_ENDS = date(2026, 6, 20)
IN_TIME = {"present.lawful-until": STAY_ENDS.isoformat()}


def answered(number: str, code: str, on: date) -> Verdict:
    with clock.frozen(on), transaction():
        return verify(number, code, caller_key="a")


def test_the_proof_says_lawful_for_as_long_as_nobody_decides() -> None:
    with clock.frozen(FILED_ON):
        receipt = apply(IN_TIME)
    assert receipt.number
    for on in (FILED_ON, STAY_ENDS + timedelta(days=1), date(2027, 6, 1), date(2030, 1, 1)):
        assert answered(receipt.number, receipt.code, on) is Verdict.PENDING


def test_a_decision_nobody_served_ends_nothing_and_its_service_leaves_the_time_to_go() -> None:
    with clock.frozen(FILED_ON):
        receipt = apply(IN_TIME)
        stories.refuse_unread(receipt.case_id, filings.GUEST)
    for on in (date(2026, 8, 1), date(2027, 1, 1)):
        assert answered(receipt.number, receipt.code, on) is Verdict.PENDING
    served = date(2026, 9, 1)
    with clock.frozen(served):
        stories.served(receipt.case_id, Purpose.REFUSED)
    assert answered(receipt.number, receipt.code, served + timedelta(days=10)) is Verdict.PENDING
    assert answered(receipt.number, receipt.code, served + timedelta(days=11)) is Verdict.NOT_VALID


def test_who_applied_after_the_stay_ended_holds_none() -> None:
    with clock.frozen(STAY_ENDS + timedelta(days=1)):
        assert apply(IN_TIME, on=STAY_ENDS + timedelta(days=1)).number == ""
