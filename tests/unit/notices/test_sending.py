"""A message is stored with the change it tells of, and says nothing to those who should not know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sojourn.accounts.types import Contact, ContactKind
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


def test_sending_costs_a_look_at_channels_and_one_statement_for_all_it_writes() -> None:
    with CaptureQueriesContext(connection) as captured:
        send(a_message())
    statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 2
    assert jobs() == 1


def test_many_messages_in_one_transaction_are_one_insert_and_one_job() -> None:
    with CaptureQueriesContext(connection) as captured, transaction():
        notices.send_all([a_message() for _ in range(5)], by=SYSTEM)
        notices.send(a_message(), by=SYSTEM)
    assert len([q for q in captured if "INSERT INTO notices_message" in q["sql"]]) == 1
    assert jobs() == 1
    assert Event.objects.filter(kind="notice:queued").count() == 6


def test_two_that_say_the_same_are_both_sent_where_one_was_looked_up_before(careful: UUID) -> None:
    known, typed = Recipient(careful, is_safe=True), Recipient(careful)
    with transaction():
        sent = notices.send_all([a_message(known), a_message(typed)], by=SYSTEM)
    assert len(set(sent)) == 2


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
        assert queries.recipient_for(account) == Recipient(leyla, reached, silenced=reached is None)


def test_without_a_safe_channel_a_message_waits_in_the_inbox(leyla: UUID) -> None:
    send(a_message(Recipient(account_id=leyla)))
    row = models.Message.objects.get()
    assert (row.channel, row.state) == (Channel.PORTAL, State.DELIVERED)


@pytest.fixture
def careful(leyla: UUID) -> UUID:
    """Someone whose mailbox is read by others."""
    with transaction():
        notices.choose_safe_channels(leyla, unsafe=[Channel.EMAIL], by=SYSTEM)
    return leyla


@pytest.mark.parametrize("named", [True, False])
def test_a_channel_called_unsafe_is_not_used_whoever_typed_the_contact(careful: UUID, named: bool) -> None:
    send(a_message(Recipient(careful if named else None, LEYLA)))
    row = models.Message.objects.get()
    assert (row.account_id, row.channel, row.contact) == (careful, Channel.PORTAL, None)
    assert row.state == State.NOT_SENT
    event = Event.objects.get(kind="notice:queued")
    assert event.facts["unsent_because"] == "no-safe-channel"
    assert jobs() == 0
    assert [each.id for each in queries.list_inbox(to=reader(careful))] == [row.id]


def test_another_contact_that_is_safe_is_used_instead(careful: UUID) -> None:
    from sojourn.accounts.models import Account

    Account.objects.filter(id=careful).update(phone=PHONE.address)
    send(a_message(Recipient(contact=LEYLA)))
    row = models.Message.objects.get()
    assert (row.account_id, row.channel, row.contact) == (careful, Channel.SMS, PHONE.address)
    assert row.state == State.QUEUED


def test_a_contact_of_someone_else_is_not_written_to_by_a_channel_the_account_calls_unsafe(
    careful: UUID,
) -> None:
    elsewhere = Contact(ContactKind.EMAIL, "other@example.org")
    send(a_message(Recipient(careful, elsewhere)))
    assert models.Message.objects.get().contact is None


def test_a_code_goes_where_it_was_asked_for(careful: UUID) -> None:
    send(a_message(template="code", context={"code": "482913"}, secret=True))
    row = models.Message.objects.get()
    assert (row.channel, row.contact, row.account_id) == (Channel.EMAIL, LEYLA.address, None)


def test_looking_for_unsafe_channels_costs_the_same_for_every_contact(careful: UUID) -> None:
    counts = set()
    for contact in (LEYLA, PHONE, Contact(ContactKind.EMAIL, "nobody@example.org")):
        with CaptureQueriesContext(connection) as captured:
            queries.list_obeying([Recipient(contact=contact)])
        counts.add(len(captured))
    assert counts == {1}


def test_a_message_can_stand_in_two_languages() -> None:
    said = notices.render(a_message(also_in="az"))
    assert said["subject"] == notices.render(a_message())["subject"]
    for language in ("en", "az"):
        assert notices.render(replace(a_message(), language=language))["text"].strip() in said["text"]
    assert notices.render(a_message(also_in="en")) == notices.render(a_message())
