"""Reading the register of people. Each reader sees the classes it is entitled to; the rest does not exist.

The register is of the whole country: no office owns a person. Who may search it at all is a permission.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from sojourn.lib import clock, reads
from sojourn.lib.actor import Reader
from sojourn.lib.fields import blind_index
from sojourn.lib.postgres import planned
from sojourn.lib.types import Confidentiality
from sojourn.people import rules
from sojourn.people.errors import PersonNotFound
from sojourn.people.models import Distinction, FamilyLink, MatchKey, Person, ProtectiveHold, Statement
from sojourn.people.types import (
    FamilyLinkView,
    Found,
    FoundPage,
    Hit,
    HoldKind,
    HoldNotice,
    HoldView,
    LinkKind,
    PersonName,
    PersonView,
    Standing,
    StatementKind,
    StatementView,
    ToldApart,
)

PAGE = 50

# One short index range for each class and each way to spell what was typed, whatever the register holds.
# Where the page before ended is no comparison of rows: the database would begin to read there, not at the
# prefix, and read everybody before it in the alphabet.
_BY_NAME = """
SELECT found.key, found.person_id
FROM unnest(%(classes)s::smallint[]) AS c(class), unnest(%(prefixes)s::text[]) AS p(prefix),
LATERAL (
  SELECT key, person_id FROM people_namekey
  WHERE confidentiality = c.class
    AND key >= greatest(p.prefix, %(key)s) AND key < p.prefix || chr(1114111)
    AND (key > %(key)s OR person_id > %(id)s::uuid)
  ORDER BY key, person_id LIMIT %(limit)s
) AS found
ORDER BY found.key, found.person_id LIMIT %(limit)s
"""
_HITS = """
SELECT DISTINCT known.person_id, fresh.person_id, p.created_at
FROM people_matchkey known
JOIN people_matchkey fresh
  ON fresh.kind = 'identity' AND fresh.digest = known.digest AND fresh.confidentiality < known.confidentiality
JOIN people_person p ON p.id = fresh.person_id
WHERE known.kind = 'identity' AND known.confidentiality > 0 AND known.confidentiality = ANY(%(classes)s)
  AND fresh.confidentiality = ANY(%(classes)s)
  AND (%(person)s::uuid IS NULL OR known.person_id = %(person)s::uuid)
  AND NOT EXISTS (
    SELECT FROM people_distinction d WHERE d.known_id = known.person_id AND d.newcomer_id = fresh.person_id
  )
ORDER BY p.created_at DESC, fresh.person_id LIMIT %(limit)s
"""
_NAMES = """
SELECT s.person_id, s.value FROM people_statement s JOIN people_person p ON p.id = s.person_id
WHERE s.person_id = ANY(%s) AND s.kind = 'name' AND s.superseded_at IS NULL AND p.confidentiality = ANY(%s)
ORDER BY s.recorded_at, s.id
"""
_SHOWN = (StatementKind.NAME, StatementKind.BIRTH, StatementKind.CITIZENSHIP, StatementKind.STATUS)
_WHOLE = (
    ", p.confidentiality, p.created_at",
    "RIGHT JOIN people_person p ON p.id = r.person_id WHERE p.id = %s AND p.confidentiality = ANY(%s)"
    " ORDER BY r.recorded_at, r.id",
)
"""A person with everything said of them, written out."""
_OPEN_HOLDS = """JOIN people_person p ON p.id = r.person_id
WHERE r.person_id = %s AND r.from_on <= %s AND (r.until_on IS NULL OR r.until_on >= %s)
AND p.confidentiality = ANY(%s)"""
_LINKS = """JOIN people_person p ON p.id = r.person_id JOIN people_person q ON q.id = r.relative_id
WHERE (r.person_id = %s OR r.relative_id = %s) AND p.confidentiality = ANY(%s) AND q.confidentiality = ANY(%s)
ORDER BY r.recorded_at, r.id"""
_FIRST = ("", "00000000-0000-0000-0000-000000000000")


def get_person(person_id: UUID, *, to: Reader, family: bool = True) -> PersonView:
    """With their family links, unless only the person is asked for.

    Raises: PersonNotFound, alike for one that does not exist and one not to be seen.
    """
    found = reads.rows_with(Statement, *_WHOLE, [person_id, [int(each) for each in to.classes]])
    if not found:
        raise PersonNotFound
    _, confidentiality, created_at = found[0]
    statements = [one for one, *_ in found if one is not None]
    current = [one for one in statements if one.superseded_at is None]
    identity, status = rules.identity_from((StatementKind(one.kind), _whole(one)) for one in current)
    return PersonView(
        person_id,
        Confidentiality(confidentiality),
        created_at,
        identity,
        status,
        tuple(_statement_view(one) for one in statements),
        tuple(_links(person_id, to)) if family else (),
    )


def _whole(statement: Statement) -> dict[str, Any]:
    return {**statement.value, **(statement.sealed or {})}


def _statement_view(one: Statement) -> StatementView:
    return StatementView(
        StatementKind(one.kind),
        _whole(one),
        Standing(one.standing),
        one.source,
        one.recorded_at,
        one.superseded_at,
    )


def _links(person_id: UUID, to: Reader) -> Iterable[FamilyLinkView]:
    """Links to people the reader may see; one's secret is not shown through another."""
    classes = [int(each) for each in to.classes]
    for link in reads.rows(FamilyLink, _LINKS, [person_id, person_id, classes, classes]):
        is_first = link.person_id == person_id
        yield FamilyLinkView(
            link.id,
            LinkKind(link.kind),
            link.relative_id if is_first else link.person_id,
            is_first,
            link.disputed,
            link.from_on,
            link.until_on,
        )


def list_seen_links(link_ids: Collection[UUID], *, to: Reader) -> frozenset[UUID]:
    """Which of these family links tie two people the reader may see."""
    rows = FamilyLink.objects.filter(
        id__in=link_ids, person__confidentiality__in=to.classes, relative__confidentiality__in=to.classes
    )
    return frozenset(rows.values_list("id", flat=True))


def list_silent_since(instant: datetime, *, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """People about whom nothing was recorded from an instant on and whom no hold protects; a page at a time.

    Ids only, for keeping and erasing: the rooms above know whether something of theirs is about them.
    """
    day = clock.legal_day(instant)
    held = ProtectiveHold.objects.filter(Q(until_on=None) | Q(until_on__gte=day))
    linked = FamilyLink.objects.filter(Q(recorded_at__gte=instant) | Q(until_on__gte=day))
    rows = (
        Person.objects.filter(created_at__lt=instant)
        .exclude(Exists(Statement.objects.filter(person_id=OuterRef("id"), recorded_at__gte=instant)))
        .exclude(Exists(held.filter(person_id=OuterRef("id"))))
        .exclude(Exists(linked.filter(Q(person_id=OuterRef("id")) | Q(relative_id=OuterRef("id")))))
    )
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def list_born_between(
    first: date, last: date, *, after: int = 0, limit: int = 500
) -> list[tuple[int, UUID, str]]:
    """What is said of births between two days: number, person and date as told, a page at a time.

    A date of which only the year or month is known is among them if any of its days may be meant. For the
    clock alone: it names nobody.
    """
    rows = Statement.objects.filter(kind=StatementKind.BIRTH, superseded_at=None, id__gt=after).annotate(
        told=KeyTextTransform("date", "value")
    )
    found = rows.filter(told__gte=f"{first.year:04d}", told__lte=last.isoformat())
    listed = found.order_by("id").values_list("id", "person_id", "told")[:limit]
    return [(number, person_id, told) for number, person_id, told in listed if told]


def has_open_hold(person_id: UUID, *, on: date | None = None) -> bool:
    """Whether the person is not to be removed on the day (today). Never says why."""
    return _open_holds(person_id, on).exists()


def is_held_anywhere(person_id: UUID, *, on: date | None = None) -> bool:
    """The same of every record of this identity, those of other classes too: what was recorded of someone
    after a hold was placed elsewhere is under it as well. Never says why, nor where.
    """
    return _holds_anywhere(person_id, on).exists()


def held_as(person_id: UUID, *, on: date | None = None) -> frozenset[HoldKind]:
    """Why somebody is not to be removed, whatever record of them is held: for the rules of a service that is
    protected, and nobody's page.
    """
    return frozenset(HoldKind(each) for each in _holds_anywhere(person_id, on).values_list("kind", flat=True))


def list_records_of(person_id: UUID) -> list[UUID]:
    """Every record of the same identity, those of other classes too. Ids only."""
    return sorted({person_id, *_same(person_id).values_list("person_id", flat=True)})


def _same(person_id: UUID) -> QuerySet[MatchKey]:
    own = MatchKey.objects.filter(kind=MatchKey.IDENTITY, person_id=person_id)
    return MatchKey.objects.filter(kind=MatchKey.IDENTITY, digest__in=own.values("digest"))


def _holds_anywhere(person_id: UUID, on: date | None) -> QuerySet[ProtectiveHold]:
    day = on or clock.today()
    open_ = Q(until_on__isnull=True) | Q(until_on__gte=day)
    whose = Q(person_id=person_id) | Q(person_id__in=_same(person_id).values("person_id"))
    return ProtectiveHold.objects.filter(whose, open_, from_on__lte=day)


def find_hold(person_id: UUID, *, to: Reader, on: date | None = None) -> HoldNotice | None:
    """Until when the person is not to be removed; the protection desk knows the rest."""
    day = on or clock.today()
    asked = [person_id, day, day, [int(each) for each in to.classes]]
    ends = [row.until_on for row in reads.rows(ProtectiveHold, _OPEN_HOLDS, asked)]
    if not ends:
        return None
    return HoldNotice(None if None in ends else max(end for end in ends if end))


def _open_holds(person_id: UUID, on: date | None) -> QuerySet[ProtectiveHold]:
    day = on or clock.today()
    open_ = Q(until_on__isnull=True) | Q(until_on__gte=day)
    return ProtectiveHold.objects.filter(open_, person_id=person_id, from_on__lte=day)


def list_holds(person_id: UUID, *, to: Reader) -> list[HoldView]:
    """Every hold with its reasons, newest first: for readers of the protection desk, nothing for others."""
    if Confidentiality.PROTECTED not in to.classes:
        return []
    rows = ProtectiveHold.objects.filter(person_id=person_id).order_by("-id")
    return [
        HoldView(row.id, HoldKind(row.kind), row.from_on, row.until_on, row.ended_at, row.end_reason)
        for row in rows
    ]


def list_standing_holds(
    kinds: Collection[HoldKind], *, to: Reader, after: UUID | None = None, limit: int = 500
) -> list[tuple[UUID, UUID, HoldKind]]:
    """Holds for such reasons that stand until the protection desk ends them, the oldest first, a page at a
    time: hold, person and reason. Nothing for readers of another desk.
    """
    if Confidentiality.PROTECTED not in to.classes:
        return []
    rows = ProtectiveHold.objects.filter(kind__in=kinds, until_on=None, ended_at=None)
    if after is not None:
        rows = rows.filter(id__gt=after)
    found = rows.order_by("id").values_list("id", "person_id", "kind")[:limit]
    return [(hold_id, person_id, HoldKind(kind)) for hold_id, person_id, kind in found]


def list_hits(*, to: Reader, person_id: UUID | None = None) -> list[Hit]:
    """Who of the unseen (or whether this one) also stands in a class more people see, newest first.

    Found by asking, never while filing: the door that registered them did what it does for anyone. For
    readers of both classes; a record that is moved to the other, or told apart, is no hit any more.
    """
    asked = {"classes": [int(one) for one in to.classes], "person": person_id, "limit": PAGE}
    with connection.cursor() as cursor:
        cursor.execute(_HITS, asked)
        return [Hit(*row) for row in cursor.fetchall()]


def list_told_apart(person_id: UUID, *, to: Reader) -> list[ToldApart]:
    """The records that looked like this person and are of others, newest first, for the protection desk."""
    if Confidentiality.PROTECTED not in to.classes:
        return []
    rows = Distinction.objects.filter(known_id=person_id, newcomer__confidentiality__in=to.classes)
    return [ToldApart(row.newcomer_id, row.reason, row.made_at) for row in rows.order_by("-id")]


def search(text: str, *, to: Reader, after: str = "") -> FoundPage:
    """People by the beginning of their name, in any script and order, or by the number of a document.

    Someone the reader may not see is found exactly as nobody is, in content, statements and size.
    """
    if rules.is_document_number(text):
        return FoundPage(tuple(_shown(_by_document(text, to))))
    found, further = _by_name(text, to, after, PAGE)
    return FoundPage(tuple(_shown(found)), further)


def search_ids(text: str, *, to: Reader, after: str = "", limit: int = PAGE) -> tuple[list[UUID], str]:
    """The same, for a list that tells something else of them, and where it goes on. One statement."""
    if rules.is_document_number(text):
        return _by_document(text, to), ""
    return _by_name(text, to, after, limit)


def _by_document(text: str, to: Reader) -> list[UUID]:
    digest = blind_index(rules.document_number(text), purpose="people.document")
    found = MatchKey.objects.filter(
        kind=MatchKey.DOCUMENT, digest=digest, confidentiality__in=to.classes
    ).order_by("person_id")
    return list(found.values_list("person_id", flat=True)[:PAGE])


def _by_name(text: str, to: Reader, after: str, limit: int) -> tuple[list[UUID], str]:
    key, person_id = _read_place(after)
    wanted: dict[str, Any] = {"classes": [int(one) for one in to.classes], "limit": limit + 1}
    wanted |= {"prefixes": list(rules.search_prefixes(text)), "key": key, "id": person_id}
    with planned() as cursor:
        cursor.execute(_BY_NAME, wanted)
        rows = cursor.fetchall()
    page = rows[:limit]
    return list(dict.fromkeys(each[1] for each in page)), _place(page[-1]) if len(rows) > limit else ""


def _shown(ids: Iterable[UUID]) -> Iterable[Found]:
    """The lines of a page, in the order of the ids."""
    wanted = list(ids)
    told: dict[UUID, list[tuple[StatementKind, dict[str, Any]]]] = defaultdict(list)
    rows = Statement.objects.filter(person_id__in=wanted, kind__in=_SHOWN, superseded_at__isnull=True)
    for person_id, kind, value in rows.order_by("recorded_at", "id").values_list(
        "person_id", "kind", "value"
    ):
        told[person_id].append((StatementKind(kind), value))
    for person_id in wanted:
        identity, _ = rules.identity_from(told[person_id])
        yield Found(person_id, identity.names, identity.birth, identity.nationality)


def list_names(person_ids: Collection[UUID], *, to: Reader) -> dict[UUID, PersonName]:
    """The names of people in a list, of those the reader may see. One statement."""
    told: dict[UUID, list[tuple[StatementKind, dict[str, Any]]]] = defaultdict(list)
    with planned() as cursor:
        cursor.execute(_NAMES, [list(person_ids), [int(each) for each in to.classes]])
        for person_id, value in cursor.fetchall():
            told[person_id].append((StatementKind.NAME, json.loads(value)))
    return {person_id: rules.identity_from(said)[0].names for person_id, said in told.items()}


def _place(row: tuple[str, UUID]) -> str:
    written = json.dumps([row[0], str(row[1])]).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def _read_place(after: str) -> tuple[str, str]:
    """Where the page before ended; the beginning for anything unreadable."""
    try:
        key, person_id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if "\0" in key.encode().decode():
            return _FIRST
        return key, str(UUID(person_id))
    except (ValueError, TypeError, AttributeError):
        return _FIRST
