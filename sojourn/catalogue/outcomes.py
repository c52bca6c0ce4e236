"""What the rules of a pack answer. A rule gives reasons as codes; the pack holds their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sojourn.catalogue.values import Period
from sojourn.lib.money import Money


class Weight(StrEnum):
    """What a finding says to the officer who decides. None of them prevents filing or decides by itself."""

    AGAINST = "against"  # speaks against granting, unless it is answered
    SHORTENS = "shortens"  # less can be granted than was asked
    MISSING = "missing"  # something the law asks for is still to be shown
    NOTE = "note"


@dataclass(frozen=True)
class Reason:
    """A coded reason with the values its sentence needs; the sentence is the text `reasons.<code>`."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    weight: Weight | None = None


@dataclass(frozen=True)
class Eligibility:
    """Whether the service is for this person. A finding: it advises, it never prevents filing.

    basis: a code of the pack, such as `required` or `voluntary`.
    """

    eligible: bool
    basis: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What the rules see in an application, each with its weight. They advise applicant and officer."""

    reasons: tuple[Reason, ...] = ()

    def of(self, weight: Weight) -> tuple[Reason, ...]:
        return tuple(each for each in self.reasons if each.weight is weight)


@dataclass(frozen=True)
class Deadline:
    """The last day of a limit with its computation. The day of the event is day 0.

    moved_from: the day the count ended on, when that day was closed and the limit moved.
    calendar_known: False when a year of the count has no announced calendar and only rest days were seen.
    """

    last_day: date
    counted_from: date
    period: Period
    moved_from: date | None = None
    calendar_known: bool = True
    reasons: tuple[Reason, ...] = ()

    def days_late(self, filed_on: date) -> int:
        return max(0, (filed_on - self.last_day).days)


@dataclass(frozen=True)
class FeeClass:
    """The class of payer, as a code of the pack; fixed on the day of filing."""

    code: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Fee:
    amount: Money
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Validity:
    """From and until, both days included; `until` None: until something ends it."""

    valid_from: date
    valid_until: date | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Candidates:
    """Lateness as a proposal for an officer; nobody is accused by a rule.

    parties: codes of the service's parties whose duty it was, the first to be looked at first.
    """

    days_late: int
    parties: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


Outcome = Eligibility | Findings | Deadline | FeeClass | Fee | Validity | Candidates


class RegistrationAfter(StrEnum):
    """What a grant does to a registration of stay: kinds of change that `prolongs-registration` knows."""

    EXTENSION = "extension"  # it goes on as long as what is granted
    RESIDENCE_PERMIT = "residence-permit"  # it ends, for the card registers upon place of residence
    UNCHANGED = "unchanged"  # only a pending application prolongs it
