"""An officer's desk: who sits there, under which power, and what may be seen from it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, gettext_noop, override

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.accounts.types import AccountKind
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.lib.actor import Actor, Door, Reader
from sojourn.sites.ui import acting

if TYPE_CHECKING:
    from sojourn.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Desk:
    """One request of one officer. `reader` reaches as far as the powers that hold the page's permission."""

    request: HttpRequest
    account: Account
    permission: Permission
    actor: Actor
    reader: Reader
    pack: Pack

    @property
    def language(self) -> str:
        return get_language() or "en"

    def district(self, code: str) -> str:
        """In the reader's language; one that the pack of today no longer has stands as its code."""
        found = self.pack.territory.districts.get(code)
        return self.pack.name_of(found, self.language) if found else code

    def may(self, permission: Permission) -> bool:
        return accounts.may(self.account, permission)

    def offices(self) -> str:
        """The offices this officer's powers of today reach, in the reader's language."""
        held = dict.fromkeys(power.office for power in accounts.powers_of(self.account))
        if None in held:
            return gettext("all offices")
        names = (self.pack.find_text(f"offices.{code}.name", self.language) or code for code in held)
        return ", ".join(filter(None, names))

    def draw(self, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
        """A page of the office with its navigation and a fresh key for its forms."""
        facts.setdefault("key", secrets.token_urlsafe(16))
        facts |= {
            "navigation": navigation(self),
            "signed_in_as": accounts.name_shown(self.account.display_name),
            "working_in": self.offices(),
            "home": reverse("office:home"),
            "sign_out_address": reverse("office:sign-out"),
            "service_name": self.pack.text("pack.service-name", self.language),
            "desk": self,
        }
        response = render(self.request, f"office/{template}.html", facts, status=status)
        response["Cache-Control"] = "no-store"
        return response


@dataclass(frozen=True, slots=True)
class NavigationLink:
    address: str
    name: str
    current: bool


StaffView = Callable[..., HttpResponse]


def staff_page(
    permission: Permission, *, purpose: str, door: Door = Door.OFFICE
) -> Callable[[StaffView], StaffView]:
    """A page for staff who hold a permission; `purpose` stands in the access log for what is read there.

    `door` is the counter where the page is for someone who stands there.
    """

    def decorate(view: StaffView) -> StaffView:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            account = acting.account_of(request, AccountKind.STAFF)
            if account is None:
                target = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('office:sign-in')}?{target}")
            accounts.check_may(account, permission)
            actor = acting.actor_from(request, permission=permission, door=door)
            return view(_desk(request, account, permission, purpose, actor), *args, **kwargs)

        return guarded

    return decorate


def _desk(request: HttpRequest, account: Account, permission: Permission, purpose: str, actor: Actor) -> Desk:
    reader = accounts.reader_for(account, purpose, permission=permission, actor=actor)
    return Desk(request, account, permission, actor, reader, catalogue.current())


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the office, the permission that opens it and its name."""

    permission: Permission
    address: str
    name: str


ROOMS = (
    Room(Permission.PAYMENTS_HANDLE, "office:payments", gettext_noop("Payments")),
    Room(Permission.ENTER_REGISTRATIONS, "office:counter", gettext_noop("Counter")),
    Room(Permission.CASES_SEE, "office:cases", gettext_noop("Cases")),
    Room(Permission.APPEALS_DECIDE, "office:appeals", gettext_noop("Appeals")),
    Room(Permission.CASES_SEE, "office:reviews", gettext_noop("Changes")),
    Room(Permission.SEE_REGISTRATIONS, "office:registrations", gettext_noop("Registrations")),
    Room(Permission.SEE_LATE, "office:late", gettext_noop("Late")),
    Room(Permission.SEE_OBJECTIONS, "office:objections", gettext_noop("Objections")),
    Room(Permission.PETITIONS_ANSWER, "office:letters-office", gettext_noop("Petitions")),
    Room(Permission.CONDUCT_EXAMINE, "office:letters-internal-control", gettext_noop("Conduct")),
    Room(Permission.WRONGS_EXAMINE, "office:letters-protection", gettext_noop("Violence and exploitation")),
    Room(Permission.SEE_PEOPLE, "office:people", gettext_noop("People")),
    Room(Permission.SEE_LOG, "office:log", gettext_noop("Log")),
    Room(Permission.MANAGE_ORGANISATIONS, "office:organisations", gettext_noop("Organisations")),
    Room(Permission.MANAGE_ACCOUNTS, "office:staff", gettext_noop("Staff")),
    Room(Permission.SEE_DELIVERY, "office:messages", gettext_noop("Undelivered")),
)


def navigation(desk: Desk) -> list[NavigationLink]:
    """The rooms of the office this officer may enter."""
    here, rooms = desk.request.path, zip(ROOMS, _doors(desk.language), strict=True)
    links = [door for room, door in rooms if desk.may(room.permission)]
    return [NavigationLink(address, name, here.startswith(address)) for address, name in links]


@lru_cache(maxsize=32)
def _doors(language: str) -> tuple[tuple[str, str], ...]:
    """Address and name of every room in a language."""
    with override(language):
        return tuple((reverse(room.address), gettext(room.name)) for room in ROOMS)
