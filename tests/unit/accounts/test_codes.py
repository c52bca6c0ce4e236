"""One-time codes: six digits, ten minutes, five tries, once; and the limits around them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.accounts import actions as accounts
from sojourn.accounts import rules
from sojourn.accounts.models import Account, OneTimeCode, Try
from sojourn.accounts.types import CodePurpose, Contact, ContactKind, SentCode, Verdict
from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from tests.unit.accounts.conftest import LEYLA

pytestmark = pytest.mark.django_db
GUEST = Actor(ActorKind.GUEST, Door.PORTAL)


def send(
    contact: Contact = LEYLA, purpose: CodePurpose = CodePurpose.SIGN_IN, caller: str = "1.2.3.4"
) -> SentCode:
    sent = try_to_send(contact, purpose, caller)
    assert sent is not None
    return sent


def try_to_send(contact: Contact, purpose: CodePurpose, caller: str) -> SentCode | None:
    with transaction():
        return accounts.send_code(contact, purpose=purpose, caller=caller, by=GUEST)


def check(sent: SentCode, code: str, purpose: CodePurpose = CodePurpose.SIGN_IN) -> Verdict:
    with transaction():
        return accounts.check_code(sent.id, code, purpose=purpose, by=GUEST).verdict


def wrong(sent: SentCode) -> str:
    return "000000" if sent.code != "000000" else "111111"


def test_a_code_is_right_once() -> None:
    sent = send()
    assert len(sent.code) == 6
    assert check(sent, f" {sent.code[:3]} {sent.code[3:]} ") is Verdict.RIGHT
    assert check(sent, sent.code) is Verdict.OVER


def test_a_right_code_proves_its_contact() -> None:
    sent = send()
    with transaction():
        checked = accounts.check_code(sent.id, sent.code, purpose=CodePurpose.SIGN_IN, by=GUEST)
    assert checked.contact == LEYLA


def test_after_five_wrong_tries_the_right_code_is_worth_nothing() -> None:
    sent = send()
    assert [check(sent, wrong(sent)) for _ in range(5)] == [Verdict.WRONG] * 4 + [Verdict.OVER]
    assert check(sent, sent.code) is Verdict.OVER


def test_a_code_lives_ten_minutes() -> None:
    sent = send()
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=1)):
        assert check(sent, sent.code) is Verdict.OVER


def test_a_code_for_one_purpose_is_worth_nothing_for_another() -> None:
    sent = send(purpose=CodePurpose.CONFIRM_CONTACT)
    assert check(sent, sent.code, CodePurpose.SIGN_IN) is Verdict.OVER
    assert check(sent, sent.code, CodePurpose.CONFIRM_CONTACT) is Verdict.RIGHT


def test_neither_the_code_nor_the_contact_can_be_read_in_the_database() -> None:
    sent = send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM accounts_onetimecode c")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(e)::text FROM audit_event e")
        told = cursor.fetchone()[0]
    for text in (kept, told):
        assert sent.code not in text.replace(str(sent.id), "")
        assert "leyla" not in text


def test_a_contact_gets_no_more_codes_than_its_limit_and_a_new_hour_starts_anew() -> None:
    for number in range(rules.CODES_PER_CONTACT.most):
        send(caller=str(number))
    assert try_to_send(LEYLA, CodePurpose.SIGN_IN, "another") is None
    assert try_to_send(Contact(ContactKind.PHONE, "+990123456789"), CodePurpose.SIGN_IN, "another")
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=1)):
        assert send()


def test_a_caller_gets_no_more_codes_than_its_limit() -> None:
    for number in range(rules.CODES_PER_CALLER.most):
        send(Contact(ContactKind.EMAIL, f"{number}@example.org"))
    assert try_to_send(LEYLA, CodePurpose.SIGN_IN, "1.2.3.4") is None


def statements_of_sending() -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        send()
    return [sql for query in captured if "SAVEPOINT" not in (sql := query["sql"].split("(")[0])]


def test_asking_costs_the_same_with_and_without_an_account() -> None:
    without_account = statements_of_sending()
    sent = send()
    with transaction():
        accounts.sign_in_by_code(sent.id, sent.code, language="en", by=GUEST)
    assert statements_of_sending() == without_account
    assert len(without_account) == 3  # the limits, the code, its event


def test_the_first_sign_in_opens_an_account_and_the_next_finds_it() -> None:
    answers = []
    for _ in range(2):
        sent = send()
        with transaction():
            answers.append(accounts.sign_in_by_code(sent.id, sent.code, language="ru", by=GUEST))
    assert [answer.opened for answer in answers] == [True, False]
    assert answers[0].account_id == answers[1].account_id
    account = Account.objects.get()
    assert (account.email, account.language, account.phone) == ("leyla@example.org", "ru", None)
    assert not account.has_usable_password()
    kinds = list(Event.objects.filter(subject_kind="account").order_by("id").values_list("kind", flat=True))
    assert kinds == ["account:opened", "account:signed-in", "account:signed-in"]


def test_a_wrong_code_opens_nothing() -> None:
    sent = send()
    with transaction():
        answer = accounts.sign_in_by_code(sent.id, wrong(sent), language="en", by=GUEST)
    assert (answer.verdict, answer.account_id) == (Verdict.WRONG, None)
    assert not Account.objects.exists()


def test_a_closed_account_is_not_entered() -> None:
    sent = send()
    with transaction():
        account_id = accounts.sign_in_by_code(sent.id, sent.code, language="en", by=GUEST).account_id
        assert account_id
        accounts.close_account(account_id, reason="asked", by=SYSTEM)
    sent = send()
    with transaction():
        assert accounts.sign_in_by_code(sent.id, sent.code, language="en", by=GUEST).account_id is None


def test_an_unknown_code_is_over() -> None:
    with transaction():
        checked = accounts.check_code(uuid4(), "123456", purpose=CodePurpose.SIGN_IN, by=GUEST)
    assert checked.verdict is Verdict.OVER


def test_old_codes_and_tries_are_erased() -> None:
    send()
    with clock.frozen(clock.now() + timedelta(days=2)), transaction():
        assert accounts.erase_old_tries(by=SYSTEM) == 3
    assert not OneTimeCode.objects.exists()
    assert not Try.objects.exists()


def send_instead(earlier: SentCode) -> SentCode:
    with transaction():
        sent = accounts.send_code(
            LEYLA, purpose=CodePurpose.SIGN_IN, caller="1.2.3.4", by=GUEST, instead_of=earlier.id
        )
    assert sent is not None
    return sent


def test_a_code_asked_for_again_replaces_the_one_before_and_says_so() -> None:
    first = send()
    second = send_instead(first)
    third = send_instead(second)
    assert check(first, first.code) is Verdict.REPLACED
    assert check(second, second.code) is Verdict.REPLACED
    assert [check(third, old.code) for old in (first, second)] == [Verdict.REPLACED] * 2
    assert check(third, third.code) is Verdict.RIGHT


def test_an_older_code_counts_as_a_wrong_try() -> None:
    first = send()
    second = send_instead(first)
    tried = [check(second, first.code) for _ in range(rules.CODE_TRIES)]
    assert tried == [Verdict.REPLACED] * (rules.CODE_TRIES - 1) + [Verdict.OVER]
    assert check(second, second.code) is Verdict.OVER


def test_a_code_nobody_asked_to_replace_stays_valid() -> None:
    first, _ = send(), send()
    assert check(first, first.code) is Verdict.RIGHT


def test_codes_asked_for_again_count_against_the_same_limits() -> None:
    last = send()
    for _ in range(rules.CODES_PER_CONTACT.most - 1):
        last = send_instead(last)
    with transaction():
        again = accounts.send_code(
            LEYLA, purpose=CodePurpose.SIGN_IN, caller="1.2.3.4", by=GUEST, instead_of=last.id
        )
    assert again is None
    assert check(last, last.code) is Verdict.RIGHT
