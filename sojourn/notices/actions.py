"""Telling people: stored and queued with the change they tell of, delivered afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.lib import clock, locks
from sojourn.lib.actor import SYSTEM, Actor, Reader
from sojourn.lib.db import claim, forget_rows, transaction_required, write
from sojourn.lib.jobs import enqueue
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import channels, events, models, queries, rules
from sojourn.notices.errors import (
    DeliveryFailed,
    MessageUnknown,
    NoRecipient,
    ServiceInTheFuture,
    ServiceUnknown,
)
from sojourn.notices.types import (
    CHANNEL_FOR,
    Channel,
    Correction,
    Letter,
    Manner,
    Message,
    Recipient,
    Served,
    State,
)

NO_SAFE_CHANNEL = "no-safe-channel"


@transaction_required
def send(message: Message, *, by: Actor) -> UUID:
    """Tell one recipient something: stored now, delivered after the commit. One insert and one job.

    Raises: NoRecipient.
    """
    return send_all([message], by=by)[0]


@transaction_required
def send_all(messages: Iterable[Message], *, by: Actor) -> Sequence[UUID]:
    """Tell many: one look for channels called unsafe, one insert for all, at most one job.

    Raises: NoRecipient.
    """
    rows = [_row(message) for message in _addressed(list(messages))]
    _insert(rows)
    for row in rows:
        audit.record(
            events.QUEUED,
            subject=Subject("message", row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
            template=row.template,
            channel=row.channel,
            about_kind=row.about_kind,
            about_id=row.about_id,
            state=row.state,
            unsent_because=NO_SAFE_CHANNEL if row.state == State.NOT_SENT else "",
        )
    if any(row.state == State.QUEUED for row in rows):
        enqueue("notices.deliver")
    return [row.id for row in rows]


def _addressed(messages: Sequence[Message]) -> list[Message]:
    """The messages by the channels their recipients called safe; a code goes where it was asked for."""
    unknown = [message.to for message in messages if _may_be_unsafe(message)]
    if not unknown:
        return list(messages)
    obeying = iter(queries.list_obeying(unknown))
    return [replace(each, to=next(obeying)) if _may_be_unsafe(each) else each for each in messages]


def _may_be_unsafe(message: Message) -> bool:
    return not message.secret and not message.to.is_safe


def _insert(rows: Sequence[models.Message]) -> None:
    for row in rows:
        write(row)
        claim("message", row.id)


def _row(message: Message) -> models.Message:
    contact, now = message.to.contact, clock.now()
    if contact is None and message.to.account_id is None:
        raise NoRecipient(template=message.template)
    return models.Message(
        template=message.template,
        language=message.language,
        account_id=message.to.account_id,
        channel=CHANNEL_FOR[contact.kind] if contact else Channel.PORTAL,
        contact=contact.address if contact else None,
        said=render(message),
        secret=message.secret,
        about_kind=message.about.kind,
        about_id=message.about.id,
        confidentiality=int(message.confidentiality),
        state=_state(message.to),
        queued_at=now,
        next_attempt_at=now if contact else None,
        delivered_at=None if contact or message.to.silenced else now,
    )


def _state(to: Recipient) -> State:
    """Only in the inbox: it has arrived where that was wanted, not sent where nothing else was left."""
    if to.contact:
        return State.QUEUED
    return State.NOT_SENT if to.silenced else State.DELIVERED


def render(message: Message) -> dict[str, str]:
    """Subject and text in the message's language; the first line of the template is the subject.

    In a second language subject and text stand below.
    """
    subject, text = _written(message, message.language)
    if message.also_in and message.also_in != message.language:
        below = "\n\n".join(_written(message, message.also_in))
        text += f"\n—\n\n{below}"
    return {"subject": subject, "text": text}


def _written(message: Message, language: str) -> tuple[str, str]:
    with translation.override(language):
        context = {**message.context, "base": settings.PUBLIC_BASE, "language": language}
        written = render_to_string(f"notices/{message.template}.txt", context).strip()
    subject, _, text = written.partition("\n")
    return subject.strip(), text.strip() + "\n"


@transaction_required
def deliver_next(*, by: Actor = SYSTEM) -> bool:
    """Try to deliver one message that is due; two workers never take the same. False when none is.

    Carried again after a crash it is the same letter by its id.
    """
    due = models.Message.objects.filter(state=State.QUEUED, next_attempt_at__lte=clock.now())
    row = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_attempt_at").first()
    if row is None:
        return False
    failure = _try(row)
    row.attempts += 1
    models.Attempt(message=row, at=clock.now(), failure=str(failure) if failure else "").save(
        force_insert=True
    )
    _settle(row, failure, by)
    return True


def _try(row: models.Message) -> DeliveryFailed | None:
    letter = Letter(row.id, row.contact, row.said["subject"], row.said["text"], row.language)
    try:
        channels.channel_for(Channel(row.channel)).deliver(letter)
    except DeliveryFailed as failure:
        return failure
    return None


def _settle(row: models.Message, failure: DeliveryFailed | None, by: Actor) -> None:
    wait = rules.wait_after(row.attempts)
    row.next_attempt_at = None
    if failure is None:
        row.state, row.delivered_at = State.DELIVERED, clock.now()
    elif failure.permanent or wait is None:
        row.state = State.GIVEN_UP
    else:
        row.next_attempt_at = clock.now() + wait
    if row.secret and row.state != State.QUEUED and not settings.DEMONSTRATION:
        row.said = {"subject": row.said["subject"], "text": ""}
    row.save(update_fields=["state", "attempts", "next_attempt_at", "delivered_at", "said"])
    _record_outcome(row, failure, by)


def _record_outcome(row: models.Message, failure: DeliveryFailed | None, by: Actor) -> None:
    facts: dict[str, Any] = {"channel": row.channel, "attempts": row.attempts}
    if row.state == State.GIVEN_UP:
        facts["reason"] = "permanent" if failure and failure.permanent else "too-many-attempts"
    if row.state != State.QUEUED:
        kind = events.DELIVERED if row.state == State.DELIVERED else events.GIVEN_UP
        audit.record(
            kind,
            subject=Subject("message", row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
            **facts,
        )


@transaction_required
def mark_read(message_id: UUID, *, to: Reader) -> None:
    """The recipient opened a message; the first time is kept. Raises: MessageUnknown."""
    if to.actor.account_id is None:
        raise MessageUnknown
    mine = models.Message.objects.filter(account_id=to.actor.account_id, taken_at=None)
    row = mine.select_for_update().filter(id=message_id).first()
    if row is None:
        raise MessageUnknown
    if row.read_at is None:
        row.read_at = clock.now()
        row.save(update_fields=["read_at"])
        subject = Subject("message", row.id)
        audit.record(
            events.READ, subject=subject, by=to.actor, confidentiality=Confidentiality(row.confidentiality)
        )


@transaction_required
def choose_safe_channels(account_id: UUID, *, unsafe: Collection[Channel], by: Actor) -> None:
    """Keep which channels someone else may read; the inbox of the portal is always there."""
    avoided = sorted({channel.value for channel in unsafe if channel is not Channel.PORTAL})
    models.UnsafeChannel.objects.filter(account_id=account_id).delete()
    models.UnsafeChannel.objects.bulk_create(
        [models.UnsafeChannel(account_id=account_id, channel=channel) for channel in avoided]
    )
    audit.record(events.SAFE_CHANNELS_CHOSEN, subject=Subject("account", account_id), by=by, unsafe=avoided)


@transaction_required
def erase_choices(account_ids: Collection[UUID], *, by: Actor) -> None:
    """Forget which channels these accounts called unsafe, when the accounts are emptied."""
    rows = models.UnsafeChannel.objects.filter(account_id__in=account_ids)
    chosen = sorted(set(rows.values_list("account_id", flat=True)))
    rows.delete()
    for account_id in chosen:
        audit.record(events.SAFE_CHANNELS_CHOSEN, subject=Subject("account", account_id), by=by, unsafe=[])


@transaction_required
def erase_messages_before(instant: datetime, *, by: Actor, limit: int = 500) -> int:
    """Erase messages and the record of their delivery. Returns how many; call again until 0."""
    rows = list(
        models.Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(queued_at__lt=instant)
        .exclude(state=State.QUEUED)
        .order_by("id")
        .values_list("id", "confidentiality")[:limit]
    )
    models.Attempt.objects.filter(message_id__in=[row_id for row_id, _ in rows]).delete()
    models.Message.objects.filter(id__in=[row_id for row_id, _ in rows]).delete()
    for row_id, confidentiality in rows:
        audit.record(
            events.ERASED,
            subject=Subject("message", row_id),
            by=by,
            confidentiality=Confidentiality(confidentiality),
        )
    return len(rows)


@transaction_required
def erase_services(document_ids: Collection[UUID], *, by: Actor) -> None:
    """Erase how documents were served, before the documents themselves are erased."""
    rows = models.Service.objects.filter(document_id__in=document_ids).select_related("document")
    served = {row.document_id: row.document.confidentiality for row in rows}
    models.Service.objects.filter(document_id__in=list(served)).delete()
    for document_id, confidentiality in served.items():
        audit.record(
            events.SERVICE_ERASED,
            subject=Subject("document", document_id),
            by=by,
            confidentiality=Confidentiality(confidentiality),
        )


@transaction_required
def reclassify(subjects: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> None:
    """Move what was said about these subjects into another class; whoever it was said to still reads it."""
    about = models.Message.objects.filter(
        about_kind__in={each.kind for each in subjects}, about_id__in=[each.id for each in subjects]
    )
    rows = about.exclude(confidentiality=confidentiality).select_for_update(of=("self",)).order_by("id")
    moved = dict(rows.values_list("id", "confidentiality"))
    models.Message.objects.filter(id__in=list(moved)).update(confidentiality=confidentiality)
    for message_id, before in moved.items():
        audit.record(
            events.RECLASSIFIED,
            subject=Subject("message", message_id),
            by=by,
            confidentiality=max(Confidentiality(before), confidentiality),
            before=Confidentiality(before).name.lower(),
            after=confidentiality.name.lower(),
        )


@transaction_required
def take_from_recipients(about: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> None:
    """What was said about these stands in nobody's inbox any more, and what waits is not sent.

    confidentiality: the class they move into; that this was done is told to it alone.
    """
    said = models.Message.objects.filter(
        about_kind__in={each.kind for each in about}, about_id__in=[each.id for each in about], taken_at=None
    )
    rows = list(said.select_for_update(of=("self",)).order_by("id").only("id", "state", "confidentiality"))
    now, waiting = clock.now(), [row.id for row in rows if row.state == State.QUEUED]
    models.Message.objects.filter(id__in=[row.id for row in rows]).update(taken_at=now)
    models.Message.objects.filter(id__in=waiting).update(state=State.NOT_SENT, next_attempt_at=None)
    forget_rows()
    for row in rows:
        audit.record(
            events.TAKEN_FROM_RECIPIENT,
            subject=Subject("message", row.id),
            by=by,
            confidentiality=max(Confidentiality(row.confidentiality), confidentiality),
            state=State.NOT_SENT if row.state == State.QUEUED else row.state,
        )


@transaction_required
def record_service(document_id: UUID, *, served: Served, days_after: Mapping[Manner, int], by: Actor) -> UUID:
    """Record how a document reached its person; recorded again in the same manner, the first one stays.

    `days_after` are the pack's dated numbers of days after which a manner counts as served.
    Raises: ServiceIncomplete, ServiceInTheFuture.
    """
    kept = _kept(served, days_after)
    row, first = models.Service.objects.get_or_create(
        document_id=document_id, manner=served.manner, corrects=None, defaults=kept
    )
    if first:
        _record_service(events.SERVED, row, by)
    return UUID(str(row.id))


@transaction_required
def correct_service(
    document_id: UUID, *, correction: Correction, served: Served, days_after: Mapping[Manner, int], by: Actor
) -> UUID:
    """Put another record in the place of a wrong one, with the reason. `NOT_SERVED` says nothing was served.

    Raises: ServiceUnknown, ServiceIncomplete, ServiceInTheFuture.
    """
    locks.take(f"service:{document_id}")  # these rows are never changed, nor can they be locked
    of_document = models.Service.objects.filter(document_id=document_id)
    wrong = of_document.filter(id=correction.of, corrected_by=None).first()
    if wrong is None:
        raise ServiceUnknown
    kept = _kept(served, days_after)
    row = models.Service(
        document_id=document_id, manner=served.manner, corrects=wrong, reason=correction.reason, **kept
    )
    row.save(force_insert=True)
    _record_service(events.SERVICE_CORRECTED, row, by, corrects=wrong.id, reason=correction.reason)
    return UUID(str(row.id))


def _kept(served: Served, days_after: Mapping[Manner, int]) -> dict[str, Any]:
    if served.on > clock.today():
        raise ServiceInTheFuture
    is_served = served.manner is not Manner.NOT_SERVED
    return {
        "served_on": served.on,
        "effective_on": rules.effective_on(served, days_after=days_after) if is_served else None,
        "witness": list(served.witnesses) or None,
        "post_number": served.post_number,
        "through": served.through or None,
        "place": served.place,
        "recorded_at": clock.now(),
    }


def _record_service(kind: EventKind, row: models.Service, by: Actor, **more: Any) -> None:
    audit.record(
        kind,
        subject=Subject("document", row.document_id),
        by=by,
        confidentiality=Confidentiality(row.document.confidentiality),
        manner=row.manner,
        served_on=row.served_on,
        effective_on=row.effective_on,
        witnesses=row.witness or [],
        post_number=row.post_number,
        through=row.through or "",
        notice_place=row.place,
        **more,
    )
