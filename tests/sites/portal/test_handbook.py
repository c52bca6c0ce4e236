"""The handbook says every service as the rules have it, in the portal and as files read without a server."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from sojourn.catalogue import queries as catalogue
from tests.sites.portal.conftest import Visitor

pytestmark = pytest.mark.django_db
PERMIT = "/en/handbook/temporary-residence/"


def test_every_service_has_a_chapter_in_every_language() -> None:
    pack = catalogue.current()
    for language in pack.languages:
        contents = Visitor().open(f"/{language}/handbook/")
        for code in pack.services:
            assert f"/{language}/handbook/{code}/" in contents.text
            chapter = Visitor().open(f"/{language}/handbook/{code}/")
            assert chapter.answer.status_code == 200
            assert pack.text(f"{code}.title", language) in chapter.words


def test_a_chapter_tells_grounds_papers_prices_clocks_ends_letters_and_law() -> None:
    words = Visitor().open(PERMIT).words
    for said in (
        "Paid work on the basis of a work permit 45.1.8",
        "Work permit Paid work on the basis of a work permit",
        "adults, 20 working days",
        "120 AZN",
        "Time to answer an intended refusal",
        "10 days",
        "The law",
        "known, not confirmed",
    ):
        assert said in words, said


def test_who_pays_what_is_said_in_a_table() -> None:
    page = Visitor().open("/en/handbook/permanent-residence/").words
    assert "300 AZN" in page
    assert "adults, 60 working days" in page


def test_service_pages_and_the_footer_lead_to_it() -> None:
    page = Visitor().open("/en/services/temporary-residence/")
    assert page.text.count('href="/en/handbook/temporary-residence/"') == 1
    assert 'href="/en/handbook/"' in page.text


def test_a_service_that_is_not_there_has_no_chapter() -> None:
    assert Visitor().open("/en/handbook/flying/").answer.status_code == 404


def test_it_is_written_as_files_whose_links_all_lead_somewhere(tmp_path: Path) -> None:
    out = StringIO()
    call_command("pack", "docs", "arcadia", "--out", str(tmp_path), stdout=out)
    assert out.getvalue().startswith("9 pages in 2 languages")
    for page in tmp_path.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "<script" not in text
        for link in re.findall(r'(?:href|url)=["\']?([^"\'>#]+)', text):
            assert (page.parent / link).resolve().exists(), f"{page}: {link}"
    arabic = (tmp_path / "ar/harbour-pass.html").read_text("utf-8")
    assert 'lang="ar" dir="rtl"' in arabic
