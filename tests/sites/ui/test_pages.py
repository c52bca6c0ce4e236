"""The gallery and the pages that say something went wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from sojourn.sites.ui import context, views

STATIC = Path(views.__file__).parent / "static" / "ui"
ERRORS = {
    views.bad_request: 400,
    views.forbidden: 403,
    views.not_found: 404,
    views.too_large: 413,
    views.too_many: 429,
    views.form_expired: 403,
    views.failed: 500,
}


@pytest.mark.parametrize("view", ERRORS)
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_a_page_that_says_something_went_wrong_needs_no_database(view, language: str) -> None:
    with translation.override(language):
        answer = view(RequestFactory().get(f"/{language}/anything/"))
    assert answer.status_code == ERRORS[view]
    assert f'<html lang="{language}" dir="ltr">' in answer.content.decode()


def test_a_page_leads_to_itself_in_the_other_languages() -> None:
    links = context.languages("/az/apply/x/?page=2", "az")
    assert [link.address for link in links] == [
        "/az/apply/x/?page=2",
        "/en/apply/x/?page=2",
        "/ru/apply/x/?page=2",
    ]
    assert context.in_language("/v/NUMBER/CODE", "en") == "/en/"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_the_gallery_is_shown_only_where_nothing_is_real(language: str, client: Client) -> None:
    with override_settings(DEMONSTRATION=True):
        shown = client.get(f"/{language}/ui/gallery/")
    assert shown.status_code == 200
    with override_settings(DEMONSTRATION=False, DEBUG=False):
        assert client.get(f"/{language}/ui/gallery/").status_code == 404


@pytest.mark.django_db
@override_settings(DEMONSTRATION=True)
def test_no_page_carries_a_script_or_a_style_inside(client: Client) -> None:
    page = client.get("/en/ui/gallery/").content.decode()
    assert "<style" not in page
    assert not re.search(r"\s(style|on[a-z]+)=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_what_every_page_fetches_stays_light() -> None:
    """Style sheet, script and the fonts of one language leave 29 kB of 100 to the page itself."""
    common = sum(
        (STATIC / name).stat().st_size for name in ("sojourn.css", "sojourn.js", "noto-sans-latin.woff2")
    )
    own = max((STATIC / f"noto-sans-{script}.woff2").stat().st_size for script in ("latin-ext", "cyrillic"))
    assert common + own < 71_000


def test_the_style_sheet_knows_no_left_and_no_right() -> None:
    sheet = (STATIC / "sojourn.css").read_text("utf-8")
    assert not re.search(
        r"(margin|padding|border|inset)-(left|right)|text-align:(left|right)|[{;](left|right):", sheet
    )
