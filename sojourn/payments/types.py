"""Words of payments: what is owed, what was paid, in which account of the books it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality, Subject

LARGEST = 10**12
"""The largest amount, in minor units, that one charge or one payment may have."""


class ChargeKind(StrEnum):
    """What is owed."""

    DUTY = "duty"


class Account(StrEnum):
    """The accounts of the books. A debit is positive, a credit negative; an entry sums to nothing."""

    RECEIVABLE = "receivable"  # what payers still owe
    REVENUE = "revenue"  # what was charged
    CASH_IN_TRANSIT = "cash-in-transit"  # what providers took and owe the treasury
    UNALLOCATED = "unallocated"  # what came in and is owed by nobody
    REFUND_PAYABLE = "refund-payable"  # what is to be given back


class EntryKind(StrEnum):
    """Why an entry stands in the books."""

    CHARGED = "charged"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    RECEIVED = "received"
    REVERSED = "reversed"
    ALLOCATED = "allocated"
    REFUND_GRANTED = "refund-granted"
    REFUND_PAID = "refund-paid"


class ChargeState(StrEnum):
    """Where a charge stands; read from its postings, stored nowhere."""

    OPEN = "open"
    PARTLY_PAID = "partly-paid"
    PAID = "paid"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What a notice of a payment led to. Every notice has one; none is an exception."""

    PAID = "paid"  # the charge is covered now, to the last unit
    PARTLY = "partly"  # something is still owed
    SURPLUS = "surplus"  # the charge is covered, and something is left over
    DUPLICATE = "duplicate"  # booked before; nothing changes
    UNKNOWN = "unknown"  # no charge goes by this number
    CANCELLED = "cancelled"  # the charge is no longer owed
    OTHER_CURRENCY = "other-currency"
    OTHER_PAYER = "other-payer"  # it had to come from whoever owes it, and came from someone else
    REVERSED = "reversed"  # the provider took it back
    REFUSED = "refused"  # no amount of money at all; nothing is booked


class TaskKind(StrEnum):
    """What somebody has to see to."""

    SURPLUS = "surplus"  # more came than was owed
    UNKNOWN_NUMBER = "unknown-number"
    CANCELLED_CHARGE = "cancelled-charge"
    OTHER_CURRENCY = "other-currency"
    OTHER_PAYER = "other-payer"
    REFUND = "refund"  # granted, to be paid out
    CONTRADICTION = "contradiction"  # one payment told in two ways
    TAKEN_BACK = "taken-back"  # what was covered is owed again
    PAID_IN_TIME = "paid-in-time"  # told only after the charge was cancelled for want of it


@dataclass(frozen=True, slots=True)
class NewCharge:
    """What is to be owed: by whom, for what, under which budget classification.

    `account_id`: in whose inbox and on whose page it shows. `due_on`: the last day, when it is known already.
    """

    subject: Subject
    payer: Subject
    amount: Money
    budget_code: str
    service: str
    kind: ChargeKind = ChargeKind.DUTY
    account_id: UUID | None = None
    office: str = ""
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What is owed, and what came of it until now."""

    id: UUID
    number: str
    kind: ChargeKind
    subject: Subject | None
    payer: Subject | None
    account_id: UUID | None
    service: str
    office: str
    confidentiality: Confidentiality
    amount: Money
    budget_code: str
    issued_at: datetime
    due_on: date | None
    state: ChargeState
    covered: Money
    outstanding: Money
    surplus: Money
    refund_payable: Money


@dataclass(frozen=True, slots=True)
class Payable:
    """What a provider, or anyone who holds the number, may know of a charge: no person and no service."""

    charge_id: UUID
    number: str
    amount: Money
    outstanding: Money
    due_on: date | None
    state: ChargeState


@dataclass(frozen=True, slots=True)
class ProviderNotice:
    """A payment as its provider tells it. `external_id` is the provider's own, one for each payment.

    `paid_at`: when the payer paid, as the channel says; `reversed_at`: when the provider took it back;
    `payer`: the tax number of the account it came from, where the channel tells.
    """

    provider: str
    external_id: str
    payment_number: str
    amount: Money
    paid_at: datetime
    reversed_at: datetime | None = None
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a notice led to.

    `covered_now`: with this notice the charge became covered; `uncovered_now`: it was covered and is no more.
    `is_late`: paid after the last day.
    """

    outcome: Outcome
    receipt_id: UUID | None = None
    charge_id: UUID | None = None
    subject: Subject | None = None
    outstanding: Money | None = None
    covered_now: bool = False
    uncovered_now: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment that was booked, as its payer and a receipt show it."""

    id: UUID
    number: str  # as the payer gave it
    provider: str
    external_id: str
    amount: Money
    paid_at: datetime
    received_at: datetime
    reversed_at: datetime | None
    charge: Charge | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry in the books, with its lines in one box."""

    id: int
    kind: EntryKind
    at: datetime
    lines: tuple[tuple[Account, Money], ...]


@dataclass(frozen=True, slots=True)
class DayBalance:
    """One account of the books on a day: what it held before, what moved it, what it holds after."""

    account: Account
    before: Money
    debit: Money
    credit: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Task:
    """Something to see to in the books; it closes by itself when the money has found its place."""

    id: int
    kind: TaskKind
    charge_id: UUID | None
    receipt_id: UUID | None
    number: str
    opened_at: datetime
    closed_at: datetime | None
