"""An officer's own keys: the authenticator app, recovery codes, passkeys, the password."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import segno
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.accounts import actions, queries
from sojourn.accounts.errors import LastFactor, PasskeyRefused, PasswordTooWeak, PasswordUnchanged
from sojourn.accounts.types import AccountKind
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.errors import Refusal
from sojourn.sites.office import typed as read
from sojourn.sites.office.signing_in import first_step, next_step
from sojourn.sites.ui import acting

if TYPE_CHECKING:
    from sojourn.accounts.models import Account

_SECRET = "staff-new-app"  # noqa: S105  # where the session keeps it until the app shows its first code
_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def first_password(request: HttpRequest) -> HttpResponse:
    """A password someone else handed over opens this page alone, where its owner chooses another."""
    step = first_step(request.session)
    account = queries.get_account(step.account_id) if step else None
    if account is None or not account.must_change_password:
        return HttpResponseRedirect(reverse("office:sign-in"))
    if request.method != "POST":
        return _draw(request, "first_password", officer=account)
    actor = Actor(ActorKind.STAFF, Door.OFFICE, account_id=account.id)
    try:
        with transaction():
            actions.set_password(account.id, password=request.POST.get("new", "")[:200], by=actor)
    except (PasswordTooWeak, PasswordUnchanged) as refused:
        return _draw(request, "first_password", officer=account, problem=_said(refused))
    return HttpResponseRedirect(reverse(next_step(queries.get_account(account.id))))


@_form
def set_up(request: HttpRequest) -> HttpResponse:
    """The first sign-in of a new account: bind an app, then keep the recovery codes."""
    step = first_step(request.session)
    account = queries.get_account(step.account_id) if step else None
    if step is None or account is None or next_step(account) != "office:set-up":
        return HttpResponseRedirect(reverse("office:sign-in"))
    secret = request.session.setdefault(_SECRET, generate_totp_secret())
    if request.method != "POST":
        return _ask_first_code(request, account, secret)
    actor = Actor(ActorKind.STAFF, Door.OFFICE, account_id=account.id)
    with transaction():
        code = request.POST.get("code", "")[:40]
        bound = actions.set_authenticator_app(account.id, secret=secret, code=code, by=actor)
        codes = actions.make_recovery_codes(account.id, by=actor) if bound else []
        if bound:
            actions.sign_in_with_new_app(account.id, by=actor)
    if not bound:
        return _ask_first_code(request, account, secret, problem=gettext("This code is not right"))
    acting.enter(request, account.id)
    return _draw(request, "recovery_codes", codes=codes, following=step.following)


def _ask_first_code(
    request: HttpRequest, account: Account, secret: str, *, problem: str = ""
) -> HttpResponse:
    label = urlencode({"secret": secret, "issuer": "Sojourn"})
    address = f"otpauth://totp/Sojourn:{account.sign_in_name}?{label}"
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, light="#fff")
    picture = mark_safe(drawn)  # noqa: S308  # made here from a secret of our own
    return _draw(request, "set_up_app", secret=secret, picture=picture, problem=problem)


@_form
def keys(request: HttpRequest) -> HttpResponse:
    """Everything an officer signs in with; adding and changing are separate forms of one page."""
    officer = acting.account_of(request, AccountKind.STAFF)
    if officer is None:
        return HttpResponseRedirect(reverse("office:sign-in"))
    if request.method != "POST":
        return _draw_keys(request, officer)
    try:
        with transaction():
            made = _change(request, officer)
    except Refusal as refused:
        return _draw_keys(request, officer, problem=_said(refused))
    if made:
        return _draw(request, "recovery_codes", codes=made, following=reverse("office:keys"))
    return HttpResponseRedirect(reverse("office:keys"))


def _change(request: HttpRequest, officer: Account) -> list[str]:
    """What the form that was sent asks for; new recovery codes are shown at once. Raises: Refusal."""
    by, data = acting.actor_from(request), request.POST
    if "credential" in data:
        actions.add_passkey(officer, answer=data["credential"], name=data.get("name", ""), by=by)
    elif "recovery" in data:
        return actions.make_recovery_codes(officer.id, by=by)
    elif (chosen := read.count(data.get("remove", ""))) is not None:
        actions.remove_passkey(officer, passkey_id=chosen, by=by)
    return []


@require_POST
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password ends every session but this one. The old one is asked again."""
    officer = acting.account_of(request, AccountKind.STAFF)
    if officer is None:
        return HttpResponseRedirect(reverse("office:sign-in"))
    by, name = acting.actor_from(request), officer.sign_in_name or ""
    caller = acting.caller_of(request)
    with transaction():
        known = actions.check_password(name, request.POST.get("old", ""), caller=caller, by=by)
    if known.account_id is None:
        return _draw_keys(request, officer, problem=gettext("The old password is wrong"))
    try:
        with transaction():
            actions.set_password(officer.id, password=request.POST.get("new", "")[:200], by=by)
    except PasswordTooWeak as refused:
        return _draw_keys(request, officer, problem=_said(refused))
    acting.enter(request, officer.id)
    return HttpResponseRedirect(reverse("office:keys"))


def _said(refused: Refusal) -> str:
    said = {
        PasswordTooWeak: gettext("Use at least twelve characters, not a word everybody uses, not your name"),
        PasswordUnchanged: gettext("Choose another password than the one you were given"),
        LastFactor: gettext("Add another second factor before you remove this one"),
        PasskeyRefused: gettext("The passkey could not be added"),
    }
    return said.get(type(refused), gettext("This was not possible"))


def _draw_keys(request: HttpRequest, officer: Account, *, problem: str = "") -> HttpResponse:
    return _draw(
        request,
        "keys",
        problem=problem,
        passkeys=queries.list_passkeys(officer),
        options=json.dumps(actions.begin_adding_passkey(officer)),
        officer=officer,
    )


def _draw(request: HttpRequest, template: str, **facts: Any) -> HttpResponse:
    status = 422 if facts.get("problem") else 200
    response = render(request, f"office/{template}.html", facts, status=status)
    response["Cache-Control"] = "no-store"
    return response
