"""A child in a case, whatever the service: who speaks for it, whether it was heard, whether it consents.

Source: Convention on the Rights of the Child art. 1 and 12; lists of documents (consent from 14 to 18).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from packs.azerbaijan.rules.counting import full_years
from sojourn.catalogue.authoring import (
    Eligibility,
    Findings,
    Law,
    PartialDate,
    Period,
    Reason,
    Validity,
    Weight,
    add_calendar,
)

_FOR_A_CHILD = ("child-under-14", "child-14-17")
_FAMILY = ("parent", "guardian", "custodian")


@dataclass(frozen=True)
class ChildFacts:
    """What is known of whoever applies, or of the child for whom somebody else does.

    filer: self, child-under-14, child-14-17 or other-person; relation: what the one who speaks is to the
    child; wishes_heard: whether the child was asked what it wishes.
    """

    filed_on: date
    born: PartialDate | None = None
    filer: str = "self"
    relation: str | None = None
    wishes_heard: bool | None = None


@dataclass(frozen=True)
class BirthFacts:
    """When a person was born, as far as it is known."""

    born: PartialDate


@dataclass(frozen=True, kw_only=True)
class AsksOfChild:
    """What a service asks of a child beside its age: part of the facts of every service a child may need.

    child_relation: what the one who speaks is to the child; child_heard: whether it was asked what it wishes;
    child_agrees: whether it agrees, where no notary may learn of the application; asked_on: the day on which
    one asks, later in a case; none: that of the filing.
    """

    child_relation: str | None = None
    child_heard: bool | None = None
    child_agrees: bool | None = None
    asked_on: date | None = None


@dataclass(frozen=True)
class ApplicantFacts(AsksOfChild):
    """Of whoever applies, what every service a child may need knows."""

    filed_on: date
    filer: str = "self"
    born: PartialDate | None = None


class OfAnyAge(Protocol):
    """Facts of an application somebody may file for a child."""

    @property
    def filed_on(self) -> date: ...
    @property
    def filer(self) -> str: ...
    @property
    def born(self) -> PartialDate | None: ...
    @property
    def child_relation(self) -> str | None: ...
    @property
    def child_heard(self) -> bool | None: ...
    @property
    def child_agrees(self) -> bool | None: ...


def age_of(born: PartialDate | None, on: date, law: Law) -> int | None:
    """Full years on a day; of a birth date that is not whole the fewest it allows."""
    if born is None:
        return None
    return full_years(born, on, law)


def of_child(facts: ChildFacts, law: Law) -> Findings:
    """What is still open where the application is a child's. Nothing where it is an adult's."""
    return Findings(tuple(_found(facts, law)))


def _found(facts: ChildFacts, law: Law) -> Iterator[Reason]:
    age = age_of(facts.born, facts.filed_on, law)
    if age is None:
        return
    if age >= law["child.age-of-majority"]:
        if facts.filer in _FOR_A_CHILD:
            yield Reason("of-age-when-filed", weight=Weight.MISSING)
        return
    if facts.filer not in (*_FOR_A_CHILD, "other-person"):
        yield Reason("minor-needs-representative", weight=Weight.MISSING)
    elif facts.relation is None:
        yield Reason("child-relation-unknown", weight=Weight.MISSING)
    if age >= law["child.heard-from-age"] and not facts.wishes_heard:
        yield Reason("child-to-be-heard", weight=Weight.MISSING)
    if age >= law["child.consent-age"] and facts.filer != "child-14-17":
        yield Reason("minor-consent-needed", weight=Weight.MISSING)


def child_part(facts: OfAnyAge, law: Law) -> tuple[Reason, ...]:
    """The same for the facts of any service."""
    told = ChildFacts(facts.filed_on, facts.born, facts.filer, facts.child_relation, facts.child_heard)
    return of_child(told, law).reasons


def child_under_protection(facts: OfAnyAge, law: Law) -> Iterator[Reason]:
    """Where an application is protected no notary learns of it: from the age of consent the child agrees
    before the officer. Source: Convention on the Rights of the Child art. 12 and 22.
    """
    yield from (each for each in child_part(facts, law) if each.code != "minor-consent-needed")
    age = age_of(facts.born, facts.filed_on, law)
    if age is None or not law["child.consent-age"] <= age < law["child.age-of-majority"]:
        return
    if facts.filer != "self" and not facts.child_agrees:
        yield Reason("child-agreement-open", weight=Weight.MISSING)


def is_alone(facts: ApplicantFacts, law: Law) -> Eligibility:
    """Whether a child has neither family nor guardian who speaks for it: then somebody represents it before
    any interview. Of whoever has no birth date it cannot be told.

    Source: Decree 419 of 13 November 2000 (minors with parents or a representative); Convention on the Rights
    of the Child art. 20 and 22.
    """
    age = age_of(facts.born, facts.asked_on or facts.filed_on, law)
    if age is None:
        return Eligibility(False, "unknown", (Reason("age-unknown"),))
    if age >= law["child.age-of-majority"]:
        return Eligibility(False, "of-age", (Reason("of-age-now"),))
    if facts.filer in _FOR_A_CHILD and facts.child_relation in (None, *_FAMILY):
        return Eligibility(False, "with-family", (Reason("child-with-family"),))
    return Eligibility(True, "alone", (Reason("child-alone-needs-representative"),))


def comes_of_age(facts: BirthFacts, law: Law) -> Validity:
    """From the day on which it is foreseen up to the day on which a child is of age. Of a birth date that is
    not whole the last day it may mean; born on 29 February by switch 35.

    Source: Convention on the Rights of the Child art. 1; how long before is a default of the pack.
    """
    on = _birthday(facts.born.latest, law["child.age-of-majority"], law)
    ahead: Period = law["child.foreseen-before"]
    return Validity(on - timedelta(days=ahead.length), on, (Reason("comes-of-age", {"on": on}),))


def _birthday(born: date, years: int, law: Law) -> date:
    """The first day on which so many years are full."""
    day = add_calendar(born, Period.parse(f"{years} years"))
    return day if full_years(PartialDate.of(born), day, law) >= years else day + timedelta(days=1)
