"""The state duty for a work permit: speed by term. Source: Law on State Duty art. 18.58; R-WP-10, R-WP-13."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.labour import LabourFacts, is_liberated, law_of_case, speed_of
from packs.azerbaijan.rules.labour_term import validity
from packs.azerbaijan.rules.residence_term import months_between
from sojourn.catalogue.authoring import Eligibility, Fee, FeeClass, Law, Money, Period, PeriodUnit, Reason

Table = dict[str, dict[str, Money]]
_YEAR = 12


@dataclass(frozen=True)
class PayerFacts:
    """Who paid, and who applied, by their tax numbers."""

    paid_on: date
    payer: str
    employer: str


def fee_class(facts: LabourFacts, law: Law) -> FeeClass:
    """Employers pay alike, whoever they employ."""
    return FeeClass("employer", (Reason("fee-class-employer"),))


def fee(facts: LabourFacts, law: Law) -> Fee:
    """The duty of the term that is granted, else of the one that could be. R-WP-10.

    A band that knows one price only has it for every speed: speeds were offered from 24 July 2019, prices by
    speed are those of 16 November 2019 (switch 9).
    """
    start, until = facts.granted_from, facts.granted_until
    if start is None or until is None:
        possible = validity(facts, law)
        start, until = possible.valid_from, possible.valid_until or possible.valid_from
    months, speed, table = months_between(start, until, law), speed_of(facts, law), _table(facts, law)
    bands = sorted((_months(row), prices) for row, prices in table.items())
    band, prices = next((each for each in bands if months <= each[0]), bands[-1])
    reasons = (Reason("fee-for-term", {"months": months, "band": band}), Reason(f"work-fee-{speed}"))
    beyond = (Reason("fee-beyond-table"),) if months > band else ()
    return Fee(prices.get(speed) or prices["standard"], reasons + beyond)


def _months(row: str) -> int:
    band = Period.parse(row)
    return band.length * (_YEAR if band.unit is PeriodUnit.YEARS else 1)


def _table(facts: LabourFacts, law: Law) -> Table:
    """The ordinary bands, and the longer ones of the liberated territories where they can be granted."""
    ordinary: Table = law_of_case(facts, law)["labour.fees"]
    if not is_liberated(facts, law, on=facts.judged_on):
        return ordinary
    longer: Table | None = law.at(facts.judged_on)["labour.fees-liberated"]
    return {**ordinary, **(longer or {})}


def paid_by_employer(facts: PayerFacts, law: Law) -> Eligibility:
    """The duty counts when it comes from the employer's own account, told by the tax number. R-WP-13."""
    if not law.at(facts.paid_on)["labour.payer-is-employer"] or facts.payer == facts.employer:
        return Eligibility(True, "accepted", (Reason("payer-accepted"),))
    return Eligibility(False, "other-payer", (Reason("payer-is-not-employer"),))
