"""Reads of notices: an inbox, what could not be delivered, the demonstration's outbox, services."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.accounts import queries as accounts
from sojourn.accounts.types import AccountKind, Contact, ContactKind
from sojourn.lib.actor import Reader
from sojourn.lib.types import Subject
from sojourn.notices.errors import MessageUnknown
from sojourn.notices.models import Message, Service, UnsafeChannel
from sojourn.notices.types import (
    CHANNEL_FOR,
    Channel,
    InboxMessage,
    Manner,
    OutgoingMessage,
    Recipient,
    ServiceView,
    State,
)

if TYPE_CHECKING:
    from sojourn.accounts.models import Account

_UNSAFE = """(SELECT array_agg(u.channel) FROM notices_unsafechannel u
  WHERE u.account_id = accounts_account.id)"""
_OUTSIDE = (Channel.EMAIL, Channel.SMS)


def unsafe_channels(account_id: UUID) -> frozenset[Channel]:
    """The channels an account called unsafe."""
    rows = UnsafeChannel.objects.filter(account_id=account_id).values_list("channel", flat=True)
    return frozenset(map(Channel, rows))


def recipient_for(account: Account) -> Recipient:
    """The inbox of an account and the first contact it did not call unsafe. One statement."""
    return _reached(account.id, accounts.contacts_of(account), unsafe_channels(account.id))


def recipient_of(account_id: UUID) -> Recipient:
    """The same of an account known by its id, in one statement too."""
    contacts, unsafe = accounts.contacts_beside(account_id, _UNSAFE)
    return _reached(account_id, contacts, frozenset(map(Channel, unsafe or ())))


def _reached(account_id: UUID, contacts: Sequence[Contact], unsafe: frozenset[Channel]) -> Recipient:
    safe = next((each for each in contacts if CHANNEL_FOR[each.kind] not in unsafe), None)
    return Recipient(account_id, safe, silenced=bool(contacts) and safe is None, is_safe=True)


def list_obeying(recipients: Sequence[Recipient]) -> list[Recipient]:
    """Each recipient by the channels its account called safe. One statement, with or without such an account.

    A contact someone else typed may belong to an account that calls its channel unsafe: then that account's
    inbox is told, or another contact of it, and the channel is not used.
    """
    rows: QuerySet[Any, Any] = UnsafeChannel.objects.filter(_of_any(recipients)).values_list(
        "account_id", "channel", "account__email", "account__phone"
    )
    careful: dict[UUID, _Careful] = {}
    for account_id, channel, email, phone in rows:
        found = careful.setdefault(account_id, _Careful(account_id, _contacts(email, phone), set()))
        found.unsafe.add(Channel(channel))
    return [_obeying(recipient, careful) for recipient in recipients]


@dataclass(frozen=True, slots=True)
class _Careful:
    """An account that called a channel unsafe, with its contacts."""

    account_id: UUID
    contacts: tuple[Contact, ...]
    unsafe: set[Channel]


def _of_any(recipients: Sequence[Recipient]) -> Q:
    contacts = {each.contact for each in recipients if each.contact}
    mine = Q(account_id__in=[each.account_id for each in recipients if each.account_id] or [UUID(int=0)])
    for contact in contacts:
        mine |= Q(**{f"account__{contact.kind.value}_index": accounts.index_of(contact)})
    return mine & Q(account__kind=AccountKind.PERSON)


def _contacts(email: str | None, phone: str | None) -> tuple[Contact, ...]:
    found = ((ContactKind.EMAIL, email), (ContactKind.PHONE, phone))
    return tuple(Contact(kind, address) for kind, address in found if address)


def _obeying(recipient: Recipient, careful: Mapping[UUID, _Careful]) -> Recipient:
    contact = recipient.contact
    if contact is None:
        return recipient
    holder = next((each for each in careful.values() if contact in each.contacts), None)
    own = careful.get(recipient.account_id) if recipient.account_id else holder
    if not any(each and CHANNEL_FOR[contact.kind] in each.unsafe for each in (own, holder)):
        return recipient
    account_id = own.account_id if own else recipient.account_id
    safe = (each for each in own.contacts if CHANNEL_FOR[each.kind] not in own.unsafe) if own else iter(())
    other = next(safe, None)
    return Recipient(account_id, other, silenced=other is None)


def list_inbox(*, to: Reader, before: UUID | None = None, limit: int = 20) -> list[InboxMessage]:
    """What was said to the reader's own account, the newest first, a page at a time."""
    rows = Message.objects.filter(_own(to)).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [inbox_message(row) for row in rows[:limit]]


def get_inbox_message(message_id: UUID, *, to: Reader) -> InboxMessage:
    """Raises: MessageUnknown, also for someone else's."""
    row = Message.objects.filter(_own(to), id=message_id).first()
    if row is None:
        raise MessageUnknown
    return inbox_message(row)


def count_unread(*, to: Reader) -> int:
    """How many messages the reader's own account has not opened, at most a hundred."""
    return len(Message.objects.filter(_own(to), read_at=None).values_list("id")[:100])


def _own(reader: Reader) -> Q:
    """A reader's own messages, but for those taken from them; someone without an account has no inbox."""
    account_id = reader.actor.account_id
    return Q(account_id=account_id, taken_at=None) if account_id else Q(pk__in=[])


def list_undelivered(*, to: Reader, after: UUID | None = None, limit: int = 50) -> list[OutgoingMessage]:
    """Messages given up or never sent, without text and contact, for the one who looks after delivery."""
    rows = Message.objects.filter(
        state__in=(State.GIVEN_UP, State.NOT_SENT), confidentiality__in=[int(each) for each in to.classes]
    ).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    if to.offices == frozenset():
        return []
    return [
        OutgoingMessage(
            row.id, Channel(row.channel), State(row.state), row.template, row.queued_at, row.attempts
        )
        for row in rows[:limit]
    ]


def list_outbox(*, limit: int = 50, to_address: str = "") -> list[OutgoingMessage]:
    """What left the house, the newest first, with its text. Asked in demonstration mode only."""
    rows = Message.objects.filter(channel__in=_OUTSIDE).order_by("-id")[: limit * 4 if to_address else limit]
    return [
        OutgoingMessage(
            id=row.id,
            channel=Channel(row.channel),
            state=State(row.state),
            template=row.template,
            at=row.queued_at,
            attempts=row.attempts,
            to=row.contact or "",
            subject=row.said["subject"],
            text=row.said["text"],
            language=row.language,
        )
        for row in rows
        if not to_address or row.contact == to_address
    ][:limit]


def list_services(document_id: UUID) -> list[ServiceView]:
    """How a document was served, the earliest effect first; the first one is the one that counts."""
    return counting(list_recorded_services([document_id]))


def find_service(document_ids: Collection[UUID]) -> ServiceView | None:
    """The service from which terms run, of whichever of these copies; none while nothing was served."""
    return next(iter(counting(list_recorded_services(document_ids))), None)


def counting(recorded: Iterable[ServiceView]) -> list[ServiceView]:
    """The records that stand: not corrected by a later one, and of something that was served."""
    standing = [one for one in recorded if one.effective_on is not None and not one.is_corrected]
    return sorted(standing, key=lambda one: (one.effective_on or one.on, one.id))


def list_recorded_services(document_ids: Collection[UUID]) -> list[ServiceView]:
    """Every record of how these documents were served, in the order of writing, the corrected ones too."""
    rows = list(Service.objects.filter(document_id__in=list(document_ids)).order_by("recorded_at", "id"))
    corrected = {row.corrects_id for row in rows}
    return [_service_view(row, is_corrected=row.id in corrected) for row in rows]


def _service_view(row: Service, *, is_corrected: bool) -> ServiceView:
    return ServiceView(
        id=row.id,
        document_id=row.document_id,
        manner=Manner(row.manner),
        on=row.served_on,
        effective_on=row.effective_on,
        witnesses=tuple(row.witness or ()),
        post_number=row.post_number,
        through=row.through or "",
        place=row.place,
        recorded_at=row.recorded_at,
        corrects=row.corrects_id,
        reason=row.reason or "",
        is_corrected=is_corrected,
    )


def inbox_message(row: Message) -> InboxMessage:
    return InboxMessage(
        id=row.id,
        subject=row.said["subject"],
        text=row.said["text"],
        language=row.language,
        about=Subject(row.about_kind, row.about_id),
        at=row.queued_at,
        read_at=row.read_at,
    )
