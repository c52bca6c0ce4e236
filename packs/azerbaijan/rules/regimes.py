"""Stays under a special regime: until when they are lawful, from when days count as overstay. R-STAY-8.

What of an application rests on the end of the stay asks `stay_ends`.

Source: notices of the State Migration Service on stays prolonged because of the pandemic. The regimes
themselves are data, in `regimes.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from packs.azerbaijan.rules.residence_after import Delay, OverstayFacts, overstay
from sojourn.catalogue.authoring import (
    Candidates,
    Deadline,
    Law,
    Period,
    Reason,
    Relief,
    Validity,
    relief_for,
    stayer_of,
)


@dataclass(frozen=True)
class RegimeFacts:
    """A stay. lawful_until: its last lawful day without any regime; delays: of the service itself."""

    entered_on: date
    lawful_until: date
    left_on: date | None = None
    nationality: str | None = None
    delays: tuple[Delay, ...] = ()


class Staying(Protocol):
    """Whoever applies, by what is known of their stay."""

    @property
    def filed_on(self) -> date: ...
    @property
    def lawful_until(self) -> date | None: ...


def stay_ends(facts: Staying, law: Law) -> date | None:
    """The last lawful day of whoever applies: their own, or as a regime prolongs it. None: not known."""
    own = facts.lawful_until
    if own is None:
        return None
    return relief_for(stayer_of(facts), law.at(facts.filed_on)).stay_until(own)


def regime_stay(facts: RegimeFacts, law: Law) -> Validity:
    """The lawful stay: the person's own, or as a regime prolongs it where that is longer. R-STAY-8."""
    relief = relief_for(stayer_of(facts), law)
    last = relief.stay_until(facts.lawful_until)
    return Validity(facts.entered_on, last, _why(relief, last, facts))


def _why(relief: Relief, last: date | None, facts: RegimeFacts) -> tuple[Reason, ...]:
    prolonged = relief.regimes and last is not None and last > facts.lawful_until
    return (Reason("prolonged-by-regime", {"until": last}),) if prolonged else ()


def regime_apply_by(facts: RegimeFacts, law: Law) -> Deadline:
    """The last day to apply for a permit or to leave; the right to stay does not move with closed days."""
    last = regime_stay(facts, law).valid_until or facts.lawful_until
    return law.deadline(last, Period.parse("0 days"), moves=False, reasons=(Reason("apply-or-leave"),))


def regime_overstay(facts: RegimeFacts, law: Law) -> Candidates:
    """Days of overstay up to the exit, or the legal day: none of those a regime made lawful. R-STAY-8."""
    last = regime_stay(facts, law).valid_until or facts.lawful_until
    return overstay(OverstayFacts(last, max(last, facts.left_on or law.day), facts.delays), law)
