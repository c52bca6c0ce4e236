"""What became of it: whoever holds the code on the receipt reads the answers and may write more.

The code stands in no address and no cookie. A code that was never given, was mistyped or has been erased:
one answer, in the same words and size.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sojourn.accounts import actions as accounts
from sojourn.catalogue import queries as catalogue
from sojourn.documents import queries as documents
from sojourn.flows import petitions as story
from sojourn.lib import clock
from sojourn.lib.actor import Reader, proven
from sojourn.lib.db import answer_once, transaction
from sojourn.petitions import actions, queries
from sojourn.petitions.errors import AlreadyEnded, PetitionNotFound
from sojourn.petitions.types import Petition, Status
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import KEY_LENGTH
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.petition_form import LONGEST, is_uuid
from sojourn.sites.portal.petitioning import GUEST
from sojourn.sites.ui import acting
from sojourn.sites.ui.files import as_file

_DOOR = "petition-message"
_TYPED = 40  # characters of a code that are looked at


@csrf_exempt  # whoever takes no cookie is to read their answer too: the code alone opens it
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The form for the code, and with the right one what was said."""
    if pack_of(request).petitions is None:
        raise not_there()
    if request.method != "POST":
        return show(request, "receipt")
    caller, code = acting.caller_of(request), request.POST.get("code", "")[:_TYPED]
    with transaction():
        if not accounts.may_try_receipt(caller=caller):
            return _later(request, code)
        try:
            petition = queries.get_by_code(code)
        except PetitionNotFound:  # only a wrong code is a try: a right one shuts nobody out
            accounts.count_wrong_receipt(caller=caller)
            return show(request, "receipt", status=422, unknown=True)
    if is_uuid(request.POST.get("letter", "")):
        return _letter(petition, UUID(request.POST["letter"]))
    if "words" in request.POST:
        return _say(request, petition, code)
    return _draw(request, petition, code)


def _later(request: HttpRequest, code: str) -> HttpResponse:
    """What was typed stays on the page, to be sent again."""
    return show(
        request,
        "receipt",
        status=429,
        later=gettext("Too many tries. Please wait a little."),
        code=code,
        words=request.POST.get("words", "")[:LONGEST],
        key=request.POST.get("key", "")[:KEY_LENGTH],
        limit=LONGEST,
    )


def _own() -> Reader:
    return proven(GUEST, "own petition")


def _letter(petition: Petition, letter: UUID) -> HttpResponse:
    found = next((each for each in story.list_answers(petition.id, to=_own()) if each.id == letter), None)
    if found is None:
        raise not_there()
    return as_file(documents.read_safe_copy(found), "letter.pdf", saved=True)


def _say(request: HttpRequest, petition: Petition, code: str) -> HttpResponse:
    words = request.POST["words"].replace("\r\n", "\n").strip()
    if not 0 < len(words) <= LONGEST:
        return _draw(request, petition, code, words=words, wrong=gettext("Write a few words"))
    key = f"{petition.id.hex}:{request.POST.get('key', '')[:KEY_LENGTH]}"

    def act() -> bool:
        actions.write_by_code(code, words=words, by=GUEST)
        return True

    try:
        with transaction():
            answer_once(_DOOR, key, request_hash=hashlib.sha256(words.encode()).digest(), act=act)
    except AlreadyEnded:
        return _draw(request, queries.get_by_code(code), code)
    return _draw(request, queries.get_by_code(code), code, said=True)


def _draw(
    request: HttpRequest,
    petition: Petition,
    code: str,
    *,
    words: str = "",
    wrong: str = "",
    said: bool = False,
) -> HttpResponse:
    pack = catalogue.by_hash(petition.pack_sha256)
    matter = actions.matter_of(pack, petition.matter)
    body = petition.forwarded_to
    return show(
        request,
        "petition_said",
        status=422 if wrong else 200,
        petition=petition,
        code=code,
        title=pack.text(f"petitions.matters.{petition.matter}.title", language()),
        sensitive=matter.is_sensitive,
        desk=pack.text(
            f"offices.{petition.office}.name" if petition.office else f"petitions.desks.{petition.desk}",
            language(),
        ),
        body=pack.text(f"petitions.bodies.{body}", language()) if body else "",
        messages_said=queries.list_messages(petition.id, to=_own()),
        letters=story.list_answers(petition.id, to=_own()),
        overdue=petition.is_overdue(clock.today()),
        prolonged=petition.due_on != petition.first_due_on,
        may_write=petition.status is not Status.REPEATED,
        words=words,
        wrong=wrong,
        summary=[("words", wrong)] if wrong else [],
        said=said,
        limit=LONGEST,
    )
