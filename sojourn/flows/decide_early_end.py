"""An officer decides what becomes of a permit whose work ended early, after the worker was heard."""

from __future__ import annotations

from sojourn.flows import worker
from sojourn.flows.case_file import CaseFile
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.parties import actions as parties
from sojourn.parties import queries
from sojourn.parties.errors import PartyUnknown
from sojourn.parties.types import EndOutcome
from sojourn.permits import actions as permits
from sojourn.permits.types import Cause


@transaction_required
def decide_early_end(file: CaseFile, *, outcome: EndOutcome, lifts: bool = False, by: Actor) -> None:
    """The permit ends with the contract, or goes on; the person is told. R-WP-15, counting switch 33.

    Raises: EndNotOpen, StillToBeHeard, EndSuspended, PartyUnknown.
    """
    party = queries.find_of(file.case.subject)
    if party is None:
        raise PartyUnknown
    end = parties.decide_end(party.id, outcome=outcome, lifts=lifts, by=by)
    if outcome is EndOutcome.ENDED:
        permits.end(file.case.subject, on=end.ended_on, cause=Cause.WITHDRAWN, by=by)
    worker.tell(party, file.case, by=by)
