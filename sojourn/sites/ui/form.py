"""Turns a page of a service into fields that templates can draw, and a posted form back into answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import ADDRESS_PARTS, Importance, Pack, Page, Question, QuestionType, Service
from sojourn.sites.ui import choices
from sojourn.sites.ui.sentences import sentence

DATE_PARTS = ("day", "month", "year")
RADIOS_AT_MOST = 5
_PARTS = {
    QuestionType.DATE: DATE_PARTS,
    QuestionType.PARTIAL_DATE: DATE_PARTS,
    QuestionType.ADDRESS: ADDRESS_PARTS,
}
_WIDTHS = {
    QuestionType.INTEGER: "6",
    QuestionType.MONEY: "6",
    QuestionType.PERSON_NAME: "30",
    QuestionType.DOCUMENT_NUMBER: "20",
}
_PART_WIDTHS = {"house": "6", "flat": "6", "postal-code": "10"}
_PART_AUTOCOMPLETE = {"postal-code": "postal-code"}


@dataclass(frozen=True, slots=True)
class Field:
    """One question as it is drawn. `kind` names the template, `more` its inner fields."""

    path: str
    kind: str
    label: str
    hint: str = ""
    why: str = ""
    value: Any = ""
    error: str = ""
    advice: str = ""
    optional: bool = False
    choices: Sequence[tuple[str, str, str]] = ()
    options: SafeString | str = ""
    width: str = ""
    rows: int = 0
    unit: str = ""
    numeric: bool = False
    autocomplete: str = ""
    placeholder: str = ""
    more: tuple[Field, ...] = ()
    depends: str = ""
    travel_document: bool = False

    @property
    def id(self) -> str:
        return self.path.replace(".", "-")

    @property
    def machine(self) -> bool:
        """Whether this takes machine-readable lines."""
        return self.path.endswith(".mrz")

    @property
    def is_untouched(self) -> bool:
        """Whether it is a single question without an answer, and nothing is said about one."""
        answered = any(self.value.values()) if isinstance(self.value, dict) else self.value
        return not (answered or self.error or self.advice or self.more)

    @property
    def attributes(self) -> dict[str, str]:
        """Attributes that help typing."""
        own = {
            "inputmode": "decimal" if self.unit else "numeric" if self.numeric else "",
            "autocomplete": self.autocomplete,
            "placeholder": self.placeholder,
        }
        return {name: value for name, value in own.items() if value}


@dataclass(frozen=True)
class Form:
    """The fields of one page and the errors above them, each as the id to go to and what is said."""

    title: str
    lead: str
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawing:
    """All that is needed to draw a service's questions in one language.

    alone: the page that stands by itself; answers of the others are known. Empty where all stand together.
    officer: in the words for officers, to whom the person is another, where the pack has such.
    """

    pack: Pack
    service: Service
    language: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    files: Mapping[str, object] = field(default_factory=dict)
    alone: str = ""
    officer: bool = False

    def form(self, page: Page) -> Form:
        """The page whole. What hangs on an answer of the same page is always there; a script may fold it."""
        drawing = replace(self, alone=page.code)
        fields = tuple(
            drawing.field(f"{page.code}.{each.code}", each)
            for each in page.questions
            if self.applies(page, each)
        )
        return Form(
            title=self.title_of(page),
            lead="" if self.officer else self.text(f"{page.code}.lead"),
            fields=fields,
            errors=tuple(self.errors(page)),
        )

    def applies(self, page: Page, question: Question) -> bool:
        condition = question.shows_when
        if condition is None:
            return True
        here = any((part.question or "").startswith(f"{page.code}.") for part in condition.walk())
        return here or condition.holds(self.answers)

    def errors(self, page: Page) -> Iterator[tuple[str, str]]:
        for found in self.findings:
            if found.is_error and found.path.startswith(f"{page.code}."):
                said = sentence(found.code, found.values, self.label)
                yield found.path.replace(".", "-"), f"{self.label(found.path)}: {said}"

    def title_of(self, page: Page) -> str:
        """For an officer a page with one question is called by that, where it has no words for officers."""
        if not self.officer:
            return self.text(f"{page.code}.title")
        asked, own = page.each_question(), self.text(f"{page.code}.officer")
        return own or (self.label(asked[0][0]) if len(asked) == 1 else self.text(f"{page.code}.title"))

    def text(self, path: str) -> str:
        return self.pack.find_text(f"{self.service.code}.{path}", self.language) or ""

    def label(self, path: str) -> str:
        """The words of a question, or of a part of an address."""
        own = (self.text(f"{path}.officer") if self.officer else "") or self.text(f"{path}.label")
        head, _, part = path.rpartition(".")
        return own or (address_words().get(part) if self.text(f"{head}.label") else None) or path

    def field(self, path: str, question: Question) -> Field:
        """One question with everything beside it."""
        plain = Field(
            path=path,
            kind=str(question.type),
            label=self.label(path),
            hint=self.hint(path),
            why="" if self.officer else self.text(f"{path}.why"),
            value=self.answers.get(path) or "",
            error=self.said(path, errors=True),
            advice=self.said(path, errors=False),
            optional=self.is_optional(path, question),
            width=_WIDTHS.get(question.type, ""),
            autocomplete=question.autocomplete or "",
            depends=json.dumps(self._told(question.shows_when)) if question.shows_when else "",
        )
        return self.shaped(plain, question)

    def _told(self, condition: Condition) -> dict[str, Any]:
        """A condition as a script reads it, so that what does not apply can fold away.

        What hangs on an answer of another page is decided: always (all of nothing) or never (any of nothing).
        """
        if condition.not_ is not None:
            return {"not": self._told(condition.not_)}
        for name, parts in (("all", condition.all_), ("any", condition.any_)):
            if parts is not None:
                return {name: [self._told(part) for part in parts]}
        if self.alone and not (condition.question or "").startswith(f"{self.alone}."):
            return {"all" if condition.holds(self.answers) else "any": []}
        wanted = condition.in_ if condition.in_ is not None else (condition.is_ or "",)
        return {"question": condition.question, "in": list(wanted)}

    def is_optional(self, path: str, question: Question) -> bool:
        """Whether it is marked so; one of several of which one is needed is not. Nothing else is marked."""
        page = self.service.page(path.partition(".")[0])
        one_of = any(path in paths for paths in page.needs_one_of)
        of_itself = question.answer is Importance.OPTIONAL and question.type is not QuestionType.GROUP
        return of_itself and not one_of

    def shaped(self, plain: Field, question: Question) -> Field:
        """What differs by type."""
        match question.type:
            case QuestionType.GROUP:
                page = plain.path.partition(".")[0]
                inner = tuple(self.field(f"{page}.{member.code}", member) for member in question.questions)
                return replace(plain, more=inner, travel_document=question.travel_document)
            case QuestionType.DATE | QuestionType.PARTIAL_DATE:
                return replace(plain, kind="date", value=date_parts(plain.path, self.answers))
            case QuestionType.CHOICE:
                return self.choice(plain, question)
            case QuestionType.COUNTRY:
                return replace(plain, options=choices.countries(self.pack, self.language, plain.value))
            case QuestionType.ADDRESS:
                return replace(plain, error="", advice="", more=tuple(self.address(plain)))
            case QuestionType.FILE:
                return replace(plain, value=self.files.get(plain.path, ""))
            case QuestionType.MONEY:
                return replace(plain, kind="text", unit=self.pack.currency, numeric=True)
            case QuestionType.INTEGER:
                return replace(plain, kind="text", numeric=True)
            case _:
                return replace(plain, kind="lines" if question.lines > 1 else "text", rows=question.lines)

    def choice(self, plain: Field, question: Question) -> Field:
        options = tuple(
            (code, self.text(f"{plain.path}.options.{code}"), self.text(f"{plain.path}.options.{code}-help"))
            for code in question.options
        )
        kind = "choice" if len(options) <= RADIOS_AT_MOST else "select"
        if plain.optional and kind == "choice":
            options = (*options, ("", gettext("No answer"), ""))  # a radio once chosen cannot be let go
        return replace(plain, kind=kind, choices=options)

    def address(self, plain: Field) -> Iterator[Field]:
        words = address_words()
        for part in ADDRESS_PARTS:
            path = f"{plain.path}.{part}"
            value = self.answers.get(path) or ""
            yield Field(
                path=path,
                kind="country" if part == "district" else "text",
                label=words[part],
                value=value,
                error=self.said(path, errors=True),
                advice=self.said(path, errors=False),
                optional=part in ("locality", "flat", "postal-code"),
                width=_PART_WIDTHS.get(part, ""),
                autocomplete=_PART_AUTOCOMPLETE.get(part, ""),
                options=choices.districts(self.pack, self.language, value) if part == "district" else "",
            )

    def hint(self, path: str) -> str:
        help_, example = self.text(f"{path}.help"), self.text(f"{path}.example")
        shown = gettext("For example: {example}").format(example=example) if example else ""
        return " ".join(filter(None, (help_, shown)))

    def said(self, path: str, *, errors: bool) -> str:
        return " ".join(
            sentence(found.code, found.values, self.label)
            for found in self.findings
            if found.path == path and found.is_error is errors
        )


def address_words() -> dict[str, str]:
    return {
        "district": gettext("District"),
        "locality": gettext("Town or village"),
        "street": gettext("Street"),
        "house": gettext("House"),
        "flat": gettext("Flat"),
        "postal-code": gettext("Postal code"),
    }


def date_parts(path: str, answers: Mapping[str, Any]) -> dict[str, str]:
    """Day, month and year as they were typed, or those of a date known as a whole."""
    typed = {part: str(answers.get(f"{path}.{part}") or "") for part in DATE_PARTS}
    whole = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", str(answers.get(path) or ""))
    if any(typed.values()) or not whole:
        return typed
    year, month, day = (part.lstrip("0") if part else "" for part in whole.groups())
    return {"day": day, "month": month, "year": year}


def names_of(page: Page) -> list[str]:
    """Every name a form of this page may send."""
    found: list[str] = []
    for path, question in page.each_question():
        found += [path, *(f"{path}.{part}" for part in _PARTS.get(question.type, ()))]
    return found


def posted(page: Page, data: Mapping[str, str]) -> dict[str, str]:
    """The answers in a posted form of this page; whatever else was sent is left out. Files come apart."""
    return {name: data[name] for name in names_of(page) if name in data}
