"""Who acts in a request: the account behind the session, the address it comes from, coming in and leaving.

Session and account are two statements; what staff may do is one more, on staff pages only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.accounts.types import AccountKind
from sojourn.lib.actor import Actor, ActorKind, Door

if TYPE_CHECKING:
    from sojourn.accounts.models import Account

_BACKEND = "sojourn.accounts.backend.AccountBackend"


def account_of(request: HttpRequest, kind: AccountKind) -> Account | None:
    """The account signed in, when it is of this kind: an officer's is nobody at the public door."""
    account = request.user if request.user.is_authenticated else None
    return account if account is not None and account.kind == kind else None


def actor_from(
    request: HttpRequest, *, permission: Permission | None = None, door: Door = Door.OFFICE
) -> Actor:
    """Who acts. Staff act under the power that holds the permission, for its office and with its principal.

    `door` is where the officer acts: at the desk, or for someone who stands at the counter.
    """
    officer = account_of(request, AccountKind.STAFF)
    if officer is not None:
        power = accounts.power_for(officer, permission) if permission else None
        return Actor(
            ActorKind.STAFF,
            door,
            account_id=officer.id,
            office=accounts.office_for(officer, permission) if permission else None,
            acting_for=power.acting_for if power else None,
        )
    person = account_of(request, AccountKind.PERSON)
    if person is not None:
        return Actor(ActorKind.PERSON, Door.PORTAL, account_id=person.id)
    return Actor(ActorKind.GUEST, Door.PORTAL)


def caller_of(request: HttpRequest) -> str:
    """The address a request comes from, by which tries are counted.

    Behind our own proxies it is the last address they did not write themselves; what a caller writes into
    the header before that is not believed.
    """
    proxies = settings.TRUSTED_PROXIES
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(told) >= proxies:
        return told[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def enter(request: HttpRequest, account_id: UUID) -> Account:
    """Begin a session for an account that proved itself; a session from before is not continued."""
    account = accounts.get_account(account_id)
    request.session.flush()
    login(request, account, backend=_BACKEND)
    return account


def leave(request: HttpRequest, *, onward: str) -> HttpResponseRedirect:
    """End the session and tell the browser to keep nothing of it."""
    logout(request)
    response = HttpResponseRedirect(onward)
    response["Clear-Site-Data"] = '"cookies", "storage"'
    response["Cache-Control"] = "no-store"
    return response


def next_address(request: HttpRequest, *, otherwise: str) -> str:
    """Where someone wanted to go before signing in: an address of ours, never another site's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    fine = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if fine and wanted.startswith("/") else otherwise
