"""People sign in by a code to their e-mail or phone, by passkey, or with case number and counter code."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.accounts import actions as accounts
from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import find_contact_of_code, read_contact
from sojourn.accounts.types import AccountKind, CodePurpose, SignIn, Verdict
from sojourn.flows.send_code import send_code
from sojourn.flows.sign_in_with_counter_code import sign_in_with_counter_code
from sojourn.lib.db import transaction
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.visitors import forget, remember, visiting
from sojourn.sites.ui import acting

_NO_CODE = UUID(int=0)
_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
def sign_in(request: HttpRequest) -> HttpResponse:
    """Where shall the code go? The answer is the same whether or not there is an account."""
    if acting.account_of(request, AccountKind.PERSON):
        return HttpResponseRedirect(_onward(request))
    if request.method != "POST":
        return _ask_contact(request)
    typed = request.POST.get("contact", "")[:300]
    try:
        contact = read_contact(typed)
    except ContactNotUnderstood:
        problem = gettext(
            "Enter an e-mail address, or a phone number that begins with + and the country code"
        )
        return _ask_contact(request, typed=typed, problem=problem)
    with transaction():
        sent = send_code(
            contact,
            purpose=CodePurpose.SIGN_IN,
            language=language(),
            caller=acting.caller_of(request),
            by=acting.actor_from(request),
        )
    if sent is None:
        return _ask_contact(request, typed=typed, limited=True)
    asked = urlencode({"sent": str(sent), "next": _onward(request)})
    return HttpResponseRedirect(f"{reverse('portal:sign-in-code')}?{asked}")


@_form
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code that was sent; the first sign-in of a contact opens its account."""
    if request.method != "POST":
        return _ask_code(request, request.GET.get("sent", ""))
    sent = request.POST.get("sent", "")
    if "again" in request.POST:
        return _send_again(request, _id_in(sent))
    with transaction():
        answer = accounts.sign_in_by_code(
            _id_in(sent),
            request.POST.get("code", "")[:40],
            language=language(),
            by=acting.actor_from(request),
        )
    if answer.account_id is None:
        return _ask_code(request, sent, verdict=answer.verdict)
    return _entered(request, answer.account_id)


def _send_again(request: HttpRequest, earlier: UUID) -> HttpResponse:
    """Another code to where the one before went, which ends; whose address that is, is not said."""
    contact = find_contact_of_code(earlier, purpose=CodePurpose.SIGN_IN)
    if contact is None:
        return HttpResponseRedirect(f"{reverse('portal:sign-in')}?{urlencode({'next': _onward(request)})}")
    with transaction():
        sent = send_code(
            contact,
            purpose=CodePurpose.SIGN_IN,
            language=language(),
            caller=acting.caller_of(request),
            by=acting.actor_from(request),
            instead_of=earlier,
        )
    if sent is None:
        return _ask_contact(request, limited=True)
    asked = urlencode({"sent": str(sent), "again": "1", "next": _onward(request)})
    return HttpResponseRedirect(f"{reverse('portal:sign-in-code')}?{asked}")


@_form
def sign_in_reference(request: HttpRequest) -> HttpResponse:
    """Case number and the code printed at the counter, for who has neither e-mail nor phone."""
    if request.method != "POST":
        return show(request, "sign_in_reference", following=_onward(request))
    visitor = visiting(request)
    with transaction():
        verdict, reference = sign_in_with_counter_code(
            request.POST.get("reference", "")[:60],
            request.POST.get("code", "")[:40],
            holder=visitor.holder,
            caller=acting.caller_of(request),
            by=acting.actor_from(request),
        )
    if reference is None:
        limited = verdict is Verdict.LIMITED
        typed = request.POST.get("reference", "")[:60]
        problem = "" if limited else gettext("Number and code do not belong together, or the code has ended")
        shown = {"typed": typed, "problem": problem, "limited": limited, "following": _onward(request)}
        return show(request, "sign_in_reference", status=422, **shown)
    onward = acting.next_address(request, otherwise="")
    if f"/{reference}/" not in onward:  # the code opens this filing alone
        onward = reverse("portal:done", args=[reference])
    return remember(visitor, HttpResponseRedirect(onward))


@_form
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey alone signs in: the device asks its owner."""
    problem = ""
    if request.method == "POST":
        answer = by_passkey(request, AccountKind.PERSON)
        if answer.account_id is not None:
            return _entered(request, answer.account_id)
        problem = gettext("The passkey did not work")
    options = json.dumps(accounts.begin_passkey_sign_in())
    return show(
        request,
        "sign_in_passkey",
        status=422 if problem else 200,
        options=options,
        problem=problem,
        following=_onward(request),
    )


def by_passkey(request: HttpRequest, kind: AccountKind) -> SignIn:
    """Check what the browser sent for a passkey of an account of this kind."""
    with transaction():
        return accounts.sign_in_by_passkey(
            request.POST.get("credential", ""),
            kinds=frozenset({kind}),
            caller=acting.caller_of(request),
            by=acting.actor_from(request),
        )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leaves nothing behind in this browser."""
    person = acting.account_of(request, AccountKind.PERSON)
    if person is not None:
        with transaction():
            accounts.sign_out(person.id, by=acting.actor_from(request))
    return forget(acting.leave(request, onward=reverse("portal:start")))


def _ask_contact(
    request: HttpRequest, *, typed: str = "", problem: str = "", limited: bool = False
) -> HttpResponse:
    status = 429 if limited else 422 if problem else 200
    following = _onward(request)
    shown = {"typed": typed, "problem": problem, "limited": limited, "following": following}
    return show(request, "sign_in", status=status, leads_back=following != reverse("portal:account"), **shown)


def _ask_code(request: HttpRequest, sent: str, *, verdict: Verdict | None = None) -> HttpResponse:
    words: dict[Verdict, Callable[[], str]] = {
        Verdict.WRONG: lambda: gettext("This is not the code we sent"),
        Verdict.OVER: lambda: gettext("This code is not valid any more. Ask for a new one."),
        Verdict.REPLACED: lambda: gettext(
            "This code was replaced by a newer one. Enter the code we sent last."
        ),
    }
    problem = words[verdict]() if verdict in words else ""
    shown = {
        "sent": sent[:40],
        "problem": problem,
        "following": _onward(request),
        "again": "again" in request.GET,
    }
    return show(request, "sign_in_code", status=422 if problem else 200, **shown)


def _id_in(text: str) -> UUID:
    """The id of the code a form speaks of; that of none where it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return _NO_CODE


def _onward(request: HttpRequest) -> str:
    return acting.next_address(request, otherwise=reverse("portal:account"))


def _entered(request: HttpRequest, account_id: UUID) -> HttpResponse:
    onward = _onward(request)
    acting.enter(request, account_id)
    return HttpResponseRedirect(onward)
