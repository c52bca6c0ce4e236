"""What a service asks: pages of questions, and the shapes of the codes a pack writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from sojourn.catalogue.conditions import Condition


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text must look like, and how to say so."""

    pattern: str
    said: str


Code = Annotated[str, Shape(r"[a-z0-9]+(-[a-z0-9]+)*", "a lower-kebab code")]
OutsideCode = Annotated[str, Shape(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "a code of letters, digits and hyphens")]
RuleName = Annotated[str, Shape(r"[a-z_]+\.[a-z_]+", "a rule as module.function")]
FactType = Annotated[str, Shape(r"[a-z_]+\.[A-Z][A-Za-z]+", "a fact type as module.Class")]
ParameterName = Annotated[
    str, Shape(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "a parameter as a dotted lower-kebab name")
]
Path = Annotated[str, Shape(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "an answer path as page.question")]
Limit = Annotated[str, Shape(r"today|[a-z0-9-]+(\.[a-z0-9-]+)+", "today or an answer path")]


class QuestionType(StrEnum):
    TEXT = "text"
    DATE = "date"
    PARTIAL_DATE = "partial-date"
    INTEGER = "integer"
    MONEY = "money"
    CHOICE = "choice"
    COUNTRY = "country"
    PERSON_NAME = "person-name"
    ADDRESS = "address"
    DOCUMENT_NUMBER = "document-number"
    FILE = "file"
    GROUP = "group"


class Importance(StrEnum):
    """What an empty answer means: nothing can be done without it; it will be asked for; nothing."""

    REQUIRED = "required"
    ADVISED = "advised"
    OPTIONAL = "optional"


ADDRESS_PARTS = ("district", "locality", "street", "house", "flat", "postal-code")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. A group frames others and adds no segment to their paths; an address adds its parts."""

    code: Code
    type: QuestionType
    answer: Importance = Importance.OPTIONAL
    shows_when: Condition | None = None
    not_needed_when: Condition | None = None
    options: tuple[Code, ...] = ()
    questions: tuple[Question, ...] = ()
    max_length: int | None = None
    lines: int = 1
    minimum: int | None = None
    maximum: int | None = None
    not_before: Limit | None = None
    not_after: Limit | None = None
    travel_document: bool = False
    autocomplete: str | None = None

    @property
    def required(self) -> bool:
        return self.answer is Importance.REQUIRED

    @property
    def is_date(self) -> bool:
        return self.type is QuestionType.DATE or self.type is QuestionType.PARTIAL_DATE


@dataclass(frozen=True)
class Page:
    """A page of questions; `on_summary`: asked on the page where everything is looked over; `at_counter`:
    asked by an officer who enters what came on paper, and by nobody else.
    """

    code: Code
    questions: tuple[Question, ...]
    on_summary: bool = False
    at_counter: bool = False
    needs_one_of: tuple[tuple[Path, ...], ...] = ()

    @cached_property
    def framed(self) -> tuple[tuple[Question, tuple[tuple[str, Question], ...]], ...]:
        """Each question with those that take an answer, by path: itself, or the members of a group."""
        return tuple((each, tuple(self._asked_by(each))) for each in self.questions)

    @cached_property
    def limited(self) -> tuple[tuple[str, Question], ...]:
        """The dates that must not lie before or after another day, by path."""
        return tuple(
            (path, each)
            for path, each in self.each_question()
            if each.is_date and (each.not_before or each.not_after)
        )

    def each_question(self) -> list[tuple[str, Question]]:
        """Every question that takes an answer, with its path; a group gives its members."""
        return [asked for _, members in self.framed for asked in members]

    def _asked_by(self, question: Question) -> Iterator[tuple[str, Question]]:
        for member in question.questions if question.type is QuestionType.GROUP else (question,):
            yield f"{self.code}.{member.code}", member
