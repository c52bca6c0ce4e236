"""Registering a stay, ending it, and what hosts and officers say about it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection
from django.db import transaction as django_transaction

from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Confidentiality, Subject
from sojourn.stays import events
from sojourn.stays.errors import (
    AlreadyDecided,
    AlreadyEnded,
    DepartureBeforeArrival,
    DepartureNotYet,
    EndsBeforeArrival,
    RegistrationNotFound,
)
from sojourn.stays.models import LateCandidate, Objection, Registration
from sojourn.stays.queries import scoped, within
from sojourn.stays.types import Arrival, CandidateState, EndCause, Lateness, Registered, Side

_PROPOSE = """
INSERT INTO stays_latecandidate
  (registration_id, office, confidentiality, last_day, days_late, parties, state, reason)
SELECT %s, %s, %s, %s, %s, %s::jsonb, 'open', '' WHERE %s
"""


@transaction_required
def register(arrival: Arrival, *, by: Actor) -> Registered:
    """Enter a stay at once. The same filer, guest, place and day give the first registration again.

    Source: Migration Code art. 21-22 as given in the pack; late filings are registered all the same.
    """
    row = _new_row(arrival, by)
    try:
        with django_transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        first = Registration.objects.only("id", "reference").filter(filing_key=row.filing_key).first()
        if first is None:
            raise
        return Registered(first.id, first.reference, first=False)
    if arrival.lateness:
        _propose_candidate(row, arrival.lateness)
    _record_registered(row, arrival, by)
    return Registered(row.id, row.reference, first=True)


def _new_row(arrival: Arrival, by: Actor) -> Registration:
    principal = by.on_behalf_of
    return Registration(
        reference=arrival.reference,
        filing_key=_filing_key(arrival, by),
        guest_key=blind_index(*arrival.guest.key_parts, purpose="stays.guest"),
        person_id=arrival.guest.person_id,
        confidentiality=int(arrival.confidentiality),
        nationality=arrival.guest.told.nationality,
        district=arrival.place.district,
        office=arrival.office,
        told=arrival.guest.words,
        place=asdict(arrival.place),
        host_kind=arrival.host.kind.value,
        host_name=arrival.host.name,
        host_contact=arrival.host.contact or None,
        guest_contact=arrival.guest_contact or None,
        told_by=arrival.told_by.value,
        organisation_id=arrival.host.organisation_id,
        arrived_in_country_on=arrival.arrived_in_country_on,
        arrived_on=arrival.arrived_on,
        leaves_on=arrival.leaves_on,
        lawful_until=arrival.lawful_until,
        changed_place=arrival.changed_place,
        voluntary=arrival.voluntary,
        days_late=arrival.lateness.days if arrival.lateness else 0,
        door=by.door.value,
        account_id=by.account_id if by.kind is ActorKind.PERSON else None,
        filed_by=by.as_record(),
        principal_kind=principal.kind if principal else "",
        principal_id=principal.id if principal else None,
        received_on=arrival.received_on,
        entered_at=clock.now(),
        pack_sha256=arrival.pack_sha256,
    )


def _filing_key(arrival: Arrival, by: Actor) -> bytes:
    """Same filer, same guest, same place, same day. Another filer never meets this one's filing."""
    filer = str(by.on_behalf_of.id) if by.on_behalf_of else str(by.account_id or arrival.filer)
    guest = arrival.guest.key_parts
    return blind_index(
        filer, *guest, arrival.place.key, arrival.arrived_on.isoformat(), purpose="stays.filing"
    )


def _propose_candidate(row: Registration, lateness: Lateness) -> None:
    """The same statement whether something shields the guest or not, so that its time tells nothing."""
    said = [row.id, row.office, row.confidentiality, lateness.last_day, lateness.days]
    with connection.cursor() as cursor:
        cursor.execute(_PROPOSE, [*said, json.dumps(lateness.parties), not lateness.is_shielded])


def _record_registered(row: Registration, arrival: Arrival, by: Actor) -> None:
    audit.record(
        events.REGISTERED,
        subject=_subject(row.id),
        by=by,
        confidentiality=arrival.confidentiality,
        reference=row.reference,
        person=row.person_id,
        district=row.district,
        office=row.office,
        host_kind=row.host_kind,
        organisation=row.organisation_id,
        arrived_on=row.arrived_on,
        lawful_until=row.lawful_until,
        received_on=row.received_on,
        voluntary=row.voluntary,
        changed_place=row.changed_place,
        days_late=row.days_late,
        nationality=row.nationality,
        pack=row.pack_sha256,
        place=row.place,
        host={"name": row.host_name, "contact": arrival.host.contact},
        leaves_on=row.leaves_on,
    )


@transaction_required
def end(registration_id: UUID, *, on: date, cause: EndCause, by: Actor) -> None:
    """End a registration by departure or move; told twice with the same day and cause it stays as it is.

    Who means to leave on a day to come has not left. Raises: RegistrationNotFound, AlreadyEnded,
    DepartureBeforeArrival, DepartureNotYet.
    """
    row = Registration.objects.select_for_update(no_key=True).filter(id=registration_id).first()
    if row is None:
        raise RegistrationNotFound
    if row.ended_on is not None and row.end_cause != EndCause.EXPIRED:
        if (row.ended_on, row.end_cause) == (on, cause.value):
            return
        raise AlreadyEnded(on=row.ended_on)
    if on < row.arrived_on:
        raise DepartureBeforeArrival(arrived_on=row.arrived_on)
    if on > clock.today():
        raise DepartureNotYet(on=on)
    row.ended_on, row.end_cause = on, cause.value
    row.save(update_fields=["ended_on", "end_cause"])
    _record_end(row, by)


@transaction_required
def announce_leaving(registration_id: UUID, *, on: date, by: Actor) -> None:
    """Keep the day on which a guest now means to leave; how long the stay is lawful does not change.

    Raises: RegistrationNotFound, AlreadyEnded, DepartureBeforeArrival.
    """
    row = Registration.objects.select_for_update(no_key=True).filter(id=registration_id).first()
    if row is None:
        raise RegistrationNotFound
    if row.ended_on is not None:
        raise AlreadyEnded(on=row.ended_on)
    if on < row.arrived_on:
        raise DepartureBeforeArrival(arrived_on=row.arrived_on)
    if on == row.leaves_on:
        return
    before, row.leaves_on = row.leaves_on, on
    row.save(update_fields=["leaves_on"])
    audit.record(
        events.LEAVING_ANNOUNCED,
        subject=_subject(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        before=before,
        after=on,
    )


@transaction_required
def end_expired(registration_ids: Collection[UUID], *, on: date, by: Actor) -> list[UUID]:
    """End those of these registrations whose lawful term ran out before the day `on`. Returns their ids.

    An entry that the registration ended: neither a departure nor an offence. Source: R-REG-6.
    """
    rows = list(
        Registration.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(id__in=registration_ids, ended_on__isnull=True, lawful_until__lt=on)
        .order_by("id")
    )
    for row in rows:
        row.ended_on, row.end_cause = max(row.lawful_until, row.arrived_on), EndCause.EXPIRED.value
        _record_end(row, by)
    Registration.objects.bulk_update(rows, ["ended_on", "end_cause"])
    return [row.id for row in rows]


@transaction_required
def correct_lawful_until(registration_id: UUID, *, until: date, reason: str, to: Reader, by: Actor) -> date:
    """An officer corrects the last lawful day from the stamp or visa; gives the day that stood before.

    One that had ended because its term was over goes on; of someone who has left nothing is corrected.
    Raises: RegistrationNotFound, AlreadyEnded, EndsBeforeArrival.
    """
    row = scoped(to).select_for_update(no_key=True).filter(id=registration_id).first()
    if row is None:
        raise RegistrationNotFound
    if row.end_cause not in {"", EndCause.EXPIRED}:
        raise AlreadyEnded(on=row.ended_on)
    if until < row.arrived_on:
        raise EndsBeforeArrival(arrived_on=row.arrived_on)
    before, row.lawful_until = row.lawful_until, until
    if row.end_cause == EndCause.EXPIRED and until >= clock.today():
        row.ended_on, row.end_cause = None, ""
    row.save(update_fields=["lawful_until", "ended_on", "end_cause"])
    audit.record(
        events.LAWFUL_UNTIL_CORRECTED,
        subject=_subject(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        before=before,
        after=until,
        reason=reason,
    )
    return before


@transaction_required
def object_to(
    registration_id: UUID, *, words: str, key: str, by: Actor, side: Side = Side.HOST, language: str = ""
) -> UUID:
    """Keep that a host or a guest objects; an officer answers. The same key keeps the same one to a stay.

    Who ends the stay in the same moment waits, or is waited for. Raises: RegistrationNotFound.
    """
    row = Registration.objects.select_for_update(no_key=True).filter(id=registration_id).first()
    if row is None:
        raise RegistrationNotFound
    objection, new = Objection.objects.get_or_create(
        key=f"{row.id.hex}:{key}",
        defaults={
            "registration": row,
            "office": row.office,
            "confidentiality": row.confidentiality,
            "side": side.value,
            "language": language or None,
            "words": words,
            "said_at": clock.now(),
        },
    )
    if new:
        audit.record(
            events.OBJECTED,
            subject=_subject(row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
            side=side,
            words=words,
        )
    return UUID(str(objection.id))


@transaction_required
def answer_objection(objection_id: UUID, *, answer: str, to: Reader, by: Actor) -> UUID:
    """An officer answers who objected; gives the registration.

    Raises: RegistrationNotFound, AlreadyDecided.
    """
    objection = Objection.objects.select_for_update().filter(within(to), id=objection_id).first()
    if objection is None:
        raise RegistrationNotFound
    if objection.answered_at is not None:
        raise AlreadyDecided(by=objection.answered_by, at=objection.answered_at)
    objection.answer, objection.answered_by, objection.answered_at = answer, by.account_id, clock.now()
    objection.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(
        events.OBJECTION_ANSWERED,
        subject=_subject(objection.registration_id),
        by=by,
        confidentiality=Confidentiality(objection.confidentiality),
        answer=answer,
    )
    return UUID(str(objection.registration_id))


@transaction_required
def decide_candidate(
    registration_id: UUID, *, state: CandidateState, reason: str, to: Reader, by: Actor
) -> None:
    """A named officer takes a late filing up or sets it aside, with a reason.

    Raises: RegistrationNotFound, AlreadyDecided.
    """
    rows = LateCandidate.objects.select_for_update()
    found = rows.filter(within(to), registration_id=registration_id).first()
    if found is None:
        raise RegistrationNotFound
    if found.state != CandidateState.OPEN:
        raise AlreadyDecided(by=found.decided_by, at=found.decided_at)
    found.state, found.reason = state.value, reason
    found.decided_by, found.decided_at = by.account_id, clock.now()
    found.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    audit.record(
        events.CANDIDATE_DECIDED,
        subject=_subject(registration_id),
        by=by,
        confidentiality=Confidentiality(found.confidentiality),
        state=state.value,
        reason=reason,
    )


@transaction_required
def erase_ended_before(day: date, *, by: Actor, limit: int = 500) -> list[UUID]:
    """Erase registrations that ended before a day. Returns their ids; call until empty.

    One about which a question is open waits for its officer: no machine lets a question lapse.
    """
    rows = list(
        Registration.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(ended_on__lt=day)
        .exclude(id__in=LateCandidate.objects.filter(state=CandidateState.OPEN).values("registration_id"))
        .exclude(id__in=Objection.objects.filter(answered_at=None).values("registration_id"))
        .order_by("id")
        .only("id", "reference", "confidentiality")[:limit]
    )
    ids = [row.id for row in rows]
    LateCandidate.objects.filter(registration_id__in=ids).delete()
    Objection.objects.filter(registration_id__in=ids).delete()
    Registration.objects.filter(id__in=ids).delete()
    for row in rows:
        audit.record(
            events.ERASED,
            subject=_subject(row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
            reference=row.reference,
        )
    return ids


@transaction_required
def reclassify(person_id: UUID, *, confidentiality: Confidentiality, by: Actor) -> list[UUID]:
    """Move a person's registrations, with what officers were asked about them, into another class.

    Gives the ids of those that were moved.
    """
    rows = list(
        Registration.objects.select_for_update(no_key=True)
        .filter(person_id=person_id)
        .exclude(confidentiality=confidentiality)
        .order_by("id")
    )
    moved: list[UUID] = [row.id for row in rows]
    LateCandidate.objects.filter(registration_id__in=moved).update(confidentiality=confidentiality)
    Objection.objects.filter(registration_id__in=moved).update(confidentiality=confidentiality)
    Registration.objects.filter(id__in=moved).update(confidentiality=confidentiality)
    for row in rows:
        before = Confidentiality(row.confidentiality)
        told = {"before": before.name.lower(), "after": confidentiality.name.lower()}
        class_ = max(before, confidentiality)
        audit.record(events.RECLASSIFIED, subject=_subject(row.id), by=by, confidentiality=class_, **told)
    return moved


@transaction_required
def take_from_filer(ids: Collection[UUID], *, confidentiality: Confidentiality, by: Actor) -> None:
    """No account finds these any more. That it was done is told to the class they move into alone."""
    rows = list(Registration.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id"))
    gone = {"account_id": None, "principal_kind": "", "principal_id": None}
    Registration.objects.filter(id__in=[row.id for row in rows]).update(**gone)
    for row in rows:
        class_ = max(Confidentiality(row.confidentiality), confidentiality)
        audit.record(events.TAKEN_FROM_FILER, subject=_subject(row.id), by=by, confidentiality=class_)


def _record_end(row: Registration, by: Actor) -> None:
    audit.record(
        events.ENDED,
        subject=_subject(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        on=row.ended_on,
        cause=row.end_cause,
    )


def _subject(registration_id: UUID) -> Subject:
    return Subject("registration", registration_id)
