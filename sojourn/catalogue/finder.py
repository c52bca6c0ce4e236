"""The guided finder as a pack writes it: questions, answers, and the ends they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sojourn.catalogue.questions import Code


class Room(StrEnum):
    """Places of the public site that are no service: a closed list an end may lead to."""

    ACCOUNT = "account"  # follow what was sent, answer, pay, appeal
    DEPARTURE = "departure"  # tell that a guest left
    HOSTS = "hosts"  # the desk of hotels and hosts
    RECEIPT = "receipt"  # read an answer with a code
    RIGHTS = "rights"  # what people are told of their rights
    TRACK = "track"  # where an application stands, with the code on the receipt
    VERIFY = "verify"  # check a document
    WRITE = "write"  # ask, suggest, complain


@dataclass(frozen=True, slots=True)
class FinderAnswer:
    """to: the code of the next question or of an end; group: a heading several answers stand under."""

    code: Code
    to: Code
    group: Code | None = None


@dataclass(frozen=True, slots=True)
class FinderQuestion:
    """sensitive: whoever reads it leaves no trace of having been there; telephones stand first.

    urgent: the telephones are for danger at this moment.
    """

    code: Code
    answers: tuple[FinderAnswer, ...]
    sensitive: bool = False
    urgent: bool = False
    telephones: tuple[Code, ...] = ()

    def find_answer(self, code: str | None) -> FinderAnswer | None:
        return next((each for each in self.answers if each.code == code), None)


@dataclass(frozen=True, slots=True)
class FinderEnd:
    """Where it ends: services, rooms, matters to write about, texts on rights; or nothing is needed."""

    code: Code
    services: tuple[Code, ...] = ()
    rooms: tuple[Room, ...] = ()
    matters: tuple[Code, ...] = ()
    rights: tuple[Code, ...] = ()
    nothing: bool = False
    sensitive: bool = False
    urgent: bool = False
    telephones: tuple[Code, ...] = ()

    @property
    def leads_somewhere(self) -> bool:
        return bool(self.services or self.rooms or self.matters or self.rights)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A service the finder leads nobody to, and why not."""

    service: Code
    reason: str


FinderStep = FinderQuestion | FinderEnd


@dataclass(frozen=True, slots=True)
class Finder:
    """One question leads to another or to an end; no way comes back to where it was."""

    start: Code
    questions: tuple[FinderQuestion, ...]
    ends: tuple[FinderEnd, ...]
    left_out: tuple[LeftOut, ...] = ()

    def services(self) -> Iterator[Code]:
        """Those an end leads to."""
        for end in self.ends:
            yield from end.services

    def rooms(self) -> frozenset[Room]:
        """The rooms an end leads to."""
        return frozenset(room for end in self.ends for room in end.rooms)

    def steps(self) -> Iterator[FinderStep]:
        yield from self.questions
        yield from self.ends

    def find_step(self, code: str | None) -> FinderStep | None:
        return next((each for each in self.steps() if each.code == code), None)

    def find_question(self, code: str | None) -> FinderQuestion | None:
        return next((each for each in self.questions if each.code == code), None)

    def first(self) -> FinderQuestion:
        """Raises: KeyError for a finder whose start is no question; the check of a pack finds that."""
        return {each.code: each for each in self.questions}[self.start]

    def askers_of(self, code: str) -> tuple[FinderQuestion, ...]:
        """The questions one of whose answers leads to a step."""
        return tuple(each for each in self.questions if any(one.to == code for one in each.answers))


def text_of(step: FinderStep) -> str:
    """The path under which the texts of a step stand."""
    kind = "questions" if isinstance(step, FinderQuestion) else "ends"
    return f"finder.{kind}.{step.code}"
