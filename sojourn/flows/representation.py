"""A child that is alone has a representative before any interview; naming them is a stage of the case.

The rule of the pack says who is such a child, on the day it is asked: whoever came of age meanwhile is not.
"""

from __future__ import annotations

from datetime import date

from sojourn.catalogue.outcomes import Eligibility
from sojourn.catalogue.types import UNKNOWN, CaseStage
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import RepresentativeMissing, RepresentativeUnnamed


def belongs(file: CaseFile, stage: CaseStage) -> bool:
    """Whether a stage is of this case: the one that names a representative is of a child alone, or of
    somebody who may be one.
    """
    if not _names(file, stage):
        return True
    needed = _needed(file)
    return needed.eligible or needed.basis == UNKNOWN


def is_demanded(file: CaseFile, stage: CaseStage) -> bool:
    """Whether a stage is missing where it is not recorded."""
    return not _names(file, stage) or _needed(file).eligible


def check_represented(file: CaseFile, stage: CaseStage, *, on: date) -> None:
    """Raises: RepresentativeMissing for a stage that waits for one, of a child that has none by that day."""
    told = file.service.representative
    if told is None or not stage.represented or not _needed(file).eligible:
        return
    named = file.page.reached().get(told.named_by)
    if named is None or named.happened_on is None or on < named.happened_on:
        raise RepresentativeMissing(stage=stage.code)


def check_named(file: CaseFile, stage: CaseStage, note: str) -> None:
    """Raises: RepresentativeUnnamed where the stage that names who represents a child says nobody."""
    if _names(file, stage) and not note.strip():
        raise RepresentativeUnnamed


def _names(file: CaseFile, stage: CaseStage) -> bool:
    told = file.service.representative
    return told is not None and stage.code == told.named_by


def _needed(file: CaseFile) -> Eligibility:
    told = file.service.representative
    found: Eligibility = file.answer(told.needed if told else None)
    return found
