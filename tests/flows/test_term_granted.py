"""A grant lies within the term the rules allow, and begins on the day of the decision where none is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from sojourn.cases.errors import TermNotPossible
from sojourn.cases.types import CaseStatus, DecisionKind
from sojourn.flows.decide_case import Wish, propose_decision
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from tests.factories.cases import EVERYTHING, FILED_ON, apply, approve, officer, opened, propose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def wished(case_id: UUID, first: date | None, last: date | None, *, by: Actor | None = None) -> UUID:
    wish = Wish(
        DecisionKind.GRANT,
        ("granted-as-asked",),
        {"az": "Yoxlanıb."},
        granted_from=first,
        granted_until=last,
    )
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=by or officer("author"))
    return case_id


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 6, 1), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2027, 6, 1)),
        (None, date(2046, 1, 1)),
        (date(2026, 9, 1), date(2027, 9, 1)),
    ],
)
def test_a_term_backwards_or_longer_than_the_rules_allow_is_not_granted(
    first: date | None, last: date | None
) -> None:
    case_id = apply().case_id
    with pytest.raises(TermNotPossible):
        wished(case_id, first, last)
    assert opened(case_id).case.status is CaseStatus.IN_REVIEW


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 6, 1), date(2027, 5, 31)), (date(2026, 9, 1), date(2027, 8, 31))],
)
def test_the_whole_term_the_rules_allow_may_be_granted_also_from_a_later_day(first: date, last: date) -> None:
    case_id = wished(apply().case_id, first, last)
    approve(case_id, by=officer("approver", "supervisor"))
    assert opened(case_id).terms == (first, last)


def test_a_passport_bounds_what_an_officer_may_grant() -> None:
    case_id = apply({"passport.expires-on": "2026-12-31"}).case_id
    with pytest.raises(TermNotPossible) as refused:
        wished(case_id, None, date(2026, 10, 1))
    assert refused.value.facts["until"] == date(2026, 9, 30)
    wished(case_id, None, date(2026, 9, 30), by=officer("another"))


def test_a_grant_proposed_without_days_has_those_of_the_day_it_is_approved() -> None:
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    with clock.frozen(date(2026, 6, 20)):
        approve(case_id, by=officer("approver", "supervisor"))
        file = opened(case_id)
    assert file.terms == (date(2026, 6, 20), date(2027, 6, 19))
    assert file.decision
    assert set(file.decision.terms) == {"from", "until"}


def test_the_duty_is_that_of_the_days_that_are_left_when_it_is_approved() -> None:
    """Proposed for seven months by its last day, approved when six are left: another band of the duty."""
    case_id = wished(apply().case_id, None, date(2026, 12, 10))
    with clock.frozen(date(2026, 6, 20)):
        approve(case_id, by=officer("approver", "supervisor"))
        file = opened(case_id)
    assert file.terms == (date(2026, 6, 20), date(2026, 12, 10))
    assert file.decision
    before = file.page.proposals[-1].fee
    (charge,) = charges.list_of(file.case.subject, to=EVERYTHING)
    assert charge.amount == file.decision.fee == file.fee_for(*file.terms)
    assert before
    assert charge.amount < before


def test_a_last_day_that_passed_while_it_waited_is_no_term() -> None:
    case_id = wished(apply().case_id, None, date(2026, 7, 1))
    with clock.frozen(date(2026, 7, 2)), pytest.raises(TermNotPossible):
        approve(case_id, by=officer("approver", "supervisor"))
    assert opened(case_id).case.status is CaseStatus.PROPOSED


def test_days_an_officer_named_stay_as_they_were_named() -> None:
    case_id = wished(apply().case_id, date(2026, 6, 1), date(2026, 11, 30))
    with clock.frozen(date(2026, 6, 20)):
        approve(case_id, by=officer("approver", "supervisor"))
    assert opened(case_id).terms == (date(2026, 6, 1), date(2026, 11, 30))
