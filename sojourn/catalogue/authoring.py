"""All that a pack's Python may import: values, dates, the law, and the answers rules give."""

from sojourn.catalogue.law import Law
from sojourn.catalogue.outcomes import (
    Candidates,
    Deadline,
    Eligibility,
    Fee,
    FeeClass,
    Findings,
    Reason,
    Validity,
    Weight,
)
from sojourn.catalogue.regimes import FINES, Relief, Stayer, relief_for, stayer_of
from sojourn.catalogue.values import Period, PeriodUnit, add_calendar, add_months, age_on
from sojourn.lib.errors import Refusal, SojournError
from sojourn.lib.money import Money
from sojourn.lib.partial_date import PartialDate
from sojourn.lib.working_days import Calendar

__all__ = [
    "FINES",
    "Calendar",
    "Candidates",
    "Deadline",
    "Eligibility",
    "Fee",
    "FeeClass",
    "Findings",
    "Law",
    "Money",
    "PartialDate",
    "Period",
    "PeriodUnit",
    "Reason",
    "Refusal",
    "Relief",
    "SojournError",
    "Stayer",
    "Validity",
    "Weight",
    "add_calendar",
    "add_months",
    "age_on",
    "relief_for",
    "stayer_of",
]
