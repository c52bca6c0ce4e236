"""Words of notices: what is said to whom, by which channel, what came of it, how a document was served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sojourn.accounts.types import Contact, ContactKind
from sojourn.lib.types import Confidentiality, Subject


class Channel(StrEnum):
    """How a message reaches someone. The portal's inbox holds the text; the others only point to it."""

    PORTAL = "portal"
    EMAIL = "email"
    SMS = "sms"


CHANNEL_FOR: dict[ContactKind, Channel] = {
    ContactKind.EMAIL: Channel.EMAIL,
    ContactKind.PHONE: Channel.SMS,
}


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    NOT_SENT = "not-sent"  # there was no channel the person called safe
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for: an account (its inbox), a contact (its channel), or both.

    `silenced`: there are contacts, and each of them is called unsafe; only the inbox is left. `is_safe`: what
    the account called unsafe was obeyed when the contact was chosen.
    """

    account_id: UUID | None = None
    contact: Contact | None = None
    silenced: bool = False
    is_safe: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell. Made by a named function beside the facts it tells.

    `template` names `notices/<template>.txt`, whose first line is the subject; `about` is what it concerns.
    Subject and text are neutral: they name no service, no status and no person. A `secret` text (a code) is
    forgotten once delivered; it alone goes to the contact that was typed, whatever its account calls safe.
    `also_in` is a second language in which the text stands below the first.
    """

    template: str
    language: str
    to: Recipient
    about: Subject
    context: Mapping[str, Any] = field(default_factory=dict)
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    secret: bool = False
    also_in: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a channel carries: the id makes it the same letter when it is carried again."""

    id: UUID
    address: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message as its recipient reads it."""

    id: UUID
    subject: str
    text: str
    language: str
    about: Subject
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message as the demonstration's outbox, or the one who watches delivery, sees it."""

    id: UUID
    channel: Channel
    state: State
    template: str
    at: datetime
    attempts: int
    to: str = ""
    subject: str = ""
    text: str = ""
    language: str = ""


class Manner(StrEnum):
    """How a document was served. Mail and text messages alone are never service.

    Source: Administrative practice as dated in the pack (`service.*`).
    """

    OPENED_IN_PORTAL = "opened-in-portal"
    SIGNED_ON_HANDOVER = "signed-on-handover"
    REFUSAL_WITNESSED = "refusal-witnessed"
    REGISTERED_POST = "registered-post"
    THROUGH_REPRESENTATIVE = "through-representative"
    PUBLIC_NOTICE = "public-notice"
    NOT_SERVED = "not-served"  # only in place of a record made by mistake


@dataclass(frozen=True, slots=True)
class Served:
    """How and when a document reached its person; `on` is the day of the act, of posting or of the notice.

    witnesses: the two who saw the refusal; post_number: of the registered letter; through: who took it for
    the person; place: where the notice hung or was printed.
    """

    manner: Manner
    on: date
    witnesses: tuple[str, ...] = ()
    post_number: str = ""
    through: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Another record takes the place of a wrong one, with the reason; the wrong one can still be read."""

    of: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A recorded service. Terms run from `effective_on`; from no day where nothing was served."""

    id: UUID
    document_id: UUID
    manner: Manner
    on: date
    effective_on: date | None
    witnesses: tuple[str, ...] = ()
    post_number: str = ""
    through: str = ""
    place: str = ""
    recorded_at: datetime | None = None
    corrects: UUID | None = None
    reason: str = ""
    is_corrected: bool = False
