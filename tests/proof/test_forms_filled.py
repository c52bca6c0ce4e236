"""The browser of the measurements fills the form it was asked for."""

from __future__ import annotations

import pytest

from benchmarks.visitor import Page, Unexpected

PAGE = Page(
    "/case/",
    200,
    """
    <form method="post" action="/sign-out/"><input type="hidden" name="csrf" value="1"></form>
    <form method="post" action="/case/take/"><input type="hidden" name="version" value="2"></form>
    <form method="post" action="/case/card/make/">
      <input type="radio" name="kind" value="post"><input type="radio" name="kind" value="desk" checked>
      <textarea name="words">as before</textarea>
    </form>
    """,
)


def test_the_first_form_that_does_not_sign_out_is_filled() -> None:
    assert PAGE.fields() == {"version": "2"}


def test_a_form_is_found_by_where_it_is_sent() -> None:
    assert PAGE.fields("/case/card/make/") == {"kind": "desk", "words": "as before"}


def test_a_form_that_is_not_there_is_told() -> None:
    with pytest.raises(Unexpected):
        PAGE.fields("/case/decision/")
