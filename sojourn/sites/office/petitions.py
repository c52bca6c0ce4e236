"""Petitions at a desk: what waits, the first due first, and one of them with all that was said."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.catalogue import queries as catalogue
from sojourn.documents import queries as documents
from sojourn.documents.types import DocumentView
from sojourn.flows import petitions as story
from sojourn.lib import clock
from sojourn.lib.types import Confidentiality
from sojourn.petitions import actions, queries
from sojourn.petitions.errors import PetitionNotFound
from sojourn.petitions.types import Petition, PetitionDesk, Place
from sojourn.sites.office import typed as read
from sojourn.sites.office import worker_reports
from sojourn.sites.office.desk import Desk
from sojourn.sites.office.petition_desk import (
    desk_named,
    matter_named,
    office_named,
    open_petition,
    petition_page,
)
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.spoken import spoken_language

_WHOSE = ("mine", "ended")


@dataclass(frozen=True, slots=True)
class Line:
    """A petition in a list."""

    petition: Petition
    matter: str
    office: str
    handler: str
    overdue: bool
    address: str


@petition_page
def waiting(desk: Desk, *, at: PetitionDesk) -> HttpResponse:
    """What waits at the desk, mine or all, or what it dealt with last."""
    asked = read.fields(desk.request.GET, {"whose": 5, "due": 10, "after": 36})
    whose = asked["whose"] if asked["whose"] in _WHOSE else ""
    due_on, after = read.day(asked["due"]), read.uuid(asked["after"])
    place = Place(due_on, after) if due_on and after else None
    mine = desk.account.id if whose == "mine" else None
    if whose == "ended":
        found, further = queries.list_ended(at, to=desk.reader), None
    else:
        found, further = queries.list_waiting(at, to=desk.reader, handler_id=mine, after=place)
    access.log_reading(
        to=desk.reader, relation="desk", listing="petitions", filter={"desk": str(at)}, count=len(found)
    )
    kept = {"whose": whose} if whose else {}
    more = {**kept, "due": further.due_on.isoformat(), "after": str(further.id)} if further else {}
    return desk.draw(
        "petitions",
        at=at,
        title=desk_named(desk, at),
        whose=whose,
        lines=_lines(desk, at, found),
        reports=worker_reports.unread(desk) if at is PetitionDesk.PROTECTION and not whose else [],
        next_page=f"?{urlencode(more)}" if more else "",
        first_page=f"?{urlencode(kept)}" if place else "",
    )


def _lines(desk: Desk, at: PetitionDesk, found: list[Petition]) -> list[Line]:
    called = accounts.list_called({each.handler_id for each in found if each.handler_id})
    return [
        Line(
            each,
            matter_named(desk, each.matter),
            office_named(desk, each.office or each.told.office),
            called.get(each.handler_id, "") if each.handler_id else "",
            each.is_overdue(clock.today()),
            reverse(f"office:letter-{at}", args=[each.id]),
        )
        for each in found
    ]


@petition_page
def petition(desk: Desk, petition_id: UUID, *, at: PetitionDesk) -> HttpResponse:
    """One petition: what was written, what was said since, and what can be done."""
    return draw_petition(
        desk, at, open_petition(desk, at, petition_id), said=desk.request.GET.get("said", "")
    )


@petition_page
def petition_paper(desk: Desk, petition_id: UUID, document_id: UUID, *, at: PetitionDesk) -> HttpResponse:
    """The safe copy of a paper that came with it, or a letter that answered it."""
    found = open_petition(desk, at, petition_id)
    kept = [*_papers(desk, found), *story.list_answers(found.id, to=desk.reader)]
    one = next((each for each in kept if each.id == document_id), None)
    if one is None:
        raise PetitionNotFound
    kind = one.safe.media_type
    return as_file(documents.read_safe_copy(one), f"{one.id}.{kind.ending}", media_type=kind)


def _papers(desk: Desk, found: Petition) -> list[DocumentView]:
    return story.list_papers(found.id, to=desk.reader)


def draw_petition(
    desk: Desk,
    at: PetitionDesk,
    found: Petition,
    *,
    said: str = "",
    error: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    pack = catalogue.by_hash(found.pack_sha256)
    rulebook, law = actions.rules_of(pack), pack.law(clock.today())
    messages = queries.list_messages(found.id, to=desk.reader)
    answers = queries.count_answers(found.id, since=law.ago(rulebook.within))
    called = accounts.list_called({each.by_account for each in messages if each.by_account})
    handler = accounts.list_called([found.handler_id] if found.handler_id else [])
    return desk.draw(
        "petition",
        status=422 if error and status == 200 else status,
        at=at,
        petition=found,
        title=matter_named(desk, found.matter),
        written_in=spoken_language(found.language),
        desk_name=desk_named(desk, at),
        office=office_named(desk, found.office),
        about_office=office_named(desk, found.told.office),
        messages_said=[(each, called.get(each.by_account) if each.by_account else "") for each in messages],
        papers=_papers(desk, found),
        letters=story.list_answers(found.id, to=desk.reader),
        earlier=[
            (each, reverse(f"office:letter-{at}", args=[each.id]))
            for each in queries.list_of_writer(found, to=desk.reader)
        ],
        answers=answers,
        may_close=answers >= law[rulebook.answers],
        handler=handler.get(found.handler_id, "") if found.handler_id else "",
        is_mine=found.handler_id == desk.account.id,
        overdue=found.is_overdue(clock.today()),
        may_prolong=found.is_waiting and found.due_on == found.first_due_on,
        bodies=[(code, pack.text(f"petitions.bodies.{code}", desk.language)) for code in rulebook.bodies],
        forwarded_to=_body(desk, found),
        desks=_other_desks(desk, at, found),
        officers=_officers(at),
        back=reverse(f"office:letters-{at}"),
        act=reverse(f"office:letter-act-{at}", args=[found.id]),
        said=_DONE.get(said, lambda: "")(),
        error=error,
        typed=typed or {},
    )


def _body(desk: Desk, found: Petition) -> str:
    path = f"petitions.bodies.{found.forwarded_to}"
    return (desk.pack.find_text(path, desk.language) or found.forwarded_to) if found.forwarded_to else ""


def _other_desks(desk: Desk, at: PetitionDesk, found: Petition) -> list[tuple[str, str]]:
    """Where it can be handed on: what is sensitive never to an office, what is protected nowhere."""
    if found.confidentiality is Confidentiality.PROTECTED:
        return []
    sensitive = found.confidentiality is not Confidentiality.ORDINARY
    others = [each for each in PetitionDesk if each is not at]
    return [
        (each, desk_named(desk, each)) for each in others if not (sensitive and each is PetitionDesk.OFFICE)
    ]


def _officers(at: PetitionDesk) -> list[tuple[str, str]]:
    """Who works at the desks for what is sensitive: one of them may turn out to be meant."""
    if at is PetitionDesk.OFFICE:
        return []
    found = accounts.list_officers(Permission.CONDUCT_EXAMINE) | accounts.list_officers(
        Permission.WRONGS_EXAMINE
    )
    return sorted(((str(account), name) for account, name in found.items()), key=lambda one: one[1])


_DONE = {
    "taken": lambda: gettext("You have it in hand."),
    "written": lambda: gettext("Your words are there for whoever wrote, under their code."),
    "answered": lambda: gettext("Answered. The letter is ready under their code."),
    "prolonged": lambda: gettext("The longer time counts now; whoever wrote reads so under their code."),
    "forwarded": lambda: gettext("Forwarded; whoever wrote reads where it went."),
    "closed": lambda: gettext("Closed as repeated."),
    "shielded": lambda: gettext("This officer no longer sees it."),
}
