"""Delivering: tried again when the outside fails, given up visibly, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door, Reader
from sojourn.notices import channels, jobs, models, queries, rules
from sojourn.notices.errors import DeliveryFailed
from sojourn.notices.types import Letter, Recipient, State
from tests.unit.notices.conftest import PHONE, a_message, send

pytestmark = pytest.mark.django_db
OFFICER = Reader(Actor(ActorKind.STAFF, Door.COUNTER), "delivery")


class Broken:
    """An outside that is down, or that never takes this message."""

    def __init__(self, *, permanent: bool) -> None:
        self.permanent = permanent
        self.asked: list[Letter] = []

    def deliver(self, letter: Letter) -> None:
        self.asked.append(letter)
        raise DeliveryFailed(permanent=self.permanent, reason="down")


def break_outside(monkeypatch: pytest.MonkeyPatch, *, permanent: bool = False) -> Broken:
    broken = Broken(permanent=permanent)
    monkeypatch.setattr(channels, "channel_for", lambda channel: broken)
    return broken


def test_what_is_queued_is_delivered_once() -> None:
    send(a_message())
    send(a_message(Recipient(contact=PHONE)))
    assert jobs.deliver() == 2
    assert jobs.deliver() == 0
    assert {row.state for row in models.Message.objects.all()} == {State.DELIVERED}
    assert Event.objects.filter(kind="notice:delivered").count() == 2


def test_when_the_outside_fails_the_same_letter_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = break_outside(monkeypatch)
    send(a_message())
    assert [jobs.deliver(), jobs.deliver()] == [1, 0]
    with clock.frozen(clock.now() + timedelta(minutes=1, seconds=1)):
        assert jobs.deliver() == 1
    assert broken.asked[0] == broken.asked[1]
    assert models.Message.objects.get().state == State.QUEUED
    assert [attempt.failure != "" for attempt in models.Attempt.objects.all()] == [True, True]


def test_after_the_last_attempt_a_message_is_given_up_where_an_officer_sees_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_outside(monkeypatch)
    message = send(a_message())
    at = clock.now()
    for _ in range(len(rules.RETRY_AFTER) + 1):
        with clock.frozen(at):
            assert jobs.deliver() == 1
        at += timedelta(days=1)
    [seen] = queries.list_undelivered(to=OFFICER)
    assert (seen.id, seen.state, seen.attempts, seen.text) == (message, State.GIVEN_UP, 6, "")
    assert Event.objects.get(kind="notice:given-up").facts["reason"] == "too-many-attempts"


def test_what_will_never_be_taken_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    break_outside(monkeypatch, permanent=True)
    send(a_message())
    jobs.deliver()
    assert models.Message.objects.get().state == State.GIVEN_UP


def test_a_secret_is_forgotten_once_delivered(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMONSTRATION = False
    monkeypatch.setattr(channels, "channel_for", lambda channel: channels.Outbox())
    send(a_message(template="code", context={"code": "482913"}, secret=True))
    assert "482913" in models.Message.objects.get().said["text"]
    jobs.deliver()
    assert models.Message.objects.get().said["text"] == ""


def test_the_demonstration_shows_what_left_the_house() -> None:
    send(a_message(template="code", context={"code": "482913"}, secret=True))
    jobs.deliver()
    [shown] = queries.list_outbox()
    assert (shown.to, shown.state) == ("leyla@example.org", State.DELIVERED)
    assert "482913" in shown.text
    assert queries.list_outbox(to_address="someone@example.org") == []


def test_without_a_server_messages_wait(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    send(a_message())
    jobs.deliver()
    assert models.Message.objects.get().state == State.QUEUED
    assert "no server for email" in models.Attempt.objects.get().failure


def test_an_officer_without_powers_sees_no_undelivered_message(monkeypatch: pytest.MonkeyPatch) -> None:
    break_outside(monkeypatch, permanent=True)
    send(a_message())
    jobs.deliver()
    assert queries.list_undelivered(to=Reader(SYSTEM, "delivery", offices=frozenset())) == []
