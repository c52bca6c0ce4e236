"""An error says what is wrong, keeps its facts, and crosses processes."""

from __future__ import annotations

import pickle

import pytest

from sojourn.lib.errors import OutsideFailure, Refusal, SojournError


class Missing(Refusal):
    """Something is missing."""


def test_an_error_says_its_sentence_and_its_facts() -> None:
    assert str(Missing(what="key")) == "Something is missing. (what=key)"


@pytest.mark.parametrize(
    "error",
    [Missing(), Missing(what="key", where=3), OutsideFailure(permanent=True, code=7)],
    ids=["plain", "with facts", "of the outside"],
)
def test_an_error_crosses_processes_with_its_facts(error: SojournError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.__dict__) == (type(error), str(error), error.__dict__)
