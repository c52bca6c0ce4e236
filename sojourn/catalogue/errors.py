"""What can be wrong with a pack, and what cannot be answered from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sojourn.lib.errors import Refusal, SojournError

if TYPE_CHECKING:
    from sojourn.catalogue.reader import Problem


class PackInvalid(Refusal):
    """The pack is wrong; nothing was loaded and the last good pack stays current."""

    problems: tuple[Problem, ...]

    def _sentence(self) -> str:
        lines = [(self.__class__.__doc__ or "").strip(), *map(str, self.problems)]
        return "\n".join(lines)


class PackNotFound(Refusal):
    """There is no such pack."""


class NoPackLoaded(SojournError):
    """No pack has been loaded yet; run `sojourn pack load`."""


class PackOfAnotherCountry(Refusal):
    """Another country's pack is current; a country is not exchanged by accident."""


class ServiceUnknown(Refusal):
    """The pack has no such service."""


class LawUnknown(SojournError):
    """The pack names no such parameter."""


class NoLawInForce(SojournError):
    """The parameter has no value for that day."""


class RuleMissing(SojournError):
    """The pack names a rule its code does not hold."""


class FactsNotUnderstood(Refusal):
    """The facts given do not fit the facts the rules ask for."""

    reasons: tuple[Any, ...]
