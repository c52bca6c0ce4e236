"""What stands around every public page: the name of the service, the way in, the small print."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sojourn.accounts.types import AccountKind
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.sites.ui import acting

_KEPT = "_pack_of_this_request"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page."""

    address: str
    name: str


def language() -> str:
    return get_language() or "en"


def pack_of(request: HttpRequest) -> Pack:
    """The pack current when this request came; asked for once."""
    kept: Pack | None = request.__dict__.get(_KEPT)
    if kept is None:
        kept = request.__dict__[_KEPT] = catalogue.current()
    return kept


def use_pack(request: HttpRequest, pack: Pack) -> Pack:
    """Draw the rest of this request with the pack a filing was begun under."""
    request.__dict__[_KEPT] = pack
    return pack


def show(request: HttpRequest, template: str, *, status: int = 200, **facts: object) -> HttpResponse:
    """Draw a public page with a fresh key for its form."""
    facts.setdefault("key", secrets.token_urlsafe(16))
    response = render(request, f"portal/{template}.html", facts, status=status)
    response["Cache-Control"] = "no-store"  # pages name people and differ by who asks
    return response


def around(request: HttpRequest) -> dict[str, Any]:
    """Context processor for the pages of this site and for pages that say that something went wrong.

    Each value is asked for only when a template draws it.
    """
    match = request.resolver_match
    if match is not None and match.namespace not in ("", "portal"):
        return {}
    return {
        "service_name": lambda: service_name(_pack_around(request)),
        "service_owner": lambda: _owner(_pack_around(request)),
        "header_links": lambda: header_links(request),
        "footer_links": lambda: footer_links(request.__dict__.get(_KEPT)),
    }


def _pack_around(request: HttpRequest) -> Pack | None:
    """Of a page; one at no address of ours says what went wrong and asks no database."""
    if request.resolver_match is not None:
        return pack_of(request)
    return request.__dict__.get(_KEPT) or catalogue.find_last_known()


def _owner(pack: Pack | None) -> str:
    return pack.text("pack.name", language()) if pack else ""


def service_name(pack: Pack | None) -> str:
    """The name people use, where the pack has one shorter than the official."""
    if pack is None:
        return ""
    return pack.find_text("pack.service-short", language()) or pack.text("pack.service-name", language())


def header_links(request: HttpRequest) -> list[Link]:
    links = [Link(reverse("portal:verify"), gettext("Check a document"))]
    if acting.account_of(request, AccountKind.PERSON):
        return [*links, Link(reverse("portal:account"), gettext("Your account"))]
    return [*links, Link(reverse("portal:sign-in"), gettext("Sign in"))]


def footer_links(pack: Pack | None) -> list[Link]:
    """pack: where it was asked for already; a page that says what went wrong asks no database."""
    said = {"privacy": gettext("Privacy"), "cookies": gettext("Cookies")}
    said["accessibility"] = gettext("Accessibility")
    letters = (
        [Link(reverse("portal:write"), gettext("Write to us or complain"))] if pack and pack.petitions else []
    )
    return [
        Link(reverse("portal:services"), gettext("All services")),
        Link(reverse("portal:handbook"), gettext("Handbook")),
        *letters,
        Link(reverse("portal:rights"), gettext("Your rights")),
        Link(reverse("portal:host"), gettext("Desk for hotels and hosts")),
        *(Link(reverse("portal:statement", args=[code]), name) for code, name in said.items()),
    ]
