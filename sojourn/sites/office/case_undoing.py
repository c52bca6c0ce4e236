"""Undo: an officer's acts that are taken back by one button while nobody else acted on them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.cases import actions
from sojourn.flows.request_correction import withdraw_correction
from sojourn.sites.office.case_handling import at_once
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def take(desk: Desk, case_id: UUID) -> HttpResponse:
    """Give back a case taken by mistake."""
    return _back(desk, case_id, actions.undo_take, "take-undone")


@staff_page(Permission.CASES_ASSIGN, purpose=PURPOSE)
def hand_over(desk: Desk, case_id: UUID) -> HttpResponse:
    """Take a hand-over back that the other officer has not opened."""
    return _back(desk, case_id, actions.undo_hand_over, "hand-over-undone")


@staff_page(Permission.CASES_PROPOSE, purpose=PURPOSE)
def propose(desk: Desk, case_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    return _back(desk, case_id, actions.withdraw_proposal, "proposal-withdrawn")


def _back(desk: Desk, case_id: UUID, undo: Callable[..., object], said: str) -> HttpResponse:
    return at_once(desk, case_id, lambda file, version: undo(case_id, by=desk.actor, version=version), said)


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def correct(desk: Desk, case_id: UUID) -> HttpResponse:
    """Take a request for a correction back before anybody opened it."""
    return at_once(
        desk,
        case_id,
        lambda file, version: withdraw_correction(file, by=desk.actor, version=version),
        "correction-withdrawn",
    )
