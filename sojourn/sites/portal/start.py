"""The way in: the language of the visitor, the start page, and what we say about ourselves."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation.trans_real import language_code_re, parse_accept_lang_header
from django.views.decorators.http import require_safe

from sojourn.sites.portal import services
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.visitors import signed_in

STATEMENTS = ("privacy", "cookies", "accessibility")
_A_YEAR = 365 * 24 * 3600


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the start page in the language of the account, the cookie, the browser or the pack."""
    response = HttpResponseRedirect(f"/{preferred_language(request)}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def preferred_language(request: HttpRequest) -> str:
    account = signed_in(request)
    asked = [account.language if account else "", request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    accepted = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    asked += [code.partition("-")[0] for code, _ in accepted if language_code_re.search(code)]
    spoken = [code for code, _ in settings.LANGUAGES]
    own = pack_of(request).languages
    return next((code for code in (*asked, *own) if code in spoken), spoken[0])


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the service does, and its doors."""
    first, *others = services.all_of(pack_of(request), language())
    departure = next((told for told in others if told.role == "departure"), None)
    hosting = next((told for told in others if told.role == "hosting"), None)
    others = [told for told in others if told not in (departure, hosting)]
    response = show(
        request,
        "start",
        first=first,
        others=others,
        departure=departure,
        hosting=hosting,
        finds=pack_of(request).finder is not None,
        takes_letters=pack_of(request).petitions is not None,
    )
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language(),
        max_age=_A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_safe
def statement(request: HttpRequest, about: str) -> HttpResponse:
    """Privacy, cookies, accessibility."""
    if about not in STATEMENTS:
        raise Http404
    return show(
        request, f"statements/{about}", columns=[gettext("Name"), gettext("What for"), gettext("How long")]
    )
