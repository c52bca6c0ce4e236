"""The books: nobody writes an entry that does not balance, and nobody changes one that was written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments
from sojourn.payments import queries, rules
from sojourn.payments.errors import ChargeCancelled, NothingToRefund
from sojourn.payments.rules import Position
from sojourn.payments.types import Account, Outcome, ProviderNotice
from tests.harness.server import TestServer
from tests.unit.payments.conftest import EVERYTHING, PAID_AT, a_payment, charged, receive

amounts = st.integers(0, 10**9)
positions = st.builds(Position, due=amounts, cash=st.integers(-(10**9), 10**9), refund=amounts)

_ENTRY = "INSERT INTO payments_entry (kind, at) VALUES ('received', now()) RETURNING id"
_LINE = (
    "INSERT INTO payments_posting (entry_id, account, charge_id, minor, currency) VALUES (%s, %s, %s, %s, %s)"
)


@given(positions, positions)
def test_every_move_of_a_box_balances(before: Position, after: Position) -> None:
    assert sum(rules.balances_of(before).values()) == 0
    assert sum(minor for _, minor in rules.postings_for(before, after)) == 0


@given(positions)
def test_the_accounts_tell_the_position(position: Position) -> None:
    assert rules.position_of(rules.balances_of(position)) == position


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="nothing"),
        pytest.param([("cash-in-transit", 100, "ARC")], id="one line"),
        pytest.param([("cash-in-transit", 100, "ARC"), ("receivable", -99, "ARC")], id="one unit lost"),
        pytest.param([("cash-in-transit", 100, "ARC"), ("receivable", -100, "EUR")], id="two currencies"),
    ],
)
def test_an_entry_that_does_not_balance_cannot_be_committed(
    committed_database: str, test_server: TestServer, lines: list[tuple[str, int, str]]
) -> None:
    """Tried as the application role, past all our code, and as late as the database lets it."""
    duty = charged()
    with psycopg.connect(test_server.url(committed_database)) as application:
        application.execute("SET CONSTRAINTS entry_balances DEFERRED")
        (entry,) = application.execute(_ENTRY).fetchone()  # type: ignore[misc]
        for account, minor, currency in lines:
            application.execute(_LINE, [entry, account, duty.id, minor, currency])
        with pytest.raises(psycopg.IntegrityError, match="does not balance"):
            application.commit()
    assert queries.list_differences() == []


def test_a_line_cannot_be_added_to_an_entry_of_before(
    committed_database: str, test_server: TestServer
) -> None:
    duty = charged()
    with psycopg.connect(test_server.url(committed_database)) as application:
        (entry,) = application.execute("SELECT max(id) FROM payments_entry").fetchone()  # type: ignore[misc]
        with pytest.raises(psycopg.IntegrityError, match="does not balance"):
            application.execute(_LINE, [entry, "receivable", duty.id, 5, "ARC"])


@pytest.mark.parametrize("table", ["payments_entry", "payments_posting"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_written_stands(
    committed_database: str, test_server: TestServer, table: str, act: str
) -> None:
    charged()
    with (
        psycopg.connect(test_server.url(committed_database)) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(act.format(table))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(0, 5), st.integers(1, 9000)),
        st.tuples(st.just("reverse"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("refund"), st.just(0), st.integers(1, 9000)),
        st.tuples(st.just("pay-out"), st.just(0), st.integers(1, 9000)),
        st.tuples(st.just("cancel"), st.just(0), st.just(0)),
    ),
    max_size=12,
)


class Model:
    """What a child would say of it: what came in, what went back, what is left to pay."""

    def __init__(self, amount: int) -> None:
        self.amount, self.paid, self.reversed = amount, Counter[int](), set[int]()
        self.granted = self.given = 0

    @property
    def came(self) -> int:
        return sum(minor for one, minor in self.paid.items() if one not in self.reversed)

    @property
    def left(self) -> int:
        """What came and is still here, without what is promised back."""
        return self.came - self.granted - self.given

    def do(self, act: str, one: int, minor: int) -> None:
        if act == "pay" and one not in self.paid:
            self.paid[one] = minor
        elif act == "reverse" and one in self.paid and one not in self.reversed:
            self.reversed.add(one)
            self.granted = min(self.granted, max(0, self.came - self.given - self.amount))
        elif act == "refund" and minor <= self.left - self.amount:
            self.granted += minor
        elif act == "pay-out" and minor <= self.granted:
            self.granted, self.given = self.granted - minor, self.given + minor
        elif act == "cancel" and self.amount:
            self.amount, self.granted = 0, max(0, self.came - self.given)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_history_balances_and_covers_what_a_child_would_say(history: list[tuple[str, int, int]]) -> None:
    duty, model = charged(), Model(6000)
    of = Subject("charge", duty.id)
    told: dict[int, ProviderNotice] = {}
    for act, one, minor in history:
        if act == "pay":
            notice = a_payment(duty.number, Money(minor, "ARC"), external_id=f"{duty.id}-{one}")
            told.setdefault(one, notice)
            receive(notice)
        elif act == "reverse" and one in told:
            receive(replace(told[one], reversed_at=PAID_AT + timedelta(hours=1)))
        elif act in {"refund", "pay-out", "cancel"}:
            _try(act, of, minor)
        model.do(act, one, minor)
    kept = queries.get_charge(duty.id, to=EVERYTHING)
    assert kept.covered.minor == max(0, min(model.amount, model.left))
    assert kept.outstanding.minor == max(0, model.amount - model.left)
    assert kept.refund_payable.minor == model.granted
    assert queries.list_differences() == []


def _try(act: str, of: Subject, minor: int) -> None:
    amount = Money(minor, "ARC")
    try:
        with transaction():
            if act == "refund":
                payments.refund(of, amount=amount, cause="surplus", by=SYSTEM)
            elif act == "pay-out":
                payments.note_refund_paid(of, amount=amount, order="R", by=SYSTEM)
            else:
                payments.cancel_charge(of.id, cause="lapsed", by=SYSTEM)
    except (NothingToRefund, ChargeCancelled):
        return


@pytest.mark.django_db
def test_the_whole_ledger_sums_to_nothing() -> None:
    duty = charged()
    for number, amount in ((duty.number, 20), ("4711", 5), (duty.number, 60)):
        assert receive(a_payment(number, amount)).outcome is not Outcome.REFUSED
    from sojourn.payments.models import Posting

    assert sum(Posting.objects.values_list("minor", flat=True)) == 0
    assert set(Posting.objects.values_list("account", flat=True)) <= set(Account)
