"""What becomes of a permit whose work ended early, after the worker was heard: it ends, or it goes on."""

from __future__ import annotations

from collections.abc import Mapping

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, ProposalView
from sojourn.catalogue.types import PhraseUse, Service
from sojourn.flows import worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.ending_permits import Ending, propose_end
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality
from sojourn.parties import actions as parties
from sojourn.parties import queries
from sojourn.parties.errors import EndNotOpen, EndSuspended, PartyUnknown
from sojourn.parties.types import EndOutcome, PartyView

ENDED_ON = "ended-on"
"""The value in the sentence of the reason for such an end: its day."""


@transaction_required
def propose_early_end(
    file: CaseFile, *, words: Mapping[str, str], by: Actor, version: int | None = None
) -> ProposalView:
    """Propose that the permit ends with the contract, and say why; another officer approves it.

    Raises: EndNotOpen, StillToBeHeard, EndSuspended, PartyUnknown; and as `propose_end`.
    Source: R-WP-15, counting switch 33.
    """
    end = parties.check_end(_party(file).id)
    return propose_end(file, Ending(end.ended_on, (_reason(file.service),), words), by=by, version=version)


def _reason(service: Service) -> str:
    """The phrase the service names for such an end; not named, it has one alone, as the pack was checked."""
    if service.early_end and service.early_end.reason:
        return service.early_end.reason
    return next(each.code for each in service.phrases_for(PhraseUse.CANCEL) if ENDED_ON in each.fields)


@transaction_required
def let_go_on(file: CaseFile, *, by: Actor) -> None:
    """A named officer finds that the permit goes on although the employer told of an end.

    Raises: EndNotOpen, also while its end is proposed; PartyUnknown, Recused, OfAnotherOffice.
    """
    party = _party(file)
    cases.check_decides(file.case.id, by=by)
    if file.case.status is not CaseStatus.GRANTED:
        raise EndNotOpen
    parties.decide_end(party.id, outcome=EndOutcome.GOES_ON, by=by)
    worker.tell(party, file.case, by=by)


@transaction_required
def lift_suspension(file: CaseFile, *, to: Reader, by: Actor) -> None:
    """Who protects found that nothing stands against the end any more: it may be proposed.

    Raises: EndSuspended still, for whoever sees nothing protected; EndNotOpen, PartyUnknown, Recused.
    """
    if not to.may_see(Confidentiality.PROTECTED):
        raise EndSuspended
    cases.check_works(file.case.id, by=by)
    parties.lift_suspension(_party(file).id, by=by)


def _party(file: CaseFile) -> PartyView:
    party = queries.find_of(file.case.subject)
    if party is None:
        raise PartyUnknown
    return party
