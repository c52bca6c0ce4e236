"""Tokens of other programs: told once, narrow, with an end, and taken back at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries
from sojourn.accounts.errors import AccountUnknown, TokenNotIssued, TokenUnknown
from sojourn.accounts.types import IssuedToken, Scope
from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction

READING = {Scope.APPLICATIONS_READ}


def issue(
    account: UUID, *, days: int = 30, scopes: Collection[Scope] = READING, name: str = "Port"
) -> IssuedToken:
    with transaction():
        return accounts.issue_token(
            account,
            name=name,
            scopes=scopes,
            expires_on=clock.today() + timedelta(days=days),
            by=SYSTEM,
        )


def revoke(token: UUID) -> None:
    with transaction():
        accounts.revoke_token(token, by=SYSTEM)


def opens(secret: str) -> bool:
    return queries.find_shown(secret, door="api", key="") is not None


def test_the_secret_is_told_once_and_kept_nowhere(officer: UUID) -> None:
    made = issue(officer)
    shown = queries.find_shown(made.secret, door="api", key="")
    assert shown is not None
    assert (shown.id, shown.scopes) == (made.id, frozenset(READING))
    (event,) = Event.objects.filter(kind="account:token-issued")
    assert made.secret not in str(event.__dict__)
    (listed,) = queries.list_tokens(officer)
    assert made.secret not in repr(listed)


def test_a_token_opens_until_the_day_it_ends(officer: UUID) -> None:
    made = issue(officer, days=30)
    with clock.frozen(clock.now() + timedelta(days=29)):
        assert opens(made.secret)
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert not opens(made.secret)


def test_a_token_taken_back_opens_nothing_from_that_moment(officer: UUID) -> None:
    made, other = issue(officer), issue(officer, name="Ferry")
    revoke(made.id)
    assert not opens(made.secret)
    assert opens(other.secret)
    assert Event.objects.filter(kind="account:token-revoked").count() == 1
    with pytest.raises(TokenUnknown):
        revoke(made.id)
    with pytest.raises(TokenUnknown):
        revoke(uuid4())


@pytest.mark.parametrize(
    "asked", [{"days": 0}, {"days": -1}, {"days": 20_000}, {"scopes": set()}, {"name": " "}]
)
def test_a_token_without_name_use_or_a_near_end_is_not_issued(
    officer: UUID, asked: dict[str, object]
) -> None:
    with pytest.raises(TokenNotIssued):
        issue(officer, **asked)  # type: ignore[arg-type]


def test_nobody_unknown_gets_a_token(db: None) -> None:
    with pytest.raises(AccountUnknown):
        issue(uuid4())
