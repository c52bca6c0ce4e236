"""An officer asks the applicant to put answers right; the applicant answers each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseView, ItemToCorrect
from sojourn.flows import case_messages
from sojourn.flows.case_file import CaseFile
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def request_correction(
    file: CaseFile, *, items: Sequence[ItemToCorrect], by: Actor, version: int | None = None
) -> CaseView:
    """Ask for what is missing, at most as often as the law allows. Source: R-PROC-1.

    Raises: TooManyCorrections, NothingAsked, TakenByAnother, Recused, ActNotAllowed.
    """
    most = int(file.law["procedure.corrections-at-most"])
    case = cases.ask_correction(file.case.id, items=items, most=most, by=by, version=version)
    case_messages.tell(case, by=by)
    return case


@transaction_required
def answer_correction(file: CaseFile, *, answers: Mapping[str, Any], by: Actor) -> CaseView:
    """Keep what was put right, field by field; what was filed first stays. Raises: ActNotAllowed."""
    asked = file.page.corrections[-1].items if file.page.corrections else ()
    wanted = {each.path for each in asked}
    given = {path: value for path, value in answers.items() if _is_wanted(path, wanted)}
    return cases.answer_correction(file.case.id, answers=given, calendar=file.law.calendar, by=by)


def _is_wanted(path: str, wanted: set[str]) -> bool:
    """Only what was asked about can be changed; the parts of a date or an address belong to it."""
    return any(path == each or path.startswith(f"{each}.") for each in wanted)
