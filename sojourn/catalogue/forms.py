"""Checks what was typed against a service's questions. A form advises; it never prevents filing.

An error is said only of what cannot be understood or worked with: a date no calendar has, no name at all.
Everything else (a missing copy, an expired passport, a wrong check digit) is advice.
What was typed is always given back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from sojourn.catalogue import answers as read
from sojourn.catalogue import travel_documents
from sojourn.catalogue.answers import NotUnderstood
from sojourn.catalogue.types import ADDRESS_PARTS, Importance, Page, Question, QuestionType, Service
from sojourn.lib import clock
from sojourn.lib.partial_date import PartialDate

_ADDRESS_ADVISED = ("street", "house")
_ADDRESS_LIMITS = {"postal-code": 12, "house": 20, "flat": 20}


class Severity(StrEnum):
    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one answer; `code` names its sentence and `values` what stands in it."""

    path: str
    code: str
    severity: Severity = Severity.ERROR
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


@dataclass(frozen=True)
class Checked:
    """What was typed, what it means, and what is said about it, in the order of the questions."""

    raw: Mapping[str, Any]
    cleaned: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.is_error)

    @property
    def advice(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if not found.is_error)

    @property
    def may_file(self) -> bool:
        return not self.errors

    def about(self, path: str) -> tuple[Finding, ...]:
        """Findings on one question or on a part of it."""
        return tuple(one for one in self.findings if one.path == path or one.path.startswith(f"{path}."))


def check_answers(
    service: Service, answers: Mapping[str, Any], page: str | None = None, *, on: date | None = None
) -> Checked:
    """Read all answers; with `page`, say only what concerns that page. Hidden questions are not looked at.
    `on` is the legal day on which they are read (today).

    Keys are answer paths (`stay.arrived-here-on`); a date may come in three parts (`.day`, `.month`,
    `.year`), an address always comes in its parts. Never raises for what people type.
    """
    check = _Check(service, answers, on or clock.today())
    for each in service.pages:
        check.page(each)
    for each in service.pages:
        check.relations(each)
    found = [one for one in check.findings if page is None or one.path.partition(".")[0] == page]
    return Checked(answers, check.cleaned, tuple(_one_each(found)))


def _one_each(findings: list[Finding]) -> Iterator[Finding]:
    """One thing is said of one answer: the error before any advice, and of several the one said first."""
    wrong = {one.path for one in findings if one.is_error}
    said: set[str] = set()
    for one in findings:
        if one.path not in said and (one.is_error or one.path not in wrong):
            said.add(one.path)
            yield one


def pages_that_apply(service: Service, answers: Mapping[str, Any]) -> list[Page]:
    """The pages on which something is asked of who answered so; the summary's own are among them."""
    told = _told(answers)
    return [page for page in service.pages if _asks(page, told)]


def _asks(page: Page, told: Mapping[str, str]) -> bool:
    return any(not each.shows_when or each.shows_when.holds(told) for each in page.questions)


def prefill(service: Service, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with empty fields filled from machine-readable lines, where there are any."""
    filled = dict(answers)
    for page in service.pages:
        if any(question.travel_document for question in page.questions):
            filled |= travel_documents.fill(page.code, filled, service.lists)
    return filled


def is_shown(question: Question, answers: Mapping[str, Any]) -> bool:
    return not question.shows_when or question.shows_when.holds(_told(answers))


def _told(answers: Mapping[str, Any]) -> dict[str, str]:
    return {path: each.strip() for path, each in answers.items() if isinstance(each, str)}


def _is_empty(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


@dataclass
class _Check:
    service: Service
    answers: Mapping[str, Any]
    today: date
    cleaned: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def told(self) -> Mapping[str, str]:
        """What conditions are held against."""
        return _told(self.answers)

    def say(self, path: str, code: str, severity: Severity = Severity.ERROR, **values: Any) -> None:
        self.findings.append(Finding(path, code, severity, values))

    def page(self, page: Page) -> None:
        for path, question in self.shown(page, self.told):
            if question.type is QuestionType.ADDRESS:
                self.address(path, question)
            else:
                self.question(path, question)
        for question in page.questions:
            if question.travel_document:
                self.travel_document(page.code)

    def shown(self, page: Page, told: Mapping[str, str]) -> Iterator[tuple[str, Question]]:
        for question, members in page.framed:
            if question.shows_when and not question.shows_when.holds(told):
                continue
            for path, member in members:
                if member is question or not member.shows_when or member.shows_when.holds(told):
                    yield path, member

    def question(self, path: str, question: Question) -> None:
        raw = self.raw(path, question)
        if not _is_empty(raw):
            self.value(path, lambda: read.read_answer(question, raw, self.service.lists))
        elif question.answer is Importance.REQUIRED:
            self.say(path, "missing")
        elif question.answer is Importance.ADVISED and not self.excused(question):
            self.say(path, "missing-advised", Severity.ADVICE)

    def excused(self, question: Question) -> bool:
        """Whether other answers say why this one is empty."""
        condition = question.not_needed_when
        return condition is not None and condition.holds(self.told)

    def value(self, path: str, reading: Any) -> None:
        try:
            found = reading()
        except NotUnderstood as reason:
            self.say(path, reason.code, **reason.values)
            return
        if found != "":
            self.cleaned[path] = found

    def raw(self, path: str, question: Question) -> Any:
        """What was typed; three parts of a date become one text."""
        whole = self.answers.get(path)
        if not question.is_date or not _is_empty(whole):
            return whole
        parts = [self.answers.get(f"{path}.{part}") for part in ("year", "month", "day")]
        if all(_is_empty(part) for part in parts):
            return None
        written = [str(part).strip() if isinstance(part, str | int) else "?" for part in parts]
        return "-".join(written).rstrip("-")[:40]

    def address(self, path: str, question: Question) -> None:
        lists = self.service.lists
        for part in ADDRESS_PARTS:
            raw, place = self.answers.get(f"{path}.{part}"), f"{path}.{part}"
            if _is_empty(raw):
                self.missing_part(place, part, question)
            elif part == "district":
                self.value(place, lambda raw=raw: read.read_district(raw, lists))
            else:
                limit = _ADDRESS_LIMITS.get(part, 120)
                self.value(place, lambda raw=raw, limit=limit: _short(raw, limit))

    def missing_part(self, place: str, part: str, question: Question) -> None:
        if part == "district" and question.answer is Importance.REQUIRED:
            self.say(place, "missing")
        elif part in ("district", *_ADDRESS_ADVISED) and question.answer is not Importance.OPTIONAL:
            self.say(place, "missing-advised", Severity.ADVICE)

    def travel_document(self, page: str) -> None:
        """Fill what was left empty from the machine-readable lines and say what does not agree."""
        lists = self.service.lists
        filled = travel_documents.fill(page, self.answers, lists)
        questions = dict(self.service.page(page).each_question())
        for path, raw in filled.items():
            question = questions.get(path)
            if question and path not in self.cleaned and not self.said_error(path):
                self.value(path, lambda question=question, raw=raw: read.read_answer(question, raw, lists))
        settled = {one for one in self.cleaned if one in filled}
        self.findings = [
            one for one in self.findings if one.path not in settled or not one.code.startswith("missing")
        ]
        for path, code, values in travel_documents.findings(page, self.cleaned, lists):
            self.say(path, code, Severity.ADVICE, **values)
        names = (path for path, question in questions.items() if question.type is QuestionType.PERSON_NAME)
        for path, code, values in travel_documents.scripts(page, self.cleaned, lists, names):
            self.say(path, code, Severity.ADVICE, **values)

    def said_error(self, path: str) -> bool:
        return any(one.path == path and one.is_error and one.code != "missing" for one in self.findings)

    def relations(self, page: Page) -> None:
        """What answers say about each other: one of several is needed, one date before another."""
        for paths in page.needs_one_of:
            tried = any(self.said_error(path) for path in paths)
            if not tried and not any(path in self.cleaned for path in paths):
                self.say(paths[0], "missing-one-of", others=list(paths))
        for path, question in page.limited:
            if path in self.cleaned:
                self.limits(path, question)

    def limits(self, path: str, question: Question) -> None:
        given = PartialDate.parse(self.cleaned[path])
        for limit, code in ((question.not_before, "before"), (question.not_after, "after")):
            other = self.limit(limit)
            if other is None:
                continue
            crossed = given.latest < other.earliest if code == "before" else given.earliest > other.latest
            if crossed and limit == "today":
                self.say(path, f"{code}-today", Severity.ADVICE)
            elif crossed:
                self.say(path, f"{code}-other", other=limit)

    def limit(self, limit: str | None) -> PartialDate | None:
        if limit == "today":
            return PartialDate.of(self.today)
        found = self.cleaned.get(limit or "")
        return PartialDate.parse(found) if isinstance(found, str) else None


def _short(raw: Any, limit: int) -> str:
    text = read.read_text(raw)
    if len(text) > limit:
        raise NotUnderstood("too-long", limit=limit, length=len(text))
    return text
