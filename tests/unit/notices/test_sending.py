"""A message is stored with the change it tells of, and says nothing to those who should not know."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sojourn.audit.models import Event
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.notices import actions as notices
from sojourn.notices import models, queries
from sojourn.notices.errors import MessageUnknown, NoRecipient
from sojourn.notices.types import Channel, Recipient, State
from tests.unit.notices.conftest import LEYLA, PHONE, a_message, send

pytestmark = pytest.mark.django_db
TEMPLATES = Path(configured.BASE_DIR) / "sojourn" / "notices" / "templates" / "notices"


def reader(account_id: UUID | None) -> Reader:
    return Reader(Actor(ActorKind.PERSON, Door.PORTAL, account_id=account_id), "inbox")


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="notices.deliver").count()


def test_sending_costs_one_insert_one_job_and_its_event() -> None:
    with CaptureQueriesContext(connection) as captured:
        send(a_message())
    statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 3
    assert jobs() == 1


def test_many_messages_in_one_transaction_are_one_insert_and_one_job() -> None:
    with CaptureQueriesContext(connection) as captured, transaction():
        notices.send_all([a_message() for _ in range(5)], by=SYSTEM)
        notices.send(a_message(), by=SYSTEM)
    assert len([q for q in captured if 'INSERT INTO "notices_message"' in q["sql"]]) == 2
    assert jobs() == 1
    assert Event.objects.filter(kind="notice:queued").count() == 6


def test_a_change_that_fails_tells_nobody() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        notices.send(a_message(), by=SYSTEM)
        raise ZeroDivisionError
    assert not models.Message.objects.exists()
    assert jobs() == 0


def test_text_and_contact_cannot_be_read_in_the_database() -> None:
    send(a_message(template="code", context={"code": "482913"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM notices_message m")
        kept = cursor.fetchone()[0]
    assert "482913" not in kept
    assert "leyla" not in kept


def test_a_message_needs_a_recipient() -> None:
    with pytest.raises(NoRecipient):
        send(a_message(Recipient()))


@pytest.mark.parametrize("template", sorted(path.stem for path in TEMPLATES.glob("*.txt")))
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_subjects_are_neutral_whatever_the_message_is_about(template: str, language: str) -> None:
    from dataclasses import replace

    context = {"code": "482913", "reference": "REF-1", "link": "/x/", "name": "Leyla", "service": "Asylum"}
    said = notices.render(replace(a_message(template=template, context=context), language=language))
    assert said["subject"]
    assert not any(value in said["subject"] for value in context.values())
    assert "Leyla" not in said["text"]
    assert "Asylum" not in said["text"]
    assert said == notices.render(
        replace(a_message(template=template, context=context | {"name": "X"}), language=language)
    )


def test_a_code_stands_in_the_text() -> None:
    assert "482913" in notices.render(a_message(template="code", context={"code": "482913"}))["text"]


def test_an_inbox_shows_its_owner_the_newest_first_and_nobody_else_anything(leyla: UUID) -> None:
    first, second = (send(a_message(Recipient(account_id=leyla))) for _ in range(2))
    assert [each.id for each in queries.list_inbox(to=reader(leyla))] == [second, first]
    assert [each.id for each in queries.list_inbox(to=reader(leyla), before=second)] == [first]
    for stranger in (uuid4(), None):
        assert queries.list_inbox(to=reader(stranger)) == []
        assert queries.count_unread(to=reader(stranger)) == 0
        with pytest.raises(MessageUnknown):
            queries.get_inbox_message(first, to=reader(stranger))
        with pytest.raises(MessageUnknown), transaction():
            notices.mark_read(first, to=reader(stranger))
    assert jobs() == 0


def test_the_first_reading_is_kept(leyla: UUID) -> None:
    message = send(a_message(Recipient(account_id=leyla)))
    assert queries.count_unread(to=reader(leyla)) == 1
    for _ in range(2):
        with transaction():
            notices.mark_read(message, to=reader(leyla))
    assert queries.count_unread(to=reader(leyla)) == 0
    assert Event.objects.filter(kind="notice:read").count() == 1


def test_an_account_is_reached_by_channels_it_did_not_call_unsafe(leyla: UUID) -> None:
    from sojourn.accounts.models import Account

    Account.objects.filter(id=leyla).update(phone=PHONE.address)
    account = Account.objects.get(id=leyla)
    assert queries.recipient_for(account) == Recipient(leyla, LEYLA)
    for unsafe, reached in (({Channel.EMAIL}, PHONE), ({Channel.EMAIL, Channel.SMS}, None), (set(), LEYLA)):
        with transaction():
            notices.choose_safe_channels(leyla, unsafe=unsafe, by=SYSTEM)
        assert queries.recipient_for(account) == Recipient(leyla, reached)


def test_without_a_safe_channel_a_message_waits_in_the_inbox(leyla: UUID) -> None:
    send(a_message(Recipient(account_id=leyla)))
    row = models.Message.objects.get()
    assert (row.channel, row.state) == (Channel.PORTAL, State.DELIVERED)
