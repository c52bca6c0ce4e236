"""Checks the special regimes of a pack: days in order, services and countries that are there, a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sojourn.catalogue.regimes import FINES, WAIVED, Regime, Span

if TYPE_CHECKING:
    from sojourn.catalogue.checks import Check


def check_regimes(whole: Check) -> None:
    """Nothing to check in a pack without special regimes."""
    seen: set[str] = set()
    for regime in filter(None, whole.pack.regimes):
        if regime.code in seen:
            whole.say(regime, "code", expected="each regime once", found=regime.code)
        seen.add(regime.code)
        _regime(whole, regime)


def _regime(whole: Check, regime: Regime) -> None:
    whole.want(f"regimes.{regime.code}.name", whole.builder.place(regime, "code"))
    _span(whole, regime, "in-force", regime.in_force)
    if regime.stops:
        _span(whole, regime, "stops", regime.stops)
        if regime.stops.until is None:
            said = "until: the last day known; a decree that is prolonged moves it"
            whole.say(regime, "stops", expected=said, found="nothing")
    if not (regime.stay_until or regime.stops or regime.waives):
        said = "what it gives: stay-until, stops or waives"
        whole.say(regime, "code", expected=said, found="nothing")
    if regime.stay_until and regime.stay_until < regime.in_force.from_:
        found = regime.stay_until.isoformat()
        whole.say(regime, "stay-until", expected="a day after it came into force", found=found)
    if regime.waives:
        whole.want(f"reasons.{WAIVED}", whole.builder.place(regime, "waives"))
    for code in regime.waives:
        if code != FINES and code not in whole.pack.services:
            whole.say(regime, "waives", expected=f"a service of the pack, or {FINES}", found=code)
    for code in regime.for_whom.nationalities:
        if code not in whole.pack.countries:
            whole.say(regime, "for-whom", expected="a country of the pack", found=code)


def _span(whole: Check, regime: Regime, name: str, span: Span) -> None:
    if span.until is not None and span.until < span.from_:
        said = "until on or after from"
        whole.say(regime, name, expected=said, found=f"{span.from_} to {span.until}")
