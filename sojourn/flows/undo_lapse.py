"""The duty had been paid in time and was told of too late: the lapse falls, the grant stands again."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, Decision, DecisionKind, Power
from sojourn.flows import case_messages, quota_places, worker
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.complete_case import go_on_paid
from sojourn.flows.errors import NotPaidInTime
from sojourn.flows.open_case import proof_of
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.payments.types import ChargeState
from sojourn.permits import actions as permits
from sojourn.permits import queries as certificates
from sojourn.permits.types import Cause


@transaction_required
def undo_lapse(
    file: CaseFile, *, words: Mapping[str, str], power: Power, by: Actor, version: int | None = None
) -> Decision:
    """Take a lapse back: the charge counts what was paid for it, and the stay was lawful all along.

    Where part of it was given back meanwhile the case waits for the rest, else its card may be made.
    Raises: NotPaidInTime, AppealPending, ActNotAllowed, ChangedMeanwhile, OfAnotherOffice, Recused,
    NoPlaceLeft.
    """
    lapse, grant = _undone(file)
    made = cases.undo_lapse(
        file.case.id, grant=grant, words=words, power=power, remedy=file.remedy, version=version, by=by
    )
    paid = charges.list_paid_in_time(file.case.subject)
    if not paid:
        raise NotPaidInTime
    proof = certificates.find_for(proof_of(file.case), to=THE_STORY)
    if proof is not None:
        permits.note(proof.id, cause=Cause.APPLICATION_PENDING, first_day=lapse.decided_on, by=by)
    count_again(file, paid[-1].id, cause="paid-in-time", by=by)
    quota_places.follow_file(file, by=by)
    worker.tell_of(file, by=by)
    case_messages.tell(file.case, by=by)
    return made


def count_again(file: CaseFile, charge_id: UUID, *, cause: str, by: Actor) -> None:
    """A duty that fell with a lapse is owed again; where it was paid, the case goes on from that day."""
    charge = payments.reinstate_charge(charge_id, cause=cause, by=by)
    if charge.state is ChargeState.PAID:
        receipts = charges.list_receipts(charge.id)
        go_on_paid(file.case, on=clock.legal_day(receipts[-1].paid_at), by=by)


def may_be_undone(file: CaseFile) -> bool:
    """Whether a lapsed case was paid for before its lapse was recorded."""
    return file.case.status is CaseStatus.LAPSED and bool(charges.list_paid_in_time(file.case.subject))


def grant_that_lapsed(file: CaseFile) -> Decision | None:
    """The grant a lapse took, while that lapse is in force."""
    lapse = file.in_force
    if lapse is None or lapse.kind is not DecisionKind.LAPSE:
        return None
    decisions: dict[UUID, Decision] = {each.id: each for each in file.page.decisions}
    grant = decisions.get(lapse.replaces_id) if lapse.replaces_id else None
    while grant is not None and not grant.is_grant:
        grant = decisions.get(grant.replaces_id) if grant.replaces_id else None
    return grant


def _undone(file: CaseFile) -> tuple[Decision, Decision]:
    """The lapse that stands, and the grant it took. Raises: NotPaidInTime."""
    lapse, grant = file.in_force, grant_that_lapsed(file)
    if lapse is None or grant is None:
        raise NotPaidInTime
    return lapse, grant
