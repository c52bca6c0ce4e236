"""The same whole life of a case through the pages, as people walk it: question by question, form by form.

The applicant at the portal, signed in; officer and approver at their desks; nobody opens a letter, as nobody
does over the API. Every page and form is looked for on the page before it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from benchmarks import pages
from benchmarks.guests import Step, no_step
from benchmarks.lifecycles import answers_of
from benchmarks.registrations import Bench
from benchmarks.visitor import Page, Unexpected, Visitor
from sojourn.project.embedded_postgres import EmbeddedPostgres
from tests.harness.product import RunningProduct

_APPLICANT = "person@demo.example"
_APPLY = "/en/apply/temporary-residence/?new=1"
_WORK_LIST = "/en/office/cases/?whose=office"
_PROPOSAL = {"kind": "grant", "reasons": "granted-as-asked", "words-az": "Sənədlər yoxlanıb."}
_MOST_PAGES = 40
_FIRST_NUMBER = 50_000_000
"""Nobody who applies through the pages has applied over the API."""

_WARM_UP, _LOOKED_AT = 3, 4
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


class People:
    """An applicant and two officers at their browsers, signed in."""

    def __init__(self, product: RunningProduct) -> None:
        self.applicant = _applicant(product.address)
        self.officer = pages.sign_in(product.address, product.output, "case-officer")
        self.approver = pages.sign_in(product.address, product.output, "supervisor")

    @property
    def requests(self) -> int:
        """How many they have made together."""
        return self.applicant.requests + self.officer.requests + self.approver.requests

    def live(self, number: int, *, on: date, step: Step = no_step) -> str:
        """From the first question to the page that says the card is ready; gives the case's address there.

        `step` is told the name of each step before its first request. Raises: Unexpected, OSError.
        """
        own = self._apply(answers_of(number, on=on), step)
        case = self._decide(step)
        step("pay")
        self._pay(own)
        step("issue")
        _press(self.officer, self.officer.open(case), f"{case}card/make/", "said=made")
        step("read")
        _says(self.applicant.open(own), "Your card is ready")
        step("")
        return own

    def _apply(self, answers: dict[str, str], step: Step) -> str:
        """Page after page to the receipt; gives the address of the applicant's own case."""
        step("create")
        page = self.applicant.open(_APPLY)
        page = self.applicant.send(page, _typed(page, answers))
        step("answer")
        for _ in range(_MOST_PAGES):
            if page.address.endswith("/check/"):
                break
            page = _onward(self.applicant, page, _typed(page, answers))
        _at(page, "/check/")
        step("submit")
        done = _onward(self.applicant, page, _typed(page, answers))
        _at(done, "/done/")
        return _link(done, r"/en/cases/[^/\"]+/\"").rstrip('"')

    def _decide(self, step: Step) -> str:
        """Found in the work list and taken, proposed, approved; gives the address of the office's page."""
        step("check")
        case = _link(self.officer.open(f"{_WORK_LIST}&free=yes"), r"/en/office/cases/[0-9a-f-]{36}/")
        _press(self.officer, self.officer.open(case), f"{case}take/", "said=taken")
        step("propose")
        form = self.officer.open(f"{case}proposal/")
        _at(self.officer.send(form, _PROPOSAL), "said=proposed")
        step("approve")
        found = self.approver.open(f"{_WORK_LIST}&status=proposed")
        form = self.approver.open(_link(self.approver.open(_link(found, case)), f"{case}decision/"))
        _at(self.approver.send(form, {}), "said=decided")
        return case

    def _pay(self, own: str) -> None:
        """From the case to what is owed, to the provider, and back to the page that says it is paid."""
        duty = self.applicant.open(_link(self.applicant.open(own), f"{own}pay/"))
        provider = self.applicant.send(duty, {})
        _at(provider, "/demo/pay/")
        self.applicant.send(provider, {"happens": "pay"})
        _says(self.applicant.open(duty.address), "Paid. Thank you")


@dataclass
class PagesBench(Bench):
    """By one client, on a product that stands idle."""

    what = "lifecycles through the pages"
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(_FIRST_NUMBER))
    people: People = field(init=False)

    def run(self) -> dict[str, Any]:
        self.people = People(self.product)
        meter = self.meter(EmbeddedPostgres(self.product.var), "sojourn")
        self.once(_WARM_UP)
        with self.worker_at_rest():
            self.say("steps through the pages")
            steps = self.requests(meter, _LOOKED_AT)
            made = self._made()
            ours = self.measured(meter, 1)
        return {
            "lifecycles": self.each,
            "ours": {"requests": sum(made.values()), **ours},
            "steps": {name: {"requests": made[name], **cost} for name, cost in steps.items()},
        }

    def once(self, count: int, step: Callable[[str], object] = no_step) -> int:
        for _ in range(count):
            self.people.live(next(self.numbers), on=datetime.now(UTC).date(), step=step)
        return count

    def _made(self) -> dict[str, int]:
        """How many requests each step of one lifecycle takes."""
        marks: list[tuple[str, int]] = []
        self.once(1, lambda name: marks.append((name, self.people.requests)))
        return {name: then - now for (name, now), (_, then) in pairwise(marks)}


def _applicant(address: str) -> Visitor:
    """The person of the demonstration, by the code in its outbox. Raises: Unexpected."""
    visitor = Visitor(address)
    page = visitor.send(visitor.open("/en/sign-in/"), {"contact": _APPLICANT})
    code = _link(visitor.open(f"/demo/outbox?to={_APPLICANT}"), r"\b\d{6}\b")
    _at(visitor.send(page, {"code": code}), "/account/")
    return visitor


def _typed(page: Page, answers: dict[str, str]) -> dict[str, str]:
    """Answers to the questions of this page, days in their three fields."""
    typed: dict[str, str] = {}
    for name, told in answers.items():
        day = _DAY.fullmatch(told)
        parts = (
            {f"{name}.{part}": day[at] for at, part in enumerate(("year", "month", "day"), 1)} if day else {}
        )
        typed |= {
            field: value for field, value in (parts or {name: told}).items() if f'name="{field}"' in page.text
        }
    return typed


def _onward(visitor: Visitor, page: Page, answers: dict[str, str]) -> Page:
    """The page after this one. Raises: Unexpected where it is the same, as something was wrong on it."""
    after = visitor.send(page, answers)
    if after.address == page.address:
        raise Unexpected(f"{page.address} did not lead on")
    return after


def _press(visitor: Visitor, page: Page, action: str, expected: str) -> None:
    """One of the buttons of a page. Raises: Unexpected."""
    _at(visitor.send(page, {}, action=action), expected)


def _link(page: Page, pattern: str) -> str:
    found = re.search(pattern, page.text)
    if found is None:
        raise Unexpected(f"no {pattern} on {page.address}")
    return found[0]


def _at(page: Page, expected: str) -> None:
    if expected not in page.address:
        raise Unexpected(f"it led to {page.address}, not to {expected}")


def _says(page: Page, words: str) -> None:
    if words not in page.text:
        raise Unexpected(f"{page.address} does not say {words}")
