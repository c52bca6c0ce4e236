"""The way in: the visitor's language, what the services say of themselves, and honest small print."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sojourn.accounts.models import Account
from tests.sites.portal.conftest import Visitor

pytestmark = pytest.mark.django_db


def leads_to(client: Client, **headers: str) -> str:
    return str(client.get("/", headers={"accept-language": headers.get("accepts", "")})["Location"])


def test_the_browser_s_language_is_taken_where_we_speak_it(client: Client) -> None:
    assert leads_to(client, accepts="ru-RU,ru;q=0.9,en;q=0.5") == "/ru/"
    assert leads_to(client, accepts="ka,en-GB;q=0.5") == "/en/"


def test_where_no_language_fits_the_pack_s_first_is_taken(client: Client) -> None:
    assert leads_to(client, accepts="ka") == "/az/"
    assert leads_to(client, accepts="*;q=x,,,\0") == "/az/"


def test_the_language_chosen_last_is_kept(client: Client) -> None:
    client.get("/ru/")
    assert leads_to(client, accepts="en") == "/ru/"


def test_the_language_of_the_account_comes_first(signed_in: Callable[[], Visitor]) -> None:
    one = signed_in()
    Account.objects.update(language="az")
    one.client.cookies["django_language"] = "ru"
    assert leads_to(one.client, accepts="en") == "/az/"


@pytest.mark.parametrize(("language", "words"), [("az", "Başla"), ("en", "Start now"), ("ru", "Начать")])
def test_the_start_page_speaks_each_language_and_leads_to_the_others(
    visitor: Visitor, language: str, words: str
) -> None:
    visitor.open(f"/{language}/")
    assert f'<html lang="{language}"' in visitor.text
    assert visitor.says(words)
    for other in {"az", "en", "ru"} - {language}:
        assert f'href="/{other}/"' in visitor.text


def test_a_service_says_who_what_how_long_and_under_which_law(visitor: Visitor) -> None:
    visitor.open("/en/services/registration-of-stay/")
    assert visitor.says("Who it is for", "What you need", "How long it takes", "What it costs", "The law")
    assert visitor.says("Migration Code")


def test_all_questions_can_be_read_before_beginning(visitor: Visitor) -> None:
    visitor.open("/en/services/registration-of-stay/questions/")
    assert visitor.says("Who is staying?", "When and where?", "Whose place is it?", "How may we reach you?")
    assert "<input" not in visitor.text.partition("<main")[2]


def test_no_public_page_is_kept_by_caches_or_loads_from_elsewhere(visitor: Visitor) -> None:
    for address in ("/en/", "/en/apply/registration-of-stay/", "/en/about/cookies/"):
        answer = visitor.open(address).answer
        assert answer["Cache-Control"] == "no-store"
        assert "style=" not in visitor.text
        assert "<script>" not in visitor.text
        assert 'src="http' not in visitor.text


def test_only_the_cookies_that_are_named_are_set(visitor: Visitor) -> None:
    visitor.open("/en/")
    visitor.open("/en/apply/registration-of-stay/")
    named = visitor.open("/en/about/cookies/").text
    for name, cookie in visitor.client.cookies.items():
        assert name in named
        assert cookie["samesite"] == "Lax"
    assert visitor.client.cookies["sojourn_filing"]["httponly"]
