"""Reading issued documents."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import ExpressionWrapper, QuerySet, TextField

from sojourn.lib import reads
from sojourn.lib.actor import Reader
from sojourn.lib.types import Subject
from sojourn.permits import rules
from sojourn.permits.errors import DocumentUnknown
from sojourn.permits.models import LETTERS_OF_NUMBER, Permit, ValidityEntry
from sojourn.permits.types import Cause, Issued, SealedHolder, Standing, Validity


def find_for(subject: Subject, *, to: Reader) -> Issued | None:
    """The newest document of a subject the caller was allowed to see, within the reader's classes."""
    found = reads.rows(Permit, _NEWEST, [subject.kind, subject.id, _classes(to)])
    return _issued(found[0]) if found else None


def find_with_standing(subject: Subject, *, on: date, to: Reader) -> tuple[Issued, Standing] | None:
    """The newest document of a subject, and what it is worth on a day. One statement."""
    found = reads.rows_with(Permit, _LEDGER_BESIDE, _NEWEST, [subject.kind, subject.id, _classes(to)])
    for permit, ledger in found:
        if permit is not None:
            entries = [_entry(*each) for each in json.loads(ledger or "[]")]
            return _issued(permit), rules.standing_on(on, entries)
    return None


_NEWEST = """WHERE r.subject_kind = %s AND r.subject_id = %s AND r.confidentiality = ANY(%s)
ORDER BY r.id DESC LIMIT 1"""
_LEDGER_BESIDE = """, (
  SELECT jsonb_agg(
    jsonb_build_array(e.standing, e.cause, e.first_day, e.last_day, e.recorded_at) ORDER BY e.id
  ) FROM permits_validityentry e WHERE e.permit_id = r.id
)"""


def _classes(to: Reader) -> list[int]:
    return [each.value for each in to.classes]


def _entry(standing: str, cause: str, first_day: str, last_day: str | None, recorded_at: str) -> Validity:
    return Validity(
        Standing(standing),
        Cause(cause),
        date.fromisoformat(first_day),
        date.fromisoformat(last_day) if last_day else None,
        datetime.fromisoformat(recorded_at),
    )


def list_of(subject: Subject, *, to: Reader) -> list[Issued]:
    """Every document of a subject the caller was allowed to see, oldest first."""
    rows = _seen(to).filter(subject_kind=subject.kind, subject_id=subject.id)
    return [_issued(row) for row in rows.order_by("id")]


def list_for(subjects: Collection[Subject], *, to: Reader) -> dict[Subject, Issued]:
    """The newest document of each of many subjects the caller has already been allowed to see."""
    kinds, ids = {each.kind for each in subjects}, {each.id for each in subjects}
    rows = _seen(to).filter(subject_kind__in=kinds, subject_id__in=ids).order_by("id")
    return {issued.subject: issued for issued in map(_issued, rows)}


def list_numbers(subjects: Collection[Subject], *, to: Reader) -> dict[UUID, str]:
    """The number of the newest document of each of many subjects, by the subject's id; no holder is read."""
    kinds, ids = {each.kind for each in subjects}, {each.id for each in subjects}
    rows = _seen(to).filter(subject_kind__in=kinds, subject_id__in=ids).order_by("id")
    return dict(rows.values_list("subject_id", "number"))


def find_subject(number: str) -> Subject | None:
    """What a document with this number was issued for, as typed with or without hyphens. An id only."""
    letters = "".join(sign for sign in number.upper() if sign.isalnum())
    found = (
        Permit.objects.alias(letters=ExpressionWrapper(LETTERS_OF_NUMBER, TextField()))
        .filter(letters=letters)
        .first()
    )
    return Subject(found.subject_kind, found.subject_id) if found else None


def find_by_number(number: str, *, to: Reader) -> Issued | None:
    """The document with a number, with or without its hyphens."""
    letters = ExpressionWrapper(LETTERS_OF_NUMBER, TextField())
    found = _seen(to).alias(letters=letters).filter(letters=number.replace("-", "")).first()
    return _issued(found) if found else None


def list_validity(permit_id: UUID, *, to: Reader, known_at: datetime | None = None) -> list[Validity]:
    """The ledger as it was known at an instant, or as it is known now; oldest first."""
    rows = ValidityEntry.objects.filter(permit__in=_seen(to).filter(id=permit_id))
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return [
        Validity(Standing(row.standing), Cause(row.cause), row.first_day, row.last_day, row.recorded_at)
        for row in rows.order_by("id")
    ]


# Whether a document `p` was worth something on or after a day: an interval that reaches there and was not cut
# off for good by a later entry before it. Takes the day twice.
HOLDS_SINCE = """EXISTS (
  SELECT FROM permits_validityentry e
  WHERE e.permit_id = p.id AND e.standing <> 'not-valid' AND (e.last_day IS NULL OR e.last_day >= %s)
    AND NOT EXISTS (
      SELECT FROM permits_validityentry later
      WHERE later.permit_id = p.id AND later.id > e.id AND later.standing = 'not-valid'
        AND later.last_day IS NULL AND later.first_day <= greatest(e.first_day, %s)
    )
)"""


def list_running(permit_ids: Collection[UUID], *, since: date) -> frozenset[UUID]:
    """Which of these were worth something on or after a day. Ids only, for keeping and erasing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM permits_permit p WHERE p.id = ANY(%s) AND {HOLDS_SINCE}",  # noqa: S608
            [list(permit_ids), since, since],
        )
        return frozenset(permit_id for (permit_id,) in cursor.fetchall())


def list_holding(kind: str, subject_ids: Collection[UUID], *, since: date) -> frozenset[UUID]:
    """Which subjects of a kind have a document that is worth something on or after a day. Ids only."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT p.subject_id FROM permits_permit p"  # noqa: S608
            f" WHERE p.subject_kind = %s AND p.subject_id = ANY(%s) AND {HOLDS_SINCE}",
            [kind, list(subject_ids), since, since],
        )
        return frozenset(subject_id for (subject_id,) in cursor.fetchall())


def standing_on(day: date, permit_id: UUID, *, to: Reader, known_at: datetime | None = None) -> Standing:
    """What the document was worth on a day, as known then or as known now."""
    return rules.standing_on(day, list_validity(permit_id, to=to, known_at=known_at))


def _seen(to: Reader) -> QuerySet[Permit]:
    """The one predicate: the reader's classes."""
    return Permit.objects.filter(confidentiality__in=_classes(to))


def _issued(row: Permit) -> Issued:
    printed: dict[str, Any] = row.printed
    first_day, last_day = (date.fromisoformat(day) if day else None for day in printed["valid"])
    if first_day is None:
        raise DocumentUnknown(number=row.number)
    return Issued(
        id=row.id,
        kind=row.kind,
        subject=Subject(row.subject_kind, row.subject_id),
        number=row.number,
        code=printed["code"],
        seal=base64.b64decode(printed["seal"]),
        holder=SealedHolder(**printed["holder"]),
        valid=(first_day, last_day),
        issued_at=row.issued_at,
    )
