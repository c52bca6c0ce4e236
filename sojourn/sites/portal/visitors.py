"""Who is at the door: someone signed in, or a browser that holds the secret of what was begun in it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sojourn.accounts.types import AccountKind
from sojourn.applications.types import Holder
from sojourn.flows.arrival_form import HostDesk
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.sites.ui import acting

if TYPE_CHECKING:
    from sojourn.accounts.models import Account

COOKIE = "sojourn_filing"
_SALT = "sojourn.portal.filing"
_KEPT_FOR = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """`secret` belongs to the browser; `fresh` says that the browser does not have it yet."""

    account_id: UUID | None
    secret: str
    fresh: bool
    address: str

    @property
    def actor(self) -> Actor:
        if self.account_id:
            return Actor(ActorKind.PERSON, Door.PORTAL, account_id=self.account_id)
        return Actor(ActorKind.GUEST, Door.PORTAL)

    @property
    def holder(self) -> Holder:
        """An account keeps what its browser began before it signed in."""
        return Holder(self.account_id, self.secret)

    @property
    def has_begun(self) -> bool:
        """Whether anything can be kept for this visitor already."""
        return self.account_id is not None or not self.fresh

    def reader(self, purpose: str) -> Reader:
        return Reader(self.actor, purpose)

    def filing(self, language: str, *, desk: HostDesk | None = None, by: Actor | None = None) -> Filing:
        """What this visitor files today."""
        secret = self.holder.secret_hash
        filer = "" if self.account_id or secret is None else secret.hex()
        return Filing(by or self.actor, clock.today(), language, desk, filer, self.address)


def visiting(request: HttpRequest) -> Visitor:
    """The visitor of a request. Without an account and a cookie it is a new one, with a secret of its own."""
    account = signed_in(request)
    secret = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_KEPT_FOR) or ""
    return Visitor(
        account_id=account.id if account else None,
        secret=secret or secrets.token_urlsafe(32),
        fresh=not secret,
        address=acting.caller_of(request),
    )


def signed_in(request: HttpRequest) -> Account | None:
    """The person signed in; an officer signed in at the office is nobody here."""
    return acting.account_of(request, AccountKind.PERSON)


def remember(visitor: Visitor, response: HttpResponse) -> HttpResponse:
    """Give a browser without an account the secret by which it finds again what it began."""
    if visitor.fresh and visitor.account_id is None:
        response.set_signed_cookie(
            COOKIE,
            visitor.secret,
            salt=_SALT,
            max_age=_KEPT_FOR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Make a browser forget: for a computer that other people use."""
    response.delete_cookie(COOKIE)
    return response
