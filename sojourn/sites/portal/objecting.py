"""The owner of a dwelling says that nobody stays there; a guest an owner named, that they do not stay."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sojourn.flows.errors import LinkNotValid
from sojourn.flows.object_to_registration import object_to_registration, read_token
from sojourn.lib.actor import Reader, proven
from sojourn.lib.db import transaction
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import KEY_LENGTH
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.visitors import visiting
from sojourn.stays import queries as stays
from sojourn.stays.errors import RegistrationNotFound
from sojourn.stays.types import RegistrationView, Side

LONGEST = 4000


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the address and the day of arrival, nothing of the guest; takes the words of who got the link."""
    theirs = proven(visiting(request).actor, "objection")
    registration, side = _of(token, theirs)
    earlier = stays.list_objections(registration.id, to=theirs, side=side)
    words = request.POST.get("words", "").replace("\0", "")
    if request.method == "POST" and earlier:
        return HttpResponseRedirect(f"{request.path}?done=1")
    if request.method == "POST" and 0 < len(words.strip()) <= LONGEST:
        return _object(request, registration.id, token, words.strip())
    district = pack_of(request).territory.districts.get(registration.place.district)
    return show(
        request,
        "objection",
        place=registration.place,
        district=pack_of(request).name_of(district, language()) if district else "",
        arrived_on=registration.arrived_on,
        is_guest=side is Side.GUEST,
        words=words,
        wrong=request.method == "POST",
        limit=LONGEST,
        earlier=earlier,
        done="done" in request.GET,
    )


def _of(token: str, theirs: Reader) -> tuple[RegistrationView, Side]:
    """Raises: Http404."""
    try:
        registration, side = read_token(token)
        return stays.get_filed(registration, to=theirs), side
    except (LinkNotValid, RegistrationNotFound):
        raise not_there() from None


def _object(request: HttpRequest, registration: UUID, token: str, words: str) -> HttpResponse:
    key = f"{registration.hex}:{request.POST.get('key', '')[:KEY_LENGTH]}"
    with transaction():
        object_to_registration(token, words=words, key=key, by=visiting(request).actor, language=language())
    return HttpResponseRedirect(f"{request.path}?done=1")
