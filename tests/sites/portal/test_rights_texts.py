"""What people are told of their rights: in eight languages, as the law of the day has it, with telephones."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import Period
from sojourn.sites.portal.rights import in_words

pytestmark = [pytest.mark.django_db]
SPOKEN = {"az", "en", "ru", "tr", "fa", "ar", "ur", "ka"}


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_text_is_there_in_eight_languages_and_says_how_far_it_is_checked() -> None:
    pack = catalogue.current()
    assert {"asylum", "trafficking", "fined", "refusal"} <= set(pack.rights.texts)
    for code, rights in pack.rights.texts.items():
        assert set(rights.texts) == SPOKEN, code
        for spoken, text in rights.texts.items():
            words = pack.rights.words[spoken]
            said = words.reviewed if text.reviewed else words.not_reviewed
            assert said in page(f"/en/rights/{code}/{spoken}/"), (code, spoken)


@pytest.mark.parametrize(
    ("spoken", "direction"), [("fa", "rtl"), ("ur", "rtl"), ("ar", "rtl"), ("ka", "ltr")]
)
def test_a_text_runs_in_the_direction_of_its_language(spoken: str, direction: str) -> None:
    assert f'lang="{spoken}" dir="{direction}"' in page(f"/en/rights/asylum/{spoken}/")


def test_the_way_out_is_said_in_the_language_of_the_text() -> None:
    words = catalogue.current().rights.words
    for spoken in SPOKEN:
        said = page(f"/az/rights/trafficking/{spoken}/")
        assert re.search(rf'data-exit lang="{spoken}" dir="(ltr|rtl)">{words[spoken].leave}<', said), spoken


def test_languages_are_called_as_they_call_themselves() -> None:
    said = page("/en/rights/")
    assert ">Azərbaycanca<" in said
    assert ">ქართული<" in said  # in the letters every telephone has, no capitals
    assert ">Русский<" in said


def test_the_periods_are_those_of_the_law_in_words_of_the_language() -> None:
    assert "15 days" in page("/en/rights/asylum/")
    assert "3 months" in page("/en/rights/asylum/")
    assert "15 gün" in page("/az/rights/asylum/")
    assert "1 თვე" in page("/en/rights/asylum/ka/")
    for spoken in SPOKEN:
        assert not re.search(r"\{[a-z]", page(f"/en/rights/asylum/{spoken}/")), spoken


@pytest.mark.parametrize(
    ("period", "spoken", "said"),
    [
        ("1 month", "ru", "1 месяц"),
        ("9 months", "tr", "9 ay"),
        ("1 year", "en", "1 year"),
        ("15 days", "ur", "15 دن"),
    ],
)
def test_a_period_in_a_language_the_pages_do_not_speak(period: str, spoken: str, said: str) -> None:
    assert in_words(Period.parse(period), spoken) == said


def test_numbers_can_be_called_and_every_number_has_its_source() -> None:
    text = page("/en/rights/trafficking/")
    assert 'href="tel:152"' in text
    assert all(each.source for each in catalogue.current().rights.telephones)


def test_a_service_leads_to_the_rights_of_whoever_needs_it() -> None:
    assert "/en/rights/asylum/" in page("/en/services/refugee-status/")
    assert "/en/rights/" in page("/en/")


@pytest.mark.parametrize("address", ["/en/rights/none/", "/en/rights/asylum/xx/", "/en/rights/asylum/de/"])
def test_what_is_not_told_is_not_there(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_reading_leaves_nothing_behind() -> None:
    """No session, no draft, no trace of having been there."""
    client = Client()
    client.get("/en/rights/trafficking/")
    assert "sessionid" not in client.cookies


def test_what_is_protected_is_shown_to_everyone_and_can_be_applied_for() -> None:
    """That the service exists is no secret; who asked for it is."""
    assert "/en/services/refugee-status/" in page("/en/services/")
    for code in ("refugee-status", "statelessness-determination"):
        assert f"/en/apply/{code}/" in page(f"/en/services/{code}/")
        assert page(f"/en/services/{code}/questions/")
        assert page(f"/en/apply/{code}/")


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("rights/trafficking/fa/", True),
        ("services/refugee-status/", True),
        ("apply/refugee-status/", True),
        ("rights/fined/", False),
        ("services/stay-extension/", False),
    ],
)
def test_where_one_may_not_want_to_be_seen_the_page_can_be_left_quickly(address: str, is_there: bool) -> None:
    assert ("data-exit" in Client().get(f"/en/{address}").content.decode()) is is_there
