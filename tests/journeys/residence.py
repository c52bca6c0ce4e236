"""An application that officers decide on: how the applicant walks at home, and the officer at the desk.

States are reached by the same flows as in the tests of stories; the browser does what a person does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from playwright.sync_api import Locator, Page

from sojourn.applications.types import Holder
from sojourn.cases.types import CaseStatus, DecisionKind
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.serve_letter import start_terms
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from tests.factories import filings
from tests.factories.cases import ANSWERS, REFUSED_FOR, apply, approve, officer, opened, propose
from tests.harness.browser import Visitor, axe, fits
from tests.journeys.registering import choose

SERVICE = "temporary-residence"
NARROW, WIDE = 360, 1280
REFUSAL = {"refused-ground-absent-article": "45.1.8"}
WORDS = {"az": "Müqavilə yoxdur.", "en": "There is no contract."}
_DATES = ("birth-date", "expires-on", "lawful-until")


def seen(page: Page) -> None:
    """This page, once it is there: nothing runs out of a telephone, and everyone can use it."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": NARROW, "height": 800})
    fits(page)
    page.set_viewport_size({"width": WIDE, "height": 800})
    axe(page)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody with an account, and the answers this person gives."""

    actor: Actor
    answers: Mapping[str, str]

    @property
    def account_id(self) -> UUID:
        assert self.actor.account_id
        return self.actor.account_id

    @property
    def surname(self) -> str:
        return self.answers["passport.surname"]

    def applied(self, *, on: date | None = None, language: str = "en") -> UUID:
        """An application of this person, sent on a day."""
        day = on or clock.today()
        held = Holder(account_id=self.account_id)
        with clock.frozen(day):
            return apply(self.answers, holder=held, by=self.actor, on=day, language=language).case_id


def applicant(surname: str) -> Applicant:
    """Nobody else has this passport. What is lawful and valid is so today, whenever that is."""
    number = uuid4().hex[:8].upper()
    today = clock.today()
    told = {
        "passport.surname": surname,
        "passport.number": number,
        "passport.expires-on": (today + timedelta(days=1500)).isoformat(),
        "present.lawful-until": (today + timedelta(days=60)).isoformat(),
    }
    account = filings.account(f"{surname.lower()}-{number.lower()}@example.org")
    actor = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)
    return Applicant(actor, {**ANSWERS, **told})


def staff(role: str = "case-officer") -> Actor:
    """An officer of every office, whom nobody has met yet."""
    return officer(f"{role}-{uuid4().hex[:8]}", role)


def desk(browser: Visitor, of: Actor, language: str) -> Page:
    """The officer at the screen, signed in."""
    assert of.account_id
    return browser.signed_in(of.account_id, language=language)


def status(case_id: UUID) -> CaseStatus:
    return opened(case_id).case.status


def served(case_id: UUID, purpose: Purpose) -> None:
    """The newest letter of a purpose counts as received, without being drawn."""
    letter = [each for each in list_letters(opened(case_id)) if each.purpose is purpose][-1]
    with transaction():
        start_terms(opened(case_id), letter, clock.today(), by=staff())


def announced(case_id: UUID, *, by: Actor) -> None:
    """A refusal is intended, and the applicant knows."""
    with transaction():
        announce_intention(opened(case_id), reasons=REFUSED_FOR, words=WORDS, by=by)
    served(case_id, Purpose.INTENTION)


def refused(case_id: UUID, *, author: Actor, approver: Actor) -> None:
    """Announced, answered, refused, and all of it received."""
    announced(case_id, by=author)
    with transaction():
        answer_intention(opened(case_id), words="I have one.", by=filings.GUEST)
    propose(case_id, by=author, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
    approve(case_id, by=approver)
    served(case_id, Purpose.REFUSED)


def granted(case_id: UUID) -> None:
    """Granted and received: the duty waits to be paid."""
    propose(case_id, by=staff())
    approve(case_id, by=staff("supervisor"))
    served(case_id, Purpose.GRANTED)


def send(page: Page) -> None:
    """The first button of the form in the middle of the page, and what comes of it."""
    press(page, page.locator("main form .buttons button:not(.hidden)").first)


def press(page: Page, what: Locator) -> None:
    with page.expect_navigation():
        what.click()


def step(page: Page, case_id: UUID, name: str) -> None:
    """From the page of the case to one of the steps it offers."""
    press(page, page.locator(f"main .acts [href$='/{case_id}/{name}/']"))


def fill_in(page: Page, answers: Mapping[str, str]) -> list[str]:
    """Page after page, each looked at, as someone who answers only what is asked; the pages there were."""
    asked = []
    while True:
        seen(page)
        code = re.findall(r"/([a-z-]+)/(?:\?.*)?$", page.url)[0]
        if code == "check":
            return asked
        for path, told in answers.items():
            if path.startswith("applicant." if code == SERVICE else f"{code}."):
                answer(page, path, told)
        asked.append(code)
        assert len(asked) < 60, asked
        send(page)


def answer(page: Page, path: str, told: str) -> None:
    """One question, whatever its control."""
    if path.endswith(_DATES):
        for part, value in zip(("year", "month", "day"), told.split("-"), strict=True):
            page.locator(f"[name='{path}.{part}']").fill(value)
    elif page.locator(f"select[name='{path}']").count():
        choose(page, path, told)
    elif page.locator(f"input[type=radio][name='{path}']").count():
        page.locator(f"input[name='{path}'][value='{told}']").check()
    else:
        page.locator(f"[name='{path}']").fill(told)


def paper(page: Page, link: Locator) -> bytes:
    """What a link to a paper leads to; the browser of the tests has nothing to show papers with."""
    return page.request.get(link.get_attribute("href") or "").body()


def read_letter(page: Page, form: Locator) -> bytes:
    """Open a new letter by one press: what opening it means is said beside its button."""
    seen(page)
    address = page.evaluate("where => new URL(where, location).href", form.get_attribute("action"))
    told = form.locator("input").evaluate_all(
        "all => Object.fromEntries(all.map(each => [each.name, each.value]))"
    )
    return page.request.post(address, form=told, headers={"Referer": page.url}).body()
