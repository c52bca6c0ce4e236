"""What this officer can do with a case as it stands: a table of acts, the permission each needs, its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import Permission
from sojourn.cases.types import ALLOWED, Act
from sojourn.flows.case_file import CaseFile
from sojourn.flows.complete_case import is_handed_over
from sojourn.flows.extend_time import may_be_extended
from sojourn.flows.record_lapse import lapses_from
from sojourn.flows.reviews import rests_on_another
from sojourn.flows.undo_lapse import may_be_undone
from sojourn.flows.worker import may_end
from sojourn.lib import clock
from sojourn.parties import queries as parties
from sojourn.sites.office import undoable
from sojourn.sites.office.desk import Desk

Fits = Callable[[Desk, CaseFile], bool]


@dataclass(frozen=True, slots=True)
class Offer:
    """An act of the table: where it leads, the letter that reaches it, whether it goes at once."""

    act: Act
    permission: Permission
    address: str
    name: str
    letter: str = ""
    at_once: bool = False
    fits: Fits | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """An act as it is offered on the page."""

    address: str
    name: str
    letter: str
    at_once: bool
    main: bool


def _nobodys(desk: Desk, file: CaseFile) -> bool:
    return file.case.handler_id is None


def _mine(desk: Desk, file: CaseFile) -> bool:
    return bool(file.case.handler_id == desk.account.id)


def _not_closed(desk: Desk, file: CaseFile) -> bool:
    return not file.case.is_closed


def _rests_on_another(desk: Desk, file: CaseFile) -> bool:
    return rests_on_another(file)


def _may_be_asked(desk: Desk, file: CaseFile) -> bool:
    most = int(file.law["procedure.corrections-at-most"])
    return file.case.corrections < most


def _time_passed(desk: Desk, file: CaseFile) -> bool:
    """Whether the time to answer is over, so that the examination can go on."""
    last_days = [each.answer_by for each in file.page.hearings if each.answered_on is None]
    last_days += [each.answer_by for each in file.page.corrections if each.answered_on is None]
    return any(day < clock.today() for day in last_days if day)


def _lapse_due(desk: Desk, file: CaseFile) -> bool:
    first_day = lapses_from(file)
    return first_day is not None and clock.today() >= first_day


def _paid_in_time(desk: Desk, file: CaseFile) -> bool:
    return may_be_undone(file)


def _card_is_made(desk: Desk, file: CaseFile) -> bool:
    """Whether what is granted is a card that is made and handed over."""
    return is_handed_over(file.pack, file.service)


def _end_is_told(desk: Desk, file: CaseFile) -> bool:
    """Whether who applied told that it ended early, and nothing stands against deciding so."""
    party = parties.find_of(file.case.subject) if file.service.early_end else None
    return party is not None and may_end(party)


def _may_take_longer(desk: Desk, file: CaseFile) -> bool:
    return may_be_extended(file)


def _appealable(desk: Desk, file: CaseFile) -> bool:
    return file.case.decision_id is not None and file.case.appeal_id is None


def _appealed(desk: Desk, file: CaseFile) -> bool:
    return file.case.appeal_id is not None


P = Permission
_OFFERS = (
    Offer(
        Act.APPROVE_GRANT, P.CASES_APPROVE, "case-decide", gettext_noop("Approve or return"), "a", main=True
    ),
    Offer(
        Act.TAKE, P.CASES_WORK, "case-take", gettext_noop("Take"), "t", at_once=True, fits=_nobodys, main=True
    ),
    Offer(
        Act.APPROVE_CANCEL, P.CASES_APPROVE, "case-decide", gettext_noop("Approve or return"), "a", main=True
    ),
    Offer(
        Act.PROPOSE_CANCEL,
        P.CASES_PROPOSE,
        "case-end",
        gettext_noop("Propose the early end"),
        "",
        fits=_end_is_told,
    ),
    Offer(
        Act.RETURN_CANCEL,
        P.CASES_PROPOSE,
        "case-undo-proposal",
        gettext_noop("Take the proposal back"),
        "z",
        at_once=True,
        fits=undoable.proposed_it,
    ),
    Offer(
        Act.UNDO_TAKE,
        P.CASES_WORK,
        "case-undo-take",
        gettext_noop("Undo: give it back"),
        "z",
        at_once=True,
        fits=undoable.took_last,
    ),
    Offer(
        Act.UNDO_HAND_OVER,
        P.CASES_ASSIGN,
        "case-undo-hand-over",
        gettext_noop("Undo the hand-over"),
        "z",
        at_once=True,
        fits=undoable.handed_last,
    ),
    Offer(
        Act.WITHDRAW_PROPOSAL,
        P.CASES_PROPOSE,
        "case-undo-proposal",
        gettext_noop("Take the proposal back"),
        "z",
        at_once=True,
        fits=undoable.proposed_it,
    ),
    Offer(
        Act.WITHDRAW_CORRECTION,
        P.CASES_WORK,
        "case-undo-correction",
        gettext_noop("Take the request back"),
        "z",
        at_once=True,
        fits=undoable.asked_nobody_yet,
    ),
    Offer(Act.PROPOSE, P.CASES_PROPOSE, "case-propose", gettext_noop("Propose a decision"), "p", main=True),
    Offer(
        Act.NOTE_PRODUCED,
        P.CASES_WORK,
        "case-produce",
        gettext_noop("Make the card"),
        "m",
        True,
        fits=_card_is_made,
        main=True,
    ),
    Offer(
        Act.NOTE_HANDED_OVER,
        P.RECORD_SERVICE,
        "case-hand-out",
        gettext_noop("Card handed over"),
        "k",
        at_once=True,
        main=True,
    ),
    Offer(
        Act.UPHOLD,
        P.CASES_SEE,
        "case-appeal",
        gettext_noop("Open the appeal"),
        "a",
        fits=_appealed,
        main=True,
    ),
    Offer(
        Act.RECORD_LAPSE,
        P.CASES_APPROVE,
        "case-lapse",
        gettext_noop("Record the lapse"),
        "l",
        fits=_lapse_due,
    ),
    Offer(
        Act.UNDO_LAPSE,
        P.CASES_APPROVE,
        "case-lapse-undo",
        gettext_noop("Take the lapse back"),
        "l",
        fits=_paid_in_time,
        main=True,
    ),
    Offer(
        Act.ASK_CORRECTION,
        P.CASES_WORK,
        "case-correct",
        gettext_noop("Ask for a correction"),
        "c",
        fits=_may_be_asked,
    ),
    Offer(
        Act.GO_ON, P.CASES_WORK, "case-go-on", gettext_noop("Go on without an answer"), "g", fits=_time_passed
    ),
    Offer(Act.CONSULT, P.CASES_CONSULT, "case-consult", gettext_noop("Ask another body"), "b"),
    Offer(
        Act.ANNOUNCE_INTENTION,
        P.CASES_PROPOSE,
        "case-intend",
        gettext_noop("Announce an intended refusal"),
        "i",
    ),
    Offer(
        Act.EXTEND,
        P.CASES_APPROVE,
        "case-extend",
        gettext_noop("Take more time"),
        fits=_may_take_longer,
    ),
    Offer(Act.HAND_OVER, P.CASES_ASSIGN, "case-hand-over", gettext_noop("Hand over to an officer"), "h"),
    Offer(Act.PUT_BACK, P.CASES_WORK, "case-put-back", gettext_noop("Put back"), "u", fits=_mine),
    Offer(Act.TRANSFER, P.CASES_TRANSFER, "case-transfer", gettext_noop("Give to another office"), "o"),
    Offer(Act.RECUSE, P.CASES_WORK, "case-recuse", gettext_noop("Withdraw yourself"), "", fits=_not_closed),
    Offer(
        Act.WRITE_MESSAGE,
        P.CASES_ENTER,
        "case-life",
        gettext_noop("Something changed in the family"),
        fits=_rests_on_another,
    ),
    Offer(Act.WITHDRAW, P.CASES_ENTER, "case-withdraw", gettext_noop("Applicant withdraws"), "w"),
    Offer(
        Act.FILE_APPEAL,
        P.CASES_ENTER,
        "case-file-appeal",
        gettext_noop("Enter an appeal"),
        "e",
        fits=_appealable,
    ),
)


def offered(desk: Desk, file: CaseFile) -> list[Action]:
    """The acts that fit the case and this officer's powers, the main one first."""
    allowed = ALLOWED[file.case.status]
    return [
        Action(
            reverse(f"office:{each.address}", args=[file.case.id]),
            gettext(each.name),
            each.letter,
            each.at_once,
            each.main,
        )
        for each in _OFFERS
        if each.act in allowed and desk.may(each.permission) and (each.fits is None or each.fits(desk, file))
    ]
