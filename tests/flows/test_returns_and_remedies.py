"""Help to go home and readmission stop before a hold; complaints go on to court; a card says its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pypdfium2
import pytest

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases.types import CaseStatus, DecisionKind, Power, Remedy
from sojourn.catalogue import queries as catalogue
from sojourn.flows.case_letters import find_letter, open_letter
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.errors import DangerTold, HoldOpen
from sojourn.flows.open_case import submit_application
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.record_stage import record_stage
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.people import actions as people
from sojourn.people.types import HoldKind
from sojourn.permits import queries as permits
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, officer, opened, pay, reach
from tests.journeys.examples import examples_of
from tests.unit.catalogue.conftest import ROOT

pytestmark = pytest.mark.django_db
WORDS = {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."}
EXAMPLES = {each.service: each for each in examples_of(ROOT / "packs/azerbaijan")}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def applied(service: str, more: Mapping[str, str] | None = None, *, on: date = FILED_ON) -> UUID:
    """The case of the invented person of a service."""
    pack, holder = catalogue.current(), Holder(secret=f"browser for {service}")
    answers = {**EXAMPLES[service].answers_on(on), **(more or {})}
    with transaction():
        draft = applications.start(
            pack.service(service), pack=pack, language="en", answers=answers, holder=holder, by=GUEST
        )
        return submit_application(draft.id, holder=holder, filing=Filing(GUEST, on, "en")).case_id


def anywhere(name: str, role: str = "case-officer") -> Actor:
    """An officer of the office that decides, whichever it is."""
    return replace(officer(name, role), office=None)


def _same_person(service: str) -> dict[str, str]:
    """What is told of the person of a service, with a passport by which they are known again."""
    told = EXAMPLES[service].answers_on(FILED_ON)
    own = {path: value for path, value in told.items() if path.startswith("passport.")}
    document = {"kind": "passport", "issuing-state": own["passport.nationality"], "number": "C01234567"}
    return {**own, "passport.none": "", **{f"passport.{name}": told for name, told in document.items()}}


def proposed(case_id: UUID, wish: Wish, *, by: Actor) -> None:
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=by)


def approved(case_id: UUID, name: str = "approver") -> None:
    with transaction():
        file = opened(case_id)
        power = Power("supervisor", file.case.office)
        approve_decision(file, power=power, by=anywhere(name, "supervisor"))


def held(case_id: UUID) -> UUID:
    desk = officer("desk", "protection-officer")
    with transaction():
        person = opened(case_id).case.person_id
        return people.place_hold(
            person, kind=HoldKind.CLAIM_PENDING, from_on=FILED_ON - timedelta(days=9), by=desk
        )


@pytest.mark.parametrize(
    ("service", "stage", "wish"),
    [
        (
            "readmission-request",
            "nationality-checked",
            Wish(DecisionKind.GRANT, ("readmission-own-national",), WORDS, outcome="accepted"),
        ),
        (
            "voluntary-return",
            "travel-document-there",
            Wish(DecisionKind.GRANT, ("return-helped",), WORDS, outcome="with-support"),
        ),
    ],
)
class TestUnderAProtectiveHold:
    def test_no_stage_is_recorded_and_nothing_granted(self, service: str, stage: str, wish: Wish) -> None:
        case_id, author = applied(service), anywhere("author")
        held(case_id)
        with pytest.raises(HoldOpen), transaction():
            record_stage(opened(case_id), stage, on=FILED_ON, by=author)
        with pytest.raises(HoldOpen):
            proposed(case_id, wish, by=author)

    def test_what_was_proposed_before_is_not_approved(self, service: str, stage: str, wish: Wish) -> None:
        case_id = applied(service)
        proposed(case_id, wish, by=anywhere("author"))
        hold = held(case_id)
        with pytest.raises(HoldOpen):
            approved(case_id)
        with transaction():
            desk = officer("desk-again", "protection-officer")
            people.end_hold(hold, on=FILED_ON - timedelta(days=1), reason="withdrawn", by=desk)
        reach(case_id, by=anywhere("author-again"))
        approved(case_id, "second")
        assert opened(case_id).grant is not None

    def test_a_hold_on_what_is_recorded_of_them_elsewhere_bars_it_too(
        self, service: str, stage: str, wish: Wish
    ) -> None:
        case_id = applied(service, _same_person(service))
        claim = applied("refugee-status", _same_person(service))
        assert opened(claim).case.person_id != opened(case_id).case.person_id
        later = applied(service, _same_person(service))
        with pytest.raises(HoldOpen), transaction():
            record_stage(opened(later), stage, on=FILED_ON, by=anywhere("author"))


def test_whoever_says_it_is_not_their_own_will_is_the_protection_desks_and_is_granted_nothing() -> None:
    case_id = applied("voluntary-return", {"will.own": "no"})
    assert opened(case_id).case.confidentiality is Confidentiality.PROTECTED
    wish = Wish(DecisionKind.GRANT, ("return-travel-only",), WORDS, outcome="journey-only")
    with pytest.raises(DangerTold):
        proposed(case_id, wish, by=anywhere("author"))


def test_readmission_goes_on_step_by_step_to_its_end() -> None:
    case_id, author = applied("readmission-request"), anywhere("author")
    assert opened(case_id).case.office == "hq-readmission"
    assert opened(case_id).case.due_on == date(2026, 6, 16)
    wish = Wish(DecisionKind.GRANT, ("readmission-own-national",), WORDS, outcome="accepted")
    proposed(case_id, wish, by=author)
    approved(case_id)
    for stage in ("travel-document-issued", "transfer-told", "received"):
        with transaction():
            record_stage(opened(case_id), stage, on=FILED_ON, by=author)
        assert opened(case_id).case.status is CaseStatus.IN_PRODUCTION
    with transaction():
        record_stage(opened(case_id), "asked-what-is-needed", on=FILED_ON, by=author)
    assert opened(case_id).case.status is CaseStatus.GRANTED


def test_against_the_decision_on_a_complaint_one_goes_to_court() -> None:
    case_id, author = applied("administrative-appeal"), anywhere("author")
    wish = Wish(DecisionKind.GRANT, ("complaint-upheld",), WORDS, outcome="upheld")
    proposed(case_id, wish, by=author)
    approved(case_id)
    decision = opened(case_id).grant
    assert decision is not None
    assert decision.remedy == Remedy(body="court", period="30 days")


def test_a_replaced_card_says_which_permit_it_shows_and_keeps_its_end() -> None:
    case_id, author = applied("card-replacement", {"card.until": "2027-12-31"}), anywhere("author")
    proposed(case_id, Wish(DecisionKind.GRANT, ("another-card-granted",), WORDS), by=author)
    approved(case_id)
    pay(case_id)
    with transaction():
        produce_card(opened(case_id), by=author)
    with transaction():
        hand_over_card(opened(case_id), by=author)
    file = opened(case_id)
    (card,) = permits.list_of(file.case.subject, to=EVERYTHING)
    assert card.valid[1] == date(2027, 12, 31)
    with transaction():
        _, content = open_letter(file, find_letter(file, f"card-{card.id}"), language="en", by=author)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    text = " ".join(" ".join(pages).split())
    assert "Müvəqqəti yaşamaq üçün icazə vəsiqəsi" in text
    assert "31.12.2027" in text
