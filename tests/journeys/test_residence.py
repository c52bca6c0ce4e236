"""A residence permit from both sides of the desk: granted, refused and won back, unpaid and saved."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page

from sojourn.cases.models import Case
from sojourn.cases.types import CaseStatus, Power
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.lib import clock
from sojourn.lib.db import transaction
from tests.factories.cases import OFFICE, opened, pay
from tests.harness.browser import Visitor
from tests.journeys.residence import (
    SERVICE,
    WORDS,
    Applicant,
    applicant,
    desk,
    fill_in,
    granted,
    paper,
    press,
    read_letter,
    seen,
    send,
    staff,
    status,
    step,
)

pytestmark = pytest.mark.usefixtures("live_database")
LONG_AGO = timedelta(days=150)


def own(page: Page, case_id: UUID, language: str, then: str = "") -> None:
    """The applicant's page of a case."""
    page.goto(f"/{language}/cases/{opened(case_id).case.reference}/{then}")


def at(page: Page, case_id: UUID, language: str) -> None:
    """The office's page of a case."""
    page.goto(f"/{language}/office/cases/{case_id}/")


def pay_in_the_sandbox(page: Page) -> None:
    """From the page of the duty to the provider and back."""
    send(page)
    seen(page)
    send(page)
    press(page, page.locator("main form .buttons a.button--second"))


def test_granted_from_the_first_question_to_the_card(browser: Visitor) -> None:
    anna = applicant("Erikssona")
    home = browser.signed_in(anna.account_id, language="az")
    case_id = apply_at_home(home, anna)
    propose_and_approve(browser, case_id)
    own(home, case_id, "az")
    seen(home)
    decision = home.locator("main .awaited form[action*='/letters/decision']")
    assert read_letter(home, decision).startswith(b"%PDF")
    own(home, case_id, "az", "pay/")
    seen(home)
    pay_in_the_sandbox(home)
    seen(home)
    assert status(case_id) is CaseStatus.IN_PRODUCTION
    card_to_its_holder(browser, case_id)
    own(home, case_id, "az")
    seen(home)
    assert status(case_id) is CaseStatus.GRANTED
    assert home.locator("main a[href*='/letters/']").count() >= 3


def apply_at_home(page: Page, who: Applicant) -> UUID:
    """The way of an application: every question, the summary, the certificate, the page of the case."""
    page.goto(f"/az/apply/{SERVICE}/")
    asked = fill_in(page, who.answers)
    assert {"ground", "passport", "dwelling"} <= set(asked)
    page.locator("[name='contact.channel'][value=none]").check()
    send(page)
    page.wait_for_url("**/done/**")
    seen(page)
    assert paper(page, page.locator("main a[href*='/letters/pending/']").first).startswith(b"%PDF")
    reference = re.findall(r"/done/([^/]+)/", page.url)[0]
    return UUID(str(Case.objects.values_list("id", flat=True).get(reference=reference)))


def propose_and_approve(browser: Visitor, case_id: UUID) -> None:
    """One officer takes and proposes, another approves."""
    page = desk(browser, staff(), "az")
    page.goto("/az/office/cases/?whose=office&free=yes")
    seen(page)
    press(page, page.locator(f"main table a[href$='/{case_id}/']"))
    seen(page)
    press(page, page.locator("main form[action$='/take/'] button"))
    step(page, case_id, "proposal")
    page.locator("[name=kind][value=grant]").check()
    page.locator("#reason-granted-as-asked").check()
    page.locator("[name=words-az]").fill("Sənədlər yoxlanıb.")
    seen(page)
    press(page, page.locator("main form > .buttons button").first)
    assert status(case_id) is CaseStatus.PROPOSED
    above = desk(browser, staff("supervisor"), "az")
    at(above, case_id, "az")
    step(above, case_id, "decision")
    seen(above)
    press(above, above.locator("main form:has([name=proposal]) button").first)
    assert status(case_id) is CaseStatus.AWAITING_PAYMENT


def card_to_its_holder(browser: Visitor, case_id: UUID) -> None:
    page = desk(browser, staff(), "az")
    at(page, case_id, "az")
    for does, then in (("make", CaseStatus.READY), ("hand-over", CaseStatus.GRANTED)):
        press(page, page.locator(f"main form[action$='/card/{does}/'] button"))
        assert status(case_id) is then
    seen(page)


def test_refused_after_a_notice_and_won_on_appeal(browser: Visitor) -> None:
    boris = applicant("Erikssonb")
    case_id = boris.applied(language="ru")
    page = desk(browser, staff(), "ru")
    at(page, case_id, "ru")
    step(page, case_id, "intention")
    give_reasons(page, "refused-ground-absent")
    seen(page)
    press(page, page.locator("main form > .buttons button").first)
    home = browser.signed_in(boris.account_id, language="ru")
    own(home, case_id, "ru")
    read_letter(home, home.locator("main .awaited form[action*='/letters/intention']"))
    assert opened(case_id).page.hearings[-1].answer_by
    own(home, case_id, "ru", "answer/")
    seen(home)
    home.locator("[name=words]").fill("Договор есть.")
    send(home)
    seen(home)
    refuse(browser, case_id, page)
    own(home, case_id, "ru")
    read_letter(home, home.locator("main .awaited form[action*='/letters/decision']"))
    appeal_in_three_pages(home, case_id)
    judge_decides(desk(browser, staff("appeal-officer"), "ru"), case_id)
    own(home, case_id, "ru")
    seen(home)
    assert status(case_id) is CaseStatus.AWAITING_PAYMENT
    assert home.locator("main a[href$='/pay/']").count()


def give_reasons(page: Page, code: str) -> None:
    page.locator(f"#reason-{code}").check()
    page.locator(f"[name='value-{code}-article']").fill("45.1.8")
    page.locator("[name=words-az]").fill(WORDS["az"])


def refuse(browser: Visitor, case_id: UUID, page: Page) -> None:
    """What was announced is proposed by the same officer and approved by another."""
    at(page, case_id, "ru")
    step(page, case_id, "proposal")
    page.locator("[name=kind][value=refuse]").check()
    give_reasons(page, "refused-ground-absent")
    press(page, page.locator("main form > .buttons button").first)
    above = desk(browser, staff("supervisor"), "ru")
    at(above, case_id, "ru")
    step(above, case_id, "decision")
    press(above, above.locator("main form:has([name=proposal]) button").first)
    assert status(case_id) is CaseStatus.REFUSED


def appeal_in_three_pages(page: Page, case_id: UUID) -> None:
    """What is contested, why, and once more before it is sent."""
    own(page, case_id, "ru")
    press(page, page.locator("aside a[href$='/appeal/']"))
    seen(page)
    press(page, page.locator("main .buttons a.button"))
    seen(page)
    page.locator("[name=words]").fill("Договор был подан.")
    send(page)
    seen(page)
    assert "Договор был подан." in page.locator("main").inner_text()
    send(page)
    seen(page)
    assert opened(case_id).page.appeals


def judge_decides(page: Page, case_id: UUID) -> None:
    """Someone uninvolved takes the appeal and grants what was refused."""
    page.goto("/ru/office/appeals/")
    seen(page)
    press(page, page.locator(f"main table a[href*='/{case_id}/']"))
    press(page, page.locator("main form[action$='/appeal/take/'] button"))
    page.locator("[name=outcome][value=granted]").check()
    page.locator("#reason-granted-on-appeal").check()
    page.locator("[name=until]").fill(f"{clock.today() + timedelta(days=200):%d.%m.%Y}")
    page.locator("[name=words-az]").fill("Müqavilə var.")
    seen(page)
    press(page, page.locator("main form[action$='/appeal/decision/'] > .buttons button").first)
    seen(page)


def overdue(who: Applicant) -> UUID:
    """Granted long ago; the time to pay has run out."""
    then = clock.today() - LONG_AGO
    case_id = who.applied(on=then)
    with clock.frozen(then):
        granted(case_id)
    first = lapses_from(opened(case_id))
    assert first
    assert first <= clock.today()
    return case_id


def test_a_payment_before_the_officers_record_saves_the_permit(browser: Visitor) -> None:
    clara = applicant("Erikssonc")
    case_id = overdue(clara)
    page = desk(browser, staff("supervisor"), "en")
    at(page, case_id, "en")
    step(page, case_id, "lapse")
    page.locator("[name=reason]").fill("Nobody paid.")
    seen(page)
    home = browser.signed_in(clara.account_id, language="en")
    own(home, case_id, "en", "pay/")
    pay_in_the_sandbox(home)
    assert status(case_id) is CaseStatus.IN_PRODUCTION
    press(page, page.locator("main form .buttons button"))
    browser.expect_status(409)
    seen(page)
    assert "Nobody paid." in page.locator("[name=reason]").input_value()
    assert status(case_id) is CaseStatus.IN_PRODUCTION


def test_a_lapse_is_taken_back_when_the_payment_had_come_in_time(browser: Visitor) -> None:
    dora = applicant("Erikssond")
    case_id = overdue(dora)
    file = opened(case_id)
    first, by = lapses_from(file), staff("supervisor")
    assert first
    with transaction(), clock.frozen(first):
        record_lapse(file, reasons=("lapsed-unpaid",), words=WORDS, power=Power("supervisor", OFFICE), by=by)
    with clock.frozen(first - timedelta(days=1)):
        at_that_time = clock.now()
    pay(case_id, at=at_that_time)
    cashier = desk(browser, staff("cashier"), "az")
    cashier.goto("/az/office/payments/")
    seen(cashier)
    page = desk(browser, staff("supervisor"), "az")
    at(page, case_id, "az")
    step(page, case_id, "lapse/undo")
    seen(page)
    page.locator("[name=reason]").fill("Rüsum vaxtında ödənilib.")
    press(page, page.locator("main form .buttons button"))
    assert status(case_id) is CaseStatus.IN_PRODUCTION
    home = browser.signed_in(dora.account_id, language="az")
    own(home, case_id, "az")
    seen(home)
