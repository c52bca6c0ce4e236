"""Reads of parties. A party proves who they are by a code only they were sent, or by their account."""

from __future__ import annotations

import base64
import hmac
from datetime import date, datetime
from uuid import UUID

from sojourn.lib.fields import blind_index
from sojourn.lib.types import Subject
from sojourn.parties.models import EarlyEnd, HealthPaper, Party, Saying
from sojourn.parties.types import EndOutcome, EndView, PaperView, PartyView, Said, SaidKind

_GROUP, _MOST = 4, 50
MOST_REPORTS = 200


def find_of(about: Subject) -> PartyView | None:
    """The party of a case with everything of theirs. Four statements; one where there is none."""
    row = Party.objects.filter(subject_kind=about.kind, subject_id=about.id).first()
    return view_of(row) if row else None


def list_of_account(account_id: UUID) -> list[Subject]:
    """What an account joined a part of, the newest first."""
    rows = Party.objects.filter(account_id=account_id).order_by("-id")
    return [Subject(*each) for each in rows.values_list("subject_kind", "subject_id")[:_MOST]]


def code_of(party: PartyView) -> str:
    """The code that lets a party in; made from a key. A new one opens, the ones before no more."""
    of = f"{party.id}:{party.codes}" if party.codes else str(party.id)
    letters = base64.b32encode(blind_index(of, purpose="party-code")).decode()[: 3 * _GROUP]
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def opens(party: PartyView, code: str) -> bool:
    """Whether a code is theirs; hyphens and small letters do not matter."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return hmac.compare_digest(typed.encode(), code_of(party).replace("-", "").encode())


def list_scans_given_before(instant: datetime) -> list[tuple[UUID, UUID, Subject]]:
    """Certificates whose scan is still kept: paper, document, and what they are about."""
    rows = HealthPaper.objects.filter(document_id__isnull=False, given_at__lt=instant).select_related("party")
    return [
        (row.id, row.document_id, Subject(row.party.subject_kind, row.party.subject_id))
        for row in rows
        if row.document_id
    ]


def list_unread_reports() -> list[tuple[Subject, datetime]]:
    """Reports of exploitation nobody who protects has read: the case of each, the oldest first."""
    unread = Saying.objects.filter(kind=SaidKind.EXPLOITATION.value, read_at=None)
    rows = unread.select_related("party").order_by("said_at", "id")[:MOST_REPORTS]
    return [(Subject(row.party.subject_kind, row.party.subject_id), row.said_at) for row in rows]


def view_of(row: Party) -> PartyView:
    told = row.told
    return PartyView(
        id=row.id,
        about=Subject(row.subject_kind, row.subject_id),
        person_id=row.person_id,
        contact=told.get("contact", ""),
        language=told.get("language", ""),
        account_id=row.account_id,
        codes=row.codes,
        papers=tuple(map(_paper, row.papers.order_by("given_at", "id"))),
        said=tuple(map(_said, row.sayings.order_by("said_at", "id"))),
        ends=tuple(map(end_of, row.ends.order_by("told_at", "id"))),
    )


def _paper(row: HealthPaper) -> PaperView:
    on = row.paper.get("issued_on")
    return PaperView(
        row.id,
        row.paper.get("number", ""),
        date.fromisoformat(on) if on else None,
        row.given_at,
        row.document_id,
        row.accepted,
        row.judged_by,
        row.judged_at,
    )


def _said(row: Saying) -> Said:
    return Said(row.id, SaidKind(row.kind), row.words, row.said_at, row.read_at)


def end_of(row: EarlyEnd) -> EndView:
    outcome = EndOutcome(row.outcome)
    return EndView(row.id, row.ended_on, row.told_at, row.words, row.hear_until, outcome, row.decided_at)
