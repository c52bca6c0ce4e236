"""A grant nobody paid for: an officer records that it lapsed. No clock does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sojourn.cases import actions as cases
from sojourn.cases.types import Decision, Power
from sojourn.catalogue.outcomes import Deadline
from sojourn.catalogue.types import PhraseUse
from sojourn.flows import case_messages, quota_places, worker
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.errors import NotDueYet
from sojourn.flows.reasoning import Values, grounds
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.payments.types import ChargeState
from sojourn.permits import actions as permits
from sojourn.permits.types import Cause

_OWED = frozenset({ChargeState.OPEN, ChargeState.PARTLY_PAID})
_DAY = timedelta(days=1)


def lapses_from(file: CaseFile) -> date | None:
    """The first day on which the lapse may be recorded; none while the decision was not served."""
    begun = _time_to_pay_began(file)
    found = file.answer(file.service.lapse_from, notice_served_on=begun) if begun else None
    return found.last_day if found else None


def time_to_pay(file: CaseFile) -> Deadline | None:
    """The last day to pay the duty and from when it is counted; none while the decision was not served."""
    begun = _time_to_pay_began(file)
    found: Deadline | None = file.answer(file.service.pay_by, notice_served_on=begun) if begun else None
    return found


def _time_to_pay_began(file: CaseFile) -> date | None:
    """The service of the decision; for a payment that was taken back since, the day on which it was."""
    if file.decision is None or file.decision.served_on is None:
        return None
    days = [file.decision.served_on]
    for charge in charges.list_of(file.case.subject, to=THE_STORY):
        if charge.state in _OWED:
            receipts = charges.list_receipts(charge.id)
            days += [clock.legal_day(each.reversed_at) for each in receipts if each.reversed_at]
    return max(days)


@transaction_required
def record_lapse(
    file: CaseFile,
    *,
    reasons: Sequence[str],
    words: Mapping[str, str],
    power: Power,
    by: Actor,
    values: Values | None = None,
) -> Decision:
    """Record that the duty was not paid in time; what came in part is given back, a card that lay ready ends.

    Raises: NotDueYet, ActNotAllowed (also when it was paid meanwhile), AppealPending, ReasonMissing,
    ReasonUnknown, TextMissing, Recused.
    Source: R-TRP-11 of the pack.
    """
    first_day = lapses_from(file)
    if first_day is None or clock.today() < first_day:
        raise NotDueYet(first_day=first_day)
    told = grounds(file, reasons, words, PhraseUse.LAPSE, values=values)
    decision = cases.record_lapse(
        file.case.id, reasons=reasons, words=told, power=power, remedy=file.remedy, by=by
    )
    for charge in charges.list_of(file.case.subject, to=THE_STORY):
        if charge.state in _OWED:
            payments.cancel_charge(charge.id, cause="lapsed", by=by)
    permits.end(file.case.subject, on=clock.today() - _DAY, cause=Cause.WITHDRAWN, by=by)
    quota_places.follow_file(file, by=by)
    worker.tell_of(file, by=by)
    case_messages.tell(file.case, by=by)
    return decision
