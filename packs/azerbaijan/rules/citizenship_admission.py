"""Admission to citizenship and restoration of it. The President decides on both.

Source: Law on Citizenship art. 14 and 15; Decree 189 of 30 August 1999; R-CIT-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from packs.azerbaijan.rules.citizenship import (
    CitizenshipFacts,
    age_at_filing,
    law_of_case,
    of_everybody,
)
from sojourn.catalogue.authoring import Deadline, Findings, Law, Period, Reason, Weight

_WITHOUT_A_TERM = "special-merit"


@dataclass(frozen=True)
class AdmissionFacts(CitizenshipFacts):
    """status_decided_on: the day of the decision on permanent residence or refugee status; card_from: the
    first day of the card; longest_gap: days between two permits since; income: its kind, or `none`.
    """

    matter: ClassVar[str] = "admission"

    ground: str | None = None
    status_decided_on: date | None = None
    card_from: date | None = None
    longest_gap: int | None = None
    income: str | None = None
    undertakes: bool | None = None
    language_shown: bool | None = None
    keeps_other_citizenship: bool | None = None


@dataclass(frozen=True)
class RestorationFacts(CitizenshipFacts):
    """was_citizen: whether the applicant was one; act_number and act_on: of the act that ended it."""

    matter: ClassVar[str] = "restoration"

    was_citizen: bool | None = None
    act_number: str | None = None
    act_on: date | None = None
    keeps_other_citizenship: bool | None = None


def admission_findings(facts: AdmissionFacts, law: Law) -> Findings:
    """Coded findings, the years of residence first."""
    return Findings((*_of_residence(facts, law), *_of_conditions(facts, law), *_of_both(facts, law)))


def lives_here_since(facts: AdmissionFacts, law: Law) -> date | None:
    """The day the years count from: the decision on permanent residence or refugee status (switch 37)."""
    if law["counting.start-of-permanent-residence"] == "decision":
        return facts.status_decided_on
    return facts.card_from or facts.status_decided_on


def years_reached_on(facts: AdmissionFacts, law: Law) -> Deadline:
    """The first day on which the years are complete, from filing where their start is not known. R-CIT-1."""
    since = lives_here_since(facts, law) or facts.filed_on
    term: Period = law_of_case(facts, law)["citizenship.residence-term"]
    return law.deadline(since, term, moves=False)


def _of_residence(facts: AdmissionFacts, law: Law) -> Iterator[Reason]:
    """R-CIT-1: five years; a day less is too short. Special merit needs no years."""
    if facts.ground is None:
        yield Reason("ground-missing", weight=Weight.MISSING)
    if facts.ground == _WITHOUT_A_TERM:
        yield Reason("residence-term-not-needed", weight=Weight.NOTE)
        return
    if lives_here_since(facts, law) is None:
        yield Reason("start-of-residence-unknown", weight=Weight.MISSING)
        return
    then, reached = law_of_case(facts, law), years_reached_on(facts, law).last_day
    if facts.filed_on < reached:
        yield Reason("years-of-residence-short", {"reached_on": reached}, Weight.AGAINST)
    allowed: Period = then["citizenship.gap-that-does-no-harm"]
    if facts.longest_gap is not None and facts.longest_gap > allowed.length:
        found = {"days": facts.longest_gap, "allowed": allowed.length}
        yield Reason("years-of-residence-interrupted", found, Weight.AGAINST)


def _of_conditions(facts: AdmissionFacts, law: Law) -> Iterator[Reason]:
    """A lawful income, the undertaking, proof of the state language. Law on Citizenship art. 14."""
    if facts.filer != "child-under-14":
        yield from _of_grown_up(facts)
    age = age_at_filing(facts, law)
    asked = age is None or age >= law_of_case(facts, law)["citizenship.language-from-age"]
    if asked and not facts.language_shown:
        yield Reason("language-to-be-shown", weight=Weight.MISSING)


def _of_grown_up(facts: AdmissionFacts) -> Iterator[Reason]:
    """What is not asked of a child for whom a parent applies: an income of their own, an undertaking."""
    if facts.income is None:
        yield Reason("income-to-be-shown", weight=Weight.MISSING)
    elif facts.income == "none":
        yield Reason("income-missing", weight=Weight.AGAINST)
    if not facts.undertakes:
        yield Reason("undertaking-missing", weight=Weight.MISSING)


def restoration_findings(facts: RestorationFacts, law: Law) -> Findings:
    """Coded findings: whether there was a citizenship, and the act that ended it."""
    return Findings((*_of_former_citizenship(facts), *_of_both(facts, law)))


def _of_former_citizenship(facts: RestorationFacts) -> Iterator[Reason]:
    if facts.was_citizen is None:
        yield Reason("former-citizenship-unknown", weight=Weight.MISSING)
    elif not facts.was_citizen:
        yield Reason("never-a-citizen", weight=Weight.AGAINST)
        return
    if facts.act_number is None or facts.act_on is None:
        yield Reason("ending-act-unknown", weight=Weight.MISSING)


def _of_both(facts: AdmissionFacts | RestorationFacts, law: Law) -> Iterator[Reason]:
    if facts.keeps_other_citizenship:
        yield Reason("other-citizenship-not-recognised", weight=Weight.NOTE)
    yield from of_everybody(facts, law)
