"""What is asked of an applicant in a case, and what they can say: corrections, intended refusals, appeals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from PIL import Image

from sojourn.accounts.models import Account
from sojourn.cases import actions as cases
from sojourn.cases.models import Appeal, Case, Correction, Hearing
from sojourn.cases.types import AppealOutcome, CaseStatus, DecisionKind, ItemToCorrect, Power
from sojourn.flows.announce_intention import announce_intention
from sojourn.flows.appeal_decision import Answer, decide_appeal
from sojourn.flows.case_letters import key_of_request
from sojourn.flows.request_correction import request_correction
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import Proof, Scope, Terms
from tests.factories.cases import FILED_ON, REFUSED_FOR, approve, officer, opened, propose
from tests.sites.portal.cases import applied, fill_in, page_of, reference_of, sent
from tests.sites.portal.conftest import Visitor, upload

pytestmark = pytest.mark.django_db
BACKEND = "sojourn.accounts.backend.AccountBackend"


@pytest.fixture(autouse=True)
def _filed_on() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def author() -> Actor:
    return officer("author")


@pytest.fixture
def approver() -> Actor:
    return officer("approver", "supervisor")


@pytest.fixture
def desk() -> Callable[..., Client]:
    """The browser of an officer of the office that examines."""

    def sit_down() -> Client:
        officer_ = officer("reader")
        client = Client()
        client.force_login(Account.objects.get(id=officer_.account_id), backend=BACKEND)
        return client

    return sit_down


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (70, 90), "white").save(kept, "JPEG")
    return kept.getvalue()


def case_id() -> UUID:
    return UUID(str(Case.objects.get().id))


def asked_for(author: Actor, *items: ItemToCorrect) -> None:
    with transaction():
        request_correction(opened(case_id()), items=items, by=author)


def open_new_letter(visitor: Visitor) -> Visitor:
    """The button that opens a letter, wherever it leads."""
    return visitor.follow().send().follow()


def test_a_correction_is_answered_for_the_asked_questions_only(visitor: Visitor, author: Actor) -> None:
    address = applied(visitor).address
    asked_for(
        author,
        ItemToCorrect("passport.number", "correct-answer", "The third sign is not a letter."),
        ItemToCorrect("term.months", "correct-answer"),
    )
    visitor.open(address)
    assert visitor.says("Waits for you", "Something is missing or not clear", "See and answer")
    visitor.send(to=f"{address}letters/{key_of_request(opened(case_id()).page.corrections[0])}/").follow()
    assert visitor.says("Please put this right", "The third sign is not a letter.", "Please answer by")
    assert set(visitor.fields()) >= {"passport.number", "term.months"}
    assert "passport.surname" not in visitor.fields()
    visitor.send({"passport.number": "AA7654321", "term.months": "6", "passport.surname": "Other"}).follow()
    assert visitor.says("Thank you. We have your answer", "Being examined")
    assert Correction.objects.get().answers == {"passport.number": "AA7654321", "term.months": "6"}
    assert opened(case_id()).identity.names.surname == "Eriksson"


def test_a_request_served_today_says_at_once_from_when_the_clock_stands_still(
    visitor: Visitor, author: Actor, desk: Callable[..., Client]
) -> None:
    address = applied(visitor).address
    asked_for(author, ItemToCorrect("term.months", "correct-answer"))
    open_new_letter(visitor.open(f"{address}correct/"))
    said = (
        "From 2 June 2026 the clock stands still while a correction is awaited: 0 of 20 working days are used"
    )
    assert visitor.open(address).says(said)
    assert said in desk().get(f"/en/office/cases/{case_id()}/").content.decode()
    with clock.frozen(FILED_ON + timedelta(days=1)):
        assert visitor.open(address).says("stood still since 2 June 2026")


def test_an_answer_that_cannot_be_read_is_said_at_its_field(visitor: Visitor, author: Actor) -> None:
    address = applied(visitor).address
    asked_for(author, ItemToCorrect("term.months", "correct-answer"))
    open_new_letter(visitor.open(f"{address}correct/"))
    visitor.send({"term.months": "many"})
    assert visitor.answer.status_code == 422
    assert visitor.says("There is a problem", "whole number")
    assert visitor.fields()["term.months"] == "many"
    assert Correction.objects.get().answered_on is None


def test_what_is_left_unanswered_is_told_before_it_is_sent_all_the_same(
    visitor: Visitor, author: Actor, desk: Callable[..., Client]
) -> None:
    address = applied(visitor).address
    asked_for(
        author,
        ItemToCorrect("passport.number", "correct-answer"),
        ItemToCorrect("term.months", "correct-answer"),
        ItemToCorrect("photo.photo", "correct-photo"),
    )
    open_new_letter(visitor.open(f"{address}correct/"))
    same = visitor.fields()["passport.number"]
    visitor.send({"term.months": "7"})
    assert visitor.answer.status_code == 422
    assert visitor.says("Not everything is answered", "the answer is the same as before", "no answer yet")
    assert visitor.fields()["term.months"] == "7"
    assert Correction.objects.get().answered_on is None
    visitor.send({"term.months": "7", "anyway": "yes"}).follow()
    assert visitor.says("Thank you. We have your answer")
    assert Correction.objects.get().answers == {"passport.number": same, "term.months": "7"}
    page = desk().get(f"/en/office/cases/{case_id()}/").content.decode()
    shown = page.split("Corrections asked for")[1].split("</ul>")[0]
    assert re.findall(r"</svg>([^<]+)</span>", shown) == ["As before", "Answered", "Not answered"]


def test_nothing_at_all_is_no_answer(visitor: Visitor, author: Actor) -> None:
    address = applied(visitor).address
    asked_for(author, ItemToCorrect("photo.photo", "correct-photo"))
    open_new_letter(visitor.open(f"{address}correct/"))
    for more in ({}, {"anyway": "yes"}):
        assert visitor.send(more).answer.status_code == 422
        assert visitor.says("Nothing is answered yet", "Please answer at least one question")
    assert "Send all the same" not in visitor.text
    assert Correction.objects.get().answered_on is None


def test_a_paper_that_is_asked_for_is_handed_in(visitor: Visitor, author: Actor) -> None:
    address = applied(visitor).address
    asked_for(author, ItemToCorrect("photo.photo", "correct-photo"))
    open_new_letter(visitor.open(f"{address}correct/"))
    visitor.send({"photo.photo": upload(picture(), "me.jpg")}).follow()
    assert visitor.says("Thank you. We have your answer")
    given = Correction.objects.get().answers
    assert given
    assert UUID(given["photo.photo"])


def test_an_intended_refusal_is_read_and_answered(visitor: Visitor, author: Actor) -> None:
    address = applied(visitor).address
    with transaction():
        words = {"az": "Müqavilə yoxdur.", "en": "There is no contract."}
        announce_intention(opened(case_id()), reasons=REFUSED_FOR, words=words, by=author)
    assert visitor.open(address).says("We mean to refuse. Nothing is decided yet")
    open_new_letter(visitor.open(f"{address}answer/"))
    assert visitor.says("Why we mean to refuse", "There is no contract.", "You can answer until")
    assert visitor.send({"words": ""}).answer.status_code == 422
    visitor.send({"words": "Here it is."}).follow()
    assert visitor.says("Thank you. We have your answer")
    assert Hearing.objects.get().answer == "Here it is."


def refused(visitor: Visitor, author: Actor, approver: Actor) -> str:
    address = applied(visitor).address
    with transaction():
        announce_intention(opened(case_id()), reasons=REFUSED_FOR, words={"az": "Yoxdur."}, by=author)
    open_new_letter(visitor.open(f"{address}answer/")).send({"words": "No."}).follow()
    propose(case_id(), by=author, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
    approve(case_id(), by=approver)
    return address


def test_a_refusal_is_told_by_its_letter_first(visitor: Visitor, author: Actor, approver: Actor) -> None:
    address = refused(visitor, author, approver)
    visitor.open(address)
    assert visitor.says("We have decided. Please open the letter", "Our decision")
    assert "efused" not in visitor.words.replace("We mean to refuse", "")
    assert "/appeal/" not in visitor.text
    letter = re.findall(rf"{address}letters/decision-[^\"]+/", visitor.text)[0]
    open_new_letter(visitor.open(letter))
    assert visitor.open(address).says("We have refused the application", "Appeal against the decision")


def appealed(visitor: Visitor, address: str) -> Visitor:
    visitor.open(f"{address}appeal/")
    assert visitor.says("What you contest", "You can appeal until", "costs nothing")
    return visitor.open(f"{address}appeal/why/")


def test_an_appeal_takes_three_pages(visitor: Visitor, author: Actor, approver: Actor) -> None:
    address = refused(visitor, author, approver)
    letter = re.findall(rf"{address}letters/decision-[^\"]+/", visitor.open(address).text)[0]
    open_new_letter(visitor.open(letter))
    appealed(visitor, address)
    assert visitor.send({"words": ""}).answer.status_code == 422
    visitor.send({"words": "The contract is there."})
    assert visitor.says("Check and send", "The contract is there.")
    back = visitor.fields()
    assert visitor.client.post(f"{address}appeal/why/", back).content.decode().count("The contract is there.")
    visitor.send(button="send").follow()
    assert visitor.says("We have your appeal", "is being examined by someone who had no part")
    assert Appeal.objects.get().is_late is False
    assert visitor.open(f"{address}appeal/").answer.status_code == 302

    told = Answer(AppealOutcome.UPHELD, REFUSED_FOR, {"az": "Müqavilə yoxdur."})
    with transaction():
        decide_appeal(opened(Case.objects.get().id), told, power=Power("appeal-officer"), by=officer("judge"))
    assert visitor.open(address).says("is decided. The letter tells how")
    assert not visitor.says("not successful")
    letters = re.findall(rf"{address}letters/decision-[^\"]+/", visitor.text)
    [answer] = {each for each in letters if each != letter}
    open_new_letter(visitor.open(answer))
    assert visitor.open(address).says("was not successful", "you can go to court until")


def test_a_late_appeal_is_taken_with_its_reason(visitor: Visitor, author: Actor, approver: Actor) -> None:
    address = refused(visitor, author, approver)
    letter = re.findall(rf"{address}letters/decision-[^\"]+/", visitor.open(address).text)[0]
    open_new_letter(visitor.open(letter))
    with clock.frozen(FILED_ON + timedelta(days=60)):
        assert visitor.open(f"{address}appeal/").says("The time to appeal has passed")
        visitor.open(f"{address}appeal/why/")
        visitor.send({"words": "It is wrong.", "late_reason": "I was in hospital."})
        visitor.send(button="send").follow()
        assert visitor.says("came after its time")
    appeal = Appeal.objects.get()
    assert (appeal.is_late, appeal.late_reason) == (True, "I was in hospital.")


def test_what_cannot_be_done_any_more_is_told_without_a_failure(visitor: Visitor, author: Actor) -> None:
    address = applied(visitor).address
    visitor.open(f"{address}withdraw/")
    propose(case_id(), by=author)
    approve(case_id(), by=officer("approver", "supervisor"))
    visitor.send().follow()
    assert opened(case_id()).case.status is CaseStatus.AWAITING_PAYMENT
    assert visitor.says("Granted: please pay")


def test_a_family_of_two_has_a_case_each_and_one_file(visitor: Visitor) -> None:
    first = applied(visitor).address
    visitor.send(to=f"{first}family/").follow()
    second = {"passport.given-names": "Nils", "passport.number": "BB1234567", "applicant.filer": "self"}
    visitor.send(page_of("applicant")).follow()
    for _ in range(80):
        page = visitor.address.partition("?")[0].rstrip("/").rpartition("/")[2]
        if page == "check":
            break
        if page == "dwelling":
            assert visitor.fields()["dwelling.place.street"] == "Nizami"
        answers = {**page_of(page), **page_of(page, second)} if page != "ground" else {}
        visitor.send(answers).follow()
    assert visitor.says("Nils"), (visitor.address, visitor.words[:1500])
    sent(visitor)
    other = f"/en/cases/{reference_of(visitor.address)}/"
    assert other != first
    assert Case.objects.values("family_file_id").distinct().count() == 1
    assert visitor.open(first).says("Your family", "Nils", "Being examined")
    assert visitor.open(other).says("Your family", "Anna Maria")


def test_a_family_shows_only_what_its_filer_filed(
    visitor: Visitor, signed_in: Callable[[str], Visitor]
) -> None:
    first = applied(visitor).address
    stranger = signed_in("stranger@example.org")
    theirs = applied(stranger).address
    family = Case.objects.get(reference=reference_of(first))
    clerk = officer("clerk")
    with transaction():
        file = cases.join_family(family.id, by=clerk)
    Case.objects.filter(reference=reference_of(theirs)).update(family_file_id=file)
    assert reference_of(theirs) not in visitor.open(first).text


def test_an_agent_files_and_follows_for_a_principal_who_sees_it_too(
    signed_in: Callable[[str], Visitor],
) -> None:
    principal, agent, other = (signed_in(f"{name}@example.org") for name in ("one", "two", "three"))
    ids = [Account.objects.filter(kind="person").order_by("id")[n].id for n in range(3)]
    clerk = officer("clerk")
    with transaction():
        mandate = organisations.give_mandate(
            Subject("account", ids[0]),
            agent=Subject("account", ids[1]),
            terms=Terms(Scope.EVERYTHING, date(2026, 1, 1), None, Proof.DECLARED),
            by=clerk,
        )
    agent.open(f"/en/apply/temporary-residence/?for={mandate}")
    agent.send(page_of("applicant"), to=f"/en/apply/temporary-residence/?for={mandate}").follow()
    sent(fill_in(agent))
    address = f"/en/cases/{reference_of(agent.address)}/"
    assert agent.open(address).says("You act for", "Being examined")
    assert principal.open(address).says("Being examined")
    assert principal.open("/en/account/").says("Your applications", "Filed by someone who acts for another")
    assert other.open(address).answer.status_code == 404


def test_signing_out_leaves_nothing(signed_in: Callable[[str], Visitor]) -> None:
    one = signed_in("nino@example.org")
    address = applied(one).address
    assert one.answer["Cache-Control"] == "no-store"
    one.client.cookies["sojourn_filing"] = "kept from before"
    one.send(to="/en/sign-out/")
    assert one.answer["Clear-Site-Data"] == '"cookies", "storage"'
    assert one.answer["Cache-Control"] == "no-store"
    assert one.client.cookies["sojourn_filing"].value == ""
    assert one.open(address).address.startswith("/en/sign-in/")
