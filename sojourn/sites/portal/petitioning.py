"""Writing to the service: one question a page, one address for all, no account and no cookie of ours.

What about is chosen stands in no address, so that the list of visited pages does not tell it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sojourn.accounts import actions as accounts
from sojourn.catalogue.types import Matter, Pack
from sojourn.documents import actions as documents
from sojourn.documents.types import DocumentView, MediaType
from sojourn.flows import petitions as story
from sojourn.lib import codes
from sojourn.lib.actor import Actor, ActorKind, Door, proven
from sojourn.lib.db import transaction
from sojourn.lib.errors import Refusal
from sojourn.petitions import actions, queries
from sojourn.petitions.errors import MatterUnknown, SentAlready
from sojourn.petitions.types import PetitionDesk
from sojourn.sites.portal import petition_form as forms
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.petition_form import FormLost, Writing
from sojourn.sites.portal.visitors import signed_in
from sojourn.sites.ui import acting
from sojourn.sites.ui.handed_in import CODES
from sojourn.sites.ui.sentences import sentence
from sojourn.sites.ui.upload_limit import is_too_large

GUEST = Actor(ActorKind.GUEST, Door.PORTAL)


@dataclass(frozen=True, slots=True)
class Page:
    """A petition on its way through the pages."""

    request: HttpRequest
    pack: Pack
    matter: Matter
    writing: Writing
    account_id: UUID | None

    @property
    def steps(self) -> list[str]:
        return forms.steps(self.matter, signed_in=self.account_id is not None)

    @property
    def actor(self) -> Actor:
        """Of what is sensitive nobody is told who had signed in."""
        if self.account_id is None or self.matter.is_sensitive:
            return GUEST
        return Actor(ActorKind.PERSON, Door.PORTAL, account_id=self.account_id)


@csrf_exempt  # whoever takes no cookie is to write too: what is sent on is sealed, a session stays here
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Choose what it is about, then page after page, then the code."""
    pack = pack_of(request)
    if pack.petitions is None:
        raise not_there()
    if request.method != "POST":
        return _choose(request, pack)
    try:
        page = _opened(request, pack)
    except FormLost:
        return _choose(request, pack, lost=True)
    except MatterUnknown:
        return _choose(request, pack, wrong=gettext("Choose what you want to tell us"))
    return _turn(page)


def _opened(request: HttpRequest, pack: Pack) -> Page:
    """Raises: FormLost, MatterUnknown."""
    chosen = request.POST.get("matter", "")
    writing = forms.begin(chosen) if "at" not in request.POST else forms.unseal(request.POST.get("kept", ""))
    account = signed_in(request)
    matter = actions.matter_of(pack, writing.matter)
    return Page(request, pack, matter, writing, account.id if account else None)


def _turn(page: Page) -> HttpResponse:
    """One page on, one back, to a page that is to be changed, or off it goes."""
    data = page.request.POST
    at, go = data.get("at", ""), data.get("go", "")
    if at not in page.steps:
        return _draw(page, page.steps[0])
    page = _with(page, forms.typed(page.writing, at, page.matter, data))
    here = page.steps.index(at)
    if go == "back":
        return _draw(page, page.steps[here - 1]) if here else _choose(page.request, page.pack)
    if at == "papers" and (data.get("remove") or page.request.FILES or is_too_large(page.request, "paper")):
        return _papers(page, go)
    if go == "stay":  # in another language
        return _draw(page, at)
    wrong = forms.wrong(page.writing, at, page.matter, page.pack)
    if wrong:
        return _draw(page, at, wrong=wrong)
    if at == "check":
        return _draw(page, go) if go in page.steps else _send(page)
    return _draw(page, page.steps[here + 1])


def _with(page: Page, writing: Writing) -> Page:
    return Page(page.request, page.pack, page.matter, writing, page.account_id)


def _papers(page: Page, go: str) -> HttpResponse:
    """Keep or forget a paper; with the button to go on one chosen file goes along."""
    data = page.request.POST
    if forms.is_uuid(data.get("remove", "")):
        with transaction():
            story.throw_paper_away(page.writing.petition_id, UUID(data["remove"]), by=page.actor)
        return _draw(page, "papers")
    refused = _keep_paper(page)
    if refused:
        return _draw(page, "papers", wrong={"paper": refused})
    return _draw(page, "papers" if go in ("add", "stay") else page.steps[page.steps.index("papers") + 1])


def _keep_paper(page: Page) -> str:
    """Why a file was not kept; nothing when it was."""
    if is_too_large(page.request, "paper"):
        return sentence("file-too-large", {}, str)
    with transaction():
        may_hand_in = accounts.may_hand_in_petition_paper(caller=acting.caller_of(page.request))
    if not may_hand_in:
        return gettext("Too many came from here. Please try again later.")
    try:
        examined = documents.examine(cast(BinaryIO, page.request.FILES["paper"]))
        with transaction():
            writing = page.writing
            kept = story.hand_in_paper(
                writing.petition_id, examined, matter=writing.matter, pack=page.pack, by=page.actor
            )
    except Refusal as refusal:
        return sentence(CODES.get(type(refusal), "file-unreadable"), {}, str)
    return "" if kept else gettext("You can give five files. Remove one first.")


def _send(page: Page) -> HttpResponse:
    for step in page.steps:
        wrong = forms.wrong(page.writing, step, page.matter, page.pack)
        if wrong:
            return _draw(page, step, wrong=wrong)
    with transaction():
        may_file = accounts.may_file_petition(caller=acting.caller_of(page.request))
    if not may_file:
        return _draw(page, "check", wrong={"": gettext("Too many came from here. Please try again later.")})
    new = forms.as_new(page.writing, page.matter, language=language(), account_id=page.account_id)
    try:
        with transaction():
            petition = actions.file_petition(new, pack=page.pack, by=page.actor)
    except SentAlready:
        return _draw(page, "check", wrong={"": _sent_already(page.writing.code)})
    return show(
        page.request,
        "petition_sent",
        keeps="writing",
        kept=forms.seal(page.writing),
        code=codes.spaced(page.writing.code),
        due_on=petition.due_on,
        sensitive=page.matter.is_sensitive,
        unread=_nobody_left(page.pack) if queries.is_unread(petition) else "",
        lines=_lines(page.pack) if page.matter.is_sensitive else [],
    )


def _sent_already(code: str) -> str:
    return gettext(
        "You sent this before you changed it. What you wrote first was taken. Write what you want to add"
        " under your code %(code)s."
    ) % {"code": codes.spaced(code)}


def _nobody_left(pack: Pack) -> str:
    """Where to turn when everyone who could read it is meant."""
    outside = pack.petitions.outside if pack.petitions else ""
    said = gettext("Everybody here who may read this is named in it. It waits until somebody else may.")
    if not outside:
        return said
    turn = gettext("Please turn to: %(body)s.") % {
        "body": pack.text(f"petitions.bodies.{outside}", language())
    }
    return f"{said} {turn}"


def _choose(request: HttpRequest, pack: Pack, *, lost: bool = False, wrong: str = "") -> HttpResponse:
    told = pack.petitions
    matters = told.matters if told else ()
    groups = [
        (gettext("Somebody was wronged or is in danger"), [each for each in matters if each.is_sensitive]),
        (gettext("Questions, suggestions, complaints"), [each for each in matters if not each.is_sensitive]),
    ]
    return show(
        request,
        "petition_choose",
        status=422 if wrong or lost else 200,
        groups=[(title, [_option(pack, each) for each in some]) for title, some in groups if some],
        lines=_lines(pack),
        lost=lost,
        wrong=wrong,
        summary=[("matter", wrong)] if wrong else [],
    )


def _option(pack: Pack, matter: Matter) -> tuple[str, str, str]:
    title, lead = (pack.text(f"petitions.matters.{matter.code}.{n}", language()) for n in ("title", "lead"))
    return matter.code, title, lead


def _lines(pack: Pack) -> list[tuple[str, str]]:
    """Telephones where help is found at once."""
    found = [pack.rights.find_telephone(each) for each in pack.petitions.telephones] if pack.petitions else []
    return [(each.number, each.names[language()]) for each in found if each]


def _draw(page: Page, step: str, *, wrong: dict[str, str] | None = None) -> HttpResponse:
    writing, matter, pack = page.writing, page.matter, page.pack
    path = f"petitions.matters.{matter.code}"
    return show(
        page.request,
        "petition_write",
        status=422 if wrong else 200,
        keeps="writing",
        at=step,
        step=page.steps.index(step) + 1,
        steps=len(page.steps),
        kept=forms.seal(writing),
        writing=writing,
        matter=matter,
        title=pack.text(f"{path}.title", language()),
        ask=pack.text(f"{path}.ask", language()),
        help=pack.find_text(f"{path}.help", language()) or "",
        asked=forms.fields_of(step, matter),
        offices=_offices(pack),
        office=pack.text(f"offices.{writing.office}.name", language()) if writing.office else "",
        papers=_kept_papers(page) if step in ("papers", "check") else [],
        pages=page.steps,
        lines=_lines(pack) if matter.is_sensitive else [],
        wrong=wrong or {},
        summary=[(name, said) for name, said in (wrong or {}).items()],
        limit=forms.LONGEST,
        may_be_empty="" if matter.named else "yes",
        reader=_reader(pack, matter),
    )


def _reader(pack: Pack, matter: Matter) -> str:
    return (
        "" if matter.desk is PetitionDesk.OFFICE else pack.text(f"petitions.desks.{matter.desk}", language())
    )


def _offices(pack: Pack) -> list[tuple[str, str]]:
    return [(code, pack.text(f"offices.{code}.name", language())) for code in forms.active_offices(pack)]


def _kept_papers(page: Page) -> list[tuple[UUID, str]]:
    own = proven(GUEST, "own petition")
    kept = story.list_papers(page.writing.petition_id, to=own)
    return [(each.id, said_of(number, each)) for number, each in enumerate(kept, 1)]


def said_of(number: int, document: DocumentView) -> str:
    """A paper by its place, kind and size; names of files tell of people and are not kept."""
    is_picture = document.original.media_type in (MediaType.JPEG, MediaType.PNG)
    kind = gettext("Picture") if is_picture else "PDF"
    return f"{number}. {kind}, {max(1, document.original.size // 1024)} kB"
