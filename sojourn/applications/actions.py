"""Beginning, saving and sending a filing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn.applications import events
from sojourn.applications.errors import AlreadySubmitted, DraftNotFound, ListNotFound
from sojourn.applications.models import Application, ApplicationParty, GuestList
from sojourn.applications.queries import as_draft, holds, rows_of
from sojourn.applications.types import ENDS_WITH, Draft, GuestRow, Holder, Party, State
from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.catalogue.types import Pack, Service
from sojourn.lib import clock, numbers, reads
from sojourn.lib.actor import Actor
from sojourn.lib.canonical import canonical_json
from sojourn.lib.db import (
    KeyUsedDifferently,
    change,
    claim,
    forget_rows,
    held_row,
    transaction_required,
    write,
)
from sojourn.lib.fields import blind_index
from sojourn.lib.references import Pattern
from sojourn.lib.types import Confidentiality, Subject


@transaction_required
def start(
    service: Service, *, pack: Pack, language: str, answers: Mapping[str, Any], holder: Holder, by: Actor
) -> Draft:
    """Begin a filing with what was typed first; its reference stays with it for good."""
    now = clock.now()
    reference = next_reference(pack, service.code)
    row = Application(
        reference=reference,
        service=service.code,
        pack_sha256=pack.sha256,
        language=language,
        confidentiality=int(service.confidentiality),
        answers=dict(answers),
        account_id=holder.account_id,
        secret_hash=None if holder.account_id else holder.secret_hash,
        filed_by=by.as_record(),
        principal_kind=by.on_behalf_of.kind if by.on_behalf_of else "",
        principal_id=by.on_behalf_of.id if by.on_behalf_of else None,
        door=by.door.value,
        office=by.office or "",
        created_at=now,
        saved_at=now,
    )
    write(row)
    claim("application", row.id)
    audit.record(
        events.STARTED,
        subject=_subject(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        service=service.code,
        reference=reference,
    )
    return as_draft(row)


def next_reference(pack: Pack, service_code: str) -> str:
    """The next reference of the pack's pattern; blocks of numbers can be handed to teams without signal."""
    (number,) = numbers.draw("applications_reference")
    pattern = Pattern(pack.references["application"])
    year = clock.today().year
    return pattern.format(number % 10**pattern.digits, service=pack.services[service_code].short, year=year)


@transaction_required
def save(
    application: UUID | str, *, answers: Mapping[str, Any], pages: Sequence[str], holder: Holder, by: Actor
) -> Draft:
    """Keep what was typed on some pages, right or wrong; the filing by its id or reference.

    Raises: DraftNotFound, AlreadySubmitted.
    """
    row = _lock_draft(application, holder)
    change(row, answers={**row.answers, **answers}, saved_at=clock.now())
    audit.record(
        events.SAVED,
        subject=_subject(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        pages=sorted(pages),
    )
    return as_draft(row)


@transaction_required
def take(application: UUID | str, *, holder: Holder) -> Draft:
    """Lock a filing, by its id or reference, for sending; one that was sent comes back as it is.

    Raises: DraftNotFound.
    """
    row = _taken(application)
    if row is None or not holds(row, holder):
        raise DraftNotFound
    return as_draft(row)


@transaction_required
def mark_submitted(
    draft: Draft,
    *,
    outcome: Subject,
    parties: Sequence[Party],
    findings: Sequence[str],
    received_on: date,
    by: Actor,
) -> datetime:
    """Close a draft taken in this transaction with what came of it, and the pack it was filed by.

    Returns the instant it was entered at.
    """
    now = clock.now()
    row = _taken(draft.id)
    if row is None or row.state != State.DRAFT:
        raise AlreadySubmitted(reference=draft.reference)
    change(
        row,
        state=State.SUBMITTED,
        pack_sha256=draft.pack_sha256,
        submitted_at=now,
        received_on=received_on,
        outcome_kind=outcome.kind,
        outcome_id=outcome.id,
        door=by.door.value,
        office=by.office or "",
        filed_by=by.as_record(),
        principal_kind=by.on_behalf_of.kind if by.on_behalf_of else "",
        principal_id=by.on_behalf_of.id if by.on_behalf_of else None,
    )
    for each in parties:
        about = each.subject
        write(
            ApplicationParty(
                application_id=draft.id, role=each.role, subject_kind=about.kind, subject_id=about.id
            )
        )
    audit.record(
        events.SUBMITTED,
        subject=_subject(draft.id),
        by=by,
        confidentiality=draft.confidentiality,
        reference=draft.reference,
        service=draft.service,
        pack=draft.pack_sha256,
        outcome_kind=outcome.kind,
        outcome_id=outcome.id,
        received_on=received_on,
        findings=sorted(findings),
    )
    return now


@transaction_required
def give_to(application_id: UUID, *, holder: Holder, by: Actor) -> str:
    """Give a filing entered for someone to the account or browser that proved to be theirs.

    One that an account holds stays with it. Returns its reference. Raises: DraftNotFound.
    """
    row = _taken(application_id)
    if row is None:
        raise DraftNotFound
    if row.account_id is None:
        secret = None if holder.account_id else holder.secret_hash
        change(row, account_id=holder.account_id, secret_hash=secret)
    audit.record(
        events.GIVEN,
        subject=_subject(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        reference=row.reference,
    )
    return row.reference


@transaction_required
def erase_drafts_saved_before(instant: datetime, *, by: Actor, limit: int = 500) -> list[UUID]:
    """Erase drafts nobody sent within the pack's term. Returns their ids; call again until empty."""
    old = Application.objects.filter(state=State.DRAFT, saved_at__lt=instant)
    return _erase(old, events.ERASED, by=by, limit=limit)


@transaction_required
def erase_sent_before(instant: datetime, *, by: Actor, limit: int = 500) -> list[UUID]:
    """Erase filings, their answers and parties when the pack's term has passed. Call again until empty.

    One that led to something which ends by itself and takes it along (`ENDS_WITH`) is none of them.
    """
    old = Application.objects.filter(state=State.SUBMITTED, submitted_at__lt=instant)
    return _erase(old.exclude(outcome_kind__in=ENDS_WITH), events.SENT_ERASED, by=by, limit=limit)


@transaction_required
def erase_led_to(outcomes: Collection[Subject], *, by: Actor) -> list[UUID]:
    """Erase the filings that led to what is erased. Returns their ids."""
    led = Application.objects.filter(
        outcome_kind__in={each.kind for each in outcomes}, outcome_id__in=[each.id for each in outcomes]
    )
    return _erase(led, events.SENT_ERASED, by=by, limit=len(outcomes))


def _erase(old: QuerySet[Application], kind: EventKind, *, by: Actor, limit: int) -> list[UUID]:
    """One that is being saved or sent at this moment is passed over."""
    rows = list(
        old.select_for_update(skip_locked=True).values_list("id", "reference", "confidentiality")[:limit]
    )
    Application.objects.filter(id__in=[row_id for row_id, _, _ in rows]).delete()
    for row_id, reference, confidentiality in rows:
        audit.record(
            kind,
            subject=_subject(row_id),
            by=by,
            confidentiality=Confidentiality(confidentiality),
            reference=reference,
        )
    return [row_id for row_id, _, _ in rows]


@transaction_required
def erase_lists_saved_before(instant: datetime, *, by: Actor, limit: int = 500) -> int:
    """Erase lists of guests, with the rows nobody mended. Returns how many; call again until 0."""
    ids = list(GuestList.objects.filter(saved_at__lt=instant).values_list("id", flat=True)[:limit])
    GuestList.objects.filter(id__in=ids).delete()
    for list_id in ids:
        audit.record(events.LIST_ERASED, subject=Subject("guest-list", list_id), by=by)
    return len(ids)


@transaction_required
def open_guest_list(
    key: str, *, organisation_id: UUID, asked: Sequence[Mapping[str, str]], by: Actor
) -> tuple[UUID, tuple[GuestRow, ...]]:
    """The list of a key, and what became of its rows if it was filed before.

    Raises: KeyUsedDifferently for a key under which other rows were handed in.
    """
    if by.account_id is None:
        raise DraftNotFound
    now = clock.now()
    handed_in = blind_index(canonical_json([dict(row) for row in asked]).decode(), purpose="guest-list")
    kept, is_new = GuestList.objects.get_or_create(
        organisation_id=organisation_id,
        key=key,
        defaults={
            "account_id": by.account_id,
            "request_hash": handed_in,
            "rows": [],
            "created_at": now,
            "saved_at": now,
        },
    )
    if is_new:
        audit.record(
            events.LIST_OPENED,
            subject=Subject("guest-list", kept.id),
            by=by,
            rows=len(asked),
        )
    if bytes(kept.request_hash) != handed_in:
        raise KeyUsedDifferently(door="guest-list")
    return UUID(str(kept.id)), rows_of(kept)


@transaction_required
def file_guest_list(
    list_id: UUID, *, rows: Sequence[GuestRow], by: Actor, follows: UUID | None = None
) -> None:
    """Keep what became of each row of an open list; one that was filed stays as it is.

    `follows` is the list of the same organisation whose rows came again, mended: they wait no longer. Not
    before the rows are kept, so that a mending that was broken off can be done again.
    Raises: ListNotFound.
    """
    kept = GuestList.objects.select_for_update(no_key=True).filter(id=list_id).first()
    if kept is None:
        raise ListNotFound
    if kept.rows:
        return
    kept.rows = [_as_stored(row) for row in rows]
    kept.saved_at, kept.follows = clock.now(), follows
    kept.save(update_fields=["rows", "saved_at", "follows"])
    registered = sum(row.registration is not None for row in rows)
    audit.record(
        events.LIST_FILED,
        subject=Subject("guest-list", list_id),
        by=by,
        rows=len(rows),
        registered=registered,
        follows=follows,
        to_mend=len(rows) - registered,
    )


def _as_stored(row: GuestRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "answers": dict(row.answers) if row.registration is None else {},
        "registration": str(row.registration) if row.registration else None,
        "findings": [list(finding) for finding in row.findings],
    }


@transaction_required
def take_from_filer(
    outcomes: Collection[Subject], *, confidentiality: Confidentiality, by: Actor
) -> list[Subject]:
    """No account, principal or browser holds the filings that led to these, until someone proves one theirs.

    confidentiality: the class they move into; that this was done is told to it alone. Gives the filings.
    """
    led_to = Application.objects.filter(
        outcome_kind__in={each.kind for each in outcomes}, outcome_id__in=[each.id for each in outcomes]
    )
    held = list(led_to.select_for_update().order_by("id").only("id", "confidentiality"))
    Application.objects.filter(id__in=[row.id for row in held]).update(
        account_id=None, secret_hash=None, principal_kind="", principal_id=None
    )
    forget_rows()
    for row in held:
        class_ = max(Confidentiality(row.confidentiality), confidentiality)
        audit.record(events.TAKEN_FROM_FILER, subject=_subject(row.id), by=by, confidentiality=class_)
    return [_subject(row.id) for row in held]


@transaction_required
def reclassify(outcomes: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> list[UUID]:
    """Move the filings that led to these outcomes into another class. Gives the ids of those moved."""
    led_to = Application.objects.filter(
        outcome_kind__in={each.kind for each in outcomes}, outcome_id__in=[each.id for each in outcomes]
    )
    rows = led_to.exclude(confidentiality=confidentiality).select_for_update()
    moved: dict[UUID, int] = dict(rows.order_by("id").values_list("id", "confidentiality"))
    Application.objects.filter(id__in=list(moved)).update(confidentiality=confidentiality)
    forget_rows()
    for application_id, before in moved.items():
        audit.record(
            events.RECLASSIFIED,
            subject=_subject(application_id),
            by=by,
            confidentiality=max(Confidentiality(before), confidentiality),
            after=confidentiality.name.lower(),
        )
    return list(moved)


def _called(application: UUID | str) -> Application | None:
    column = "id" if isinstance(application, UUID) else "reference"
    return next(iter(reads.rows(Application, f"WHERE r.{column} = %s FOR UPDATE", [application])), None)


def _taken(application: UUID | str) -> Application | None:
    """A filing, locked until the transaction ends; asked for again by its id, it is the same row."""
    known: Application | None = held_row("application", application)
    row = known or _called(application)
    if row is not None:
        claim("application", row.id, row)
    return row


def _lock_draft(application: UUID | str, holder: Holder) -> Application:
    row = _taken(application)
    if row is None or not holds(row, holder):
        raise DraftNotFound
    if row.state != State.DRAFT:
        raise AlreadySubmitted(reference=row.reference)
    return row


def _subject(application_id: UUID) -> Subject:
    return Subject("application", application_id)
