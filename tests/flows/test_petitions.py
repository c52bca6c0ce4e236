"""A petition from the first page to its answer: receipt, questions both ways, limits, letter, end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sojourn.accounts import rules
from sojourn.accounts.rules import Limit
from sojourn.audit.models import Event, PersonalValue
from sojourn.documents.models import Document
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.lib import clock
from sojourn.notices.models import Message as Notice
from sojourn.petitions.jobs import watch_limits
from sojourn.petitions.models import NamedOfficer, Petition, PetitionMessage
from tests.factories import filings, petitions
from tests.factories.petitions import RECEIPT
from tests.promises.conftest import signed_in
from tests.promises.test_petitions_are_no_trap import picture as picture
from tests.promises.test_petitions_are_no_trap import staff

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)  # a Wednesday; 15 and 26 June are holidays
WATCHED = ("petition:warned", "petition:late-reported")
NAMED = {"name": "Anna Lind", "contact": "anna@example.org"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def controller() -> Client:
    return signed_in(staff("Rauf", "internal-control-officer"))


def page(code: str, folder: str = "conduct") -> str:
    return f"/en/office/{folder}/{petitions.of_code(code).id}/"


def act(client: Client, code: str, do: str, folder: str = "conduct", **typed: str) -> int:
    return client.post(f"{page(code, folder)}act/", {"do": do, **typed}).status_code


def opened(code: str, **more: str) -> str:
    return Client().post(RECEIPT, {"code": code, **more}).content.decode()


def test_whoever_holds_the_code_reads_and_writes_and_nobody_else(controller: Client) -> None:
    code = petitions.write("bribery", words="He wanted 200 manat.")
    assert "He wanted 200 manat." in opened(code.lower().replace(" ", "-"))
    assert act(controller, code, "take") == 302
    assert act(controller, code, "write", words="On which day was it?") == 302
    assert "On which day was it?" in opened(code)
    Client().post(RECEIPT, {"code": code, "words": "On Monday.", "key": "k1"})
    Client().post(RECEIPT, {"code": code, "words": "On Monday.", "key": "k1"})
    assert controller.get(page(code)).content.decode().count("On Monday.") == 1
    assert Event.objects.filter(kind="petition:written").count() == 2
    assert petitions.row_of(code).handler_id is not None


def test_a_code_that_never_was_is_answered_like_one_mistyped_or_erased() -> None:
    code = petitions.write("bribery")
    gone = petitions.write("bribery")
    petitions.row_of(gone).delete()
    answers = [
        Client().post(RECEIPT, {"code": each})
        for each in (gone, code[:-1] + "Q", "x", "", "0" * 300, "O0" * 8)
    ]
    assert {each.status_code for each in answers} == {422}
    assert len({len(each.content) for each in answers}) == 1


def test_after_many_tries_one_waits() -> None:
    for _ in range(20):
        Client().post(RECEIPT, {"code": "wrong"})
    assert Client().post(RECEIPT, {"code": "wrong"}).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").post(RECEIPT, {"code": "wrong"}).status_code == 422


def test_only_wrong_codes_are_tries_and_nothing_that_was_typed_is_lost() -> None:
    """Behind one line many read and write under their codes; who typed much after others guessed keeps it."""
    code, browser = petitions.write("bribery"), Client()
    for number in range(25):
        told = {"code": code, "words": f"Word {number}", "key": f"k{number}"}
        assert browser.post(RECEIPT, told).status_code == 200
    for _ in range(20):
        browser.post(RECEIPT, {"code": "wrong"})
    answer = browser.post(RECEIPT, {"code": code, "words": "They threaten me.", "key": "last"})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "They threaten me." in page
    assert code.replace(" ", "") in page.replace(" ", "")


def test_a_browser_that_takes_no_cookie_writes_and_gets_none() -> None:
    """No page on the way leaves anything in the browser, and none asks for what was not left."""
    browser = Client(enforce_csrf_checks=True)
    for address in (petitions.WRITE, RECEIPT):
        assert not browser.get(address).cookies
    told = petitions.sent("violence", browser)
    assert petitions._CODE.search(told.content.decode())
    code = petitions._CODE.findall(told.content.decode())[0]
    assert browser.post(RECEIPT, {"code": code, "words": "More.", "key": "k"}).status_code == 200
    assert not browser.cookies


def test_papers_of_petitions_never_sent_are_limited_too(
    picture: SimpleUploadedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forms begun over and over pile up no papers."""
    monkeypatch.setattr(rules, "PETITION_PAPERS_PER_CALLER", Limit("papers-of-test", 3, timedelta(hours=1)))
    kept = 0
    for _ in range(4):
        browser = Client()
        answer = browser.post(petitions.WRITE, {"matter": "bribery"})
        for typed in ({"words": "w"}, {}):
            answer = browser.post(petitions.WRITE, {**petitions.page_of(answer), **typed, "go": "next"})
        picture.seek(0)
        form = {**petitions.page_of(answer), "paper": picture, "go": "add"}
        answer = browser.post(petitions.WRITE, form)
        kept += answer.status_code == 200
    assert kept == 3
    assert Document.objects.count() == 3
    assert "Too many came from here" in answer.content.decode()


def test_the_form_sent_twice_is_one_petition_with_one_code() -> None:
    browser = Client()
    answer = browser.post(petitions.WRITE, {"matter": "exploitation"})
    for _ in range(4):
        kept = petitions.page_of(answer)
        answer = browser.post(petitions.WRITE, {**kept, "words": "w", "go": "next"})
    kept = petitions.page_of(answer)
    first, second = (browser.post(petitions.WRITE, {**kept, "go": "send"}).content for _ in range(2))
    assert petitions._CODE.findall(first.decode()) == petitions._CODE.findall(second.decode())
    assert Petition.objects.count() == 1


def test_what_was_changed_after_sending_is_not_taken_for_the_same_and_stays_on_the_page() -> None:
    browser = Client()
    answer = browser.post(petitions.WRITE, {"matter": "exploitation"})
    for _ in range(4):
        answer = browser.post(petitions.WRITE, {**petitions.page_of(answer), "words": "w", "go": "next"})
    kept = petitions.page_of(answer)
    code = petitions._CODE.findall(browser.post(petitions.WRITE, {**kept, "go": "send"}).content.decode())[0]
    changed = browser.post(petitions.WRITE, {**kept, "go": "words"})
    again = {**petitions.page_of(changed), "words": "He beat me", "go": "next"}
    for _ in range(4):
        answer = browser.post(petitions.WRITE, again)
        again = {**petitions.page_of(answer), "go": "next"}
    refused = browser.post(petitions.WRITE, {**again, "go": "send"}).content.decode()
    assert code in refused
    assert "He beat me" in refused
    assert petitions.of_code(code).told.words == "w"


def test_in_another_language_nothing_that_was_typed_is_lost_and_the_code_is_the_same() -> None:
    browser = Client()
    page = petitions.page_of(browser.post(petitions.WRITE, {"matter": "exploitation"}))
    answer = browser.post("/ru/write/", {**page, "words": "He beat me", "go": "stay"})
    assert 'lang="ru"' in answer.content.decode()
    assert "He beat me" in answer.content.decode()
    sent = petitions.sent("exploitation", browser)
    kept = {**petitions.page_of(sent), "go": "send"}
    again = browser.post("/az/write/", kept).content.decode()
    assert petitions._CODE.findall(again) == petitions._CODE.findall(sent.content.decode())
    assert Petition.objects.count() == 1


def test_the_browser_keeps_nothing_and_no_address_tells_what_about() -> None:
    browser = Client()
    answer = petitions.sent("exploitation", browser)
    assert set(browser.cookies) <= {"csrftoken"}
    assert answer["Cache-Control"] == "no-store"
    assert "Location" not in answer


def test_a_question_needs_a_name_and_a_report_of_wrong_does_not() -> None:
    refused = petitions.sent("petition")
    assert refused.status_code == 422
    assert "Enter your name" in refused.content.decode()
    assert petitions.of_code(petitions.write("petition", **NAMED)).told.name == "Anna Lind"
    assert petitions.of_code(petitions.write("violence")).told.name == ""


def test_someone_signed_in_need_not_say_who_they_are_and_is_told_of_the_answer() -> None:
    account = filings.account("anna@example.org")
    code = petitions.write("suggestion", signed_in(account), office="rmd-lan")
    officer = signed_in(staff("Ilqar", "case-officer", "rmd-lan"))
    assert petitions.of_code(code).account_id == account
    assert act(officer, code, "answer", "letters", words="Thank you, we do so from July.") == 302
    told = Notice.objects.get(about_kind="petition")
    assert told.account_id == account
    assert "July" not in str(told.said)


def test_a_tampered_or_old_form_begins_anew() -> None:
    kept = petitions.page_of(Client().post(petitions.WRITE, {"matter": "bribery"}))
    for changed in (kept["kept"][:-4] + "AAAA", "x", ""):
        answer = Client().post(petitions.WRITE, {**kept, "kept": changed, "words": "w"})
        assert answer.status_code == 422
        assert "Please begin again" in answer.content.decode()
    with clock.frozen(datetime(2026, 6, 12, tzinfo=clock.zone())):
        assert Client().post(petitions.WRITE, {**kept, "words": "w"}).status_code == 422


def test_it_is_due_in_fifteen_working_days_and_in_thirty_once_it_must_be_studied(controller: Client) -> None:
    code = petitions.write("misconduct")
    assert petitions.of_code(code).due_on == date(2026, 7, 3)
    assert act(controller, code, "prolong", reason="The camera has to be read.") == 302
    assert petitions.of_code(code).due_on == date(2026, 7, 24)
    assert act(controller, code, "prolong", reason="Once more.") == 422
    assert "We must look into it for longer" in opened(code)


def test_what_is_late_is_said_to_both_and_can_still_be_answered(controller: Client) -> None:
    code = petitions.write("misconduct")
    with clock.frozen(date(2026, 7, 4)):
        assert "Overdue" in controller.get("/en/office/conduct/").content.decode()
        assert "We should have answered by now" in opened(code)
        assert act(controller, code, "answer", words="We are sorry that it took so long.") == 302
    assert Event.objects.get(kind="petition:answered").facts["in_time"] is False


def test_what_is_due_first_stands_first(controller: Client) -> None:
    first = petitions.of_code(petitions.write("misconduct"))
    with clock.frozen(date(2026, 6, 9)):
        earlier = petitions.of_code(petitions.write("bribery"))
    listed = controller.get("/en/office/conduct/").content.decode()
    assert listed.index(earlier.number) < listed.index(first.number)


def test_the_answer_is_a_signed_letter_that_names_nobody(controller: Client) -> None:
    code = petitions.write("bribery", words="He wanted 200 manat.", name="Anna Lind")
    assert act(controller, code, "answer", words="") == 422
    assert act(controller, code, "answer", words="The money is paid back.\n\nHe is gone.") == 302
    assert act(controller, code, "answer", words="Again.") == 409
    letter = Document.objects.get(kind="petition-answer")
    content = Client().post(RECEIPT, {"code": code, "letter": str(letter.id)}).content
    text = "".join(each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(content))
    assert b"/ByteRange" in content
    assert petitions.of_code(code).number in text
    assert "The money is paid back." in text
    for hidden in ("Anna Lind", "favour", "200 manat"):
        assert hidden not in text
    stranger = petitions.write("bribery")
    assert Client().post(RECEIPT, {"code": stranger, "letter": str(letter.id)}).status_code == 404
    assert letter.confidentiality == 1


def test_who_asks_again_after_an_answer_gets_the_whole_time_anew(controller: Client) -> None:
    code = petitions.write("misconduct")
    act(controller, code, "answer", words="We looked into it.")
    with clock.frozen(date(2026, 8, 3)):
        Client().post(RECEIPT, {"code": code, "words": "It happened again.", "key": "k"})
        again = petitions.of_code(code)
    assert (again.status, again.due_on) == ("waiting", date(2026, 8, 24))


def test_only_what_was_answered_three_times_within_a_year_is_closed_as_repeated() -> None:
    officer = signed_in(staff("Ilqar", "case-officer", "rmd-lan"))
    told = {"office": "rmd-lan", **NAMED}
    for number in range(3):
        code = petitions.write("petition", **told)
        assert act(officer, code, "close", "letters", reason="Again.") == 422, number
        act(officer, code, "answer", "letters", words=f"Answer {number}.")
    last = petitions.write("petition", **{**told, "name": "ANNA LIND "})
    other = petitions.write("petition", **{**told, "name": "Boris Lind"})
    assert act(officer, last, "close", "letters", reason="") == 422
    assert act(officer, other, "close", "letters", reason="Again.") == 422
    assert act(officer, last, "close", "letters", reason="We answered on three days.") == 302
    assert "We answered on three days." in opened(last)
    assert act(officer, last, "answer", "letters", words="w") == 409
    with clock.frozen(date(2027, 6, 11)):
        later = petitions.write("petition", **told)
        assert act(officer, later, "close", "letters", reason="Again.") == 422


def test_it_is_forwarded_to_a_body_of_the_pack_and_its_writer_reads_where(controller: Client) -> None:
    code = petitions.write("violence-by-staff")
    assert act(controller, code, "forward", body="nowhere", reason="r") == 422
    assert act(controller, code, "forward", body="prosecutor", reason="They look into crimes.") == 302
    shown = opened(code)
    assert "Prosecutor General" in shown
    assert "They look into crimes." in shown


def test_another_desk_takes_over_what_belongs_there(controller: Client) -> None:
    code = petitions.write("misconduct")
    assert act(controller, code, "hand-on", to="protection", reason="She is in danger.") == 302
    assert controller.get(page(code)).status_code == 404
    protector = signed_in(staff("Sevda", "protection-officer"))
    assert protector.get(page(code, "wrongs")).status_code == 200


def test_an_officer_found_out_to_be_meant_sees_it_no_more(controller: Client) -> None:
    code, hers = petitions.write("misconduct"), staff("Lala", "internal-control-officer")
    assert signed_in(hers).get(page(code)).status_code == 200
    assert act(controller, code, "shield", officer=str(hers)) == 302
    assert signed_in(hers).get(page(code)).status_code == 404


def test_a_contact_is_written_to_only_where_it_was_called_safe(controller: Client) -> None:
    for safe, messages in (("", 0), ("yes", 1)):
        code = petitions.write("misconduct", contact="anna@example.org", safe=safe)
        act(controller, code, "write", words="When was it?")
        assert Notice.objects.filter(about_kind="petition").count() == messages
    told = str(Notice.objects.get(about_kind="petition").said)
    for hidden in ("misconduct", "officer", "petition", "When"):
        assert hidden not in told


def test_papers_are_opened_by_the_desk_alone(controller: Client, picture: object) -> None:
    code = petitions.write("bribery", paper=picture)
    document = Document.objects.get(kind="petition-paper")
    assert controller.get(f"{page(code)}papers/{document.id}/")["Content-Type"] == "image/png"
    other = petitions.write("bribery")
    assert controller.get(f"{page(other)}papers/{document.id}/").status_code == 404
    assert controller.get(f"{page(code)}papers/{UUID(int=9)}/").status_code == 404


def test_when_its_term_has_passed_nothing_of_it_is_left(controller: Client, picture: object) -> None:
    code = petitions.write("bribery", words="w", officer="Kamran", paper=picture)
    number = petitions.of_code(code).number
    act(controller, code, "forward", body="prosecutor", reason="A crime.")
    with clock.frozen(date(2031, 6, 9)):
        erase_what_is_past()
        assert Petition.objects.count() == 1
    with clock.frozen(date(2031, 6, 12)):
        erase_what_is_past()
    for model in (Petition, PetitionMessage, NamedOfficer, Document):
        assert not model.objects.exists()
    assert not PersonalValue.objects.filter(event__subject_kind="petition").exists()
    assert Event.objects.get(kind="petition:erased").facts["number"] == number


def test_papers_of_a_petition_that_was_not_sent_go_after_the_term_of_drafts(picture: io.BytesIO) -> None:
    browser = Client()
    answer = browser.post(petitions.WRITE, {"matter": "bribery"})
    for typed in ({"words": "w"}, {}):
        answer = browser.post(petitions.WRITE, {**petitions.page_of(answer), **typed, "go": "next"})
    browser.post(petitions.WRITE, {**petitions.page_of(answer), "paper": picture, "go": "add"})
    assert Document.objects.count() == 1
    with clock.frozen(date(2026, 7, 12)):
        erase_what_is_past()
    assert Document.objects.count() == 0


def kinds_of(code: str) -> list[str]:
    told = Event.objects.filter(subject_id=petitions.row_of(code).id, kind__in=WATCHED).order_by("id")
    return list(told.values_list("kind", flat=True))


def watched(on: date) -> None:
    with clock.frozen(on):
        watch_limits()


def test_it_is_warned_of_before_its_last_day_and_escalated_once_after_it(controller: Client) -> None:
    code = petitions.write("bribery")
    due = petitions.row_of(code).due_on
    watched(due - timedelta(days=14))
    assert kinds_of(code) == []
    for on in (due, due, due + timedelta(days=1), due + timedelta(days=2)):
        watched(on)
    assert kinds_of(code)[0] == "petition:warned"
    assert kinds_of(code).count("petition:late-reported") == 1
    with clock.frozen(due + timedelta(days=2)):
        assert "Overdue" in controller.get("/en/office/conduct/").content.decode()
        assert act(controller, code, "take") == 302
        assert act(controller, code, "prolong", reason="The matter must be studied.") == 302
    assert petitions.row_of(code).late_reported_on is None


def test_one_to_the_office_stands_late_before_its_supervisor_and_what_is_told_of_officers_does_not() -> None:
    named, hidden = petitions.write("petition", **NAMED), petitions.write("bribery")
    office, due = petitions.row_of(named).office, petitions.row_of(named).due_on
    watched(due)
    supervisor = signed_in(staff("Leyla", "supervisor", office=office))
    with clock.frozen(due):
        page_of_late = supervisor.get("/en/office/cases/late/").content.decode()
    assert "Petitions to be answered by" in page_of_late
    assert petitions.row_of(named).number in page_of_late
    assert petitions.row_of(hidden).number not in page_of_late
    elsewhere = signed_in(staff("Nigar", "supervisor", office="rmd-lan"))
    with clock.frozen(due):
        assert petitions.row_of(named).number not in elsewhere.get("/en/office/cases/late/").content.decode()
