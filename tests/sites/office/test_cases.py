"""Cases as officers find them: the work by what is due, the case on one page, what each may see and do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from sojourn.accounts.models import Account
from sojourn.audit.models import Access
from sojourn.cases import actions as cases
from sojourn.cases.models import Case
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from tests.factories.cases import FILED_ON, GUEST, OFFICE, apply, opened
from tests.sites.office.conftest import Desk
from tests.sites.searching import look

pytestmark = pytest.mark.django_db
QUEUE = "/en/office/cases/"
OFFICE_LIST = f"{QUEUE}?whose=office"


@pytest.fixture(autouse=True)
def _filing_day(_day: None) -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def account(client: Client) -> Account:
    return Account.objects.get(id=client.session["_auth_user_id"])


def acting(client: Client) -> Actor:
    return Actor(ActorKind.STAFF, Door.OFFICE, account_id=account(client).id, office=OFFICE)


def take(client: Client, case_id: UUID) -> None:
    with transaction():
        cases.take(case_id, by=acting(client))


def at(case_id: UUID, step: str = "") -> str:
    return f"/en/office/cases/{case_id}/{step}"


def page(client: Client, address: str) -> str:
    answer = look(client, address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def send(client: Client, address: str, **typed: Any) -> Any:
    """A form with a key of its own, as each page draws it."""
    return client.post(address, {"key": uuid4().hex, **typed})


def test_the_office_sees_what_is_due_first_on_top(desk: Desk) -> None:
    later = apply({"passport.surname": "Later", "passport.number": "LL1"}, on=FILED_ON)
    with clock.frozen(FILED_ON - timedelta(days=20)):
        sooner = apply({"passport.surname": "Sooner", "passport.number": "SS1"}, on=date(2026, 5, 12))
    shown = page(desk("case-officer", OFFICE), OFFICE_LIST)
    assert shown.index("Sooner Anna Maria") < shown.index("Later Anna Maria")
    assert sooner.reference in shown
    assert later.reference in shown
    assert "days left" in shown
    assert "Being examined" in shown


def test_what_is_late_is_said_by_its_word(desk: Desk) -> None:
    apply()
    with clock.frozen(date(2026, 7, 20)):
        shown = page(desk("case-officer", OFFICE), OFFICE_LIST)
    assert "19 days ago" in shown
    assert "tag--wrong" in shown


def test_my_cases_are_those_in_my_hands(desk: Desk) -> None:
    case_id = apply().case_id
    officer = desk("case-officer", OFFICE)
    assert "Nothing in your hands" in page(officer, QUEUE)
    take(officer, case_id)
    assert "Eriksson" in page(officer, QUEUE)
    assert "Nothing in your hands" in page(desk("case-officer", OFFICE), QUEUE)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("whose=office&free=yes", False),
        ("whose=office&status=in-review", True),
        ("whose=office&status=proposed", False),
        ("whose=office&stage=to-finish", False),
        ("whose=office&stage=closed", False),
        ("whose=office&stage=nonsense&status=nonsense&after=nonsense", True),
    ],
)
def test_the_list_is_narrowed_by_stage_status_and_hands(desk: Desk, asked: str, there: bool) -> None:
    officer = desk("case-officer", OFFICE)
    take(officer, apply().case_id)
    assert ("Eriksson" in page(officer, f"{QUEUE}?{asked}")) is there


def test_a_case_of_another_office_is_as_if_it_did_not_exist(desk: Desk) -> None:
    case_id = apply().case_id
    elsewhere = desk("case-officer", "rmd-lan")
    assert "Eriksson" not in page(elsewhere, OFFICE_LIST)
    for step in ("", "history/", "proposal/", "file/", "letters/pending/"):
        assert elsewhere.get(at(case_id, step)).status_code == 404
    assert send(elsewhere, at(case_id, "take/")).status_code == 404


def test_a_protected_case_is_seen_by_the_protection_desk_alone(desk: Desk) -> None:
    case_id = apply().case_id
    with transaction():
        reclassify_person(
            opened(case_id).case.person_id, confidentiality=Confidentiality.PROTECTED, by=SYSTEM
        )
    officer = desk("case-officer", OFFICE)
    assert "Eriksson" not in page(officer, OFFICE_LIST)
    assert officer.get(at(case_id)).status_code == 404
    assert "Eriksson" in page(desk("protection-officer", OFFICE), at(case_id))


def test_a_whole_reference_leads_to_its_case_and_a_name_finds_it(desk: Desk) -> None:
    receipt = apply()
    officer = desk("case-officer", OFFICE)
    answer = officer.post(QUEUE, {"q": receipt.reference.lower()})
    assert (answer.status_code, answer["Location"]) == (302, at(receipt.case_id))
    assert receipt.reference in page(officer, f"{QUEUE}?q=eriks")
    assert "No case found" in page(officer, f"{QUEUE}?q=nobody")
    assert "No case found" in page(desk("case-officer", "rmd-lan"), f"{QUEUE}?q=eriks")


def test_the_case_tells_answers_clock_person_and_letters_and_the_look_is_kept(desk: Desk) -> None:
    receipt = apply()
    shown = page(desk("case-officer", OFFICE), at(receipt.case_id))
    for told in ("Eriksson", "Sweden", "AA1234567", "Nizami", "Certificate of the pending application"):
        assert told in shown, told
    assert "0 of 20 working days are used; the answer is due by 1 July 2026" in shown
    assert 'role="img"' in shown
    assert Access.objects.filter(subject_kind="case", subject_id=receipt.case_id, purpose="case").exists()


def test_what_can_be_done_follows_from_status_and_role(desk: Desk) -> None:
    case_id = apply().case_id
    officer = page(desk("case-officer", OFFICE), at(case_id))
    counter = page(desk("counter-officer", OFFICE), at(case_id))
    supervisor = page(desk("supervisor", OFFICE), at(case_id))
    assert at(case_id, "proposal/") in officer
    assert at(case_id, "take/") in officer
    assert at(case_id, "transfer/") not in officer
    assert at(case_id, "proposal/") not in counter
    assert at(case_id, "withdrawal/") in counter
    assert at(case_id, "transfer/") in supervisor
    assert at(case_id, "decision/") not in supervisor


@pytest.mark.parametrize(
    ("role", "step", "status"),
    [
        ("counter-officer", "proposal/", 403),
        ("counter-officer", "take/", 403),
        ("case-officer", "decision/", 403),
        ("case-officer", "transfer/", 403),
        ("supervisor", "proposal/", 403),
        ("auditor", "", 403),
    ],
)
def test_nobody_does_more_than_their_role_allows(desk: Desk, role: str, step: str, status: int) -> None:
    case_id = apply().case_id
    office = None if role == "auditor" else OFFICE
    client = desk(role, office)
    answer = client.post(at(case_id, step)) if step == "take/" else client.get(at(case_id, step))
    assert answer.status_code == status


def test_taken_by_another_is_said_with_the_name_and_the_time(desk: Desk) -> None:
    case_id = apply().case_id
    first, second = desk("case-officer", OFFICE), desk("protection-officer", OFFICE)
    assert send(first, at(case_id, "take/")).status_code == 302
    answer = send(second, at(case_id, "take/"))
    assert answer.status_code == 409
    assert "case-officer has had this in hand since 1 June 2026" in answer.content.decode()


def test_the_same_form_sent_twice_acts_once(desk: Desk) -> None:
    case_id = apply().case_id
    officer = desk("case-officer", OFFICE)
    for _ in range(2):
        assert send(officer, at(case_id, "message/"), words="Please call", key="same").status_code == 302
    assert page(officer, at(case_id)).count("Please call") == 1


def test_a_case_changed_meanwhile_is_not_overrun_and_what_was_typed_stays(desk: Desk) -> None:
    case_id = apply().case_id
    officer = desk("case-officer", OFFICE)
    seen = opened(case_id).case.version
    take(officer, case_id)
    answer = send(officer, at(case_id, "put-back/"), reason="Illness of long", version=str(seen))
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "case-officer changed this case" in said
    assert "Illness of long" in said


def test_put_back_handed_over_and_recused_with_a_reason(desk: Desk) -> None:
    case_id = apply().case_id
    first, second = desk("case-officer", OFFICE), desk("case-officer", OFFICE)
    take(first, case_id)
    assert send(first, at(case_id, "put-back/"), reason="").status_code == 409
    assert send(first, at(case_id, "put-back/"), reason="Illness").status_code == 302
    take(first, case_id)
    to = str(account(second).id)
    assert send(first, at(case_id, "hand-over/"), officer=to, reason="Leave").status_code == 302
    assert Case.objects.get(id=case_id).handler_id == account(second).id
    assert send(second, at(case_id, "recuse/"), reason="A cousin").status_code == 302
    assert Case.objects.get(id=case_id).handler_id is None
    answer = send(second, at(case_id, "take/"))
    assert "may not work on the case" in answer.content.decode()


def test_a_case_goes_to_another_office_with_its_clock(desk: Desk) -> None:
    case_id = apply().case_id
    before = opened(case_id).case
    supervisor = desk("supervisor", OFFICE)
    answer = send(
        supervisor, at(case_id, "transfer/"), office="rmd-lan", reason="The person moved", papers="yes"
    )
    assert answer.status_code == 302
    after = opened(case_id).case
    assert (after.office, after.custody_office, after.due_on) == ("rmd-lan", "rmd-lan", before.due_on)
    assert "Eriksson" in page(desk("case-officer", "rmd-lan"), OFFICE_LIST)


def test_sixty_cases_are_handed_over_in_one_sitting(desk: Desk) -> None:
    first, second = desk("case-officer", OFFICE), desk("case-officer", OFFICE)
    for number in range(60):
        take(first, apply({"passport.number": f"N{number}"}).case_id)
    shown = page(first, f"{QUEUE}?many=all")
    assert shown.count(" checked") == 60
    chosen = [str(found) for found in Case.objects.values_list("id", flat=True)]
    answer = first.post(
        f"{QUEUE}hand-over/",
        {"case": chosen, "officer": str(account(second).id), "reason": "Leave", "many": "all"},
    )
    assert answer.status_code == 302
    assert "60 cases were handed over." in page(first, answer["Location"])
    assert Case.objects.filter(handler_id=account(second).id).count() == 60


def test_of_those_that_stay_it_is_said_why(desk: Desk) -> None:
    first, second = desk("case-officer", OFFICE), desk("case-officer", OFFICE)
    fits, own, gone = (apply({"passport.number": f"N{number}"}) for number in range(3))
    for each in (fits, own, gone):
        take(first, each.case_id)
    Case.objects.filter(id=own.case_id).update(account_id=account(second).id)
    with transaction():
        withdraw_application(opened(gone.case_id), reason="", by=GUEST)
    chosen = [str(each.case_id) for each in (fits, own, gone)]
    answer = first.post(
        f"{QUEUE}hand-over/",
        {"case": chosen, "officer": str(account(second).id), "reason": "Leave", "many": "some"},
    )
    said = answer.content.decode()
    assert "1 case was handed over." in said
    assert f"{own.reference}</span></a>: This officer may not work on the case" in said
    assert f"{gone.reference}</span></a>: This cannot be done with the case as it stands now" in said
    assert Case.objects.get(id=fits.case_id).handler_id == account(second).id


def test_a_hand_over_without_an_officer_keeps_the_ticks(desk: Desk) -> None:
    officer = desk("case-officer", OFFICE)
    case_id = apply().case_id
    take(officer, case_id)
    answer = officer.post(f"{QUEUE}hand-over/", {"case": [str(case_id)], "reason": "Leave", "many": "some"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the officer" in said
    assert f'value="{case_id}" id="case-{case_id}" checked' in said
    assert 'value="Leave"' in said


def test_the_list_goes_on_where_a_page_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sojourn.cases.queries.PAGE", 2)
    monkeypatch.setattr("sojourn.cases.queries.listing.PAGE", 2)
    for letter in "ABC":
        apply({"passport.number": f"N{letter}", "passport.surname": f"Name{letter}"})
    officer = desk("case-officer", OFFICE)
    shown = page(officer, OFFICE_LIST)
    further = shown[shown.index('rel="next"') - 300 : shown.index('rel="next"')].rpartition('href="')[2]
    rest = page(officer, QUEUE + further.partition('"')[0].replace("&amp;", "&"))
    names = [f"Name{letter}" for letter in "ABC"]
    assert sorted(name for name in names if name in shown) + [n for n in names if n in rest] == names
