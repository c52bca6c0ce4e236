"""A write with a key is done once, whatever becomes of the answer on its way."""

from __future__ import annotations

from typing import Any

import pytest

from sojourn.applications.models import Application
from sojourn.cases.models import Message
from sojourn.lib import db
from tests.sites.api import conftest
from tests.sites.api.conftest import Program, begun, good, person, problem, sent

NEW = {"service": "temporary-residence"}


def test_the_same_key_gives_the_first_answer_again(anna: Program) -> None:
    first = anna.post("/applications", NEW, key="letter-0001")
    again = anna.post("/applications", NEW, key="letter-0001")
    assert good(again, 201) == good(first, 201)
    assert again["Idempotent-Replayed"] == "true"
    assert Application.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(anna: Program) -> None:
    anna.post("/applications", NEW, key="letter-0001")
    other = anna.post("/applications", {**NEW, "language": "az"}, key="letter-0001")
    problem(other, 409, "key-used-differently")


def test_another_accounts_key_is_another_key(anna: Program) -> None:
    first = good(anna.post("/applications", NEW, key="letter-0001"), 201)
    other = good(person("other@example.org").post("/applications", NEW, key="letter-0001"), 201)
    assert first["reference"] != other["reference"]


@pytest.mark.parametrize("key", ["short", "with space in it", "x" * 81, "né-à-Bakou-1"])
def test_a_write_has_a_key_that_can_be_kept(anna: Program, key: str) -> None:
    told = problem(anna.post("/applications", NEW, key=key), 422, "header-not-understood")
    assert told["header"] == "Idempotency-Key"


def test_what_was_refused_may_be_asked_again_under_the_same_key(anna: Program) -> None:
    reference = begun(anna, {"passport.surname": "", "passport.given-names": ""})
    told = problem(
        anna.post(f"/applications/{reference}/submit", key="letter-0002"), 422, "answers-unreadable"
    )
    assert told["findings"]
    anna.put(f"/applications/{reference}/answers", {"answers": {"passport.surname": "Eriksson"}})
    good(anna.post(f"/applications/{reference}/submit", key="letter-0002"))


def test_sent_again_under_a_new_key_it_is_the_same_receipt(anna: Program) -> None:
    reference = begun(anna)
    first = good(anna.post(f"/applications/{reference}/submit"))
    again = good(anna.post(f"/applications/{reference}/submit"))
    assert first["filed_on"] == again["filed_on"]
    assert first["certificate"]["number"] == again["certificate"]["number"]


def test_two_at_the_same_moment_are_one(anna: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one began before the first had answered: what it did is undone, and it is told the same."""
    from sojourn.sites.api import callers

    reference, words = sent(anna), {"words": "When?"}
    first = good(anna.post(f"/applications/{reference}/messages", words, key="letter-0003"), 201)
    found = callers.queries.find_shown

    def unaware(*given: Any, **named: Any) -> Any:
        from dataclasses import replace

        shown = found(*given, **named)
        return replace(shown, answered=None) if shown else None

    monkeypatch.setattr(callers.queries, "find_shown", unaware)
    again = anna.post(f"/applications/{reference}/messages", words, key="letter-0003")
    assert good(again, 201) == first
    assert again["Idempotent-Replayed"] == "true"
    assert Message.objects.count() == 1
    assert db.find_answer("api", f"{anna.account}:letter-0003")


def test_bodies_that_no_database_keeps_are_refused(anna: Program) -> None:
    reference = begun(anna)
    for body in (b'{"words": "\\u0000"}', b'{"words": "\\ud800"}', b"{", b"NaN", b"[" * 100_000):
        answer = anna.client.post(
            f"{conftest.ROOT}/applications/{reference}/messages",
            body,
            content_type="application/json",
            headers=anna.headers(),
        )
        assert answer.status_code in {400, 422}, body[:20]
        assert answer["Content-Type"] == "application/problem+json"


def test_addresses_that_are_not_there_answer_with_a_problem(anna: Program) -> None:
    problem(anna.get("/nothing"), 404, "not-found")
    refused = anna.client.delete(f"{conftest.ROOT}/applications", headers=anna.headers())
    problem(refused, 405, "method-not-allowed")
    assert "POST" in refused["Allow"]


def test_answers_nobody_asked_for_are_refused(anna: Program) -> None:
    """What the platform itself keeps among the answers cannot be sent, nor a file's id."""
    reference = begun(anna)
    for path in ("family.filed-with", "passport.copy", "no.such"):
        put = anna.put(f"/applications/{reference}/answers", {"answers": {path: "x"}})
        assert problem(put, 422, "answers-unknown")["paths"] == [path]


def test_a_sent_application_takes_no_more_answers(anna: Program) -> None:
    put = anna.put(f"/applications/{sent(anna)}/answers", {"answers": {"term.months": "6"}})
    problem(put, 409, "already-submitted")
