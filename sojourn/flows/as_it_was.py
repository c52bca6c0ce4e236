"""A case as it was on the day of a letter: a letter drawn late does not say what changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sojourn.cases.types import CorrectionView, Decision
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.lib import clock
from sojourn.payments import queries as payments
from sojourn.payments.types import Charge


def as_it_was(file: CaseFile, on: date, *, asking: int = 0, at: datetime | None = None) -> CaseFile:
    """The file with the answers that were put right by a day; asking: for the letter of that correction.

    at: the instant up to which data that became otherwise were known; none: the end of that day.
    """
    until = at or clock.start_of(on + timedelta(days=1))
    known = tuple(each for each in file.page.corrections if _is_answered(each, on, asking))
    changed = tuple(each for each in file.page.changes if each.recorded_at <= until)
    return replace(file, page=replace(file.page, corrections=known, changes=changed))


def _is_answered(each: CorrectionView, on: date, asking: int) -> bool:
    if each.answered_on is None:
        return False
    if asking:
        return each.number < asking
    return each.answered_on <= on


def duty_of(file: CaseFile, decision: Decision | None) -> Charge | None:
    """The duty of a decision; of one that granted nothing, that of the decision whose place it took."""
    charged = payments.list_of(file.case.subject, to=THE_STORY)
    while decision is not None:
        for each in charged:
            if each.issued_at >= decision.decided_at and each.amount == decision.fee:
                return each
        decision = _decision(file, decision.replaces_id)
    return None


def decision_behind(file: CaseFile, charge: Charge) -> Decision | None:
    """The decision a charge was made for; for any other duty the one that stands."""
    made = [each for each in file.page.decisions if each.decided_at <= charge.issued_at]
    return next((each for each in reversed(made) if each.fee == charge.amount), file.grant or file.decision)


def _decision(file: CaseFile, decision_id: UUID | None) -> Decision | None:
    return next((each for each in file.page.decisions if each.id == decision_id), None)
