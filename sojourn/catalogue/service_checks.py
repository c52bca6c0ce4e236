"""Checks one service of a pack: its rules, facts, pages, conditions, documents and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol

from sojourn.catalogue import rulebook
from sojourn.catalogue.building import Builder, key_of
from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.cycle_checks import check_cycles
from sojourn.catalogue.errors import RuleMissing
from sojourn.catalogue.explain import ANSWERED
from sojourn.catalogue.facts import Context
from sojourn.catalogue.law import Unit
from sojourn.catalogue.quota_checks import check_quota
from sojourn.catalogue.reader import Place
from sojourn.catalogue.types import ADDRESS_PARTS, Pack, Page, Question, QuestionType, Service

RULE_ROLES = (*ANSWERED, "lapse_from", "leave_by", "paid_by", "report_late", "prolongs_registration")
SERVICE_WORDS = ("title", "lead", "who", "need", "how-long", "cost", "next")
OPTIONAL_SERVICE_WORDS = ("start", "done", "done-next", "not-needed")
PAGE_WORDS = ("lead", "officer")
QUESTION_WORDS = ("label", "help", "why", "example", "officer")
EXEMPT_WORDS = ("title", "do", "keep")
OUTCOME_WORDS = (
    *("granted", "awaiting-payment", "in-production", "ready", "refused"),
    *("granted-told", "awaiting-payment-told", "in-production-told", "ready-told", "refused-told"),
    *("grant", "refuse", "decided"),
)
_PARTS = ("exempt", "words", "documents", "parties", "consultations", "outcomes", "stages")
RESERVED = frozenset((*SERVICE_WORDS, *OPTIONAL_SERVICE_WORDS, *_PARTS))
CONTEXT = frozenset(key_of(each.name) for each in fields(Context))


class Whole(Protocol):
    """The check of the whole pack, as a service sees it."""

    pack: Pack
    root: Path
    builder: Builder
    optional_texts: set[str]

    def say(self, built: object, name: str, *, expected: str, found: object) -> None: ...
    def want(self, path: str, place: Place) -> None: ...


@dataclass
class ServiceCheck:
    """The part of a check that belongs to one service."""

    whole: Whole
    service: Service

    def run(self) -> None:
        self.rules()
        self.own_texts()
        self.codes()
        for page in filter(None, self.service.pages):
            self.page(page)
        check_cycles(self.whole, self.service)
        if self.service.danger_when is not None:
            self.condition(self.service.danger_when)
        if self.service.representative is not None:
            self.rule("representative", self.service.representative.needed)
        if self.service.extension is not None:
            self.rule("extension", self.service.extension.until)
        if self.service.quota is not None:
            self.rule("quota", self.service.quota.rule)
            check_quota(self.whole, self.service, self.service.quota)
        if self.service.exempt_by is not None:
            self.exempt(self.service.exempt_by)
        self.facts()
        self.documents()
        letter = self.service.letter
        if letter and letter not in self.whole.pack.letters:
            self.say(self.service, "letter", expected="a letter of the pack", found=letter)

    def say(self, built: object, name: str, *, expected: str, found: object) -> None:
        self.whole.say(built, name, expected=expected, found=found)

    def place(self, built: object, name: str = "") -> Place:
        return self.whole.builder.place(built, name)

    def rules(self) -> None:
        for role in RULE_ROLES:
            name = getattr(self.service, role)
            if name:
                self.rule(role.replace("_", "-"), name)
        for code in self.service.reasons:
            self.whole.want(f"reasons.{code}", self.place(self.service, "reasons"))
        self.appeal_period()

    def appeal_period(self) -> None:
        """A time to appeal of its own, where the service has one."""
        name = self.service.appeal_period
        parameter = self.whole.pack.parameters.get(name or "")
        if name and (parameter is None or parameter.unit is not Unit.PERIOD):
            self.say(self.service, "appeal-period", expected="a parameter of unit period", found=name)

    def rule(self, role: str, name: str) -> None:
        try:
            rulebook.find_rule_in(self.whole.root, name)
        except RuleMissing:
            said = f"a function of rules/{name.partition('.')[0]}.py"
            self.say(self.service, role, expected=said, found=name)
        except Exception as error:
            self.say(self.service, role, expected="rules that can be imported", found=f"{name}: {error}")

    def own_texts(self) -> None:
        code = self.service.code
        for word in SERVICE_WORDS:
            self.whole.want(f"{code}.{word}", self.place(self.service, "code"))
        self.whole.optional_texts |= {f"{code}.{word}" for word in OPTIONAL_SERVICE_WORDS}
        self.whole.optional_texts |= {f"{code}.words.{word}" for word in OUTCOME_WORDS}
        for party in self.service.parties:
            self.whole.want(f"{code}.parties.{party}", self.place(self.service, "parties"))

    def exempt(self, path: str) -> None:
        """The choice that may make the service not needed, and what is said then."""
        asked = self.service.questions().get(path)
        if asked is None or asked.type is not QuestionType.CHOICE:
            self.say(self.service, "exempt_by", expected="the path of a choice of this service", found=path)
            return
        if self.service.eligibility is None:
            self.say(self.service, "exempt_by", expected="a rule for eligibility that answers it", found=path)
        code = self.service.code
        for word in EXEMPT_WORDS:
            self.whole.want(f"{code}.exempt.{word}", self.place(self.service, "exempt_by"))
        self.whole.optional_texts |= {f"{code}.{path}.options.{each}-proof" for each in asked.options}

    def codes(self) -> None:
        pages = [page.code for page in self.service.pages if page]
        for page in self.service.pages:
            if page and (page.code in RESERVED or pages.count(page.code) > 1):
                self.say(page, "code", expected="a page code that is free", found=page.code)

    def page(self, page: Page) -> None:
        self.whole.want(f"{self.service.code}.{page.code}.title", self.place(page, "code"))
        self.whole.optional_texts |= {f"{self.service.code}.{page.code}.{word}" for word in PAGE_WORDS}
        seen: set[str] = set()
        for question in _every(page):
            if question.code in seen or question.code in {"title", *PAGE_WORDS}:
                self.say(question, "code", expected="a question code once on the page", found=question.code)
            seen.add(question.code)
            self.question(f"{page.code}.{question.code}", question)
        for paths in page.needs_one_of:
            self.paths(page, "needs-one-of", paths)

    def question(self, path: str, question: Question) -> None:
        prefix = f"{self.service.code}.{path}"
        self.whole.want(f"{prefix}.label", self.place(question, "code"))
        self.whole.optional_texts |= {f"{prefix}.{word}" for word in QUESTION_WORDS}
        for option in question.options:
            self.whole.want(f"{prefix}.options.{option}", self.place(question, "options"))
            self.whole.optional_texts.add(f"{prefix}.options.{option}-help")
        if bool(question.options) != (question.type is QuestionType.CHOICE):
            self.say(question, "options", expected="options with a choice, and only there", found=path)
        if bool(question.questions) != (question.type is QuestionType.GROUP):
            self.say(question, "questions", expected="questions in a group, and only there", found=path)
        limits = [limit for limit in (question.not_before, question.not_after) if limit and limit != "today"]
        self.paths(question, "not-before", tuple(limits))
        for condition in filter(None, (question.shows_when, question.not_needed_when)):
            self.condition(condition)

    def condition(self, condition: Condition) -> None:
        questions = self.service.questions()
        for part in condition.walk():
            if not part.is_well_formed:
                said = "exactly one of is, in (with question), not, all, any"
                self.say(part, "", expected=said, found="another form")
            if part.question is None:
                continue
            asked = questions.get(part.question)
            if asked is None:
                self.say(part, "question", expected="the path of a question", found=part.question)
            elif asked.type is QuestionType.CHOICE:
                self.condition_values(part, asked)

    def condition_values(self, part: Condition, asked: Question) -> None:
        for value in part.in_ or (part.is_,):
            if value not in (None, "", *asked.options):
                self.say(part, "is", expected=f"one of {', '.join(asked.options)}", found=value)

    def paths(self, built: object, name: str, paths: tuple[str, ...]) -> None:
        known = answer_paths(self.service)
        for path in paths:
            if path not in known:
                self.say(built, name, expected="the path of a question", found=path)

    def facts(self) -> None:
        facts = self.service.facts
        known = answer_paths(self.service)
        for fact, path in facts.from_.items():
            head, _, tail = path.partition(".")
            if path not in known and not (head == "context" and tail in CONTEXT):
                said = f"an answer path, or context. with {', '.join(sorted(CONTEXT))}"
                self.say(facts.from_, fact, expected=said, found=path)
        self.fact_type(facts.type)

    def fact_type(self, name: str) -> None:
        facts = self.service.facts
        try:
            kind = rulebook.find_rule_in(self.whole.root, name)
            declared = {each.name for each in fields(kind)}  # type: ignore[arg-type]
        except (RuleMissing, TypeError):
            self.say(facts, "type", expected="a frozen dataclass of the rules", found=name)
            return
        except Exception as error:
            self.say(facts, "type", expected="rules that can be imported", found=f"{name}: {error}")
            return
        for fact in facts.from_:
            if fact.replace("-", "_") not in declared:
                self.say(facts.from_, fact, expected=f"a fact of {name}", found=fact)

    def documents(self) -> None:
        for document in filter(None, self.service.documents):
            path = f"{self.service.code}.documents.{document.code}"
            self.whole.want(f"{path}.name", self.place(document, "code"))
            self.whole.optional_texts.add(f"{path}.help")
            if document.question:
                self.paths(document, "question", (document.question,))
            if document.needed_when:
                self.condition(document.needed_when)


def _every(page: Page) -> Iterator[Question]:
    """Groups and their members alike, for both have texts."""
    for question in filter(None, page.questions):
        yield question
        yield from filter(None, question.questions)


def answer_paths(service: Service) -> set[str]:
    """Every path an answer can have, with the parts of addresses."""
    found: set[str] = set()
    for path, question in service.questions().items():
        found.add(path)
        if question.type is QuestionType.ADDRESS:
            found |= {f"{path}.{part}" for part in ADDRESS_PARTS}
    return found
