"""Issuing documents and noting what becomes of them."""

from __future__ import annotations

import base64
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from sojourn.audit import actions as audit
from sojourn.catalogue.types import Pack
from sojourn.lib import clock, keys, numbers
from sojourn.lib.actor import Actor
from sojourn.lib.db import claim, current_work, transaction_required
from sojourn.lib.references import Pattern
from sojourn.lib.types import Confidentiality, Subject
from sojourn.lib.writes import new_id
from sojourn.permits import events, rules, seal
from sojourn.permits.codes import digest_of
from sojourn.permits.errors import DocumentUnknown, NoNumberPattern
from sojourn.permits.models import Permit, ValidityEntry
from sojourn.permits.queries import HOLDS_SINCE
from sojourn.permits.types import STANDING_FOR, Cause, Issued, SealedHolder, ToIssue

# One statement for any number of documents, and one for the first entry of the ledger of each.
_WRITE = """INSERT INTO permits_permit (id, number, kind, subject_kind, subject_id, confidentiality,
    issued_confidentiality, code_digest, printed, seal_key, issued_at) VALUES {rows}"""
_BEGIN = """INSERT INTO permits_validityentry (permit_id, standing, cause, first_day, last_day, recorded_at)
  SELECT begin.permit_id, begin.standing, begin.cause, begin.first_day, begin.last_day, %s
  FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::date[], %s::date[])
    AS begin(permit_id, standing, cause, first_day, last_day)"""
_ENDED = f"""
SELECT p.id, p.number, p.confidentiality FROM permits_permit p WHERE NOT {HOLDS_SINCE}
ORDER BY p.id LIMIT %s FOR UPDATE OF p SKIP LOCKED
"""  # noqa: S608  # a text of this room, not of a person
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@transaction_required
def issue(
    kind: str,
    *,
    pack: Pack,
    subject: Subject,
    holder: SealedHolder,
    valid: tuple[date, date | None],
    by: Actor,
    district: str = "",
    confidentiality: Confidentiality = Confidentiality.ORDINARY,
    cause: Cause = Cause.ISSUED,
    shown: bool = False,
) -> Issued:
    """Issue one document at once: number, code, seal and first interval. shown: see `ToIssue`.

    Raises: NoNumberPattern.
    """
    document = ToIssue(kind, subject, holder, valid, district, confidentiality, cause, shown)
    return issue_all([document], pack=pack, by=by)[0]


@transaction_required
def issue_all(documents: Sequence[ToIssue], *, pack: Pack, by: Actor) -> list[Issued]:
    """Issue many documents with the statements of one. Raises: NoNumberPattern."""
    if not documents:
        return []
    now = clock.now()
    numbers = _next_numbers(documents, pack)
    issued = [_issued(each, number, now) for each, number in zip(documents, numbers, strict=True)]
    _write(documents, issued, now)
    for document, each in zip(documents, issued, strict=True):
        _record_issue(document, each, by)
    return issued


@transaction_required
def note(permit_id: UUID, *, cause: Cause, first_day: date, last_day: date | None = None, by: Actor) -> None:
    """Add an interval to the ledger: prolonged, pending, withdrawn. It prevails over those recorded before.

    Raises: DocumentUnknown.
    """
    found = Permit.objects.filter(id=permit_id).values_list("confidentiality", flat=True).first()
    if found is None:
        raise DocumentUnknown
    _note(permit_id, Confidentiality(found), cause, first_day, last_day, by)


@transaction_required
def end(subject: Subject, *, on: date, cause: Cause, by: Actor) -> None:
    """End every document of a subject; the day itself is still covered.

    Said twice it stays as it is; what was noted in between, such as an appeal that waits, ends again.
    """
    after = on + timedelta(days=1)
    rows = Permit.objects.filter(subject_kind=subject.kind, subject_id=subject.id).select_for_update()
    for permit_id, confidentiality in rows.values_list("id", "confidentiality"):
        entries = ValidityEntry.objects.filter(permit_id=permit_id).order_by("-id")
        newest = entries.values_list("cause", "first_day", "last_day").first()
        if newest != (cause.value, after, None):
            _note(permit_id, Confidentiality(confidentiality), cause, after, None, by)


@transaction_required
def reclassify(subjects: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> list[UUID]:
    """Move the documents of these subjects into another class; the public door goes on answering for them.

    Gives the ids of all of them, moved or not.
    """
    rows = list(
        Permit.objects.select_for_update()
        .filter(
            subject_kind__in={each.kind for each in subjects}, subject_id__in=[each.id for each in subjects]
        )
        .order_by("id")
    )
    moved = [row for row in rows if row.confidentiality != confidentiality]
    Permit.objects.filter(id__in=[row.id for row in moved]).update(confidentiality=confidentiality)
    for row in moved:
        before = Confidentiality(row.confidentiality)
        audit.record(
            events.RECLASSIFIED,
            subject=Subject("permit", row.id),
            by=by,
            confidentiality=max(before, confidentiality),
            before=before.name.lower(),
            after=confidentiality.name.lower(),
        )
    return [row.id for row in rows]


@transaction_required
def erase_ended_before(day: date, *, by: Actor, limit: int = 500) -> list[UUID]:
    """Erase documents, with their ledgers, that last held before a day. Returns their ids; until empty."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, [day, day, limit])
        rows = cursor.fetchall()
    Permit.objects.filter(id__in=[permit_id for permit_id, _, _ in rows]).delete()
    for permit_id, number, confidentiality in rows:
        audit.record(
            events.ERASED,
            subject=Subject("permit", permit_id),
            by=by,
            confidentiality=Confidentiality(confidentiality),
            number=number,
        )
    return [permit_id for permit_id, _, _ in rows]


def _note(
    permit_id: UUID, confidentiality: Confidentiality, cause: Cause, first: date, last: date | None, by: Actor
) -> None:
    entry = ValidityEntry.objects.create(
        permit_id=permit_id,
        standing=STANDING_FOR[cause],
        cause=cause,
        first_day=first,
        last_day=last,
        recorded_at=clock.now(),
    )
    audit.record(
        events.NOTED,
        subject=Subject("permit", permit_id),
        by=by,
        confidentiality=confidentiality,
        standing=entry.standing,
        cause=cause,
        first_day=first,
        last_day=last,
    )


def _next_numbers(documents: Sequence[ToIssue], pack: Pack) -> list[str]:
    """The sequence runs on over the years; its last digits are the number within the year of issue."""
    missing = {each.kind for each in documents} - set(pack.references)
    if missing:
        raise NoNumberPattern(kinds=sorted(missing))
    drawn = numbers.draw("permits_number", len(documents))
    year = clock.today().year
    patterns = [Pattern(pack.references[each.kind]) for each in documents]
    return [
        pattern.format(number % 10**pattern.digits, year=year)
        for pattern, number in zip(patterns, drawn, strict=True)
    ]


def _issued(document: ToIssue, number: str, now: datetime) -> Issued:
    code = rules.new_code()
    sealed = seal.make(document, number=number)
    return Issued(
        id=new_id(),
        kind=document.kind,
        subject=document.subject,
        number=number,
        code=code,
        seal=sealed,
        holder=document.holder,
        valid=document.valid,
        issued_at=now,
    )


def _write(documents: Sequence[ToIssue], issued: Sequence[Issued], now: datetime) -> None:
    rows: list[Any] = []
    for document, one in zip(documents, issued, strict=True):
        rows += _row(document, one, now)
        claim("permit", one.id)
    batch = current_work().batch
    batch.write(_WRITE.format(rows=", ".join([_ROW] * len(issued))), rows)
    first_days, last_days = (list(days) for days in zip(*(one.valid for one in issued), strict=True))
    causes = [document.cause.value for document in documents]
    standings = [STANDING_FOR[document.cause].value for document in documents]
    batch.write(_BEGIN, [now, [one.id for one in issued], standings, causes, first_days, last_days])


def _row(document: ToIssue, draft: Issued, now: datetime) -> list[Any]:
    printed = {
        "code": draft.code,
        "seal": base64.b64encode(draft.seal).decode(),
        "holder": asdict(draft.holder),
        "valid": [day.isoformat() if day else None for day in draft.valid],
    }
    return [
        draft.id,
        draft.number,
        document.kind,
        document.subject.kind,
        document.subject.id,
        int(document.confidentiality),
        int(document.class_at_the_door),
        digest_of(draft.number, draft.code),
        Permit._meta.get_field("printed").get_prep_value(printed),
        keys.get(keys.Use.DOCUMENT_SEAL).id,
        now,
    ]


def _record_issue(document: ToIssue, issued: Issued, by: Actor) -> None:
    audit.record(
        events.ISSUED,
        subject=Subject("permit", issued.id),
        by=by,
        confidentiality=document.confidentiality,
        document_kind=document.kind,
        number=issued.number,
        first_day=issued.valid[0],
        last_day=issued.valid[1],
        seal_key=keys.get(keys.Use.DOCUMENT_SEAL).id,
        about={"kind": document.subject.kind, "id": document.subject.id},
    )
