"""The passkeys of a person: seen, added, removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.accounts import actions, queries
from sojourn.accounts.errors import PasskeyRefused
from sojourn.accounts.types import AccountKind
from sojourn.lib.db import transaction
from sojourn.sites.portal.frame import show
from sojourn.sites.ui import acting

if TYPE_CHECKING:
    from sojourn.accounts.models import Account


@require_http_methods(["GET", "HEAD", "POST"])
def passkeys(request: HttpRequest) -> HttpResponse:
    """Keys of one's own, and a form that makes another."""
    person = acting.account_of(request, AccountKind.PERSON)
    if person is None:
        return _to_sign_in()
    if request.method != "POST":
        return _draw(request, person)
    try:
        with transaction():
            actions.add_passkey(
                person,
                answer=request.POST.get("credential", ""),
                name=request.POST.get("name", ""),
                by=acting.actor_from(request),
            )
    except PasskeyRefused:
        return _draw(request, person, problem=gettext("The passkey could not be added"))
    return HttpResponseRedirect(reverse("portal:passkeys"))


@require_POST
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """One of one's own; another's is not touched."""
    person = acting.account_of(request, AccountKind.PERSON)
    if person is None:
        return _to_sign_in()
    with transaction():
        actions.remove_passkey(person, passkey_id=passkey_id, by=acting.actor_from(request))
    return HttpResponseRedirect(reverse("portal:passkeys"))


def _draw(request: HttpRequest, person: Account, *, problem: str = "") -> HttpResponse:
    return show(
        request,
        "sign_in_passkeys",
        status=422 if problem else 200,
        passkeys=queries.list_passkeys(person),
        options=json.dumps(actions.begin_adding_passkey(person)),
        problem=problem,
    )


def _to_sign_in() -> HttpResponse:
    following = urlencode({"next": reverse("portal:passkeys")})
    return HttpResponseRedirect(f"{reverse('portal:sign-in')}?{following}")
