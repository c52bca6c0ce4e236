"""Citizenship from the application to the letter: what the answer offers, and what a release leaves to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

import pypdfium2
import pytest
from django.test import Client

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases.types import DecisionKind, Power
from sojourn.catalogue import queries as catalogue
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.open_case import submit_application
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from tests.factories import filings
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, officer, opened, reach, read_newest
from tests.harness.browser import session_of
from tests.journeys.examples import examples_of
from tests.unit.catalogue.conftest import ROOT

pytestmark = pytest.mark.django_db
DESK = "hq-citizenship"
WORDS = {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."}
EXAMPLES = {each.service: each for each in examples_of(ROOT / "packs/azerbaijan")}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def applied(service: str, more: Mapping[str, str] | None = None) -> tuple[UUID, Client]:
    """The case of the invented person for whom the service fits, and that person's browser."""
    pack, account = catalogue.current(), filings.account(f"{service}@example.org")
    by, holder = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account), Holder(account_id=account)
    answers = {**EXAMPLES[service].answers_on(FILED_ON), **(more or {})}
    with transaction():
        draft = applications.start(
            pack.service(service), pack=pack, language="en", answers=answers, holder=holder, by=by
        )
        sent = submit_application(draft.id, holder=holder, filing=Filing(by, FILED_ON, "en"))
    return sent.case_id, session_of(account)


def decided(case_id: UUID, wish: Wish) -> None:
    author = replace(officer("author"), office=DESK)
    if wish.kind is DecisionKind.REFUSE:
        with transaction():
            announce_intention(opened(case_id), reasons=wish.reasons, words=WORDS, by=author)
        read_newest(case_id, Purpose.INTENTION)
        with transaction():
            answer_intention(opened(case_id), words="I was born here.", by=GUEST)
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=author)
    if wish.kind is DecisionKind.GRANT:
        reach(case_id, by=author)
    above = replace(officer("approver", "supervisor"), office=DESK)
    with transaction():
        approve_decision(opened(case_id), power=Power("supervisor", DESK), by=above)


def letter(case_id: UUID, purpose: Purpose) -> str:
    """The newest letter of a purpose as text in one line."""
    file = opened(case_id)
    found = [each for each in list_letters(file) if each.purpose is purpose][-1]
    with transaction():
        _, content = open_letter(file, found, language="en", by=officer("reader"))
    document = pypdfium2.PdfDocument(content)
    pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize(
    ("outcome", "other", "is_offered"),
    [("not-citizen", "none", True), ("not-determined", "unknown", True), ("not-citizen", "held", False)],
)
def test_who_is_not_found_to_be_a_citizen_is_offered_statelessness_determination_at_once(
    outcome: str, other: str, is_offered: bool
) -> None:
    case_id, home = applied("citizenship-affiliation", {"nationality.other": other})
    decided(case_id, Wish(DecisionKind.REFUSE, ("registers-are-silent",), WORDS, outcome=outcome))
    told = letter(case_id, Purpose.REFUSED)
    assert ("Statelessness determination" in told) is is_offered
    assert "Vətəndaşlıq Məsələləri Baş İdarəsi" in told
    page = f"/en/cases/{opened(case_id).case.reference}/"
    assert "Statelessness" not in home.get(page).content.decode()  # the letter tells it first
    read_newest(case_id, Purpose.REFUSED)
    shown = home.get(page).content.decode()
    assert ("/en/services/statelessness-determination/" in shown) is is_offered
    assert "Answered" in shown
    assert "refused" not in shown


def test_a_release_names_the_order_of_the_president_and_the_days_left_to_leave_or_to_apply() -> None:
    case_id, _ = applied("citizenship-renunciation")
    values = {"president-released": {"number": "417", "signed-on": "2026-05-20"}}
    wish = Wish(DecisionKind.GRANT, ("president-released",), WORDS, values=values, outcome="released")
    decided(case_id, wish)
    told = letter(case_id, Purpose.GRANTED)
    assert "By order No. 417 of 20 May 2026 the President has released you" in told
    assert "30 days" in told.partition("to apply for a stay as a foreigner")[2][:160]
