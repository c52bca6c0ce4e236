"""A grant nobody paid for: an officer records that it lapsed. No clock does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sojourn.cases import actions as cases
from sojourn.cases.types import Decision, Power
from sojourn.flows import case_messages
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.errors import NotDueYet
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.payments.types import ChargeState


def lapses_from(file: CaseFile) -> date | None:
    """The first day on which the lapse may be recorded; none while the decision was not served."""
    if file.decision is None or file.decision.served_on is None:
        return None
    found = file.answer(file.service.lapse_from)
    return found.last_day if found else None


@transaction_required
def record_lapse(
    file: CaseFile, *, reasons: Sequence[str], words: Mapping[str, str], power: Power, by: Actor
) -> Decision:
    """Record that the duty was not paid in time; what came in part is given back.

    Raises: NotDueYet, ActNotAllowed (also when it was paid meanwhile), AppealPending, ReasonMissing, Recused.
    Source: R-TRP-11 of the pack.
    """
    first_day = lapses_from(file)
    if first_day is None or clock.today() < first_day:
        raise NotDueYet(first_day=first_day)
    decision = cases.record_lapse(
        file.case.id, reasons=reasons, words=words, power=power, remedy=file.remedy, by=by
    )
    for charge in charges.list_of(file.case.subject, to=THE_STORY):
        if charge.state in {ChargeState.OPEN, ChargeState.PARTLY_PAID}:
            payments.cancel_charge(charge.id, cause="lapsed", by=by)
    case_messages.tell(file.case, by=by)
    return decision
