"""More time for a decision, where the law lets an officer take it with reasons, and the check of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sojourn.catalogue.law import Unit
from sojourn.catalogue.questions import ParameterName, RuleName

if TYPE_CHECKING:
    from sojourn.catalogue.services import Service
    from sojourn.catalogue.types import Pack

LETTER = "extended"
"""The letter that tells whoever applied of the new day and why."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An officer may take more time than the limit gives, with reasons.

    until: the rule of the last day with all of it, a `Deadline` as that of `deadline`; times: the parameter
    that says how often it may be taken.
    """

    until: RuleName
    times: ParameterName


class _Whole(Protocol):
    @property
    def pack(self) -> Pack: ...

    def say(self, built: object, name: str, *, expected: str, found: object) -> None: ...


def check_extension(whole: _Whole, service: Service, *, has_reasons: bool) -> None:
    """More time has a number of times, a reason to choose and a letter."""
    told = service.extension
    if told is None:
        return
    parameter = whole.pack.parameters.get(told.times)
    if parameter is None or parameter.unit is not Unit.INTEGER:
        whole.say(told, "times", expected="a parameter of unit integer", found=told.times)
    if LETTER not in service.letters.given():
        said = f"{LETTER}: among the letters of a service whose limit may be lengthened (extension)"
        whole.say(service, "letters", expected=said, found="nothing")
    if not has_reasons:
        said = "a phrase with extend among its uses, of a service whose limit may be lengthened"
        whole.say(service, "phrases", expected=said, found="nothing")
