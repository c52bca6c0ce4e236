"""What was granted ends before its last day: one officer proposes it with reasons, another approves it.

Whoever it is about was heard before, by the story that leads here. Contested in time it goes on where an
appeal suspends; won, it goes on as if it had never ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.types import Decision, DecisionKind, NewProposal, Power, ProposalView
from sojourn.catalogue.types import PhraseUse
from sojourn.flows import case_messages, worker
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.reasoning import Values, grounds
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.parties import actions as parties
from sojourn.parties import queries
from sojourn.parties.types import EndOutcome
from sojourn.permits import actions as permits
from sojourn.permits import queries as certificates
from sojourn.permits.types import Cause, Standing

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """Why what was granted ends, and its last day."""

    ended_on: date
    reasons: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)


@transaction_required
def propose_end(file: CaseFile, ending: Ending, *, by: Actor, version: int | None = None) -> ProposalView:
    """Freeze why it is to end. Until another officer approves it, it goes on.

    Raises: ReasonMissing, ReasonUnknown, ValueMissing, TextMissing, AppealPending, Recused, OfAnotherOffice,
    ActNotAllowed, ChangedMeanwhile.
    """
    told = grounds(
        file,
        ending.reasons,
        ending.words,
        PhraseUse.CANCEL,
        values=ending.values,
        ended_on=ending.ended_on,
    )
    proposal = NewProposal(
        kind=DecisionKind.CANCEL,
        reasons=ending.reasons,
        words=told,
        terms={"ended-on": ending.ended_on.isoformat()},
        fee=None,
        facts={},
        evidence=(),
    )
    return cases.propose(file.case.id, proposal, by=by, version=version)


@transaction_required
def approve_end(
    file: CaseFile, *, power: Power, by: Actor, proposal_id: UUID | None = None, version: int | None = None
) -> Decision:
    """It ends with the day that was proposed; who applied and whoever it is about are told.

    Raises: AlreadyDecided, SameOfficer, Recused, ActNotAllowed, ChangedMeanwhile; where whoever it is about
    is heard by a part of their own: StillToBeHeard, EndSuspended, EndNotOpen.
    """
    made = cases.approve(
        file.case.id, power=power, remedy=file.remedy, proposal_id=proposal_id, version=version, by=by
    )
    party = queries.find_of(file.case.subject)
    if party is not None and party.end is not None and party.end.decided_at is None:
        parties.decide_end(party.id, outcome=EndOutcome.ENDED, by=by)
    permits.end(file.case.subject, on=last_day_of(made), cause=Cause.WITHDRAWN, by=by)
    worker.tell_of(file, by=by)
    case_messages.tell(file.case, by=by)
    return made


def ended(file: CaseFile) -> Decision | None:
    """The decision in force, where it ended what was granted."""
    found = file.in_force
    return found if found is not None and found.kind is DecisionKind.CANCEL else None


def last_day_of(end: Decision) -> date:
    """The last day of what ended."""
    return date.fromisoformat(end.terms["ended-on"])


def grant_that_ended(file: CaseFile) -> Decision | None:
    """What an end took, while that end is in force."""
    found, decisions = ended(file), {each.id: each for each in file.page.decisions}
    while found is not None and not found.is_grant:
        found = decisions.get(found.replaces_id) if found.replaces_id else None
    return found


@transaction_required
def go_on_again(file: CaseFile, *, since: date, by: Actor) -> None:
    """What ended holds again from a day on: its end is suspended by an appeal, or fell with it."""
    end = ended(file)
    if end is None:
        return
    last = last_day_of(end)
    for each in certificates.list_of(file.case.subject, to=THE_STORY):
        begins, until = each.valid
        if last < begins or certificates.standing_on(last, each.id, to=THE_STORY) is Standing.VALID:
            first = max(since, begins)
            permits.note(each.id, cause=Cause.PROLONGED, first_day=first, last_day=until, by=by)


@transaction_required
def end_again(file: CaseFile, *, by: Actor) -> None:
    """The end stands: what went on while it was contested ends once more."""
    end = ended(file)
    if end is not None:
        permits.end(file.case.subject, on=last_day_of(end), cause=Cause.WITHDRAWN, by=by)


@transaction_required
def undo_end(file: CaseFile, *, by: Actor) -> None:
    """The appeal was won: it held all along."""
    end = ended(file)
    if end is not None:
        go_on_again(file, since=last_day_of(end) + _DAY, by=by)
