"""Stories of petitions: papers, questions, the answer, the end."""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

from sojourn.catalogue import queries as catalogue
from sojourn.documents.types import Examined, MediaType
from sojourn.flows import petitions as story
from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.petitions import actions
from sojourn.petitions.types import Ending, NewPetition, PetitionDesk, Status, Told
from tests.promises.stories import Story

GUEST = Actor(ActorKind.GUEST, Door.PORTAL)
OFFICER = Actor(ActorKind.STAFF, Door.OFFICE, account_id=UUID(int=11))
READER = Reader(OFFICER, "petition", classes=frozenset(Confidentiality))
PAPER = Examined(b"%PDF-1.4 paper", MediaType.PDF, b"%PDF-1.4 copy")
DESK = PetitionDesk.CONTROL


def _filed() -> UUID:
    new = NewPetition(uuid4(), actions.new_code(), "bribery", Told("He wanted money."), "en")
    with transaction():
        return actions.file_petition(new, pack=catalogue.current(), by=GUEST).id


def _hand_in(about: UUID) -> Story:
    return partial(story.hand_in_paper, about, PAPER, matter="bribery", pack=catalogue.current(), by=GUEST)


def _throw_away() -> Story:
    about = uuid4()
    with transaction():
        _hand_in(about)()
    (paper,) = story.list_papers(about, to=READER)
    return partial(story.throw_paper_away, about, paper.id, by=GUEST)


def _answer() -> Story:
    return partial(story.answer_petition, _filed(), DESK, words="It is paid back.", to=READER, by=OFFICER)


def _write() -> Story:
    return partial(story.write_to_writer, _filed(), DESK, words="When was it?", to=READER, by=OFFICER)


def _end() -> Story:
    ending = Ending(Status.FORWARDED, "They look into crimes.", "prosecutor")
    return partial(story.end_petition, _filed(), DESK, ending=ending, to=READER, by=OFFICER)


STORIES = {
    "hand_in_paper": lambda: _hand_in(uuid4()),
    "throw_paper_away": _throw_away,
    "answer_petition": _answer,
    "write_to_writer": _write,
    "end_petition": _end,
}
