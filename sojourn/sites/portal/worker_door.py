"""The way into the part of a worker: by number and code, or from the account that joined.

The code of a letter or message opens it once. From then on the browser holds a sealed pass until it is
closed, so that the code stands in no address of a page, in no history and in no cookie. A wrong code, a case
that does not exist and one without such a part: one answer. Wrong codes are counted, right ones are not.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.accounts import actions as accounts
from sojourn.flows import worker, worker_contact
from sojourn.flows.case_file import CaseFile
from sojourn.lib.db import transaction
from sojourn.parties.errors import PartyUnknown
from sojourn.parties.types import PartyView
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.visitors import visiting
from sojourn.sites.ui import acting

COOKIE = "sojourn_part"
_SALT = "sojourn.portal.part"
_GOOD_FOR = 12 * 3600
_LONGEST = 60


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Number and code as they stand in the letter, for whoever has it on paper."""
    if request.method != "POST":
        return draw_door(request)
    reference = "".join(request.POST.get("number", "").split()).upper()[:_LONGEST]
    return _enter(request, reference, "".join(request.POST.get("code", "").split())[:_LONGEST])


@require_safe
def by_link(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """The link of a message or a letter: the code goes out of the address at once."""
    return _enter(request, reference, code)


def _enter(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    caller = acting.caller_of(request)
    with transaction():
        if not accounts.may_try_receipt(caller=caller):
            return _later(request, reference)
        try:
            party = worker.find_party(reference, code)
        except PartyUnknown:
            accounts.count_wrong_receipt(caller=caller)
            return draw_door(request, reference, status=404, wrong=True)
    response = HttpResponseRedirect(reverse("portal:part", args=[reference]))
    response.set_signed_cookie(
        COOKIE,
        _pass(party),
        salt=_SALT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _later(request: HttpRequest, reference: str) -> HttpResponse:
    said = gettext("Too many tries. Please wait a little.")
    return draw_door(request, reference, status=429, later=said)


def draw_door(
    request: HttpRequest, reference: str = "", *, status: int = 200, **facts: object
) -> HttpResponse:
    """The form for number and code."""
    return show(request, "part_ask", status=status, number=reference, **facts)


def _pass(party: PartyView) -> str:
    """What a browser holds; a new code makes it void."""
    return f"{party.id}:{party.codes}"


def find_part(request: HttpRequest, reference: str) -> tuple[PartyView, CaseFile] | None:
    """The part this visitor may open: their browser holds its pass, or their account joined it.

    Nothing for all others. Raises: Http404 for an account that acts for who applied, whatever it holds.
    """
    account_id = visiting(request).account_id
    held = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_GOOD_FOR) or ""

    def opens(party: PartyView) -> bool:
        is_joined = account_id is not None and party.account_id == account_id
        return is_joined or (bool(held) and held == _pass(party))

    try:
        party, file = worker.find_worker(reference, opens)
    except PartyUnknown:
        return None
    if account_id is not None and not worker_contact.may_take_part(file.case, account_id):
        raise not_there()
    return party, file
