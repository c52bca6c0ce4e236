"""A case has what its service has: a duty or none, an electronic paper or none, answers, stages, a desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases import queries as cases
from sojourn.cases.errors import TextMissing
from sojourn.cases.types import CaseStatus, DecisionKind, Power
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.flows.case_letters import Purpose, find_letter, list_letters, open_letter
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision, withdraw_application
from sojourn.flows.end_expired_registrations import end_expired_registrations
from sojourn.flows.errors import NothingGranted, OutcomeNotChosen, StageOpen, StageUnknown
from sojourn.flows.open_case import office_of, proof_of, submit_application
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.record_stage import record_stage
from sojourn.flows.stages import stages_of
from sojourn.flows.types import Filing, Receipt
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.permits import queries as permits
from sojourn.permits import verify
from sojourn.permits.types import Verdict
from sojourn.stays import queries as stays
from sojourn.stays.types import EndCause
from tests.factories import filings, labour, registrations
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, approve, officer, opened, pay
from tests.flows.test_letters_read_back import drawn, plain, read_back
from tests.journeys.examples import examples_of
from tests.unit.catalogue.conftest import ROOT

pytestmark = pytest.mark.django_db
HEADQUARTERS = "hq-citizenship"
WORDS = {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."}
EXAMPLES = {each.service: each for each in examples_of(ROOT / "packs/azerbaijan")}
HERE = {"worker.where": "in-country"}
RELEASED = {"president-released": {"number": "417", "signed-on": "2026-05-20"}}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def applied(service: str, more: Mapping[str, str] | None = None, *, by: Actor = GUEST) -> UUID:
    """The case of the invented person for whom a service fits."""
    pack, holder, today = catalogue.current(), Holder(secret=f"browser for {service}"), clock.today()
    answers = {**EXAMPLES[service].answers_on(today), **(more or {})}
    if pack.service(service).is_for_organisations:
        by = labour.employer()
    with transaction():
        draft = applications.start(
            pack.service(service), pack=pack, language="en", answers=answers, holder=holder, by=by
        )
        return submit_application(draft.id, holder=holder, filing=Filing(by, today, "en")).case_id


def proposed(case_id: UUID, wish: Wish, *, by: Actor) -> None:
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=by)


def status(case_id: UUID) -> CaseStatus:
    """Where the case stands; its events tell the same."""
    calendar = catalogue.current().law(FILED_ON).calendar
    assert cases.list_differing([case_id], calendar=calendar) == []
    return opened(case_id).case.status


def test_an_electronic_decision_is_made_when_the_duty_is_paid_and_nobody_fetches_it() -> None:
    case_id, author = applied("stay-extension"), officer("author")
    proof = permits.list_of(proof_of(opened(case_id).case), to=EVERYTHING)[-1]
    proposed(case_id, Wish(DecisionKind.GRANT, ("granted-stay-extended",), WORDS), by=author)
    approve(case_id, by=officer("approver", "supervisor"))
    assert status(case_id) is CaseStatus.AWAITING_PAYMENT
    (charge,) = charges.list_of(opened(case_id).case.subject, to=EVERYTHING)
    assert str(charge.amount) == "30.00 AZN"
    assert pay(case_id).covered_now
    assert status(case_id) is CaseStatus.GRANTED
    (paper,) = permits.list_of(opened(case_id).case.subject, to=EVERYTHING)
    assert paper.number.startswith("MOM")
    assert paper.valid == (FILED_ON, date(2026, 7, 7))  # good at once, though its days begin on 17 June
    assert opened(case_id).terms == (date(2026, 6, 17), date(2026, 7, 7))
    with transaction():
        assert verify.verify(paper.number, paper.code, caller_key="test") is Verdict.VALID
    assert permits.list_validity(proof.id, to=EVERYTHING)[-1].cause.value == "expired"
    file = opened(case_id)
    assert {each.purpose for each in list_letters(file)} >= {Purpose.GRANTED, Purpose.CARD, Purpose.RECEIPT}
    with transaction():
        _, content = open_letter(file, find_letter(file, f"card-{paper.id}"), language="en", by=author)
    assert content.startswith(b"%PDF")
    assert b"/ByteRange" in content  # signed like a letter


def test_without_duty_and_document_a_grant_is_given_at_once_with_the_answer_that_was_chosen() -> None:
    case_id = applied("citizenship-affiliation")
    author = replace(officer("author"), office=HEADQUARTERS)
    values = {"citizen-by-parent": {"paper": "Birth certificate"}}
    unanswered = Wish(DecisionKind.GRANT, ("citizen-by-parent",), WORDS, values=values)
    with pytest.raises(OutcomeNotChosen):
        proposed(case_id, unanswered, by=author)
    with pytest.raises(OutcomeNotChosen):
        proposed(case_id, replace(unanswered, outcome="not-citizen"), by=author)
    proposed(case_id, replace(unanswered, outcome="citizen"), by=author)
    approve_there(case_id, by=officer("approver", "supervisor"))
    assert status(case_id) is CaseStatus.GRANTED
    file = opened(case_id)
    assert file.grant is not None
    assert file.grant.outcome == "citizen"
    assert charges.list_of(file.case.subject, to=EVERYTHING) == []
    assert permits.list_of(file.case.subject, to=EVERYTHING) == []


def test_an_answer_that_is_told_below_is_told_below_and_is_no_word_about_money(tmp_path: Path) -> None:
    case_id = applied("fine-enquiry")
    author, office = officer("author"), opened(case_id).case.office
    author = replace(author, office=office)
    wish = Wish(DecisionKind.GRANT, ("fine-told",), {}, outcome="answered")
    with pytest.raises(TextMissing):
        proposed(case_id, wish, by=author)
    proposed(case_id, replace(wish, words={"az": "Cərimə 50 manatdır."}), by=author)
    with transaction():
        approver = replace(officer("approver", "supervisor"), office=office)
        approve_decision(opened(case_id), power=Power("supervisor", office), by=approver)
    said = plain(read_back(drawn(case_id, Purpose.GRANTED, "en"), tmp_path))
    assert plain("Our answer") in said
    assert plain("Cərimə 50 manatdır.") in said
    assert plain("to be paid") not in said


def approve_there(case_id: UUID, *, by: Actor) -> None:
    """Approved at the headquarters."""
    with transaction():
        power, there = Power("supervisor", HEADQUARTERS), replace(by, office=HEADQUARTERS)
        approve_decision(opened(case_id), power=power, by=there)


def test_what_comes_before_the_end_is_waited_for_and_the_last_of_it_grants() -> None:
    case_id = applied("citizenship-renunciation")
    author = replace(officer("author"), office=HEADQUARTERS)
    wish = Wish(DecisionKind.GRANT, ("president-released",), WORDS, values=RELEASED, outcome="released")
    proposed(case_id, wish, by=author)
    approver = officer("approver", "supervisor")
    for waits_for in (["sent-to-president", "president-decided"], ["president-decided"]):
        with pytest.raises(StageOpen) as refused:  # the supervisor does not go before the President
            approve_there(case_id, by=approver)
        assert refused.value.facts["stages"] == waits_for
        assert opened(case_id).page.decisions == ()
        with transaction():
            record_stage(opened(case_id), waits_for[0], on=FILED_ON, by=author)
    approve_there(case_id, by=approver)
    pay(case_id)
    assert status(case_id) is CaseStatus.IN_PRODUCTION
    with pytest.raises(NothingGranted), transaction():
        produce_card(opened(case_id), by=author)  # there is none to be made
    with pytest.raises(StageUnknown), transaction():
        record_stage(opened(case_id), "interview", on=FILED_ON, by=author)
    with transaction():
        record_stage(opened(case_id), "papers-returned", on=FILED_ON, note="By post", by=author)
    assert status(case_id) is CaseStatus.GRANTED
    reached = [each.stage.code for each in stages_of(opened(case_id)) if each.reached]
    assert reached == ["sent-to-president", "president-decided", "papers-returned"]
    own = cases.get_filed_page(opened(case_id).case.application_id)
    assert {each.note for each in own.stages} == {""}  # the note is the office's own


def test_a_stage_recorded_by_mistake_is_open_again() -> None:
    case_id, author = applied("permanent-residence"), officer("author")
    with transaction():
        record_stage(opened(case_id), "test-passed", on=FILED_ON, by=author)
    with transaction():
        record_stage(opened(case_id), "test-passed", on=None, note="Another person", by=author)
    assert not any(each.reached for each in stages_of(opened(case_id)))
    assert status(case_id) is CaseStatus.IN_REVIEW


class TestTheRegistrationOfWhoAsksToStay:
    """Registered until 30 August, asks on 20 August for thirty days more."""

    ASKED_ON = date(2026, 8, 20)

    @pytest.fixture
    def registered(self) -> Receipt:
        with clock.frozen(filings.TODAY):
            return filings.register()

    def passport(self) -> dict[str, str]:
        return {path: said for path, said in registrations.ANSWERS.items() if path.startswith("passport.")}

    @pytest.fixture
    def case_id(self, registered: Receipt) -> UUID:
        more = {**self.passport(), "present.lawful-until": "2026-08-30", "term.days": "30"}
        with clock.frozen(self.ASKED_ON):
            return applied("stay-extension", more)

    def ended_by(self, day: date) -> int:
        with clock.frozen(day):
            return end_expired_registrations()

    def test_holds_while_it_is_pending_and_as_long_as_the_stay_was_extended(self, case_id: UUID) -> None:
        with clock.frozen(self.ASKED_ON):
            author = officer("author")
            approver = officer("approver", "supervisor")
        assert self.ended_by(date(2026, 8, 31)) == 0
        with clock.frozen(date(2026, 8, 31)):
            wish = Wish(DecisionKind.GRANT, ("granted-stay-extended",), WORDS)
            with transaction():
                propose_decision(opened(case_id), wish, to=EVERYTHING, by=replace(author, office=None))
            with transaction():
                file = opened(case_id)
                approve_decision(
                    file, power=Power("supervisor", file.case.office), by=replace(approver, office=None)
                )
            pay(case_id)
        assert opened(case_id).terms[1] == date(2026, 9, 29)
        assert self.ended_by(date(2026, 9, 29)) == 0
        assert self.ended_by(date(2026, 9, 30)) == 1

    @pytest.mark.parametrize(
        ("service", "stay"),
        [
            ("temporary-residence", "present.lawful-until"),
            ("permanent-residence", "present.lawful-until"),
            ("citizenship-affiliation", "present.lawful-until"),
            ("work-permit", "worker-stay.lawful-until"),
        ],
    )
    @pytest.mark.parametrize(("asked_on", "ended"), [(date(2026, 8, 30), 0), (date(2026, 8, 31), 1)])
    def test_goes_on_with_every_application_that_keeps_the_stay_lawful(
        self, registered: Receipt, service: str, stay: str, asked_on: date, ended: int
    ) -> None:
        with clock.frozen(asked_on):
            by = labour.employer() if service == labour.SERVICE else GUEST
            case_id = applied(service, {**self.passport(), stay: "2026-08-30", **HERE}, by=by)
        assert self.ended_by(date(2026, 9, 15)) == ended
        with clock.frozen(date(2026, 9, 16)), transaction():
            withdraw_application(opened(case_id), reason="", by=GUEST)
        assert self.ended_by(date(2026, 9, 17)) == 1 - ended

    def test_ends_when_a_residence_permit_is_handed_over(self, registered: Receipt) -> None:
        with clock.frozen(self.ASKED_ON):
            author, approver = officer("author"), officer("approver", "supervisor")
            case_id = applied(
                "temporary-residence", {**self.passport(), "present.lawful-until": "2026-08-30"}
            )
            everywhere = replace(author, office=None)
            proposed(case_id, Wish(DecisionKind.GRANT, ("granted-as-asked",), WORDS), by=everywhere)
            with transaction():
                file = opened(case_id)
                approve_decision(
                    file, power=Power("supervisor", file.case.office), by=replace(approver, office=None)
                )
            pay(case_id)
            with transaction():
                produce_card(opened(case_id), by=everywhere)
            assert stays.get(registered.registration_id, to=EVERYTHING).ended_on is None
            with transaction():
                hand_over_card(opened(case_id), by=everywhere)
        ended = stays.get(registered.registration_id, to=EVERYTHING)
        assert (ended.ended_on, ended.end_cause) == (self.ASKED_ON, EndCause.PERMIT)
        with clock.frozen(self.ASKED_ON + timedelta(days=1)), transaction():
            assert verify.verify(registered.number, registered.code, caller_key="a") is Verdict.NOT_VALID

    def test_ends_on_its_own_day_when_the_application_is_taken_back(self, case_id: UUID) -> None:
        with clock.frozen(self.ASKED_ON), transaction():
            withdraw_application(opened(case_id), reason="", by=GUEST)
        assert self.ended_by(date(2026, 8, 30)) == 0
        assert self.ended_by(date(2026, 8, 31)) == 1


class TestWhichOfficeDecides:
    @pytest.fixture
    def pack(self) -> Pack:
        return catalogue.current()

    def office(
        self, pack: Pack, district: str = "", *, desk: str | None = None, at: str | None = None
    ) -> str:
        service = replace(pack.service("stay-extension"), desk=desk)
        filing = Filing(replace(GUEST, office=at), FILED_ON, "en")
        return office_of(pack, service, {"dwelling.place.district": district}, filing)

    def test_that_of_the_address(self, pack: Pack) -> None:
        assert self.office(pack, "AZ-XAC", at="rmd-gan") == "rmd-xac"

    def test_the_desk_of_the_service_wherever_somebody_lives(self, pack: Pack) -> None:
        assert self.office(pack, "AZ-XAC", desk=HEADQUARTERS, at="rmd-gan") == HEADQUARTERS

    def test_without_an_address_that_of_the_place_of_filing(self, pack: Pack) -> None:
        assert self.office(pack, at="rmd-gan") == "rmd-gan"
        assert self.office(pack, "XX-NOWHERE", at="rmd-gan") == "rmd-gan"

    def test_a_window_that_only_receives_never_decides(self, pack: Pack) -> None:
        assert self.office(pack, at="asan-baki-1") == pack.unknown_address_office
        assert self.office(pack, "AZ-XAC", at="asan-baki-1") == "rmd-xac"

    def test_else_the_one_the_pack_names_and_never_none(self, pack: Pack) -> None:
        assert self.office(pack) == pack.unknown_address_office
