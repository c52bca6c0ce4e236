"""What the pack's rules say of one application: advice for applicant and officer, never the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.cases.types import Examined
from sojourn.catalogue.errors import FactsNotUnderstood
from sojourn.catalogue.explain import Answered, ask, ask_duty, ask_limit, waiver_of
from sojourn.catalogue.facts import Context, facts_of
from sojourn.catalogue.outcomes import Deadline, Eligibility, Fee, Reason, Validity
from sojourn.catalogue.types import Pack, Service
from sojourn.lib.money import Money

NOT_REQUIRED = "not-required"
"""The basis of an eligibility by which nothing has to be asked for."""


@dataclass(frozen=True, slots=True)
class Examination:
    """The rules' answers, by the law of the day the application was received.

    review: the time the service gives itself; term: what can be granted; fee: of that term; pending: how long
    the stay is lawful while it is not decided, where the application came in time; waiver: why the
    duty is nothing, where a special regime makes it so.
    """

    facts: Any
    findings: tuple[Reason, ...]
    review: Deadline
    fee_class: str
    term: Validity | None
    fee: Money | None
    pending: Validity | None
    waiver: Reason | None = None


def examine(pack: Pack, service: Service, cleaned: Mapping[str, Any], context: Context) -> Examination:
    """Ask every rule a case rests on. Raises: FactsNotUnderstood."""
    on, facts = context.filed_on, facts_of(pack, service, cleaned, context)

    def answer(rule: str | None) -> Any:
        asked = ask(pack, rule, on=on, facts=facts)
        return asked.value if asked else None

    findings, fee_class = answer(service.findings), answer(service.fee_class)
    duty: Answered[Fee] | None = ask_duty(pack, service, on=on, facts=facts)
    asked = ask_limit(pack, service, on=on, facts=facts)
    limit: Any = asked.value if asked else None
    return Examination(
        facts=facts,
        findings=findings.reasons if findings else (),
        review=limit,
        fee_class=fee_class.code if fee_class else "",
        term=answer(service.validity),
        fee=duty.value.amount if duty else None,
        waiver=waiver_of(duty.value) if duty else None,
        pending=answer(service.pending),
    )


def exemption_of(
    pack: Pack, service: Service, cleaned: Mapping[str, Any], *, filed_on: date
) -> Answered[Eligibility] | None:
    """Why the service is not needed by what was answered so far; nothing where it is, or cannot be told."""
    if service.exempt_by is None:
        return None
    try:
        facts = facts_of(pack, service, cleaned, Context(filed_on=filed_on))
    except FactsNotUnderstood:
        return None
    asked: Answered[Eligibility] | None = ask(pack, service.eligibility, on=filed_on, facts=facts)
    return asked if asked and not asked.value.eligible and asked.value.basis == NOT_REQUIRED else None


def kept_of(service: Service, cleaned: Mapping[str, Any], examined: Examination) -> Examined:
    """What a case keeps of its answers and of what the rules say of them."""
    asked = service.case
    return Examined(
        ground=str(cleaned.get(asked.ground or "") or "") if asked else "",
        speed=str(cleaned.get(asked.speed or "") or "") if asked else "",
        fee_class=examined.fee_class,
        review_limit=examined.review.period,
    )
