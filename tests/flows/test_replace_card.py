"""A card was lost: it ends at once, the duty is paid, another is made and handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pypdfium2
import pytest
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account
from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases.errors import ChangedMeanwhile, Recused
from sojourn.cases.types import CaseStatus
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.errors import CardStands, DutyOwed, NothingGranted, ReportInTheFuture
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.receive_payment import receive_payment
from sojourn.flows.replace_card import (
    Report,
    Reported,
    hand_over_replacement,
    make_replacement,
    report_card,
    stands,
)
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.payments.types import ProviderNotice
from sojourn.permits import queries as permits
from sojourn.permits import verify
from sojourn.permits.types import Cause, Issued, Verdict
from tests.factories.cases import EVERYTHING, FILED_ON, OFFICE, apply, approve, officer, opened, pay, propose

pytestmark = pytest.mark.django_db
LOST_ON = date(2026, 9, 1)  # a Tuesday
LAST_DAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(LAST_DAY):
        yield


@pytest.fixture
def maker() -> Actor:
    return officer("maker")


@pytest.fixture
def carded(maker: Actor) -> UUID:
    """A case whose card is in its holder's hands."""
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        propose(case_id, by=maker)
        approve(case_id, by=officer("approver", "supervisor"))
        pay(case_id)
        with transaction():
            produce_card(opened(case_id), by=maker)
        with transaction():
            hand_over_card(opened(case_id), by=maker)
    return case_id


def reported(case_id: UUID, by: Actor, *, happened: date = LOST_ON, told: date = LAST_DAY) -> Reported:
    with transaction():
        return report_card(opened(case_id), Report(Cause.LOST, happened, told), by=by)


def card(case_id: UUID) -> Issued:
    found = permits.find_for(opened(case_id).case.subject, to=EVERYTHING)
    assert found
    return found


def verdict(of: Issued) -> Verdict:
    with transaction():
        return verify.verify(of.number, of.code, caller_key=of.number)


def made(case_id: UUID, by: Actor) -> Issued:
    with transaction():
        return make_replacement(opened(case_id), by=by)


def drawn_cards(case_id: UUID) -> dict[UUID | None, str]:
    """What the paper of each card of a case says."""
    file, found = opened(case_id), {}
    for letter in list_letters(file):
        if letter.purpose is Purpose.CARD:
            with transaction():
                _, content = open_letter(file, letter, language="en", by=SYSTEM)
            pages = pypdfium2.PdfDocument(content)
            found[letter.about] = " ".join(each.get_textpage().get_text_bounded() for each in pages)
    return found


def test_a_lost_card_ends_at_once_and_another_is_made_when_its_duty_is_paid(
    carded: UUID, maker: Actor
) -> None:
    lost = card(carded)
    assert verdict(lost) is Verdict.VALID
    told = reported(carded, maker)
    assert verdict(lost) is Verdict.NOT_VALID
    assert told.charge is not None
    assert str(told.charge.amount) == "10.00 AZN"
    with pytest.raises(DutyOwed):
        made(carded, maker)
    pay(carded)
    new = made(carded, maker)
    assert (verdict(new), verdict(lost)) == (Verdict.VALID, Verdict.NOT_VALID)
    assert new.valid == (clock.today(), lost.valid[1])
    with transaction():
        hand_over_replacement(opened(carded), by=maker)
    assert opened(carded).case.status is CaseStatus.GRANTED
    kinds = Event.objects.filter(subject_id=carded).order_by("subject_number").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["case:card-reported", "case:card-replaced", "case:card-given"]


@pytest.mark.parametrize(("told_on", "late"), [(LAST_DAY, 0), (LAST_DAY + timedelta(days=1), 1)])
def test_a_report_after_ten_working_days_is_marked_and_nothing_else_hangs_on_it(
    carded: UUID, maker: Actor, told_on: date, late: int
) -> None:
    with clock.frozen(told_on):
        told = reported(carded, maker, told=told_on)
        assert [each.code for each in told.findings] == ["reported-late"] * bool(late)
        assert told.charge is not None
        pay(carded)
        assert verdict(made(carded, maker)) is Verdict.VALID


def test_reported_twice_it_is_charged_once(carded: UUID, maker: Actor) -> None:
    reported(carded, maker)
    with pytest.raises(CardStands):
        reported(carded, maker)
    assert len(charges.list_of(opened(carded).case.subject, to=EVERYTHING)) == 2


def test_a_good_card_is_not_replaced(carded: UUID, maker: Actor) -> None:
    with pytest.raises(CardStands):
        made(carded, maker)
    assert stands(opened(carded))


def test_what_is_told_lies_in_the_past_and_was_granted(carded: UUID, maker: Actor) -> None:
    with pytest.raises(ReportInTheFuture):
        reported(carded, maker, told=LAST_DAY + timedelta(days=1))
    with pytest.raises(ReportInTheFuture):
        reported(carded, maker, happened=LAST_DAY, told=LOST_ON)
    with clock.frozen(FILED_ON):
        pending = apply({"passport.number": "BB7654321"}).case_id
    with pytest.raises(NothingGranted):
        reported(pending, maker)


def test_the_page_shows_the_step_that_comes_next(carded: UUID) -> None:
    with transaction():
        account = accounts.open_staff_account(
            "counter", display_name="Counter", password="crane over the lake", language="en", by=SYSTEM
        )
        accounts.grant_role(account, "case-officer", office=OFFICE, from_on=FILED_ON, by=SYSTEM)
    client, here = Client(), f"/en/office/cases/{carded}/card/replace/"
    client.force_login(Account.objects.get(id=account), backend="sojourn.accounts.backend.AccountBackend")

    def shown() -> str:
        return client.get(here).content.decode()

    def send(key: str, **typed: str) -> int:
        version = str(opened(carded).case.version)
        return client.post(here, {"key": key, "version": version, **typed}).status_code

    assert "The old card ends today" in shown()
    assert send("1", do="report", cause="", happened_on="", reported_on="") == 422
    with clock.frozen(LAST_DAY + timedelta(days=1)):
        days = {"happened_on": "1.9.2026", "reported_on": "16.9.2026"}
        assert send("2", do="report", cause="lost", **days) == 302
        waiting = shown()
        assert "It was told 1 day after the last day to tell it" in waiting
        assert "The duty for another card is to be paid first." in waiting
        assert send("3", do="make") == 409
        pay(carded)
        assert "the new card can be made" in shown()
        assert send("4", do="make") == 302
        assert "lies ready" in shown()
        assert send("5", do="give") == 302
        assert "The old card ends today" in shown()


def test_the_paper_of_each_card_tells_its_own_number(carded: UUID, maker: Actor) -> None:
    first = card(carded)
    before = drawn_cards(carded)
    assert list(before) == [first.id]
    assert first.number in before[first.id]
    reported(carded, maker)
    pay(carded)
    second = made(carded, maker)
    after = drawn_cards(carded)
    assert list(after) == [first.id, second.id]
    assert after[first.id] == before[first.id]
    assert second.number in after[second.id]
    assert first.number not in after[second.id]


def test_the_new_card_is_not_handed_over_while_its_payment_is_taken_back(carded: UUID, maker: Actor) -> None:
    reported(carded, maker)
    pay(carded)
    made(carded, maker)
    duty = charges.list_of(opened(carded).case.subject, to=EVERYTHING)[-1]
    notice = ProviderNotice("sandbox", f"pay-{duty.id}", duty.number, duty.amount, clock.now(), clock.now())
    with transaction():
        receive_payment(notice, by=SYSTEM)
    with pytest.raises(DutyOwed), transaction():
        hand_over_replacement(opened(carded), by=maker)
    assert opened(carded).case.status is CaseStatus.GRANTED


def test_who_withdrew_from_a_case_neither_ends_its_card_nor_makes_another(carded: UUID, maker: Actor) -> None:
    cousin = officer("cousin")
    with transaction():
        cases.recuse(carded, reason="a cousin", by=cousin)
    with pytest.raises(Recused):
        reported(carded, cousin)
    assert stands(opened(carded))
    reported(carded, maker)
    pay(carded)
    with pytest.raises(Recused):
        made(carded, cousin)
    made(carded, maker)
    with pytest.raises(Recused), transaction():
        hand_over_replacement(opened(carded), by=cousin)


def test_who_looked_at_an_older_state_of_the_case_makes_no_second_card(carded: UUID, maker: Actor) -> None:
    seen = opened(carded)
    reported(carded, maker)
    pay(carded)
    made(carded, maker)
    with pytest.raises(ChangedMeanwhile), transaction():
        make_replacement(seen, version=seen.case.version, by=maker)
    with pytest.raises(CardStands), transaction():
        make_replacement(seen, by=maker)
