"""Cases and their parts."""

from sojourn.cases.models.case import Case, FamilyFile
from sojourn.cases.models.changing import Change
from sojourn.cases.models.deciding import Appeal, Decision, DecisionService, Proposal, Recusal
from sojourn.cases.models.examining import (
    Assignment,
    Consultation,
    Correction,
    Hearing,
    Interval,
    Message,
    StageRecord,
    WorkingPaper,
)
from sojourn.cases.models.watching import PressingStage

__all__ = [
    "Appeal",
    "Assignment",
    "Case",
    "Change",
    "Consultation",
    "Correction",
    "Decision",
    "DecisionService",
    "FamilyFile",
    "Hearing",
    "Interval",
    "Message",
    "PressingStage",
    "Proposal",
    "Recusal",
    "StageRecord",
    "WorkingPaper",
]
