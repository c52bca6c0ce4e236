"""Checking a document: anyone may ask, three answers are given, and nothing else is told.

The answer names no person, no kind of document and no reason. Source: decision 0006.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.permits import seal, verify
from sojourn.permits.errors import AskAgainLater
from sojourn.permits.types import Verdict
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.start import preferred_language
from sojourn.sites.ui import acting

_KEPT = 200  # characters of what was typed that are shown again


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form: number and code as printed on the document."""
    if request.method != "POST":
        number, code = (request.GET.get(name, "")[:_KEPT] for name in ("number", "code"))
        return show(request, "verify", number=number, code=code)
    number = request.POST.get("number", "").strip()
    code = request.POST.get("code", "").strip()
    errors = _errors(number, code)
    if errors:
        summary, number, code = list(errors.items()), number[:_KEPT], code[:_KEPT]
        return show(request, "verify", status=422, errors=errors, summary=summary, number=number, code=code)
    asked = {"number": verify.read_number(number), "code": verify.read_code(code)}
    return HttpResponseRedirect(reverse("portal:verify-answer", kwargs=asked))


@require_safe
def answer(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """One of three answers, with the day of the check; a page of the same shape for every document."""
    try:
        with transaction():
            verdict = verify.verify(number, code, caller_key=acting.caller_of(request))
    except AskAgainLater as early:
        return _later(request, early.seconds, number, code)
    asked = {"number": verify.read_number(number), "code": verify.read_code(code)}
    return show(
        request,
        "verify_answer",
        verdict=verdict.value,
        checked_on=clock.today(),
        again=urlencode(asked) if verdict is Verdict.NOT_VALID else "",
        number=asked["number"],
        code=asked["code"],
    )


@require_safe
def scanned(request: HttpRequest, number: str = "", code: str = "") -> HttpResponse:
    """The address in the printed code, without a language: on to the page in the reader's own.

    What no document has beside its code leads to the form, however long it is.
    """
    with translation.override(preferred_language(request)):
        if verify.may_be_number(number) and verify.may_be_code(code):
            asked = {"number": verify.read_number(number), "code": verify.read_code(code)}
            address = reverse("portal:verify-answer", kwargs=asked)
        else:
            address = reverse("portal:verify")
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate by which anyone checks a seal without us."""
    response = HttpResponse(seal.signer_certificate(), content_type="application/x-pem-file")
    response["Content-Disposition"] = f'attachment; filename="{settings.SEAL_SIGNER}.pem"'
    return response


def _errors(number: str, code: str) -> dict[str, str]:
    found = {}
    if not verify.may_be_number(number):
        found["number"] = gettext("Enter the number of the document, as printed beside the code")
    if not verify.may_be_code(code):
        found["code"] = gettext("Enter the ten characters of the verification code")
    return found


def try_again_in(seconds: int) -> str:
    """The sentence for who has to wait after wrong tries."""
    said = ngettext(
        "There were several wrong tries. Please try again in %(seconds)s second.",
        "There were several wrong tries. Please try again in %(seconds)s seconds.",
        seconds,
    )
    return said % {"seconds": seconds}


def _later(request: HttpRequest, seconds: int, number: str, code: str) -> HttpResponse:
    typed = {"number": number[:_KEPT], "code": code[:_KEPT]}
    response = show(request, "verify", status=429, later=try_again_in(seconds), **typed)
    response["Retry-After"] = str(seconds)
    return response
