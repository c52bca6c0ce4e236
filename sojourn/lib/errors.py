"""The one base of every failure the platform names.

The docstring of an error is its message; facts are attributes. Nothing here knows HTTP: sites translate.
"""

from __future__ import annotations

from functools import partial
from typing import Any


class SojournError(Exception):
    """Something could not be done."""

    permanent = True

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        for name, value in facts.items():
            setattr(self, name, value)
        super().__init__(self._sentence())

    def __reduce__(self) -> tuple[partial[Any], tuple[()]]:
        """An error crosses processes with its facts."""
        return partial(type(self), **self.facts), ()

    def _sentence(self) -> str:
        said = (self.__class__.__doc__ or "").strip().split("\n")[0]
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{said} ({told})" if told else said


class Refusal(SojournError):
    """The request was understood and cannot be met."""


class OutsideFailure(SojournError):
    """Something outside the platform did not answer as agreed."""

    def __init__(self, *, permanent: bool = False, **facts: Any) -> None:
        self.permanent = permanent
        super().__init__(**facts)

    def __reduce__(self) -> tuple[partial[Any], tuple[()]]:
        return partial(type(self), permanent=self.permanent, **self.facts), ()
