"""A card was lost, or its data are old: it ends at once, then another is made and handed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pypdfium2
import pytest
from django.http import HttpResponse
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account
from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases.errors import ChangedMeanwhile, Recused
from sojourn.cases.types import CaseStatus
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.changed_data import read_changed
from sojourn.flows.errors import (
    AnswersUnreadable,
    CardStands,
    DutyOwed,
    NothingChanged,
    NothingGranted,
    ReportInTheFuture,
)
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.receive_payment import receive_payment
from sojourn.flows.remind_of_payments import remind_of_payments
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
from sojourn.people import queries as people
from sojourn.people.types import Standing
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
    assert told.charge.due_on == clock.today() + timedelta(days=30)
    assert remind_of_payments() == 0
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


def counter_client() -> Client:
    with transaction():
        account = accounts.open_staff_account(
            "counter", display_name="Counter", password="crane over the lake", language="en", by=SYSTEM
        )
        accounts.grant_role(account, "case-officer", office=OFFICE, from_on=FILED_ON, by=SYSTEM)
    client = Client()
    client.force_login(Account.objects.get(id=account), backend="sojourn.accounts.backend.AccountBackend")
    return client


def test_the_page_shows_the_step_that_comes_next(carded: UUID) -> None:
    client, here = counter_client(), f"/en/office/cases/{carded}/card/replace/"

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


MARRIED = {
    "passport.surname": "Novák-Kaya",
    "passport.number": "CC5550001",
    "passport.expires-on": "2036-05-03",
    "dwelling.place.street": "Seaside Street",
}


def married(case_id: UUID, by: Actor, **also: str) -> Reported:
    file = opened(case_id)
    changed = read_changed(file, {**MARRIED, **also}, shown_by="marriage certificate 1234")
    with transaction():
        return report_card(file, Report(Cause.DATA_CHANGED, LOST_ON, LAST_DAY, changed), by=by)


def test_a_new_name_stands_on_the_new_card_and_the_old_one_stays_as_it_was(
    carded: UUID, maker: Actor
) -> None:
    old, person_id = card(carded), opened(carded).case.person_id
    was = opened(carded).identity
    married(carded, maker)
    assert verdict(old) is Verdict.NOT_VALID
    pay(carded)
    new = made(carded, maker)
    papers = drawn_cards(carded)
    surname = str(was.names.surname)
    assert "NOVAK<KAYA<<" in papers[new.id].replace("\r\n", "")
    assert "Novák-Kaya" in papers[new.id]
    assert "Novák-Kaya" not in papers[old.id]
    assert surname in papers[old.id]
    assert new.seal != old.seal
    now = opened(carded)
    assert now.answers["dwelling.place.street"] == "Seaside Street"
    assert now.filed.answers["passport.surname"] == surname
    assert [each.shown_by for each in now.page.changes] == ["marriage certificate 1234"]
    person = people.get_person(person_id, to=EVERYTHING)
    assert person.identity.names.surname == "Novák-Kaya"
    assert person.identity.travel_document
    assert person.identity.travel_document.number == "CC5550001"
    kept = [each for each in person.statements if each.superseded_at is not None]
    assert {each.kind.value for each in kept} == {"name", "travel-document"}
    fresh = [each for each in person.statements if each.value.get("surname") == "Novák-Kaya"]
    assert [each.standing for each in fresh] == [Standing.EVIDENCED]
    found = people.search("CC5550001", to=EVERYTHING).people + people.search(surname, to=EVERYTHING).people
    assert {each.id for each in found} == {person_id}


def test_a_name_taken_back_is_said_anew(carded: UUID, maker: Actor) -> None:
    surname = str(opened(carded).identity.names.surname)
    married(carded, maker)
    pay(carded)
    made(carded, maker)
    with clock.frozen(LAST_DAY + timedelta(days=30)):
        back = read_changed(opened(carded), {"passport.surname": surname}, shown_by="judgment 7")
        with transaction():
            report = Report(Cause.DATA_CHANGED, clock.today(), clock.today(), back)
            report_card(opened(carded), report, by=maker)
    person = people.get_person(opened(carded).case.person_id, to=EVERYTHING)
    assert person.identity.names.surname == surname
    names = [each.value["surname"] for each in person.statements if each.kind == "name"]
    assert names == [surname, "Novák-Kaya", surname]


def test_old_data_are_reported_with_the_new_and_the_paper_that_shows_them(carded: UUID, maker: Actor) -> None:
    with pytest.raises(NothingChanged), transaction():
        report_card(opened(carded), Report(Cause.DATA_CHANGED, LOST_ON, LAST_DAY), by=maker)
    with pytest.raises(NothingChanged):
        read_changed(opened(carded), {"passport.surname": "Novák-Kaya"}, shown_by=" ")
    same = {"passport.surname": str(opened(carded).identity.names.surname)}
    with pytest.raises(NothingChanged):
        read_changed(opened(carded), same, shown_by="a passport")
    with pytest.raises(AnswersUnreadable):
        read_changed(opened(carded), {"passport.expires-on": "never"}, shown_by="a passport")
    with pytest.raises(NothingChanged):
        read_changed(opened(carded), {"term.months": "99"}, shown_by="a passport")
    assert stands(opened(carded))


def test_the_officer_enters_what_is_so_now_beside_what_was(carded: UUID) -> None:
    client, here = counter_client(), f"/en/office/cases/{carded}/card/replace/"
    told = {"do": "report", "cause": "data-changed", "happened_on": "1.9.2026", "reported_on": "15.9.2026"}

    def send(key: str, **typed: str) -> HttpResponse:
        sent = {"key": key, "version": str(opened(carded).case.version), **told, **typed}
        return client.post(here, sent)

    asked = send("1").content.decode()
    surname = str(opened(carded).identity.names.surname)
    assert "What is so now?" in asked
    assert f'value="{surname}"' in asked
    assert stands(opened(carded))
    assert "Name the paper that shows it" in send("2", **MARRIED).content.decode()
    unread = send("3", **{**MARRIED, "passport.expires-on": "soon"}, shown_by="passport")
    assert (unread.status_code, unread.content.count(b"Nov\xc3\xa1k-Kaya") > 0) == (422, True)
    same = send("4", **{"passport.surname": surname}, shown_by="passport")
    assert (same.status_code, b"What is so now?" in same.content) == (409, True)
    version = str(opened(carded).case.version)
    for _ in range(2):  # a button pressed twice
        right = send("5", **MARRIED, shown_by="marriage certificate 1234", version=version)
        assert right.status_code == 302
    assert len(opened(carded).page.changes) == 1
    page = client.get(f"/en/office/cases/{carded}/").content.decode()
    assert "Changed since" in page
    assert "marriage certificate 1234" in page
    assert f"<s>{surname}</s>" in page


@pytest.mark.parametrize(
    ("happened", "told_on", "field", "said"),
    [
        ("1.9.2026", "15.9.2099", "reported_on", "This day lies in the future"),
        ("15.9.2026", "1.9.2026", "happened_on", "It was told before it happened"),
    ],
)
def test_a_wrong_day_is_told_where_it_is_asked_before_anything_else_is(
    carded: UUID, happened: str, told_on: str, field: str, said: str
) -> None:
    client, here = counter_client(), f"/en/office/cases/{carded}/card/replace/"
    typed = {"do": "report", "cause": "data-changed", "happened_on": happened, "reported_on": told_on}
    answer = client.post(here, {"key": "1", "version": str(opened(carded).case.version), **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    (tag,) = [each for each in re.findall(r"<input[^>]*>", page) if f'name="{field}"' in each]
    assert said in page
    assert 'aria-invalid="true"' in tag
    assert "What is so now?" not in page
    assert f'value="{happened}"' in page
    assert stands(opened(carded))
