"""Asks a service's rules and keeps what they used: one answer for applicant, officer and command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, get_type_hints

from sojourn.catalogue import rulebook
from sojourn.catalogue.facts import build_facts
from sojourn.catalogue.law import Confidence, Used
from sojourn.catalogue.outcomes import (
    Candidates,
    Deadline,
    Eligibility,
    Fee,
    FeeClass,
    Findings,
    Outcome,
    Reason,
    Validity,
)
from sojourn.catalogue.regimes import WAIVED, relief_for, stayer_of
from sojourn.catalogue.types import Pack, Service

T = TypeVar("T", bound=Outcome)


@dataclass(frozen=True)
class Answered(Generic[T]):
    """What one rule answered, and the values of the law it looked at."""

    rule: str
    value: T
    used: tuple[Used, ...]

    @property
    def confidence(self) -> Confidence:
        """As sure as the least sure value it rests on."""
        order = list(Confidence)
        return max((each.confidence for each in self.used), key=order.index, default=Confidence.CONFIRMED)


ANSWERED = (
    "eligibility",
    "findings",
    "file_by",
    "deadline",
    "answer_by",
    "fee_class",
    "fee",
    "validity",
    "pending",
    "pay_by",
    "candidates",
)
"""The parts of an explanation a rule of the service answers, in the order in which they are told."""


@dataclass(frozen=True)
class GroundKnown:
    """A ground of the service: whether the law of the day knows it, and whether it is the one chosen."""

    code: str
    article: str
    in_force: bool
    chosen: bool


@dataclass(frozen=True)
class DocumentAsked:
    code: str
    needed: bool
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Explanation:
    """All a service says of one set of facts on one day; parts it has no rule for are None."""

    service: str
    on: date
    facts: Any
    eligibility: Answered[Eligibility] | None = None
    findings: Answered[Findings] | None = None
    file_by: Answered[Deadline] | None = None
    deadline: Answered[Deadline] | None = None
    answer_by: Answered[Deadline] | None = None
    fee_class: Answered[FeeClass] | None = None
    fee: Answered[Fee] | None = None
    validity: Answered[Validity] | None = None
    pending: Answered[Validity] | None = None
    pay_by: Answered[Deadline] | None = None
    candidates: Answered[Candidates] | None = None
    grounds: tuple[GroundKnown, ...] = field(default=())
    documents: tuple[DocumentAsked, ...] = field(default=())

    @property
    def eligible(self) -> bool:
        return self.eligibility is None or self.eligibility.value.eligible

    def parts(self) -> dict[str, Answered[Any]]:
        """The parts that were answered, by role."""
        return {role: part for role in ANSWERED if (part := getattr(self, role)) is not None}

    def reasons(self) -> tuple[Reason, ...]:
        """Every reason given, each once, in the order of the parts."""
        found: list[Reason] = []
        for part in self.parts().values():
            found += [each for each in part.value.reasons if each not in found]
        return tuple(found)


def explain(
    pack: Pack, service: Service, *, on: date, facts: Any, answers: Mapping[str, Any] | None = None
) -> Explanation:
    """Ask every rule of a service about facts on a legal day. Raises: RuleMissing, NoLawInForce.

    With `answers`, documents whose condition does not hold are marked as not needed.
    """
    return Explanation(
        service=service.code,
        on=on,
        facts=facts,
        documents=_documents(service, answers or {}),
        grounds=_grounds(pack, service, on, answers or {}),
        **{role: _part(pack, service, role, on, facts) for role in ANSWERED},
    )


def price_and_date(
    pack: Pack, service: Service, *, on: date, facts: Any
) -> tuple[Fee | None, Deadline | None]:
    """What a case costs and by when it is decided, and nothing else. Raises: RuleMissing."""
    law = pack.law(on)
    fee = rulebook.find_rule(pack.code, service.fee)(facts, law) if service.fee else None
    limit = rulebook.find_rule(pack.code, service.deadline)(facts, law) if service.deadline else None
    if law.regimes:
        relief = relief_for(stayer_of(facts), law)
        fee = relief.duty(fee, service=service.code) if fee else None
        limit = relief.stopped(limit, law) if limit else None
    return fee, limit


def ask(pack: Pack, rule: str | None, *, on: date, facts: Any) -> Answered[Any] | None:
    """What one rule says on a legal day, or None where the service names no rule. Raises: RuleMissing."""
    if rule is None:
        return None
    law = pack.law(on)
    value = rulebook.find_rule(pack.code, rule)(facts, law)
    return Answered(rule, value, law.used)


def ask_limit(pack: Pack, service: Service, *, on: date, facts: Any) -> Answered[Deadline] | None:
    """By when it is decided, less the days on which a special regime stops clocks. Raises: RuleMissing."""
    if service.deadline is None:
        return None
    law = pack.law(on)
    limit: Deadline = rulebook.find_rule(pack.code, service.deadline)(facts, law)
    if law.regimes:
        limit = relief_for(stayer_of(facts), law).stopped(limit, law)
    return Answered(service.deadline, limit, law.used)


def _part(pack: Pack, service: Service, role: str, on: date, facts: Any) -> Answered[Any] | None:
    asked = {"fee": ask_duty, "deadline": ask_limit}.get(role)
    if asked is not None:
        return asked(pack, service, on=on, facts=facts)
    return ask(pack, getattr(service, role), on=on, facts=facts)


def ask_duty(pack: Pack, service: Service, *, on: date, facts: Any) -> Answered[Fee] | None:
    """What a service costs by its rule, or nothing where a special regime waives it. Raises: RuleMissing."""
    if service.fee is None:
        return None
    law = pack.law(on)
    fee: Fee = rulebook.find_rule(pack.code, service.fee)(facts, law)
    if law.regimes:
        fee = relief_for(stayer_of(facts), law).duty(fee, service=service.code)
    return Answered(service.fee, fee, law.used)


def waiver_of(fee: Fee | None) -> Reason | None:
    """Why nothing is owed, where a special regime waives a duty."""
    return next((each for each in fee.reasons if each.code == WAIVED), None) if fee else None


def ask_given(pack: Pack, rule: str | None, *, on: date, given: Mapping[str, Any]) -> Answered[Any] | None:
    """What a rule with facts of its own says of them, by name. Raises: RuleMissing, FactsNotUnderstood."""
    if rule is None:
        return None
    kind = next(iter(get_type_hints(rulebook.find_rule(pack.code, rule)).values()))
    return ask(pack, rule, on=on, facts=build_facts(kind, given))


def _documents(service: Service, answers: Mapping[str, Any]) -> tuple[DocumentAsked, ...]:
    needed = {each.code for each in service.documents_needed(answers)}
    return tuple(
        DocumentAsked(each.code, each.code in needed, each.source, each.confidence)
        for each in service.documents
    )


def _grounds(pack: Pack, service: Service, on: date, answers: Mapping[str, Any]) -> tuple[GroundKnown, ...]:
    if not service.grounds:
        return ()
    known = {each.code for each in pack.grounds_on(service, on)}
    chosen = service.chosen_ground(answers)
    return tuple(
        GroundKnown(each.code, each.article, each.code in known, each is chosen) for each in service.grounds
    )
