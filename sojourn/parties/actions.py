"""Writes of parties: named, joined, papers given and judged, words said, early ends told and decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.parties import events
from sojourn.parties.errors import AnotherPaper, EndNotOpen, EndSuspended, PartyUnknown, StillToBeHeard
from sojourn.parties.models import EarlyEnd, HealthPaper, Party, Saying
from sojourn.parties.queries import end_of, view_of
from sojourn.parties.types import EndOutcome, EndView, NewParty, PartyView, SaidKind


@transaction_required
def name_party(new: NewParty, *, by: Actor) -> PartyView:
    """Give the person an application is about a part of their own; named twice it is the same party."""
    told = {"contact": new.contact, "language": new.language}
    row, first = Party.objects.get_or_create(
        subject_kind=new.about.kind,
        subject_id=new.about.id,
        defaults={
            "person_id": new.person_id,
            "told": told,
            "named_at": clock.now(),
            "confidentiality": new.confidentiality,
        },
    )
    if first:
        about = {"kind": new.about.kind, "id": str(new.about.id)}
        _record(events.NAMED, row, by, about=about)
    return view_of(row)


@transaction_required
def join(party_id: UUID, *, account_id: UUID, by: Actor) -> None:
    """The party came with the code and is signed in: from now on it stands in their account."""
    row = _locked(party_id)
    if row.account_id is None:
        _give_to(row, account_id)
        _record(events.JOINED, row, by, account=str(account_id))


@transaction_required
def undo_join(party_id: UUID, *, by: Actor) -> None:
    """An officer found that another than the party had joined: the account sees nothing of it any more."""
    row = _locked(party_id)
    if row.account_id is not None:
        before = row.account_id
        _give_to(row, None)
        _record(events.JOIN_UNDONE, row, by, account=str(before))


@transaction_required
def renew_code(party_id: UUID, *, by: Actor) -> PartyView:
    """Another than the party may know the code: a new one opens, and no account follows any more."""
    row = _locked(party_id)
    before, row.codes, row.account_id = row.account_id, row.codes + 1, None
    row.save(update_fields=["codes", "account_id"])
    _record(events.CODE_RENEWED, row, by, account=str(before or ""))
    return view_of(row)


def _give_to(row: Party, account_id: UUID | None) -> None:
    row.account_id = account_id
    row.save(update_fields=["account_id"])


@transaction_required
def reclassify(abouts: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> list[UUID]:
    """What is recorded of these parties from now on is of another class. Gives the ids of all of them."""
    rows = list(_of(abouts).select_for_update(no_key=True).order_by("id"))
    for row in rows:
        if row.confidentiality != confidentiality:
            before, row.confidentiality = row.confidentiality, confidentiality
            row.save(update_fields=["confidentiality"])
            class_ = Confidentiality(max(before, confidentiality))
            about = Subject("party", row.id)
            audit.record(events.RECLASSIFIED, subject=about, by=by, confidentiality=class_)
    return [UUID(str(row.id)) for row in rows]


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
    _record(events.PAPER_GIVEN, row, by, paper=str(paper.id))
    return UUID(str(paper.id))


@transaction_required
def judge_paper(party_id: UUID, *, paper_id: UUID | None, accepted: bool, by: Actor) -> None:
    """An officer accepts the certificate they looked at, or does not. Raises: PartyUnknown, AnotherPaper."""
    row = _locked(party_id)
    paper = row.papers.order_by("-given_at", "-id").first()
    if paper is None:
        raise PartyUnknown
    if paper.id != paper_id:
        raise AnotherPaper
    paper.accepted, paper.judged_by, paper.judged_at = accepted, by.account_id, clock.now()
    paper.save(update_fields=["accepted", "judged_by", "judged_at"])
    _record(events.PAPER_JUDGED, row, by, paper=str(paper.id), accepted=accepted)


@transaction_required
def forget_scans(paper_ids: Collection[UUID], *, by: Actor) -> None:
    """The scans are erased; number, day and what an officer made of it stay."""
    kept = HealthPaper.objects.filter(id__in=paper_ids, document_id__isnull=False)
    for row in kept.select_related("party"):
        row.document_id = None
        row.save(update_fields=["document_id"])
        _record(events.SCAN_ERASED, row.party, by, paper=str(row.id))


@transaction_required
def say(party_id: UUID, kind: SaidKind, words: str, *, by: Actor) -> None:
    """Keep what a party says, or is told. What they say of exploitation suspends an end not yet decided."""
    row = _locked(party_id)
    Saying.objects.create(party=row, kind=kind.value, words=words, said_at=clock.now())
    _record(events.SAID, row, by, said="answer" if kind is SaidKind.EXPLOITATION else kind.value)
    end = _open_end(row)
    if kind is SaidKind.EXPLOITATION and end is not None:
        _change(end, EndOutcome.SUSPENDED, by=by)


@transaction_required
def note_read(party_id: UUID, *, shown: Collection[UUID], protects: bool = False, by: Actor) -> None:
    """An officer read what stood before them; what is kept for those who protect, only one of them.

    shown: the words on the page they looked at. What came since stays unread.
    """
    not_theirs = [SaidKind.TOLD.value] + ([] if protects else [SaidKind.EXPLOITATION.value])
    row = _locked(party_id)
    unread = row.sayings.filter(read_at=None, id__in=shown).exclude(kind__in=not_theirs)
    if unread.update(read_at=clock.now()):
        _record(events.READ, row, by, said="all")


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
    _record(events.END_TOLD, row, by, end=str(end.id), hear_until=hear_until, ended_on=ended_on)
    return UUID(str(end.id))


@transaction_required
def decide_end(party_id: UUID, *, outcome: EndOutcome, by: Actor) -> EndView:
    """Decide an open notice. Raises: EndNotOpen, StillToBeHeard, EndSuspended."""
    row = _locked(party_id)
    end = _open_end(row)
    if end is None:
        raise EndNotOpen
    if outcome is EndOutcome.ENDED:
        _check_heard(row, end)
    end.decided_at = clock.now()
    _change(end, outcome, by=by)
    return end_of(end)


@transaction_required
def check_end(party_id: UUID) -> EndView:
    """The open notice, where what was granted may end by it.

    Raises: EndNotOpen, StillToBeHeard, EndSuspended.
    """
    row = _locked(party_id)
    end = _open_end(row)
    if end is None:
        raise EndNotOpen
    _check_heard(row, end)
    return end_of(end)


@transaction_required
def lift_suspension(party_id: UUID, *, by: Actor) -> None:
    """Who protects found that nothing stands against the end any more. Raises: EndNotOpen."""
    end = _open_end(_locked(party_id))
    if end is None or end.outcome != EndOutcome.SUSPENDED:
        raise EndNotOpen
    _change(end, EndOutcome.HEARING, by=by)


def _check_heard(row: Party, end: EarlyEnd) -> None:
    """Raises: StillToBeHeard, EndSuspended."""
    if end.outcome == EndOutcome.SUSPENDED:
        raise EndSuspended
    theirs = row.sayings.exclude(kind=SaidKind.TOLD.value)
    answered = theirs.filter(said_at__gte=end.told_at).exists()
    if not answered and clock.today() <= end.hear_until:
        raise StillToBeHeard(until=end.hear_until)


@transaction_required
def erase_of(abouts: Collection[Subject], *, by: Actor) -> list[UUID]:
    """Forget the parties of cases that are erased, with everything of theirs."""
    rows = list(_of(abouts))
    for row in rows:
        _record(events.ERASED, row, by)
    _of(abouts).delete()
    return [UUID(str(row.id)) for row in rows]


def _of(abouts: Collection[Subject]) -> QuerySet[Party]:
    kinds, ids = {each.kind for each in abouts}, [each.id for each in abouts]
    return Party.objects.filter(subject_kind__in=kinds, subject_id__in=ids)


def _change(end: EarlyEnd, outcome: EndOutcome, *, by: Actor) -> None:
    before, end.outcome = end.outcome, outcome.value
    end.save(update_fields=["outcome", "decided_at"])
    _record(events.END_CHANGED, end.party, by, end=str(end.id), before=before, after=outcome.value)


def _open_end(row: Party) -> EarlyEnd | None:
    return row.ends.filter(decided_at=None).first()


def _locked(party_id: UUID) -> Party:
    row = Party.objects.select_for_update(no_key=True).filter(id=party_id).first()
    if row is None:
        raise PartyUnknown
    return row


def _record(kind: EventKind, row: Party, by: Actor, **facts: Any) -> None:
    """With the class of the case the party is of."""
    secret = Confidentiality(row.confidentiality)
    audit.record(kind, subject=Subject("party", row.id), by=by, confidentiality=secret, **facts)
