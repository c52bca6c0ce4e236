"""Reading registrations: a host sees what it filed, an office its area, each class only its own desk."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from sojourn.lib import reads
from sojourn.lib.actor import Reader
from sojourn.lib.types import Confidentiality, Subject
from sojourn.stays import rules
from sojourn.stays.errors import RegistrationNotFound
from sojourn.stays.models import LateCandidate, Objection, Registration
from sojourn.stays.types import EndCause, GuestFacts, HostKind, Place, RegistrationView, Side, Told

PAGE = 50
LOOKED_THROUGH = 1000  # rows a search among encrypted names opens before it asks whether to go on


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found, and the registration after which it may be continued."""

    rows: list[RegistrationView]
    stopped_at: UUID | None


@dataclass(frozen=True, slots=True)
class Objector:
    """Which side objected, in which language, and the contact that was typed for it."""

    side: Side
    language: str
    contact: str


@dataclass(frozen=True, slots=True)
class AreaFilter:
    """What of an office's area is asked for; empty fields ask for everything."""

    district: str = ""
    host: str = ""
    late: bool = False
    present: bool = False  # whose registration has not ended
    organisation: UUID | None = None
    arrived_from: date | None = None
    arrived_until: date | None = None


def scoped(to: Reader) -> QuerySet[Registration]:
    """The one predicate: the reader's classes and offices."""
    rows = Registration.objects.filter(confidentiality__in=to.classes)
    return rows if to.offices is None else rows.filter(office__in=to.offices)


_SEEN = "r.confidentiality = ANY(%s) AND (%s::text[] IS NULL OR r.office = ANY(%s))"
"""The same, where the statement is written out."""


def _sight(to: Reader) -> list[Any]:
    offices = None if to.offices is None else list(to.offices)
    return [[int(each) for each in to.classes], offices, offices]


def get(registration_id: UUID, *, to: Reader) -> RegistrationView:
    """Raises: RegistrationNotFound, alike for one that does not exist and one not to be seen."""
    found = reads.rows(Registration, f"WHERE r.id = %s AND {_SEEN}", [registration_id, *_sight(to)])
    if not found:
        raise RegistrationNotFound
    return as_view(found[0])


def get_with_objections(registration_id: UUID, *, to: Reader) -> tuple[RegistrationView, list[Objection]]:
    """A registration and what was objected to it; most often nothing. Raises: RegistrationNotFound."""
    asked = [registration_id, *_sight(to)]
    for row, objected in reads.rows_with(Registration, _OBJECTED, f"WHERE r.id = %s AND {_SEEN}", asked):
        if row is not None:
            return as_view(row), list_objections(registration_id, to=to) if objected else []
    raise RegistrationNotFound


_OBJECTED = ", EXISTS (SELECT FROM stays_objection o WHERE o.registration_id = r.id)"


def find_by_reference(reference: str, *, to: Reader) -> RegistrationView | None:
    """The registration a filing became, by the reference both have."""
    found = scoped(to).filter(reference=reference).first()
    return as_view(found) if found else None


def list_in_area(to: Reader, *, wanted: AreaFilter, after: UUID | None = None) -> list[RegistrationView]:
    """A page of the reader's registrations, newest first; `after` is the last id of the page before."""
    host: str = connection.ops.prep_for_like_query(wanted.host)
    asked: tuple[tuple[str, Any], ...] = (
        ("r.district = %s", wanted.district),
        ("UPPER(r.host_name) LIKE UPPER(%s)", host and f"{host}%"),
        ("(r.days_late > 0) = %s", wanted.late),
        ("(r.ended_on IS NULL) = %s", wanted.present),
        ("r.organisation_id = %s", wanted.organisation),
        ("r.arrived_on >= %s", wanted.arrived_from),
        ("r.arrived_on <= %s", wanted.arrived_until),
        ("r.id < %s", after),
    )
    said = [(condition, value) for condition, value in asked if value]
    sought = " AND ".join([_SEEN, *(condition for condition, _ in said)])
    params = [*_sight(to), *(value for _, value in said), PAGE + 1]
    found = reads.rows(Registration, f"WHERE {sought} ORDER BY r.id DESC LIMIT %s", params)
    return [as_view(row) for row in found]


def list_of_host(
    organisation_id: UUID, *, after: UUID | None = None, present: bool = False
) -> list[RegistrationView]:
    """What an organisation itself filed, newest first: never what others filed about its guests."""
    rows = _of_host(organisation_id)
    if present:
        rows = rows.filter(ended_on__isnull=True)
    if after:
        rows = rows.filter(id__lt=after)
    return [as_view(row) for row in rows.order_by("-id")[: PAGE + 1]]


def get_of_host(registration_id: UUID, *, organisation_id: UUID) -> RegistrationView:
    """Raises: RegistrationNotFound."""
    found = _of_host(organisation_id).filter(id=registration_id).first()
    if found is None:
        raise RegistrationNotFound
    return as_view(found)


def list_overdue_of_host(
    organisation_id: UUID, *, on: date, after: UUID | None = None
) -> list[RegistrationView]:
    """Guests of a host whose announced day of leaving lies before a day and of whom nobody said they left."""
    rows = _of_host(organisation_id).filter(ended_on__isnull=True, leaves_on__lt=on)
    if after:
        rows = rows.filter(id__lt=after)
    return [as_view(row) for row in rows.order_by("-id")[: PAGE + 1]]


def has_overdue_of_host(organisation_id: UUID, *, on: date) -> bool:
    """Whether there is any such guest."""
    return _of_host(organisation_id).filter(ended_on__isnull=True, leaves_on__lt=on).exists()


def list_given_of_host(ids: Collection[UUID], *, organisation_id: UUID) -> list[RegistrationView]:
    """Those of these registrations that the host itself filed, newest first."""
    rows = _of_host(organisation_id).filter(id__in=ids)
    return [as_view(row) for row in rows.order_by("-id")]


def search_of_host(
    words: str, *, organisation_id: UUID, numbered: UUID | None = None, after: UUID | None = None
) -> Searched:
    """Guests by what this host typed of them: name, number of the travel document, flat, our reference.

    What others told of the same people is never searched. Names are kept encrypted, so a search opens the
    newest rows one by one, and says where it stopped. `numbered` is the registration of a document whose
    number was typed: if it is the host's, it is what was looked for.
    """
    own = list_given_of_host([numbered] if numbered else [], organisation_id=organisation_id)
    if own:
        return Searched(own, None)
    rows = _of_host(organisation_id).order_by("-id")
    if after:
        rows = rows.filter(id__lt=after)
    looked: list[Any] = list(rows.values_list("id", "reference", "told", "place")[:LOOKED_THROUGH])
    asked = rules.plain_words(words)
    found = [row_id for row_id, *typed in looked if rules.holds_words(asked, _typed(*typed))][:PAGE]
    stopped = found[-1] if len(found) == PAGE else looked[-1][0] if len(looked) == LOOKED_THROUGH else None
    return Searched(list_given_of_host(found, organisation_id=organisation_id), stopped)


def _typed(reference: str, told: Mapping[str, str], place: Mapping[str, str]) -> tuple[str, ...]:
    return (reference, told["surname"], told["given"], told["document_number"], place["flat"])


def _of_host(organisation_id: UUID) -> QuerySet[Registration]:
    """What an organisation filed itself; its own column comes first because the rows are found by it."""
    return Registration.objects.filter(
        organisation_id=organisation_id, principal_kind="organisation", principal_id=organisation_id
    )


def list_of_account(account_id: UUID) -> list[RegistrationView]:
    """What a person filed from their account, and what was filed for them by mandate, newest first."""
    rows = Registration.objects.filter(_of_account(account_id))
    return [as_view(row) for row in rows.order_by("-id")[:PAGE]]


def list_filed_for(principal: Subject, *, by_account: UUID) -> list[RegistrationView]:
    """What an account filed for a principal by mandate, newest first."""
    rows = Registration.objects.filter(
        account_id=by_account, principal_kind=principal.kind, principal_id=principal.id
    )
    return [as_view(row) for row in rows.order_by("-id")[:PAGE]]


def _of_account(account_id: UUID) -> Q:
    own = Q(account_id=account_id, principal_id__isnull=True)
    return own | Q(principal_kind="account", principal_id=account_id)


def get_filed(registration_id: UUID, *, to: Reader, account_id: UUID | None = None) -> RegistrationView:
    """A registration for the account it was filed by or for, or for whoever proved to hold its receipt.

    Raises: RegistrationNotFound.
    """
    rows = scoped(to).filter(id=registration_id)
    own = rows.filter(_of_account(account_id)) if account_id else rows
    found = own.first()
    if found is None:
        raise RegistrationNotFound
    return as_view(found)


def knows_guest(registration_id: UUID | None, *, told: GuestFacts, to: Reader) -> bool:
    """Whether someone knows of a guest what no code of a document says; about no registration it is never so.

    The number of the travel document and the birth date as they were filed; of a guest without a document the
    birth date or the reference. Nothing is told of one in a class the reader may not see.
    """
    row = scoped(to).filter(id=registration_id or UUID(int=0)).first()
    kept = _told(row) if row else Told()
    same_number = _same(kept.document_number, told.document_number)
    same_birth = _same(kept.born, told.born)
    same_reference = _same(row.reference if row else "", told.reference)
    if row is None:
        return False
    if kept.document_number:
        return same_number and same_birth
    return same_reference or (same_birth and bool(kept.born))


def _same(kept: str, told: str) -> bool:
    """Equal but for capitals, spaces and hyphens; how long it takes tells nothing."""
    plain = ("".join(sign for sign in text.upper() if sign.isalnum()) for text in (kept, told))
    return hmac.compare_digest(*(text.encode() for text in plain))


def list_of_person(person_id: UUID, *, to: Reader) -> list[RegistrationView]:
    asked = f"WHERE r.person_id = %s AND {_SEEN} ORDER BY r.id DESC LIMIT %s"
    return [as_view(row) for row in reads.rows(Registration, asked, [person_id, *_sight(to), PAGE])]


def list_filed_of(person_id: UUID, *, to: Reader, but_own: bool) -> list[UUID]:
    """Registrations of a person that private people filed, whoever they were.

    but_own: without those whose filer said to be the guest, and filed for nobody else before. What an
    organisation filed is not among them: it keeps the list of its guests.
    """
    rows = scoped(to).filter(person_id=person_id).exclude(principal_kind="organisation")
    if but_own:
        of_others = Registration.objects.filter(account_id=OuterRef("account_id"), id__lt=OuterRef("id"))
        says_so = Q(principal_id=None, told_by=Side.GUEST)
        rows = rows.exclude(says_so & ~Exists(of_others.exclude(person_id=person_id)))
    return list(rows.order_by("id").values_list("id", flat=True))


def list_expired(on: date, *, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Open registrations whose lawful term ran out before a day, a page at a time. Ids only."""
    rows = Registration.objects.filter(ended_on__isnull=True, lawful_until__lt=on)
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def list_staying(person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these people have a registration. Ids only, for keeping and erasing."""
    return frozenset(
        Registration.objects.filter(person_id__in=person_ids).values_list("person_id", flat=True).distinct()
    )


def list_open_candidates(to: Reader, *, after: UUID | None = None) -> list[LateCandidate]:
    """Late filings nobody has dealt with, oldest first."""
    rows = LateCandidate.objects.filter(within(to), state="open").select_related("registration")
    if after:
        rows = rows.filter(registration_id__gt=after)
    return list(rows.order_by("registration_id")[: PAGE + 1])


def list_open_objections(to: Reader, *, after: UUID | None = None) -> list[Objection]:
    """Objections nobody has answered, oldest first."""
    rows = Objection.objects.filter(within(to), answered_at__isnull=True).select_related("registration")
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id")[: PAGE + 1])


def list_objections(registration_id: UUID, *, to: Reader, side: Side | None = None) -> list[Objection]:
    """What was objected to a stay, by either side or by one of them."""
    of_side = "AND r.side = %s " if side else ""
    asked = f"WHERE r.registration_id = %s AND {_SEEN} {of_side}ORDER BY r.id"
    return reads.rows(Objection, asked, [registration_id, *_sight(to), *([side.value] if side else [])])


def get_objector(objection_id: UUID) -> Objector:
    """Who objected and where they are reached, as it was typed; for telling them, never for showing."""
    row = Objection.objects.select_related("registration").get(id=objection_id)
    side, of = Side(row.side), row.registration
    return Objector(
        side, row.language or "", (of.guest_contact if side is Side.GUEST else of.host_contact) or ""
    )


def find_candidate(registration_id: UUID, *, to: Reader) -> LateCandidate | None:
    return LateCandidate.objects.filter(within(to), registration_id=registration_id).first()


def within(to: Reader) -> Q:
    """The same predicate for what hangs on a registration and carries its office and class."""
    seen = Q(confidentiality__in=to.classes)
    return seen if to.offices is None else seen & Q(office__in=to.offices)


def _told(row: Registration) -> Told:
    return Told(**{name: said for name, said in row.told.items() if name != "doubts"})


def as_view(row: Registration) -> RegistrationView:
    principal = Subject(row.principal_kind, row.principal_id) if row.principal_id else None
    return RegistrationView(
        id=row.id,
        reference=row.reference,
        person_id=row.person_id,
        told=_told(row),
        place=Place(**row.place),
        host_kind=HostKind(row.host_kind),
        host_name=row.host_name,
        organisation_id=row.organisation_id,
        arrived_on=row.arrived_on,
        arrived_in_country_on=row.arrived_in_country_on,
        leaves_on=row.leaves_on,
        lawful_until=row.lawful_until,
        received_on=row.received_on,
        entered_at=row.entered_at,
        voluntary=row.voluntary,
        changed_place=row.changed_place,
        days_late=row.days_late,
        ended_on=row.ended_on,
        end_cause=EndCause(row.end_cause) if row.end_cause else None,
        office=row.office,
        door=row.door,
        filed_by=row.filed_by,
        principal=principal,
        confidentiality=Confidentiality(row.confidentiality),
        pack_sha256=row.pack_sha256,
        told_by=Side(row.told_by),
        doubts=tuple((path, code) for path, code in row.told.get("doubts", ())),
    )
