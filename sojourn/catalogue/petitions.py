"""Petitions as a pack writes them: what one may write about, which desk reads it, within what limit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sojourn.catalogue.questions import Code
from sojourn.lib.types import Confidentiality


class PetitionDesk(StrEnum):
    """Who reads it: an office; those who look into the conduct of staff; the protection desk."""

    OFFICE = "office"
    CONTROL = "internal-control"
    PROTECTION = "protection"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a petition may be about.

    named: whoever writes says who they are and how they are reached. about_staff: the office and the officer
    are asked for, and neither ever reads it.
    """

    code: Code
    desk: PetitionDesk
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    named: bool = False
    about_staff: bool = False

    @property
    def is_sensitive(self) -> bool:
        return self.confidentiality is not Confidentiality.ORDINARY


@dataclass(frozen=True, slots=True)
class Petitions:
    """The rules of petitions. office: reads what names none; letter: the answer; reply, study: parameters of
    the limit, without and with a study of the matter; answers, within: parameters of how many answers in how
    long make a repeated petition; bodies: to whom one may be forwarded; outside: the one to turn to
    where everybody here is named; telephones: where help is found at once.
    """

    office: Code
    letter: Code
    reply: str
    study: str
    answers: str
    within: str
    matters: tuple[Matter, ...]
    bodies: tuple[Code, ...] = ()
    outside: str = ""
    telephones: tuple[Code, ...] = ()

    def matter(self, code: str) -> Matter | None:
        return next((each for each in self.matters if each.code == code), None)
