"""Where a case stands, what may be done with it there, and where that leads: two total tables."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class CaseStatus(StrEnum):
    """Where a case stands. A filing that was not sent is no case yet."""

    IN_REVIEW = "in-review"
    AWAITING_CORRECTION = "awaiting-correction"
    AWAITING_ANSWER = "awaiting-answer"
    PROPOSED = "proposed"
    AWAITING_PAYMENT = "awaiting-payment"
    IN_PRODUCTION = "in-production"
    READY = "ready"
    GRANTED = "granted"
    CANCEL_PROPOSED = "cancel-proposed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    NOT_EXAMINED = "not-examined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


S = CaseStatus
UNDER_REVIEW = frozenset({S.IN_REVIEW, S.AWAITING_CORRECTION, S.AWAITING_ANSWER, S.PROPOSED})
"""Not decided yet: the review limit concerns these."""

TO_FINISH = frozenset({S.AWAITING_PAYMENT, S.IN_PRODUCTION, S.READY, S.CANCEL_PROPOSED})
"""Granted, and something is left to be done: its document handed over, or its proposed end decided."""

CLOSED = frozenset({S.GRANTED, S.CANCELLED, S.REFUSED, S.NOT_EXAMINED, S.LAPSED, S.WITHDRAWN})

PAST_STAGES = CLOSED | {S.CANCEL_PROPOSED}
"""No stage is still to be reached: of what was finished a proposed end opens none again."""

STATUSES = tuple(CaseStatus)


class Act(StrEnum):
    """What someone does with a case. Each leaves one event, from which the status can be told again."""

    OPEN = "open"
    TAKE = "take"
    HAND_OVER = "hand-over"
    UNDO_TAKE = "undo-take"
    UNDO_HAND_OVER = "undo-hand-over"
    PUT_BACK = "put-back"
    RECUSE = "recuse"
    TRANSFER = "transfer"
    ASK_CORRECTION = "ask-correction"
    WITHDRAW_CORRECTION = "withdraw-correction"
    ANSWER_CORRECTION = "answer-correction"
    ANNOUNCE_INTENTION = "announce-intention"
    ANSWER_INTENTION = "answer-intention"
    RECORD_REQUEST_SERVED = "record-request-served"
    REMIND = "remind"
    GO_ON = "go-on"
    CONSULT = "consult"
    RECORD_OPINION = "record-opinion"
    EXTEND = "extend"
    STOP_BY_DECREE = "stop-by-decree"
    WARN = "warn"
    REPORT_LATE = "report-late"
    PROPOSE = "propose"
    WITHDRAW_PROPOSAL = "withdraw-proposal"
    RETURN = "return"
    APPROVE_GRANT = "approve-grant"
    APPROVE_REFUSAL = "approve-refusal"
    APPROVE_NOT_EXAMINED = "approve-not-examined"
    RECORD_DECISION_SERVED = "record-decision-served"
    RECORD_NOT_SERVED = "record-not-served"
    NOTE_PAID = "note-paid"
    NOTE_TAKEN_BACK = "note-taken-back"
    NOTE_PRODUCED = "note-produced"
    NOTE_READY = "note-ready"
    NOTE_HANDED_OVER = "note-handed-over"
    COMPLETE = "complete"
    RECORD_STAGE = "record-stage"
    REPORT_CARD = "report-card"
    REPLACE_CARD = "replace-card"
    GIVE_CARD = "give-card"
    RECORD_LAPSE = "record-lapse"
    UNDO_LAPSE = "undo-lapse"
    PROPOSE_CANCEL = "propose-cancel"
    RETURN_CANCEL = "return-cancel"
    APPROVE_CANCEL = "approve-cancel"
    OVERTURN_CANCEL = "overturn-cancel"
    WITHDRAW = "withdraw"
    WRITE_MESSAGE = "write-message"
    READ_MESSAGES = "read-messages"
    FILE_APPEAL = "file-appeal"
    TAKE_APPEAL = "take-appeal"
    RESTORE_TERM = "restore-term"
    UPHOLD = "uphold"
    OVERTURN_AND_GRANT = "overturn-and-grant"
    OVERTURN_AND_REVIEW = "overturn-and-review"


A = Act
_ALWAYS = frozenset({A.WRITE_MESSAGE, A.READ_MESSAGES, A.RECUSE})
_HANDLING = _ALWAYS | {
    *(A.TAKE, A.HAND_OVER, A.PUT_BACK, A.UNDO_TAKE, A.UNDO_HAND_OVER, A.RECORD_OPINION),
}
_REVIEWING = _HANDLING | {
    A.CONSULT,
    A.EXTEND,
    A.STOP_BY_DECREE,
    A.TRANSFER,
    A.WITHDRAW,
    A.WARN,
    A.REPORT_LATE,
    A.RECORD_STAGE,
}
_WAITING = (_REVIEWING | {A.RECORD_REQUEST_SERVED, A.RECORD_NOT_SERVED, A.GO_ON}) - {A.STOP_BY_DECREE}
_APPEALS = frozenset(
    {
        *(A.RECORD_DECISION_SERVED, A.RECORD_NOT_SERVED),
        *(A.FILE_APPEAL, A.TAKE_APPEAL, A.RESTORE_TERM),
        *(A.UPHOLD, A.OVERTURN_AND_GRANT, A.OVERTURN_AND_REVIEW),
    }
)
_FINISHING = _HANDLING | _APPEALS | {A.TRANSFER, A.RECORD_STAGE}
_DECIDED = _ALWAYS | _APPEALS

ALLOWED: Mapping[CaseStatus, frozenset[Act]] = {
    S.IN_REVIEW: _REVIEWING | {A.ASK_CORRECTION, A.ANNOUNCE_INTENTION, A.PROPOSE},
    S.AWAITING_CORRECTION: _WAITING | {A.ANSWER_CORRECTION, A.REMIND, A.WITHDRAW_CORRECTION},
    S.AWAITING_ANSWER: _WAITING | {A.ANSWER_INTENTION},
    S.PROPOSED: (_REVIEWING - {A.TRANSFER})
    | {A.RETURN, A.WITHDRAW_PROPOSAL, A.APPROVE_GRANT, A.APPROVE_REFUSAL, A.APPROVE_NOT_EXAMINED},
    S.AWAITING_PAYMENT: _FINISHING | {A.NOTE_PAID, A.RECORD_LAPSE},
    S.IN_PRODUCTION: _FINISHING | {A.NOTE_PRODUCED, A.NOTE_READY, A.NOTE_TAKEN_BACK, A.COMPLETE},
    S.READY: _FINISHING | {A.NOTE_HANDED_OVER, A.NOTE_TAKEN_BACK},
    S.GRANTED: _DECIDED | {A.REPORT_CARD, A.REPLACE_CARD, A.GIVE_CARD, A.PROPOSE_CANCEL},
    S.CANCEL_PROPOSED: _ALWAYS
    | {A.RECORD_DECISION_SERVED, A.RECORD_NOT_SERVED, A.RETURN_CANCEL, A.APPROVE_CANCEL},
    S.CANCELLED: (_DECIDED - {A.OVERTURN_AND_GRANT, A.OVERTURN_AND_REVIEW}) | {A.OVERTURN_CANCEL},
    S.REFUSED: _DECIDED,
    S.NOT_EXAMINED: _DECIDED,
    S.LAPSED: _DECIDED | {A.UNDO_LAPSE},
    S.WITHDRAWN: _ALWAYS,
}
"""What may be done with a case in each status."""

AFTER: Mapping[Act, CaseStatus | None] = {
    A.OPEN: S.IN_REVIEW,
    A.TAKE: None,
    A.HAND_OVER: None,
    A.UNDO_TAKE: None,
    A.UNDO_HAND_OVER: None,
    A.PUT_BACK: None,
    A.RECUSE: None,
    A.TRANSFER: None,
    A.ASK_CORRECTION: S.AWAITING_CORRECTION,
    A.WITHDRAW_CORRECTION: S.IN_REVIEW,
    A.ANSWER_CORRECTION: S.IN_REVIEW,
    A.ANNOUNCE_INTENTION: S.AWAITING_ANSWER,
    A.ANSWER_INTENTION: S.IN_REVIEW,
    A.RECORD_REQUEST_SERVED: None,
    A.REMIND: None,
    A.GO_ON: S.IN_REVIEW,
    A.CONSULT: None,
    A.RECORD_OPINION: None,
    A.EXTEND: None,
    A.STOP_BY_DECREE: None,
    A.WARN: None,
    A.REPORT_LATE: None,
    A.PROPOSE: S.PROPOSED,
    A.WITHDRAW_PROPOSAL: S.IN_REVIEW,
    A.RETURN: S.IN_REVIEW,
    A.APPROVE_GRANT: S.AWAITING_PAYMENT,
    A.APPROVE_REFUSAL: S.REFUSED,
    A.APPROVE_NOT_EXAMINED: S.NOT_EXAMINED,
    A.RECORD_DECISION_SERVED: None,
    A.RECORD_NOT_SERVED: None,
    A.NOTE_PAID: S.IN_PRODUCTION,
    A.NOTE_TAKEN_BACK: S.AWAITING_PAYMENT,
    A.NOTE_PRODUCED: None,
    A.NOTE_READY: S.READY,
    A.NOTE_HANDED_OVER: S.GRANTED,
    A.COMPLETE: S.GRANTED,
    A.RECORD_STAGE: None,
    A.REPORT_CARD: None,
    A.REPLACE_CARD: None,
    A.GIVE_CARD: None,
    A.RECORD_LAPSE: S.LAPSED,
    A.UNDO_LAPSE: S.AWAITING_PAYMENT,
    A.PROPOSE_CANCEL: S.CANCEL_PROPOSED,
    A.RETURN_CANCEL: S.GRANTED,
    A.APPROVE_CANCEL: S.CANCELLED,
    A.OVERTURN_CANCEL: S.GRANTED,
    A.WITHDRAW: S.WITHDRAWN,
    A.WRITE_MESSAGE: None,
    A.READ_MESSAGES: None,
    A.FILE_APPEAL: None,
    A.TAKE_APPEAL: None,
    A.RESTORE_TERM: None,
    A.UPHOLD: None,
    A.OVERTURN_AND_GRANT: S.AWAITING_PAYMENT,
    A.OVERTURN_AND_REVIEW: S.IN_REVIEW,
}
"""The status an act leads to; none: the case stays where it is."""
