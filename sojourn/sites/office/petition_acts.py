"""What an officer does with a petition: take, ask, answer, prolong, forward, hand on, close, hide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.flows import petitions as story
from sojourn.lib.db import transaction
from sojourn.lib.errors import Refusal
from sojourn.petitions import actions, queries
from sojourn.petitions.errors import (
    AlreadyEnded,
    AlreadyProlonged,
    BodyUnknown,
    DeskUnsuitable,
    NobodyLeft,
    NotRepeated,
    PetitionNotFound,
    ReasonMissing,
)
from sojourn.petitions.types import Ending, PetitionDesk, Status
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk
from sojourn.sites.office.petition_desk import open_petition, petition_page
from sojourn.sites.office.petitions import draw_petition

_FIELDS = {"do": 12, "words": 20_000, "reason": 4000, "body": 40, "to": 30, "officer": 36}
Act = Callable[[Desk, PetitionDesk, UUID, dict[str, str]], str]


@petition_page
def act_on_petition(desk: Desk, petition_id: UUID, *, at: PetitionDesk) -> HttpResponse:
    """One act on one petition; refused, everything typed stands there again."""
    found = open_petition(desk, at, petition_id)
    typed = read.fields(desk.request.POST, _FIELDS)
    doing = ACTS.get(typed["do"])
    if doing is None:
        return draw_petition(desk, at, found, error=gettext("This was not possible"))
    try:
        with transaction():
            said = doing(desk, at, petition_id, typed)
    except PetitionNotFound:
        raise
    except Refusal as refused:
        status = 409 if isinstance(refused, AlreadyEnded) else 422
        again = queries.get_petition(petition_id, at, to=desk.reader)
        return draw_petition(desk, at, again, error=_said(refused), typed=typed, status=status)
    if said in _LEAVES:
        return HttpResponseRedirect(reverse(f"office:letters-{at}"))
    return HttpResponseRedirect(f"{reverse(f'office:letter-{at}', args=[petition_id])}?said={said}")


_LEAVES = {"handed-on"}


def _said(refused: Refusal) -> str:
    said = {
        AlreadyEnded: gettext("Another officer has already dealt with this"),
        AlreadyProlonged: gettext("The time to answer was prolonged already"),
        BodyUnknown: gettext("Choose a body from the list"),
        NobodyLeft: gettext("Nobody would be left at this desk to read it. Hand it on first"),
        DeskUnsuitable: gettext("What is told here is not read at that desk"),
        NotRepeated: gettext("It was not answered often enough to be a repeated one"),
        ReasonMissing: gettext("Write what is to be said, with the reason"),
    }
    return said.get(type(refused), gettext("This was not possible"))


def _take(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    actions.take(petition_id, at, to=desk.reader, by=desk.actor)
    return "taken"


def _write(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    """Raises: ReasonMissing."""
    if not typed["words"]:
        raise ReasonMissing
    story.write_to_writer(petition_id, at, words=typed["words"], to=desk.reader, by=desk.actor)
    return "written"


def _answer(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    """Raises: ReasonMissing."""
    if not typed["words"]:
        raise ReasonMissing
    story.answer_petition(petition_id, at, words=typed["words"], to=desk.reader, by=desk.actor)
    return "answered"


def _prolong(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    actions.prolong(petition_id, at, reason=typed["reason"], to=desk.reader, by=desk.actor)
    return "prolonged"


def _forward(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    ending = Ending(Status.FORWARDED, typed["reason"], typed["body"])
    story.end_petition(petition_id, at, ending=ending, to=desk.reader, by=desk.actor)
    return "forwarded"


def _close(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    ending = Ending(Status.REPEATED, typed["reason"])
    story.end_petition(petition_id, at, ending=ending, to=desk.reader, by=desk.actor)
    return "closed"


def _hand_on(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    """Raises: DeskUnsuitable."""
    chosen = next((each for each in PetitionDesk if each == typed["to"]), None)
    if chosen is None or chosen is at:
        raise DeskUnsuitable
    actions.hand_on(petition_id, at, to_desk=chosen, reason=typed["reason"], to=desk.reader, by=desk.actor)
    return "handed-on"


def _shield(desk: Desk, at: PetitionDesk, petition_id: UUID, typed: dict[str, str]) -> str:
    """Raises: PetitionNotFound."""
    officer = read.uuid(typed["officer"])
    if officer is None:
        raise PetitionNotFound
    actions.shield(petition_id, at, from_account=officer, to=desk.reader, by=desk.actor)
    return "shielded" if officer != desk.account.id else "handed-on"


ACTS: Mapping[str, Act] = {
    "take": _take,
    "write": _write,
    "answer": _answer,
    "prolong": _prolong,
    "forward": _forward,
    "close": _close,
    "hand-on": _hand_on,
    "shield": _shield,
}
