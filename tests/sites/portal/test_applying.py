"""Applying: page after page, nothing typed is lost, and the answer at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO

import pytest
from django.db import connection

from sojourn.applications.models import Application
from sojourn.audit.models import Event
from sojourn.documents import intake
from sojourn.documents.models import Document
from sojourn.documents.types import Examined, MediaType
from sojourn.stays.models import Registration
from tests.sites.portal.conftest import APPLY, PASSPORT, STAY, Visitor, fill_in, register, upload

pytestmark = pytest.mark.django_db

LINES = "P<GEOKALANDADZE<<NINO<<<<<<<<<<<<<<<<<<<<<<<\n12AB345673GEO9004171F3101012<<<<<<<<<<<<<<<2"


def test_three_pages_lead_to_number_code_and_document(visitor: Visitor) -> None:
    register(visitor)
    assert visitor.says("The stay is registered", "Verification code", "Keep this", "What happens next")
    link = visitor.text.partition('href="/en/documents/')[2].partition('"')[0]
    document = visitor.open(f"/en/documents/{link}").answer
    assert document.content.startswith(b"%PDF-")
    assert document["Cache-Control"] == "no-store"
    assert document["Content-Disposition"].startswith('attachment; filename="QY-')


def test_another_language_on_a_page_of_questions_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.open(APPLY)
    assert 'form="page" formaction="/ru' in visitor.text
    visitor.send({**PASSPORT, "go": "stay"}, to=APPLY.replace("/en/", "/ru/")).follow()
    assert visitor.address.startswith("/ru/")
    kept = visitor.fields()
    assert {name: kept[name] for name in PASSPORT} == PASSPORT
    visitor.send(
        {**PASSPORT, "passport.surname": "ABC", "go": "stay"}, to=visitor.address.replace("/ru/", "/az/")
    )
    assert visitor.follow().fields()["passport.surname"] == "ABC"
    assert visitor.address.startswith("/az/")


def test_whoever_says_they_are_forced_finds_telephones_and_a_way_out_on_every_page(visitor: Visitor) -> None:
    visitor.open("/en/apply/voluntary-return/").send().follow()
    will = re.sub(r"/[^/]+/$", "/will/", visitor.address)
    visitor.open(will)
    assert "data-exit" in visitor.text
    assert "tel:102" not in visitor.text
    visitor.send({"will.own": "no"}).follow()
    assert visitor.says("You decide, nobody else", "speaks with you alone")
    assert "tel:102" in visitor.text
    assert "data-exit" in visitor.text


def test_a_protected_draft_can_be_forgotten_on_the_device_from_every_page(visitor: Visitor) -> None:
    visitor.open("/en/apply/statelessness-determination/").send().follow()
    assert 'action="/en/leave/"' in visitor.text
    visitor.open("/en/apply/statelessness-determination/")
    assert visitor.says("You have begun already", "Forget what I typed on this device")
    visitor.send(to="/en/leave/").open("/en/apply/statelessness-determination/")
    assert not visitor.says("You have begun already")


def test_nobody_calls_themselves_a_court_at_home(visitor: Visitor) -> None:
    visitor.open("/en/apply/citizenship-affiliation/")
    assert visitor.says("Whose citizenship is it about?")
    assert not visitor.says("Who asks?")
    first = visitor.send().follow().address
    visitor.open(first.replace("/applicant/", "/request/"))
    assert visitor.answer.status_code == 404


def test_looking_at_the_first_page_saves_nothing(visitor: Visitor) -> None:
    visitor.open(APPLY)
    assert visitor.says("Step 1 of 3", "Who is staying?")
    assert not Application.objects.exists()


def test_the_lines_of_the_passport_fill_what_is_empty(visitor: Visitor) -> None:
    visitor.open(APPLY).send({"passport.mrz": LINES, "passport.surname": "Typed"}, button="read").follow()
    fields = visitor.fields()
    assert fields["passport.surname"] == "Typed"
    assert fields["passport.number"] == "12AB34567"
    assert fields["passport.nationality"] == "GEO"
    assert fields["passport.birth-date.year"] == "1990"
    assert visitor.says("Please compare with the document")


def test_other_lines_replace_what_the_first_lines_filled(visitor: Visitor) -> None:
    visitor.open(APPLY).send({"passport.mrz": LINES}, button="read").follow()
    other = LINES.replace("KALANDADZE<<NINO<<<", "BERIDZE<<TAMAR<<<<<")
    visitor.send({"passport.mrz": other, "passport.sex": "other"}, button="read").follow()
    assert visitor.fields()["passport.surname"] == "BERIDZE"
    assert visitor.fields()["passport.sex"] == "other"
    assert visitor.fields()["passport.birth-date.year"] == "1990"


def test_a_wrong_check_digit_is_said_at_its_field_and_stops_nobody(visitor: Visitor) -> None:
    wrong = LINES.replace("12AB345673", "12AB345679")
    visitor.open(APPLY).send({"passport.mrz": wrong}, button="read").follow()
    assert visitor.says("A check digit in the lines does not fit here")
    visitor.send().follow()
    assert visitor.says("When and where?")


def test_what_is_wrong_is_kept_and_said_above_and_beside(visitor: Visitor) -> None:
    visitor.open(APPLY).send(
        {
            "passport.birth-date.day": "31",
            "passport.birth-date.month": "2",
            "passport.birth-date.year": "1990",
        }
    )
    visitor.follow()
    assert visitor.fields()["passport.birth-date.day"] == "31"
    assert visitor.says("There is a problem", "There is no such date")
    assert '<a href="#passport-birth-date">' in visitor.text
    assert 'id="passport-birth-date"' in visitor.text


def test_advice_is_shown_on_the_summary_and_does_not_stop(visitor: Visitor) -> None:
    fill_in(visitor)
    assert visitor.says(
        "You may want to look at this", "Copy of the passport", "You can send the form as it is"
    )


def test_coming_back_the_draft_is_offered_first(visitor: Visitor) -> None:
    visitor.open(APPLY).send(PASSPORT, button="later").follow()
    assert visitor.says("You have begun already", "Go on")
    visitor.open(f"{APPLY}?new=1")
    assert visitor.says("Who is staying?")
    assert visitor.fields()["passport.surname"] == ""


def test_a_change_from_the_summary_comes_back_to_it(visitor: Visitor) -> None:
    fill_in(visitor)
    page = visitor.address.replace("/check/", "/passport/")
    visitor.open(f"{page}?then=check").send({"passport.surname": "Beridze"}).follow()
    assert visitor.says("Check your answers", "Beridze")


def test_two_presses_of_one_button_begin_one_draft(visitor: Visitor) -> None:
    visitor.open(APPLY)
    first = visitor.fields() | PASSPORT
    addresses = {visitor.client.post(APPLY, first)["Location"] for _ in range(3)}
    assert len(addresses) == 1
    assert Application.objects.count() == 1
    assert Event.objects.filter(kind="application:saved").count() == 0


def test_sent_twice_the_answer_is_the_same(visitor: Visitor) -> None:
    fill_in(visitor)
    here, form = visitor.address, visitor.fields() | {"contact.channel": "none"}
    answers = [visitor.client.post(here, form)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert Registration.objects.count() == 1


def test_a_sent_filing_can_no_longer_be_changed(visitor: Visitor) -> None:
    fill_in(visitor)
    page = visitor.address.replace("/check/", "/stay/")
    visitor.send({"contact.channel": "none"})
    done = visitor.address
    assert visitor.open(page).address == done
    visitor.answer = visitor.client.post(page, STAY)
    assert visitor.address == done


def test_sending_with_something_missing_leads_back_to_it(visitor: Visitor) -> None:
    visitor.open(APPLY).send(PASSPORT)
    check = visitor.address.replace("/stay/", "/check/")
    visitor.open(check)
    assert visitor.says("There is a problem", "District: Please give an answer here")
    visitor.send({"contact.channel": "none"}).follow()
    assert visitor.says("Check your answers", "There is a problem")
    assert not Registration.objects.exists()


def test_a_copy_of_the_passport_is_taken_and_a_strange_file_refused_at_its_field(visitor: Visitor) -> None:
    visitor.open(APPLY).send({**PASSPORT, "passport.copy": upload(b"GIF89a" + b"\0" * 100, "x.gif")}).follow()
    assert visitor.says("Who is staying?", "Please choose a PDF, JPEG or PNG file")
    assert visitor.fields()["passport.surname"] == "Kalandadze"


def test_an_account_finds_its_draft_on_another_device(signed_in: Callable[[], Visitor]) -> None:
    one = signed_in()
    one.open(APPLY).send(PASSPORT)
    other = Visitor(client=one.client.__class__())
    other.client.force_login(one.open("/en/account/").answer.wsgi_request.user)
    assert other.open(APPLY).says("You have begun already")


def test_what_a_browser_began_goes_on_after_signing_in(
    visitor: Visitor, signed_in: Callable[[], Visitor]
) -> None:
    fill_in(visitor)
    known = signed_in()
    visitor.client.force_login(known.open("/en/account/").answer.wsgi_request.user)
    visitor.send({"contact.channel": "none"}).follow()
    assert visitor.says("The stay is registered")


def test_forgetting_leaves_nothing_to_open_on_a_shared_computer(visitor: Visitor) -> None:
    register(visitor)
    done = visitor.address
    visitor.send(to="/en/leave/")
    assert visitor.open(done).address.startswith("/en/sign-in/")


def test_the_first_form_posted_again_after_sending_leads_to_the_answer(visitor: Visitor) -> None:
    visitor.open(APPLY)
    first = visitor.fields() | PASSPORT
    visitor.answer = visitor.client.post(APPLY, first)
    visitor.follow().send(STAY).follow().send({"contact.channel": "none"})
    done = visitor.address
    visitor.answer = visitor.client.post(APPLY, first | {"passport.surname": "Beridze"})
    assert visitor.address == done
    visitor.answer = visitor.client.post(APPLY, first)
    assert visitor.follow().says("The stay is registered")


def test_forms_without_a_key_are_each_a_new_one(visitor: Visitor) -> None:
    visitor.open(APPLY)
    for surname in ("Kalandadze", "Beridze"):
        visitor.client.post(APPLY, PASSPORT | {"passport.surname": surname})
    assert Application.objects.count() == 2


def test_a_file_is_looked_at_before_anything_is_locked(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []

    def examine(stream: BinaryIO) -> Examined:
        inside.append(len(connection.savepoint_ids) > depth)
        return Examined(b"seen", MediaType.PDF, b"seen")

    visitor.open(APPLY)
    depth = len(connection.savepoint_ids)
    monkeypatch.setattr(intake, "examine", examine)
    visitor.send({**PASSPORT, "passport.copy": upload(b"%PDF-1.7")}).follow()
    assert inside == [False]
    assert visitor.says("When and where?")
    assert Document.objects.get().kind == "passport.copy"
