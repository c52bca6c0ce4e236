"""Recording what happened and who looked."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from sojourn.audit import events, rules
from sojourn.audit.errors import FactsDiffer
from sojourn.audit.models import Access
from sojourn.audit.queries import veiled
from sojourn.audit.sealing import publish_heads, seal_new_entries
from sojourn.audit.types import ANY_SUBJECT, EventKind
from sojourn.lib import clock, locks, writes
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import current_work, held, transaction_required
from sojourn.lib.types import Confidentiality, Subject

__all__ = [
    "erase_access_before",
    "flush",
    "log_reading",
    "publish_heads",
    "record",
    "redact",
    "redact_all",
    "seal_new_entries",
]

_Deleted = tuple[UUID, int, str, int]  # subject, event, name of the value, class of the event
_PENDING = "audit.pending"
_LARGEST_EXACT = 2**53 - 1

# One statement writes all events of a transaction, with whatever else it has still to write: each event gets
# the next number of its subject, its personal values, and a row that tells the sealer it waits. The locks on
# the subjects go before it, as a statement of their own: the highest number is read after whoever recorded of
# that subject has committed. A subject this transaction holds anyway needs none.
_PARTS = [
    (
        "new",
        """SELECT * FROM jsonb_to_recordset(%s::jsonb) AS n(place int, at timestamptz, kind text,
    subject_kind text, subject_id uuid, actor jsonb, facts jsonb, digests jsonb, confidentiality smallint,
    personal jsonb)""",
    ),
    (
        "numbered",
        """SELECT new.*, coalesce((SELECT max(e.subject_number) FROM audit_event e
      WHERE e.subject_kind = new.subject_kind AND e.subject_id = new.subject_id), 0)
    + row_number() OVER (PARTITION BY new.subject_kind, new.subject_id ORDER BY place) AS subject_number
  FROM new""",
    ),
    (
        "recorded",
        """INSERT INTO audit_event
    (at, kind, subject_kind, subject_id, subject_number, actor, facts, digests, confidentiality)
  SELECT at, kind, subject_kind, subject_id, subject_number, actor, facts, digests, confidentiality
  FROM numbered ORDER BY place
  RETURNING id, subject_kind, subject_id, subject_number""",
    ),
    (
        "kept",
        """INSERT INTO audit_personalvalue (event_id, name, salt, value)
  SELECT w.id, p.key, decode(p.value ->> 'salt', 'hex'), p.value -> 'value'
  FROM recorded w JOIN numbered n USING (subject_kind, subject_id, subject_number), jsonb_each(n.personal) p
""",
    ),
    ("", "INSERT INTO audit_unsealed (event_id) SELECT id FROM recorded"),
]

_DELETE_VALUES = """
DELETE FROM audit_personalvalue p USING audit_event e
WHERE e.id = p.event_id AND e.subject_kind = %s AND e.subject_id = ANY(%s) AND (%s OR p.name = ANY(%s))
RETURNING e.subject_id, p.event_id, p.name, e.confidentiality
"""


@transaction_required
def record(
    kind: EventKind,
    *,
    subject: Subject,
    by: Actor,
    confidentiality: Confidentiality = Confidentiality.ORDINARY,
    **facts: Any,
) -> None:
    """Record a fact; it is written before the transaction of the caller commits, or nothing is.

    Facts are JSON values, exactly those the kind declares (dates and ids are turned into text).
    Raises: FactsDiffer.
    """
    declared = {*kind.plain, *kind.personal}
    if set(facts) != declared or kind.subject not in {subject.kind, ANY_SUBJECT}:
        raise FactsDiffer(
            kind=kind.name, expected=sorted(declared), found=sorted(facts), subject=subject.kind
        )
    personal = {name: {"salt": os.urandom(16), "value": _plain(facts[name])} for name in kind.personal}
    _append(
        {
            "at": clock.now().isoformat(),
            "kind": kind.name,
            "subject_kind": subject.kind,
            "subject_id": str(subject.id),
            "actor": by.as_record(),
            "facts": {name: _plain(facts[name]) for name in kind.plain},
            "digests": {n: rules.digest_of(p["value"], p["salt"]) for n, p in personal.items()},
            "confidentiality": int(confidentiality),
            "personal": {n: {"salt": p["salt"].hex(), "value": p["value"]} for n, p in personal.items()},
        }
    )


def _append(event: dict[str, Any]) -> None:
    work = current_work()
    pending = work.kept.get(_PENDING)
    if pending is None:
        pending = work.kept[_PENDING] = []
        work.before_commit.append(flush)
    event["place"] = len(pending)
    pending.append(event)


def flush() -> None:
    """Write the events recorded so far. The edge does it; a query that reads them earlier may."""
    work = current_work()
    pending = work.kept.pop(_PENDING, None)
    if pending:
        work.batch.write_parts(_PARTS, [json.dumps(pending)])
        about = {(event["subject_kind"], event["subject_id"]) for event in pending} - held(work)
        needed = locks.keys_of(f"audit:{kind}:{id_}" for kind, id_ in about)
        work.batch.send((locks.before(""), [needed]) if needed else None)


@transaction_required
def redact(subject: Subject, *, by: Actor, reason: str, names: Collection[str] | None = None) -> int:
    """Delete personal values (all, or those of these names) in the events of a subject; the log still proves.

    `reason` is a code, such as the term that has passed. Returns how many values were deleted; where there
    was none, nothing is recorded.
    """
    return redact_all(subject.kind, [subject.id], by=by, reason=reason, names=names)


@transaction_required
def redact_all(
    kind: str, ids: Collection[UUID], *, by: Actor, reason: str, names: Collection[str] | None = None
) -> int:
    """The same for many subjects of a kind, with one statement and one event for each that had values."""
    flush()
    with connection.cursor() as cursor:
        cursor.execute(_DELETE_VALUES, [kind, list(ids), names is None, list(names or ())])
        found = sorted(cursor.fetchall())
    for subject_id, rows in groupby(found, key=itemgetter(0)):
        _record_redaction(Subject(kind, subject_id), list(rows), reason, by)
    return len(found)


def _record_redaction(subject: Subject, rows: list[_Deleted], reason: str, by: Actor) -> None:
    deleted: dict[str, list[str]] = {}
    for _, event_id, name, _ in rows:
        deleted.setdefault(str(event_id), []).append(name)
    record(
        events.REDACTED,
        subject=subject,
        by=by,
        confidentiality=Confidentiality(max(row[3] for row in rows)),
        values=deleted,
        reason=reason,
    )


def erase_access_before(instant: datetime, *, limit: int = 10_000) -> int:
    """Forget who looked, when that is past its term. Returns how many; call until 0.

    The application role may not; the operator does it as owner (`sojourn erase`).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM audit_access WHERE id IN"
            " (SELECT id FROM audit_access WHERE at < %s ORDER BY id LIMIT %s)",
            [instant, limit],
        )
        return int(cursor.rowcount)


def log_reading(
    *,
    to: Reader,
    relation: str,
    subject: Subject | None = None,
    listing: str = "",
    filter: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    count: int = 1,
    confidentiality: Confidentiality = Confidentiality.ORDINARY,
    disclosed_on: date | None = None,
) -> None:
    """Keep who looked: one row for a person, case or file, or one for a list with its filter and count.

    `private` are the parts of a filter that may name someone: kept so that a suspected search can be checked
    against them, and never read.
    """
    told = {name: veiled(name, text) for name, text in (private or {}).items()}
    row = Access(
        at=clock.now(),
        account_id=to.actor.account_id,
        actor=to.actor.as_record(),
        purpose=to.purpose,
        relation=relation,
        subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else None,
        listing=listing,
        filter=_plain({**(filter or {}), **told}),
        count=count,
        confidentiality=int(confidentiality),
        disclosed_on=disclosed_on,
    )
    looked = writes.Batch()
    looked.add(row)
    looked.send()


def _plain(value: Any) -> Any:
    """The JSON form of a fact. Raises: TypeError for a number that has no exact canonical form."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) <= _LARGEST_EXACT:
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, int | float):
        raise TypeError("a float, or a number beyond 2^53, is not a fact: write it as text")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
