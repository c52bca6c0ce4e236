"""Writes of parties: named, joined, papers given and judged, words said, early ends told and decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.parties import events
from sojourn.parties.errors import EndNotOpen, EndSuspended, PartyUnknown, StillToBeHeard
from sojourn.parties.models import EarlyEnd, HealthPaper, Party, Saying
from sojourn.parties.queries import view_of
from sojourn.parties.types import EndOutcome, NewParty, PartyView, SaidKind


@transaction_required
def name_party(new: NewParty, *, by: Actor) -> PartyView:
    """Give the person an application is about a part of their own; named twice it is the same party."""
    told = {"contact": new.contact, "language": new.language}
    row, first = Party.objects.get_or_create(
        subject_kind=new.about.kind,
        subject_id=new.about.id,
        defaults={"person_id": new.person_id, "told": told, "named_at": clock.now()},
    )
    if first:
        about = {"kind": new.about.kind, "id": str(new.about.id)}
        _record(events.NAMED, row.id, by, about=about)
    return view_of(row)


@transaction_required
def join(party_id: UUID, *, account_id: UUID, by: Actor) -> None:
    """The party came with the code and is signed in: from now on it stands in their account."""
    if Party.objects.filter(id=party_id, account_id=None).update(account_id=account_id):
        _record(events.JOINED, party_id, by, account=str(account_id))


@transaction_required
def give_paper(
    party_id: UUID, *, number: str, issued_on: date | None, document_id: UUID | None, by: Actor
) -> UUID:
    """A health certificate, given by the party. An earlier one stays as number and day."""
    row = _locked(party_id)
    paper = HealthPaper.objects.create(
        party=row,
        paper={"number": number, "issued_on": issued_on.isoformat() if issued_on else None},
        document_id=document_id,
        given_at=clock.now(),
    )
    _record(events.PAPER_GIVEN, row.id, by, paper=str(paper.id))
    return UUID(str(paper.id))


@transaction_required
def judge_paper(party_id: UUID, *, accepted: bool, by: Actor) -> None:
    """An officer accepts the last certificate, or does not. Raises: PartyUnknown."""
    row = _locked(party_id)
    paper = row.papers.order_by("-given_at", "-id").first()
    if paper is None:
        raise PartyUnknown
    paper.accepted, paper.judged_by, paper.judged_at = accepted, by.account_id, clock.now()
    paper.save(update_fields=["accepted", "judged_by", "judged_at"])
    _record(events.PAPER_JUDGED, row.id, by, paper=str(paper.id), accepted=accepted)


@transaction_required
def forget_scans(paper_ids: Collection[UUID], *, by: Actor) -> None:
    """The scans are erased; number, day and what an officer made of it stay."""
    for row in HealthPaper.objects.filter(id__in=paper_ids, document_id__isnull=False):
        row.document_id = None
        row.save(update_fields=["document_id"])
        _record(events.SCAN_ERASED, row.party_id, by, paper=str(row.id))


@transaction_required
def say(party_id: UUID, kind: SaidKind, words: str, *, by: Actor) -> None:
    """Keep what a party says, or is told. What they say of exploitation suspends an end not yet decided."""
    row = _locked(party_id)
    Saying.objects.create(party=row, kind=kind.value, words=words, said_at=clock.now())
    _record(events.SAID, row.id, by, said="answer" if kind is SaidKind.EXPLOITATION else kind.value)
    end = _open_end(row)
    if kind is SaidKind.EXPLOITATION and end is not None:
        _change(end, EndOutcome.SUSPENDED, by=by)


@transaction_required
def note_read(party_id: UUID, *, by: Actor) -> None:
    """An officer read what the party said, but for what is kept for those who protect."""
    not_theirs = (SaidKind.EXPLOITATION.value, SaidKind.TOLD.value)
    unread = Saying.objects.filter(party_id=party_id, read_at=None).exclude(kind__in=not_theirs)
    if unread.update(read_at=clock.now()):
        _record(events.READ, party_id, by, said="all")


@transaction_required
def tell_end(party_id: UUID, *, ended_on: date, hear_until: date, words: str, by: Actor) -> UUID:
    """The applicant tells that what was granted ends early; the party may answer until a day.

    Raises: EndNotOpen while another notice is not decided.
    """
    row = _locked(party_id)
    if _open_end(row) is not None:
        raise EndNotOpen
    reported = row.sayings.filter(kind=SaidKind.EXPLOITATION.value).exists()
    outcome = EndOutcome.SUSPENDED if reported else EndOutcome.HEARING
    end = EarlyEnd.objects.create(
        party=row,
        ended_on=ended_on,
        hear_until=hear_until,
        words=words,
        told_at=clock.now(),
        outcome=outcome.value,
    )
    _record(events.END_TOLD, row.id, by, end=str(end.id), hear_until=hear_until, ended_on=ended_on)
    return UUID(str(end.id))


@transaction_required
def decide_end(party_id: UUID, *, outcome: EndOutcome, lifts: bool = False, by: Actor) -> EarlyEnd:
    """Decide an open notice. lifts: who protects found that nothing stands against it any more.

    Raises: EndNotOpen, StillToBeHeard, EndSuspended.
    """
    row = _locked(party_id)
    end = _open_end(row)
    if end is None:
        raise EndNotOpen
    if outcome is EndOutcome.ENDED and end.outcome == EndOutcome.SUSPENDED and not lifts:
        raise EndSuspended
    theirs = row.sayings.exclude(kind=SaidKind.TOLD.value)
    answered = theirs.filter(said_at__gte=end.told_at).exists()
    if outcome is EndOutcome.ENDED and not answered and clock.today() <= end.hear_until:
        raise StillToBeHeard(until=end.hear_until)
    end.decided_at = clock.now()
    _change(end, outcome, by=by)
    return end


@transaction_required
def erase_of(abouts: Collection[Subject], *, by: Actor) -> list[UUID]:
    """Forget the parties of cases that are erased, with everything of theirs."""
    rows = Party.objects.filter(
        subject_kind__in={each.kind for each in abouts}, subject_id__in=[each.id for each in abouts]
    )
    ids = [UUID(str(each)) for each in rows.values_list("id", flat=True)]
    for each in ids:
        _record(events.ERASED, each, by)
    rows.delete()
    return ids


def _change(end: EarlyEnd, outcome: EndOutcome, *, by: Actor) -> None:
    before, end.outcome = end.outcome, outcome.value
    end.save(update_fields=["outcome", "decided_at"])
    _record(events.END_CHANGED, end.party_id, by, end=str(end.id), before=before, after=outcome.value)


def _open_end(row: Party) -> EarlyEnd | None:
    return row.ends.filter(decided_at=None).first()


def _locked(party_id: UUID) -> Party:
    row = Party.objects.select_for_update(no_key=True).filter(id=party_id).first()
    if row is None:
        raise PartyUnknown
    return row


def _record(kind: EventKind, party_id: UUID, by: Actor, **facts: Any) -> None:
    audit.record(kind, subject=Subject("party", party_id), by=by, **facts)
