"""The closed vocabulary of a form's conditions: is, in, not, all, any. There is no expression language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Condition:
    """One of: a question with `is` or `in`; `not` of one condition; `all` or `any` of several.

    An unanswered question is the empty text, so `{question: stay.flat, is: ""}` means "not answered".
    """

    question: str | None = None
    is_: str | None = None
    in_: tuple[str, ...] | None = None
    not_: Condition | None = None
    all_: tuple[Condition, ...] | None = None
    any_: tuple[Condition, ...] | None = None

    @property
    def is_well_formed(self) -> bool:
        """Exactly one form, and a question exactly with `is` or `in`."""
        tests = sum(part is not None for part in (self.is_, self.in_))
        joins = sum(part is not None for part in (self.not_, self.all_, self.any_))
        return tests + joins == 1 and (self.question is not None) == (tests == 1)

    def holds(self, answers: Mapping[str, Any]) -> bool:
        if self.not_ is not None:
            return not self.not_.holds(answers)
        if self.all_ is not None:
            return all(part.holds(answers) for part in self.all_)
        if self.any_ is not None:
            return any(part.holds(answers) for part in self.any_)
        answer = answers.get(self.question or "")
        found = "" if answer is None else str(answer)
        return found in self.in_ if self.in_ is not None else found == self.is_

    def walk(self) -> Iterator[Condition]:
        """This condition and every one inside it."""
        yield self
        inner = (self.all_ or ()) + (self.any_ or ()) + ((self.not_,) if self.not_ else ())
        for part in inner:
            yield from part.walk()
