"""How books move: the state of a box follows from three figures; an entry is the difference of two states.

A box is a charge with everything paid for it, or a payment nobody owed. Amounts are minor units of one
currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sojourn.payments.errors import ChargeCancelled, ChargeNotCancelled, NothingToRefund
from sojourn.payments.types import LARGEST, Account, ChargeState, Outcome, ProviderNotice, TaskKind

LONGEST_TEXT = 128


@dataclass(frozen=True, slots=True)
class Position:
    """What is due, what is in our hands, and how much of that is to be given back."""

    due: int = 0
    cash: int = 0
    refund: int = 0

    @property
    def money(self) -> int:
        """What counts for the payer."""
        return self.cash - self.refund

    @property
    def outstanding(self) -> int:
        return max(0, self.due - self.money)

    @property
    def is_covered(self) -> bool:
        return bool(self.due) and not self.outstanding

    @property
    def surplus(self) -> int:
        return max(0, self.money - self.due)

    @property
    def covered(self) -> int:
        return max(0, min(self.due, self.money))


Postings = tuple[tuple[Account, int], ...]


def balances_of(position: Position) -> dict[Account, int]:
    """What each account holds for a box in this position. They sum to nothing, whatever the position."""
    return {
        Account.RECEIVABLE: position.outstanding,
        Account.REVENUE: -position.due,
        Account.CASH_IN_TRANSIT: position.cash,
        Account.UNALLOCATED: -position.surplus,
        Account.REFUND_PAYABLE: -position.refund,
    }


def position_of(balances: Mapping[Account, int]) -> Position:
    """The position the accounts of a box tell of."""
    return Position(
        due=-balances.get(Account.REVENUE, 0),
        cash=balances.get(Account.CASH_IN_TRANSIT, 0),
        refund=-balances.get(Account.REFUND_PAYABLE, 0),
    )


def postings_for(before: Position, after: Position) -> Postings:
    """The entry that leads from one position to another."""
    old, new = balances_of(before), balances_of(after)
    return tuple(
        (account, new[account] - old[account]) for account in Account if new[account] != old[account]
    )


def charged(amount: int) -> Position:
    return Position(due=amount)


def received(position: Position, amount: int) -> Position:
    return replace(position, cash=position.cash + amount)


def taken_back(position: Position, amount: int) -> Position:
    """The provider took a payment back: what was to be refunded and is no longer there is not refunded."""
    left = replace(position, cash=position.cash - amount)
    return replace(left, refund=min(left.refund, max(0, left.cash - left.due)))


def cancelled(position: Position) -> Position:
    """Nothing is owed any more, and all that came in is given back without being asked for.

    Raises: ChargeCancelled.
    """
    if not position.due:
        raise ChargeCancelled
    return replace(position, due=0, refund=max(0, position.cash))


def reinstated(position: Position, amount: int) -> Position:
    """It is owed after all: what came in and was not paid out counts. Raises: ChargeNotCancelled."""
    if position.due:
        raise ChargeNotCancelled
    return replace(position, due=amount, refund=min(position.refund, max(0, position.cash - amount)))


def refund_granted(position: Position, amount: int) -> Position:
    """Raises: NothingToRefund when more is asked than came in beyond what is owed."""
    if not 0 < amount <= position.surplus:
        raise NothingToRefund(asked=amount, surplus=position.surplus)
    return replace(position, refund=position.refund + amount)


def refund_paid(position: Position, amount: int) -> Position:
    """Raises: NothingToRefund when more is paid out than was granted."""
    if not 0 < amount <= position.refund:
        raise NothingToRefund(asked=amount, granted=position.refund)
    return replace(position, cash=position.cash - amount, refund=position.refund - amount)


def state_of(position: Position) -> ChargeState:
    if not position.due:
        return ChargeState.CANCELLED
    if not position.outstanding:
        return ChargeState.PAID
    return ChargeState.PARTLY_PAID if position.covered else ChargeState.OPEN


def tasks_of(position: Position, *, is_charge: bool) -> frozenset[TaskKind]:
    """What somebody has to see to while a box is in this position. A payment nobody owed has its own task."""
    found = set()
    if position.surplus and is_charge:
        found.add(TaskKind.SURPLUS if position.due else TaskKind.CANCELLED_CHARGE)
    if position.refund:
        found.add(TaskKind.REFUND)
    return frozenset(found)


def is_bookable(notice: ProviderNotice) -> bool:
    """Whether a notice tells of money, by a name and a number that can be kept."""
    texts = (notice.external_id, notice.payment_number)
    return (
        0 < notice.amount.minor <= LARGEST
        and 0 < len(notice.external_id) <= LONGEST_TEXT
        and len(notice.payment_number) <= LONGEST_TEXT
        and not any("\0" in text for text in texts)
    )


def outcome_of(before: Position, after: Position) -> Outcome:
    """What a payment for a charge that is known led to."""
    if not before.due:
        return Outcome.CANCELLED
    if after.outstanding:
        return Outcome.PARTLY
    return Outcome.SURPLUS if after.surplus else Outcome.PAID
