"""Renunciation of citizenship, and the notice of a foreign one.

Source: Law on Citizenship art. 10, 17 and 18; Decree 189 of 30 August 1999; R-CIT-2, R-CIT-3, R-STAY-7.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from packs.azerbaijan.rules.citizenship import (
    CitizenshipFacts,
    EndedFacts,
    law_of_case,
    leave_or_apply_by,
    of_everybody,
)
from sojourn.catalogue.authoring import Deadline, Findings, Law, Period, Reason, Weight


@dataclass(frozen=True)
class RenunciationFacts(CitizenshipFacts):
    """other_citizenship: held, assured (in writing) or none; the duties and proceedings are what the
    applicant says of them.
    """

    matter: ClassVar[str] = "renunciation"

    other_citizenship: str | None = None
    duties_to_state: bool | None = None
    property_obligations: bool | None = None
    criminal_case: bool | None = None


@dataclass(frozen=True)
class NoticeFacts(CitizenshipFacts):
    """acquired_on: the day of the foreign citizenship; acquired_how: applied, marriage, birth or other."""

    matter: ClassVar[str] = "notice"

    acquired_on: date | None = None
    acquired_how: str | None = None


def renunciation_findings(facts: RenunciationFacts, law: Law) -> Findings:
    """Coded findings; the other citizenship first. An officer weighs them and the President decides."""
    return Findings(tuple(_of_renunciation(facts, law)))


def _of_renunciation(facts: RenunciationFacts, law: Law) -> Iterator[Reason]:
    if facts.other_citizenship is None:
        yield Reason("other-citizenship-unknown", weight=Weight.MISSING)
    elif facts.other_citizenship == "none":  # R-CIT-3: nobody is made stateless
        yield Reason("no-other-citizenship", weight=Weight.AGAINST)
    asked = {
        "duties-to-state": facts.duties_to_state,
        "property-obligations": facts.property_obligations,
        "criminal-case": facts.criminal_case,
    }
    for name, told in asked.items():
        if told is None:
            yield Reason(f"{name}-unknown", weight=Weight.MISSING)
        elif told:
            yield Reason(f"{name}-open", weight=Weight.AGAINST)
    if not facts.is_abroad:
        days = law["stay.after-loss-of-citizenship"].length
        yield Reason("stay-after-renunciation", {"days": days}, Weight.NOTE)
    yield from of_everybody(facts, law)


def leave_by(facts: RenunciationFacts, law: Law) -> Deadline:
    """The last day for whoever was released and lives here to leave or to apply for a stay. R-STAY-7."""
    return leave_or_apply_by(EndedFacts(facts.decision_served_on or facts.judged_on), law)


def notice_by(facts: NoticeFacts, law: Law) -> Deadline:
    """The last day to tell of a foreign citizenship: one month from the day it was acquired. R-CIT-2.

    By the law of that day; where there was no such duty, or the day is not known, nothing is late.
    Source: Law of 30 May 2014 on the Law on Citizenship.
    """
    period = _period(facts, law)
    if facts.acquired_on is None or period is None:
        reason = Reason("acquired-on-unknown" if facts.acquired_on is None else "notice-not-owed")
        return Deadline(facts.filed_on, facts.filed_on, Period.parse("0 days"), reasons=(reason,))
    moves = law["counting.limits-of-the-person"] == "move"
    reason = Reason("counted-from-acquisition")
    return law.deadline(facts.acquired_on, period, moves=moves, reasons=(reason,))


def _period(facts: NoticeFacts, law: Law) -> Period | None:
    if facts.acquired_on is None:
        return None
    found: Period | None = law.at(facts.acquired_on)["citizenship.notice-period"]
    return found


def notice_findings(facts: NoticeFacts, law: Law) -> Findings:
    """Coded findings. A late notice is entered all the same; what follows from it is for a court."""
    return Findings(tuple(_of_notice(facts, law)))


def _of_notice(facts: NoticeFacts, law: Law) -> Iterator[Reason]:
    if facts.acquired_on is None:
        yield Reason("acquired-on-unknown", weight=Weight.MISSING)
    elif _period(facts, law) is None:
        yield Reason("notice-not-owed", weight=Weight.NOTE)
    elif late := notice_by(facts, law).days_late(facts.filed_on):
        crime = law_of_case(facts, law)["citizenship.late-notice-is-a-crime"]
        yield Reason("notice-late-for-a-court" if crime else "notice-late", {"days": late}, Weight.NOTE)
    if facts.acquired_how is None:
        yield Reason("acquired-how-unknown", weight=Weight.MISSING)
    elif facts.acquired_how == "applied":
        yield Reason("ground-of-loss", weight=Weight.NOTE)
    if facts.is_abroad:
        yield Reason("notice-to-foreign-ministry", weight=Weight.NOTE)
    yield from (each for each in of_everybody(facts, law) if each.code != "abroad-through-mission")
