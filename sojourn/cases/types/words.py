"""Closed sets of words of the room: kinds of decisions and pauses, outcomes, sides."""

from __future__ import annotations

from enum import StrEnum

from sojourn.cases.types.acts import Act


class DecisionKind(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    NOT_EXAMINED = "not-examined"
    LAPSE = "lapse"
    CANCEL = "cancel"  # what was granted ends before its last day
    APPEAL_UPHELD = "appeal-upheld"  # the decision appealed against stands
    APPEAL_OVERTURNED = "appeal-overturned"
    LAPSE_UNDONE = "lapse-undone"  # it was paid in time: the grant stands again


PROPOSABLE = {
    DecisionKind.GRANT: Act.APPROVE_GRANT,
    DecisionKind.REFUSE: Act.APPROVE_REFUSAL,
    DecisionKind.NOT_EXAMINED: Act.APPROVE_NOT_EXAMINED,
    DecisionKind.CANCEL: Act.APPROVE_CANCEL,
}
"""What one officer proposes and another approves, and the act of approving it."""


GRANTING = frozenset({DecisionKind.GRANT, DecisionKind.LAPSE_UNDONE})
"""Decisions by which something is granted, whatever else stands in them."""


class IntervalKind(StrEnum):
    """A line of the ledger of the clock."""

    PAUSED = "paused"  # the days from_on … until_on are not counted
    EXTENDED = "extended"  # the limit is longer by so many of its units


class PauseCause(StrEnum):
    CORRECTION = "correction"
    HEARING = "hearing"
    DECREE = "decree"
    REASONED = "reasoned"  # more time was taken by an officer, with reasons


class Opinion(StrEnum):
    """What another body said when it was asked."""

    NO_OBJECTION = "no-objection"
    OBJECTION = "objection"


class AppealOutcome(StrEnum):
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class Side(StrEnum):
    """Who writes a message in a case."""

    APPLICANT = "applicant"
    OFFICE = "office"


class AssignmentCause(StrEnum):
    TAKEN = "taken"
    HANDED_OVER = "handed-over"
    PUT_BACK = "put-back"
    RECUSED = "recused"
    TRANSFERRED = "transferred"
    TAKEN_BACK = "taken-back"


class Stage(StrEnum):
    """The lists an office works from."""

    TO_DECIDE = "to-decide"
    TO_FINISH = "to-finish"
    OPEN = "open"  # either
