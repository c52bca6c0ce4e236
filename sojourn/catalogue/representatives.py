"""Who represents a child that is alone, and the check of how a service says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sojourn.catalogue.questions import Code, RuleName

if TYPE_CHECKING:
    from sojourn.catalogue.services import Service

UNKNOWN = "unknown"
"""The basis with which a rule says that it cannot tell: nobody is demanded, and somebody may be named."""


@dataclass(frozen=True, slots=True)
class Representative:
    """A child that is alone is represented before anybody asks it anything.

    needed: the rule that says whether the person is such a child, an `Eligibility`; named_by: the stage with
    which an officer names who represents it; the note of that stage says who.
    """

    needed: RuleName
    named_by: Code


class _Whole(Protocol):
    def say(self, built: object, name: str, *, expected: str, found: object) -> None: ...


def check_representative(whole: _Whole, service: Service) -> None:
    """What waits for a representative can have one: a stage names them, and some stage waits for it."""
    waiting = [each for each in service.stages if each and each.represented]
    told = service.representative
    if told is None:
        for each in waiting:
            said = "representative: for a stage that waits for one"
            whole.say(each, "represented", expected=said, found="nothing")
        return
    if service.find_stage(told.named_by) is None:
        whole.say(told, "named-by", expected="a stage of the service", found=told.named_by)
    if not waiting:
        said = "a stage with represented: true, beside the one that names who represents a child"
        whole.say(told, "named-by", expected=said, found="nothing")
    for each in waiting:
        if each.code == told.named_by:
            whole.say(each, "represented", expected="another stage than the one named", found=each.code)
