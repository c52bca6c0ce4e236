"""A decree for a class of people, as a pack may hold one."""

from __future__ import annotations

from datetime import date

from sojourn.catalogue.law import Confidence
from sojourn.catalogue.regimes import ForWhom, Regime, Span
from tests.factories.cases import FILED_ON

STORM = Regime(
    code="covid-stayers",  # a name the pack has in every language
    source="Decree of an example",
    confidence=Confidence.ASSUMED,
    in_force=Span(FILED_ON, date(2026, 8, 31)),
    for_whom=ForWhom(entered_by=date(2026, 5, 31), nationalities=("SWE",)),
    stops=Span(date(2026, 6, 8), date(2026, 6, 12)),
    waives=("temporary-residence",),
)
