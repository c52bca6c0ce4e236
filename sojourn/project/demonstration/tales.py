"""What becomes of an application in the invented country: which steps follow, and after how many days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sojourn.cases.types import CaseStatus


class Step(StrEnum):
    """Something that is done in a case after it was opened."""

    TAKE = "take"
    HAND_OVER = "hand-over"  # to a colleague
    CONSULT = "consult"
    OPINION = "opinion"
    WRITE = "write"
    REPLY = "reply"
    ASK = "ask"
    READ = "read"  # the request reached the applicant
    CORRECT = "correct"
    REMIND = "remind"  # nobody answered
    GO_ON = "go-on"  # with the file as it is
    ANNOUNCE = "announce"
    ANSWER = "answer"
    GRANT = "grant"  # proposed
    REFUSE = "refuse"  # proposed
    NOT_EXAMINE = "not-examine"  # proposed
    RETURN = "return"
    APPROVE = "approve"
    SERVE = "serve"  # the decision reached the applicant
    PAY = "pay"
    PRODUCE = "produce"
    FETCH = "fetch"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    GIVE_BACK = "give-back"  # overturned, and granted
    START_ANEW = "start-anew"  # overturned, and examined anew


S, C = Step, CaseStatus
Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tale:
    """Steps, each so many days (least, most) after the one before; `rest`: the days since the last one.

    `of_a_hundred` says how often it is told; every tale is told at least once.
    """

    ends: CaseStatus
    of_a_hundred: float
    rest: Days
    steps: tuple[tuple[Step, Days], ...] = ()


_SOON, _WEEK, _SAME = (1, 3), (3, 8), (0, 0)
_TAKEN = ((S.TAKE, _SOON),)
_ASKED = (*_TAKEN, (S.ASK, _SOON))
_DECIDED = ((S.APPROVE, _SOON), (S.SERVE, _SOON))
_HEARD = (*_TAKEN, (S.ANNOUNCE, _WEEK), (S.READ, _SOON), (S.ANSWER, _WEEK))
_TO_REFUSE = (*_HEARD, (S.REFUSE, _SOON))
_REFUSED = (*_TO_REFUSE, *_DECIDED)
_TO_GRANT = (*_TAKEN, (S.CONSULT, _SAME), (S.OPINION, _WEEK), (S.GRANT, _SOON))
_APPROVED = (*_TO_GRANT, *_DECIDED)
_PAID = (*_APPROVED, (S.PAY, _WEEK))
_READY = (*_PAID, (S.PRODUCE, _SOON))
_GRANTED = (*_READY, (S.FETCH, _WEEK))
_PLAIN = ((S.TAKE, _SOON), (S.GRANT, _WEEK), (S.APPROVE, _SOON), (S.SERVE, _SOON))
_PLAINLY_GRANTED = (*_PLAIN, (S.PAY, _WEEK), (S.PRODUCE, _SOON), (S.FETCH, _WEEK))
_AFTER_ONE_CORRECTION = (*_ASKED, (S.READ, _SOON), (S.CORRECT, _WEEK))
_SILENT = (*_ASKED, (S.READ, _SOON), (S.REMIND, (20, 25)), (S.GO_ON, (20, 25)))

TALES = (
    Tale(C.IN_REVIEW, 9, (1, 24)),
    Tale(C.IN_REVIEW, 2, (35, 60)),  # late, and nobody took it
    Tale(C.IN_REVIEW, 9, (1, 20), _TAKEN),
    Tale(C.IN_REVIEW, 3, (32, 70), _TAKEN),
    Tale(C.IN_REVIEW, 3, (1, 12), (*_TAKEN, (S.CONSULT, _SOON))),
    Tale(C.IN_REVIEW, 2, (1, 9), (*_TAKEN, (S.CONSULT, _SOON), (S.OPINION, _WEEK))),
    Tale(C.IN_REVIEW, 2, (1, 9), (*_TAKEN, (S.WRITE, _SOON), (S.REPLY, _SOON))),
    Tale(C.IN_REVIEW, 2, (1, 9), (*_TAKEN, (S.HAND_OVER, _WEEK))),
    Tale(C.IN_REVIEW, 3, (1, 9), _AFTER_ONE_CORRECTION),
    Tale(C.IN_REVIEW, 2, (1, 6), _HEARD),
    Tale(C.IN_REVIEW, 1, (1, 6), (*_TO_GRANT, (S.RETURN, _SOON))),
    Tale(C.AWAITING_CORRECTION, 4, (1, 8), _ASKED),
    Tale(C.AWAITING_CORRECTION, 4, (1, 9), (*_ASKED, (S.READ, _SOON))),
    Tale(C.AWAITING_CORRECTION, 1, (1, 8), (*_AFTER_ONE_CORRECTION, (S.ASK, _SOON), (S.READ, _SOON))),
    Tale(C.AWAITING_ANSWER, 2, (1, 9), (*_TAKEN, (S.ANNOUNCE, _WEEK))),
    Tale(C.AWAITING_ANSWER, 2, (1, 8), (*_TAKEN, (S.ANNOUNCE, _WEEK), (S.READ, _SOON))),
    Tale(C.PROPOSED, 5, (1, 6), _TO_GRANT),
    Tale(C.PROPOSED, 2, (1, 4), _TO_REFUSE),
    Tale(C.AWAITING_PAYMENT, 3, (1, 6), _APPROVED[:-1]),
    Tale(C.AWAITING_PAYMENT, 4, (1, 12), _APPROVED),
    Tale(C.IN_PRODUCTION, 4, (1, 4), _PAID),
    Tale(C.READY, 4, (1, 9), _READY),
    Tale(C.GRANTED, 7, (2, 150), _GRANTED),
    Tale(C.GRANTED, 6, (2, 150), _PLAINLY_GRANTED),
    Tale(C.GRANTED, 3, (2, 90), (*_AFTER_ONE_CORRECTION, *_PLAINLY_GRANTED[1:])),
    Tale(C.REFUSED, 3, (2, 120), _REFUSED),
    Tale(C.REFUSED, 1, (1, 6), (*_REFUSED, (S.APPEAL, _WEEK))),
    Tale(C.REFUSED, 1, (2, 80), (*_REFUSED, (S.APPEAL, _WEEK), (S.UPHOLD, _WEEK))),
    Tale(C.AWAITING_PAYMENT, 1, (1, 5), (*_REFUSED, (S.APPEAL, _WEEK), (S.GIVE_BACK, _WEEK))),
    Tale(C.IN_REVIEW, 1, (1, 9), (*_REFUSED, (S.APPEAL, _WEEK), (S.START_ANEW, _WEEK))),
    Tale(C.NOT_EXAMINED, 1, (2, 90), (*_SILENT, (S.NOT_EXAMINE, _SOON), *_DECIDED)),
    Tale(C.LAPSED, 1, (1, 60), (*_APPROVED, (S.LAPSE, (75, 95)))),
    Tale(C.WITHDRAWN, 1, (2, 120), (*_TAKEN, (S.WITHDRAW, _WEEK))),
)  # fmt: skip


def shares(cases: int) -> list[Tale]:
    """So many tales in the order of the table: each once while there is room, the rest by their shares."""
    whole, left = sum(tale.of_a_hundred for tale in TALES), max(0, cases - len(TALES))
    told: list[Tale] = []
    sum_so_far = 0.0
    for tale in TALES:
        before = round(left * sum_so_far / whole)
        sum_so_far += tale.of_a_hundred
        told += [tale] * (1 + round(left * sum_so_far / whole) - before)
    return told[:cases]
