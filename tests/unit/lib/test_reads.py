"""SELECTs written out bring back the same rows as composed ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from sojourn.accounts.models import Account
from sojourn.accounts.sessions import SessionStore
from sojourn.lib import reads

pytestmark = pytest.mark.django_db


def an_account(name: str = "Aynur") -> Account:
    return Account.objects.create(kind="person", display_name=name, email=f"{name}@example.org")


def test_a_row_written_out_is_the_row_the_framework_brings() -> None:
    account = an_account()
    (found,) = reads.rows(Account, "WHERE r.id = %s", [account.id])
    composed = Account.objects.get(id=account.id)
    assert {each.attname: getattr(found, each.attname) for each in Account._meta.concrete_fields} == {
        each.attname: getattr(composed, each.attname) for each in Account._meta.concrete_fields
    }
    assert found.display_name == "Aynur"
    found.language = "ru"
    found.save(update_fields=["language"])
    assert Account.objects.get(id=account.id).language == "ru"


def test_rows_come_in_the_order_asked_with_what_is_asked_beside_them() -> None:
    first, second = an_account("Ana"), an_account("Bela")
    found = reads.rows_with(
        Account, ", length(r.language)", "WHERE r.id = ANY(%s) ORDER BY r.id DESC", [[first.id, second.id]]
    )
    assert [(account.id if account else None, beside) for account, beside in found] == [
        (second.id, 2),
        (first.id, 2),
    ]


def test_an_outer_join_without_a_row_brings_none_and_no_empty_row() -> None:
    found = reads.rows_with(
        Account, ", known.n", "RIGHT JOIN (VALUES (7)) known (n) ON r.sign_in_name = 'nobody'", []
    )
    assert found == [(None, 7)]


def test_a_session_that_ended_is_nobody_s() -> None:
    store = SessionStore()
    store["said"] = "so"
    store.save()
    key = store.session_key
    assert SessionStore(key).load() == {"said": "so"}
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    ended = SessionStore(key)
    assert ended.load() == {}
    assert ended.session_key is None
