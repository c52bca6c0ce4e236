"""Staff sign in by password and a code from their authenticator app, or by passkey.

Between the two steps the session knows only whose password was right, for ten minutes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.accounts import actions as accounts
from sojourn.accounts import demonstration, queries
from sojourn.accounts.types import AccountKind, SignIn, Verdict
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.sites.ui import acting

if TYPE_CHECKING:
    from sojourn.accounts.models import Account

_STEP = "staff-first-step"
_STEP_LASTS = timedelta(minutes=10)
_AT_THE_DOOR = Actor(ActorKind.STAFF, Door.OFFICE)
_form = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Whose password was right, and where they were going."""

    account_id: UUID
    following: str


@_form
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    following = acting.next_address(request, otherwise=reverse("office:home"))
    if acting.account_of(request, AccountKind.STAFF):
        return HttpResponseRedirect(following)
    answer, typed = SignIn(Verdict.RIGHT), request.POST.get("name", "")[:100]
    if request.method == "POST":
        with transaction():
            password, caller = request.POST.get("password", ""), acting.caller_of(request)
            answer = accounts.check_password(typed, password, caller=caller, by=_AT_THE_DOOR)
        if answer.account_id is not None:
            return _to_second_step(request, FirstStep(answer.account_id, following))
    printed = demonstration.sign_ins() if settings.DEMONSTRATION else []
    shown = {"typed": typed, "following": following, "printed": [p for p in printed if p.door == "office"]}
    return _show(
        request, "sign_in", verdict=answer.verdict, wrong=gettext("Name or password is wrong"), **shown
    )


@_form
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator app, or a recovery code."""
    step = first_step(request.session)
    if step is None:
        return HttpResponseRedirect(reverse("office:sign-in"))
    if queries.get_account(step.account_id).must_change_password:
        return HttpResponseRedirect(reverse("office:first-password"))
    answer = SignIn(Verdict.RIGHT)
    if request.method == "POST":
        with transaction():
            code = request.POST.get("code", "")[:40]
            answer = accounts.check_second_factor(step.account_id, code, by=_AT_THE_DOOR)
        if answer.account_id is not None:
            return _entered(request, answer.account_id, step.following)
    return _show(request, "sign_in_code", verdict=answer.verdict, wrong=gettext("This code is not right"))


@_form
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey is possession and presence at once: it needs no password."""
    following = acting.next_address(request, otherwise=reverse("office:home"))
    answer = SignIn(Verdict.RIGHT)
    if request.method == "POST":
        with transaction():
            answer = accounts.sign_in_by_passkey(
                request.POST.get("credential", ""),
                kinds=frozenset({AccountKind.STAFF}),
                caller=acting.caller_of(request),
                by=_AT_THE_DOOR,
            )
        if answer.account_id is not None:
            return _entered(request, answer.account_id, following)
    options = json.dumps(accounts.begin_passkey_sign_in())
    wrong = gettext("The passkey did not work")
    return _show(
        request, "sign_in_passkey", verdict=answer.verdict, wrong=wrong, options=options, following=following
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leaves nothing behind in this browser."""
    officer = acting.account_of(request, AccountKind.STAFF)
    if officer is not None:
        with transaction():
            accounts.sign_out(officer.id, by=acting.actor_from(request))
    return acting.leave(request, onward=reverse("office:sign-in"))


def first_step(session: SessionBase) -> FirstStep | None:
    """The first step taken in this session, while it lasts."""
    kept = session.get(_STEP)
    if not kept or datetime.fromisoformat(kept["at"]) + _STEP_LASTS < clock.now():
        return None
    return FirstStep(UUID(kept["account"]), kept["following"])


def _to_second_step(request: HttpRequest, step: FirstStep) -> HttpResponse:
    """A session of before is not continued."""
    request.session.flush()
    request.session[_STEP] = {
        "account": str(step.account_id),
        "following": step.following,
        "at": clock.now().isoformat(),
    }
    return HttpResponseRedirect(reverse(next_step(queries.get_account(step.account_id))))


def next_step(account: Account) -> str:
    """What stands between a right password and the office: a password of one's own, then a second factor."""
    if account.must_change_password:
        return "office:first-password"
    ready = account.demonstration or queries.has_second_factor(account)
    return "office:second-step" if ready else "office:set-up"


def _entered(request: HttpRequest, account_id: UUID, following: str) -> HttpResponse:
    acting.enter(request, account_id)
    return HttpResponseRedirect(following)


def _show(
    request: HttpRequest, template: str, *, verdict: Verdict, wrong: str, **facts: object
) -> HttpResponse:
    """A page before the door, with what went wrong."""
    status = {Verdict.RIGHT: 200, Verdict.LIMITED: 429}.get(verdict, 422)
    facts |= {"problem": wrong if status == 422 else "", "limited": verdict is Verdict.LIMITED}
    response = render(request, f"office/{template}.html", facts, status=status)
    response["Cache-Control"] = "no-store"
    return response
