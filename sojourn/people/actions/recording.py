"""Who was told of: the person an identity tells of, known or new, and their class."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.canonical import canonical_json
from sojourn.lib.db import claim, transaction_required
from sojourn.lib.fields import blind_index
from sojourn.lib.postgres import planned
from sojourn.lib.types import Confidentiality
from sojourn.people import events, rules
from sojourn.people.actions.common import locked, subject
from sojourn.people.errors import PersonNotFound
from sojourn.people.models import MatchKey, NameKey, Statement
from sojourn.people.types import Identity, Source

# Whoever waited here for a person being moved into another class finds nobody, as if there were none.
_KNOWN = """
SELECT p.id FROM people_matchkey m JOIN people_person p ON p.id = m.person_id
WHERE m.kind = 'identity' AND m.confidentiality = %(class)s AND p.confidentiality = %(class)s
  AND m.digest IN (SELECT decode(d, 'hex') FROM unnest(%(identity)s::text[]) d)
ORDER BY m.id LIMIT 1 FOR NO KEY UPDATE OF p
"""

# One statement makes a person with everything said of them. The identity keys are claimed first: where
# another transaction has just claimed them, nothing is written and that person is the answer.
_NEW = """
WITH fresh AS MATERIALIZED (SELECT uuidv7() AS id), claimed AS (
  INSERT INTO people_matchkey (person_id, kind, digest, confidentiality)
  SELECT fresh.id, 'identity', decode(d, 'hex'), %(class)s FROM fresh, unnest(%(identity)s::text[]) d
  ON CONFLICT (digest, confidentiality) WHERE kind = 'identity' DO NOTHING RETURNING person_id
), chosen AS (
  SELECT id FROM fresh WHERE cardinality(%(identity)s::text[]) = 0 OR EXISTS (SELECT FROM claimed)
), made AS (
  INSERT INTO people_person (id, confidentiality, created_at) SELECT id, %(class)s, %(now)s FROM chosen
), numbered AS (
  INSERT INTO people_matchkey (person_id, kind, digest, confidentiality)
  SELECT chosen.id, 'document', decode(d, 'hex'), %(class)s FROM chosen, unnest(%(document)s::text[]) d
), named AS (
  INSERT INTO people_namekey (person_id, key, confidentiality)
  SELECT chosen.id, k, %(class)s FROM chosen, unnest(%(names)s::text[]) k
), said AS (
  INSERT INTO people_statement
    (person_id, kind, value, sealed, standing, source, valid_from, recorded_at, fingerprint)
  SELECT chosen.id, s.kind, s.value, decode(s.sealed, 'hex'), %(standing)s, %(source)s::jsonb,
    %(said_on)s::date, %(now)s, decode(s.fingerprint, 'hex')
  FROM chosen, jsonb_to_recordset(%(said)s::jsonb) AS s(kind text, value jsonb, sealed text, fingerprint text)
)
SELECT id FROM chosen
"""

# What a known person had not said before, with the spellings of the name not yet known.
_MORE = """
WITH named AS (
  INSERT INTO people_namekey (person_id, key, confidentiality)
  SELECT %(person)s, k, %(class)s FROM unnest(%(names)s::text[]) k
  WHERE NOT EXISTS (SELECT FROM people_namekey n WHERE n.person_id = %(person)s AND n.key = k)
)
INSERT INTO people_statement
  (person_id, kind, value, sealed, standing, source, valid_from, recorded_at, fingerprint)
SELECT %(person)s, s.kind, s.value, decode(s.sealed, 'hex'), %(standing)s, %(source)s::jsonb,
  %(said_on)s::date, %(now)s, decode(s.fingerprint, 'hex')
FROM jsonb_to_recordset(%(said)s::jsonb) AS s(kind text, value jsonb, sealed text, fingerprint text)
ON CONFLICT (person_id, kind, fingerprint) WHERE superseded_at IS NULL DO NOTHING
RETURNING kind
"""


# What was said before of the same things, in these words or on this occasion, is no longer so; every word of
# it stays, and so does what was said elsewhere, such as of a second passport. Whoever has the new
# document is found by it, but for an identity that is somebody else's: two people are never made one.
_OTHERWISE = """
WITH old AS (
  UPDATE people_statement SET superseded_at = %(now)s
  WHERE person_id = %(person)s AND kind = ANY(%(kinds)s) AND superseded_at IS NULL AND (
    fingerprint IN (SELECT decode(d, 'hex') FROM unnest(%(before)s::text[]) d)
    OR source->>'reference' = %(said_in)s
  ) RETURNING 1
)
INSERT INTO people_matchkey (person_id, kind, digest, confidentiality)
SELECT %(person)s, k.kind, decode(k.digest, 'hex'), %(class)s FROM (
  SELECT 'identity' AS kind, unnest(%(identity)s::text[]) AS digest
  UNION ALL SELECT 'document', unnest(%(document)s::text[])
) k
WHERE NOT EXISTS (
  SELECT FROM people_matchkey m
  WHERE m.person_id = %(person)s AND m.kind = k.kind AND m.digest = decode(k.digest, 'hex')
)
ON CONFLICT (digest, confidentiality) WHERE kind = 'identity' DO NOTHING
"""


@transaction_required
def record(
    identity: Identity,
    *,
    source: Source,
    by: Actor,
    confidentiality: Confidentiality = Confidentiality.ORDINARY,
) -> UUID:
    """The person this identity tells of: the one known by it, or a new one. At most three SQL statements.

    Known means the same travel document, birth date and name, in this class and no other: whoever stands
    in a class this filing does not belong to is neither found nor hinted at. People are never merged.
    """
    row = _row(identity, source, confidentiality)
    for _ in range(2):
        if row["identity"] and (known := _known(row)):
            claim("person", known)
            _tell_more(known, row, source, by, confidentiality)
            return known
        if made := _one(_NEW, row):
            claim("person", made)
            _record_told(events.RECORDED, made, row["told"], source, by, confidentiality)
            return made
    raise PersonNotFound


@transaction_required
def change(person_id: UUID, *, before: Identity, after: Identity, source: Source, by: Actor) -> None:
    """Someone is called otherwise now, or has another document: said anew, and what was said before stays.

    Where the two do not differ nothing is said. Raises: PersonNotFound.
    """
    was, now = rules.statements_of(before), rules.statements_of(after)
    kinds = {each.kind for each in (*was, *now) if each not in was or each not in now}
    if not kinds:
        return
    confidentiality = Confidentiality(locked(person_id).confidentiality)
    row = _row(after, source, confidentiality)
    told = tuple(each for each in row["told"] if each.kind in kinds)
    superseded = {
        "person": person_id,
        "kinds": [kind.value for kind in kinds],
        "before": [_said(each)["fingerprint"] for each in was],
        "said_in": source.reference,
    }
    with planned() as cursor:
        cursor.execute(_OTHERWISE, row | superseded)
    more = {"told": told, "said": json.dumps([_said(one) for one in told])}
    _tell_more(person_id, row | more, source, by, confidentiality)


def _row(identity: Identity, source: Source, confidentiality: Confidentiality) -> dict[str, Any]:
    """What both statements take."""
    told = rules.statements_of(identity)
    return {
        "class": int(confidentiality),
        "now": clock.now(),
        "standing": source.standing.value,
        "source": json.dumps(source.as_record()),
        "said_on": source.said_on,
        "identity": [each.hex() for each in identity_digests(identity)],
        "document": [_digest(words, "people.document") for words in _numbers(identity)],
        "names": list(rules.name_search_keys(identity.names)),
        "said": json.dumps([_said(one) for one in told]),
        "told": told,
    }


def identity_digests(identity: Identity) -> list[bytes]:
    """What an identity is found by, in any class."""
    return [blind_index(*words, purpose="people.identity") for words in rules.identity_keys(identity)]


def _numbers(identity: Identity) -> list[tuple[str]]:
    document = identity.travel_document
    number = rules.document_number(document.number) if document else ""
    return [(number,)] if number else []


def _said(one: rules.Said) -> dict[str, Any]:
    sealed = Statement._meta.get_field("sealed").get_prep_value(one.sealed)
    whole = canonical_json([one.value, one.sealed]).decode()
    return {
        "kind": one.kind.value,
        "value": one.value,
        "sealed": sealed.hex() if sealed else None,
        "fingerprint": _digest((one.kind.value, whole), "people.statement"),
    }


def _digest(words: tuple[str, ...], purpose: str) -> str:
    return blind_index(*words, purpose=purpose).hex()


def _known(row: dict[str, Any]) -> UUID | None:
    """Someone of this class, held in it until the transaction ends."""
    return _one(_KNOWN, row)


def _tell_more(
    person_id: UUID, row: dict[str, Any], source: Source, by: Actor, confidentiality: Confidentiality
) -> None:
    with planned() as cursor:
        cursor.execute(_MORE, row | {"person": person_id})
        new = {kind for (kind,) in cursor.fetchall()}
    told = tuple(one for one in row["told"] if one.kind.value in new)
    if told:
        _record_told(events.TOLD_MORE, person_id, told, source, by, confidentiality)


def _one(sql: str, row: dict[str, Any]) -> UUID | None:
    with planned() as cursor:
        cursor.execute(sql, row)
        found = cursor.fetchone()
    return found[0] if found else None


def _record_told(
    kind: EventKind,
    person_id: UUID,
    told: tuple[rules.Said, ...],
    source: Source,
    by: Actor,
    confidentiality: Confidentiality,
) -> None:
    audit.record(
        kind,
        subject=subject(person_id),
        by=by,
        confidentiality=confidentiality,
        standing=source.standing.value,
        source=source.as_record(),
        kinds=[one.kind.value for one in told],
        told=[one.value for one in told],
    )


@transaction_required
def reclassify(person_id: UUID, *, confidentiality: Confidentiality, by: Actor) -> None:
    """Move a person into another class, and with them every key by which they are found.

    Where someone else of that class already has the same identity key, this person goes without one: two
    people are never made one. Raises: PersonNotFound.
    """
    person = locked(person_id)
    before = Confidentiality(person.confidentiality)
    if before == confidentiality:
        return
    person.confidentiality = int(confidentiality)
    person.save(update_fields=["confidentiality"])
    mine = MatchKey.objects.filter(person_id=person_id)
    taken = MatchKey.objects.filter(
        kind=MatchKey.IDENTITY, confidentiality=confidentiality, digest__in=mine.values("digest")
    ).exclude(person_id=person_id)
    mine.filter(kind=MatchKey.IDENTITY, digest__in=list(taken.values_list("digest", flat=True))).delete()
    mine.update(confidentiality=confidentiality)
    NameKey.objects.filter(person_id=person_id).update(confidentiality=confidentiality)
    audit.record(
        events.RECLASSIFIED,
        subject=subject(person_id),
        by=by,
        confidentiality=max(before, confidentiality),
        before=before.name.lower(),
        after=confidentiality.name.lower(),
    )
