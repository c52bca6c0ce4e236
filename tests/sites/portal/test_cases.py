"""An application at the public site: filled in page by page, sent, followed, and decided on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from sojourn.cases.models import Case
from sojourn.cases.types import CaseStatus
from sojourn.flows.replace_card import Report, hand_over_replacement, make_replacement, report_card
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.permits.types import Cause
from tests.factories.cases import FILED_ON, approve, finished, officer, opened, pay, propose
from tests.sites.portal.cases import BEGIN, applied, fill_in, go_to, reference_of, sent
from tests.sites.portal.conftest import Visitor, statements
from tests.sites.signing_in import code_sent_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _filed_on() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def test_the_start_page_and_the_list_offer_what_officers_decide_on(visitor: Visitor) -> None:
    for page in ("/en/", "/en/services/"):
        assert visitor.open(page).says("Temporary residence permit")
    assert BEGIN in visitor.open("/en/services/temporary-residence/").text


def test_only_pages_that_apply_are_asked_both_ways(visitor: Visitor) -> None:
    go_to(visitor, "ground")
    visitor.send({"ground.main": "study"}).follow()
    asked = []
    while "/check/" not in visitor.address:
        asked.append(visitor.address.rstrip("/").rpartition("/")[2])
        visitor.send().follow()
        if visitor.says("There is a problem"):
            break
    assert asked[:3] == ["study", "study-form", "study-certificate"]
    assert "work-permit" not in asked
    back = visitor.open(visitor.address.partition("?")[0]).text
    assert "speed" in asked[-1]
    assert "/term/" in back


def test_how_far_one_is_never_goes_back_whatever_an_answer_calls_for(visitor: Visitor) -> None:
    go_to(visitor, "ground")
    told = [int(re.findall(r"about (\d+)% done", visitor.words)[0])]
    visitor.send({"ground.main": "real-estate"}).follow()
    while "/check/" not in visitor.address and len(told) < 4:
        told.append(int(re.findall(r"about (\d+)% done", visitor.words)[0]))
        visitor.send().follow()
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 100


def test_a_page_that_does_not_apply_leads_on(visitor: Visitor) -> None:
    go_to(visitor, "present")
    visitor.open(visitor.address.replace("/present/", "/consent-of-child/")).follow()
    assert "/request/" in visitor.address


def test_the_number_stays_from_the_first_save_to_the_case(visitor: Visitor) -> None:
    visitor.open(BEGIN).send({"applicant.filer": "self"}).follow()
    following, number = visitor.address, reference_of(visitor.address)
    assert visitor.says(number)
    assert visitor.open(BEGIN).says("You have begun already", number)
    assert following in visitor.text
    fill_in(visitor.open(following))
    assert sent(visitor).says("We have your application", number)
    assert Case.objects.get().reference == number


def test_before_sending_one_sees_advice_duty_and_day(visitor: Visitor) -> None:
    fill_in(visitor)
    assert visitor.says("What you can expect", "Decision by", "1 July 2026", "20 working days", "120 AZN")


def test_the_answer_tells_what_happens_next_and_gives_the_proof(visitor: Visitor) -> None:
    sent(fill_in(visitor))
    assert visitor.says("What happens next", "1 July 2026", "Number of the certificate")
    proof = re.findall(r"/en/cases/[^\"]+/letters/pending/", visitor.text)[0]
    assert visitor.open(proof).answer["Content-Type"] == "application/pdf"
    assert visitor.answer.content.startswith(b"%PDF")


def test_every_question_can_be_printed_with_when_it_is_asked(visitor: Visitor) -> None:
    visitor.open("/en/services/temporary-residence/questions/")
    assert visitor.says("All questions", "Asked only where this concerns you.", "Who is the applicant?")
    assert visitor.says("I am applying: for my child under 14")
    assert len(visitor.answer.content) < 100_000


def test_sent_again_it_is_the_same_case(visitor: Visitor) -> None:
    fill_in(visitor)
    check = visitor.answer.request["PATH_INFO"]
    form = visitor.fields() | {"contact.channel": "none"}
    visitor.client.post(check, form)
    assert visitor.client.post(check, form)["Location"].startswith("/en/done/")
    assert Case.objects.count() == 1


def test_the_page_of_a_case_says_where_it_stands(visitor: Visitor) -> None:
    applied(visitor)
    assert visitor.says(
        "Being examined", "You need not do anything now", "Awaited from us The decision", "20 working days"
    )
    assert visitor.says("Certificate: your application is pending", "Write to the officer")


def test_nobody_else_opens_it(visitor: Visitor, signed_in: Callable[[str], Visitor]) -> None:
    address = applied(visitor).address
    letter = f"{address}letters/pending/"
    other, nobody = signed_in("other@example.org"), Visitor()
    for page in (address, letter, f"{address}sent/", f"{address}messages/", f"{address}withdraw/"):
        assert other.open(page).answer.status_code == 404
        assert nobody.open(page).address == f"/en/sign-in/?next={page.replace('/', '%2F')}"
        assert nobody.client.post(page).status_code in (404, 405)


def test_a_link_in_a_message_leads_through_signing_in_to_the_case(
    signed_in: Callable[[str], Visitor],
) -> None:
    address = applied(signed_in("nino@example.org")).address
    browser = Visitor().open(address).follow()
    assert browser.says("Sign in, and you come back to the page you asked for.")
    browser.send({"contact": "nino@example.org"}).follow()
    browser.send({"code": code_sent_to("nino@example.org")})
    assert browser.address == address
    assert browser.follow().says("Being examined")


def test_what_was_left_open_is_shown_with_the_way_to_it_and_what_its_page_asked(visitor: Visitor) -> None:
    fill_in(visitor)
    assert visitor.says("For how long do you want the permit? Months", "Not answered")
    assert re.search(r'href="[^"]*/interpreter/\?then=check#interpreter-wanted"', visitor.text)
    assert visitor.says("Could be granted")


def test_no_term_is_promised_and_no_duty_told_where_none_is_left(visitor: Visitor) -> None:
    fill_in(visitor, {"ends.on": FILED_ON.isoformat()})
    assert visitor.says("What you can expect", "Decision by")
    assert not visitor.says("Could be granted")
    assert not visitor.says("State duty")


@pytest.mark.parametrize("page", ["cases", "done"])
def test_a_link_tells_nothing_of_whether_there_is_such_a_case(visitor: Visitor, page: str) -> None:
    reference = reference_of(applied(visitor).address)
    unknown = re.sub(r"\d", "7", reference)
    stranger = Visitor()
    told = []
    for each in (reference, unknown):
        led = stranger.open(f"/en/{page}/{each}/").answer
        asked = stranger.follow().text.replace(stranger.fields()["key"], "")
        told.append((led.status_code, led["Location"].replace(each, ""), _no_token(asked.replace(each, ""))))
    assert told[0] == told[1]


def _no_token(page: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)


def test_an_account_lists_its_cases(signed_in: Callable[[str], Visitor]) -> None:
    one = signed_in("nino@example.org")
    applied(one)
    one.open("/en/account/")
    assert one.says(
        "Your applications", "Anna Maria", "Being examined", "Decision expected by:", "1 July 2026"
    )
    assert re.search(r'class="[^"]*nowrap">AZ-MYI-\d{4}-', one.text)


def test_a_granted_case_is_paid_and_its_letter_opened(visitor: Visitor) -> None:
    address = applied(visitor).address
    case_id = Case.objects.get().id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    visitor.open(address)
    assert visitor.says("Granted: please pay", "Open the letter with our decision", "Pay the state duty")
    letter = re.findall(r"/en/cases/[^\"]+/letters/decision-[^\"]+/", visitor.text)[0]
    assert visitor.open(letter).says("This letter is new", "counts as handed to you")
    assert opened(case_id).case.appeal_until is None
    assert visitor.open(address).says("counts as handed to you")
    assert visitor.text.count(f'action="{letter}"') == 2  # beside what is awaited, and in the list
    visitor.send(to=letter).follow()
    assert visitor.answer["Content-Type"] == "application/pdf"
    assert opened(case_id).case.appeal_until is not None
    visitor.open(f"{address}pay/")
    assert visitor.says("120 AZN", "Payment number", "Pay now")
    assert visitor.send().address.startswith("/en/demo/pay/")


def test_after_the_old_card_ended_one_is_told_what_the_new_one_waits_for(visitor: Visitor) -> None:
    address = applied(visitor).address
    case_id = Case.objects.get().id
    maker = officer("author")
    finished(case_id, author=maker, approver=officer("approver", "supervisor"))
    assert visitor.open(address).says("you have your card")
    lost = Report(Cause.LOST, FILED_ON, FILED_ON)
    with transaction():
        report_card(opened(case_id), lost, by=maker)
    visitor.open(address)
    assert visitor.says("A new card: please pay", "Your old card is no longer valid", "Awaited from you")
    assert visitor.says("Pay the state duty", "Your old card: no longer valid", "Payment notice: new card")
    assert "you have your card" not in visitor.text
    pay(case_id)
    assert visitor.open(address).says("A new card is being made", "Awaited from us")
    with transaction():
        make_replacement(opened(case_id), by=maker)
    visitor.open(address)
    assert visitor.says("Your new card is ready", "Collect your card", "Receipt of your payment: new card")
    with transaction():
        hand_over_replacement(opened(case_id), by=maker)
    visitor.open(address)
    assert visitor.says("you have your card", "Your old card: no longer valid")
    assert "Awaited from" not in visitor.text


def test_taking_it_back_is_confirmed_first(visitor: Visitor) -> None:
    address = applied(visitor).address
    visitor.open(f"{address}withdraw/")
    assert visitor.says("This cannot be undone")
    visitor.send({"reason": "We move to Tbilisi."}).follow()
    assert visitor.says("The application is withdrawn", "Withdrawn")
    assert Case.objects.get().status == CaseStatus.WITHDRAWN
    assert visitor.open(f"{address}withdraw/").answer.status_code == 302


def test_messages_go_both_ways_and_twice_pressed_is_once_written(visitor: Visitor) -> None:
    address = applied(visitor).address
    visitor.open(f"{address}messages/")
    form = visitor.fields() | {"words": "When do you decide?"}
    for _ in range(2):
        visitor.client.post(f"{address}messages/", form)
    assert visitor.open(f"{address}messages/").text.count("When do you decide?") == 1
    assert visitor.send({"words": "  "}).answer.status_code == 422


def test_the_page_of_a_case_costs_the_same_however_much_there_is(visitor: Visitor) -> None:
    address = applied(visitor).address
    visitor.open(address)
    assert statements(lambda: visitor.open(address)) == 5  # the fifth: which calendar is current today
    assert len(visitor.answer.content) < 100_000
