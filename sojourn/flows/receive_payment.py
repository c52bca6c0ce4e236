"""A payment was made: it is booked, and what waited for it goes on."""

from __future__ import annotations

from sojourn.cases import actions as cases
from sojourn.cases.errors import ActNotAllowed, CaseNotFound
from sojourn.flows import case_messages
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction, transaction_required
from sojourn.payments import actions as payments
from sojourn.payments.types import Booked, ProviderNotice


@transaction_required
def receive_payment(notice: ProviderNotice, *, by: Actor) -> Booked:
    """Book what a provider tells, once; told again it is the same answer and nothing else happens.

    A case that was waiting for this duty goes on. One that is no longer waiting stays as it is: what came too
    late for it is a surplus somebody gives back.
    """
    booked = payments.receive(notice, by=by)
    if booked.covered_now and booked.subject and booked.subject.kind == "case":
        try:
            with transaction():
                case = cases.note_paid(booked.subject.id, on=clock.legal_day(notice.paid_at), by=by)
                case_messages.tell(case, by=by)
        except (ActNotAllowed, CaseNotFound):
            return booked
    return booked
