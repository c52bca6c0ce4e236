"""Checks what a pack says of petitions: every parameter, letter, office and text must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sojourn.catalogue.law import Unit
from sojourn.catalogue.petitions import Matter, PetitionDesk, Petitions
from sojourn.lib.types import Confidentiality

if TYPE_CHECKING:
    from sojourn.catalogue.checks import Check

LETTER_FIELDS = ("number", "written", "matter", "answered", "words", "office")
_UNITS = {"reply": Unit.PERIOD, "study": Unit.PERIOD, "answers": Unit.INTEGER, "within": Unit.PERIOD}
_DESK_OF = {
    Confidentiality.ORDINARY: (PetitionDesk.OFFICE,),
    Confidentiality.RESTRICTED: (PetitionDesk.CONTROL, PetitionDesk.PROTECTION),
    Confidentiality.PROTECTED: (PetitionDesk.PROTECTION,),
}
REFERENCE = "petition"


def check_petitions(whole: Check) -> None:
    """Nothing to check in a pack that takes no petitions."""
    told = whole.pack.petitions
    if told is None:
        return
    for name, unit in _UNITS.items():
        _parameter(whole, told, name, unit)
    _names(whole, told)
    seen: set[str] = set()
    for matter in filter(None, told.matters):
        if matter.code in seen:
            whole.say(matter, "code", expected="each matter once", found=matter.code)
        seen.add(matter.code)
        _matter(whole, matter)
    _texts(whole, told)


def _parameter(whole: Check, told: Petitions, name: str, unit: Unit) -> None:
    found = whole.pack.parameters.get(getattr(told, name))
    if found is None or found.unit is not unit:
        whole.say(told, name, expected=f"a parameter of unit {unit}", found=getattr(told, name))


def _names(whole: Check, told: Petitions) -> None:
    office = whole.pack.offices.get(told.office)
    if office is None or not office.active:
        whole.say(told, "office", expected="an active office of the pack", found=told.office)
    letter = whole.pack.letters.get(told.letter)
    if letter is None:
        whole.say(told, "letter", expected="a letter of the pack", found=told.letter)
    else:
        for field in sorted(set(letter.fields) - set(LETTER_FIELDS)):
            said = f"one of {', '.join(LETTER_FIELDS)} in the answer to a petition"
            whole.say(letter, "fields", expected=said, found=field)
    if told.outside and told.outside not in told.bodies:
        whole.say(told, "outside", expected="one of the bodies", found=told.outside)
    for code in told.telephones:
        if whole.pack.rights.find_telephone(code) is None:
            whole.say(told, "telephones", expected="a code of telephones.yaml", found=code)
    if not told.telephones and any(each.is_sensitive for each in told.matters if each):
        whole.say(told, "matters", expected="telephones: for what is sensitive", found="none")
    if REFERENCE not in whole.pack.references:
        whole.say(whole.pack, "references", expected=f"{REFERENCE}: for petitions", found="nothing")


def _matter(whole: Check, matter: Matter) -> None:
    desks = _DESK_OF[matter.confidentiality]
    if matter.desk not in desks:
        said = f"the desk {' or '.join(desks)} for what is {matter.confidentiality.name.lower()}"
        whole.say(matter, "desk", expected=said, found=matter.desk)
    if matter.named and matter.is_sensitive:
        whole.say(
            matter, "named", expected="false: whoever writes of this need not say who they are", found="true"
        )


def _texts(whole: Check, told: Petitions) -> None:
    for matter in filter(None, told.matters):
        place = whole.builder.place(matter, "code")
        for name in ("title", "lead", "ask"):
            whole.want(f"petitions.matters.{matter.code}.{name}", place)
        whole.optional_texts.add(f"petitions.matters.{matter.code}.help")
    for desk in PetitionDesk:
        whole.want(f"petitions.desks.{desk}", whole.builder.place(told, "matters"))
    for code in told.bodies:
        whole.want(f"petitions.bodies.{code}", whole.builder.place(told, "bodies"))
