"""Staff sign in by password and a second factor."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from pytest_django import Settings

from sojourn.accounts import actions as accounts
from sojourn.accounts import demonstration, queries, rules
from sojourn.accounts.backend import AccountBackend
from sojourn.accounts.errors import NameTaken, NotADemonstration, PasswordTooWeak
from sojourn.accounts.models import Account
from sojourn.accounts.roles import ROLES
from sojourn.accounts.types import SignIn, Verdict
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from tests.unit.accounts.conftest import PASSWORD, open_staff

pytestmark = pytest.mark.django_db
NOBODY = Actor(ActorKind.STAFF, Door.COUNTER)


def type_password(name: str, password: str, caller: str = "1.2.3.4") -> SignIn:
    with transaction():
        return accounts.check_password(name, password, caller=caller, by=NOBODY)


def type_factor(account_id: UUID, code: str) -> Verdict:
    with transaction():
        return accounts.check_second_factor(account_id, code, by=NOBODY).verdict


def app_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(clock.now().timestamp()) // 30))


def bind_app(account_id: UUID) -> str:
    secret = totp.generate_totp_secret()
    with transaction():
        shown = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
        assert accounts.set_authenticator_app(account_id, secret=secret, code=shown, by=SYSTEM)
    return secret


def test_the_right_password_is_a_first_step(officer: UUID) -> None:
    assert type_password(" Officer ", PASSWORD) == SignIn(Verdict.RIGHT, officer)


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(officer: UUID) -> None:
    assert type_password("officer", "wrong") == type_password("nobody", PASSWORD) == SignIn(Verdict.WRONG)


def test_passwords_for_one_name_are_limited(officer: UUID) -> None:
    for number in range(rules.PASSWORDS_PER_NAME.most):
        type_password("officer", "wrong", caller=str(number))
    assert type_password("officer", PASSWORD).verdict is Verdict.LIMITED


def test_a_code_of_the_app_is_right_once(officer: UUID) -> None:
    code = app_code(bind_app(officer))
    assert type_factor(officer, code) is Verdict.RIGHT
    assert type_factor(officer, code) is Verdict.WRONG


def test_an_old_code_of_the_app_is_wrong(officer: UUID) -> None:
    secret = bind_app(officer)
    code = app_code(secret)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert type_factor(officer, code) is Verdict.WRONG


def test_a_recovery_code_is_good_once(officer: UUID) -> None:
    bind_app(officer)
    with transaction():
        codes = accounts.make_recovery_codes(officer, by=SYSTEM)
    assert len(codes) == 10
    assert type_factor(officer, codes[3]) is Verdict.RIGHT
    assert type_factor(officer, codes[3]) is Verdict.WRONG
    assert type_factor(officer, codes[4]) is Verdict.RIGHT


def test_second_factors_are_limited(officer: UUID) -> None:
    secret = bind_app(officer)
    for _ in range(rules.FACTORS_PER_ACCOUNT.most):
        assert type_factor(officer, "999999" if app_code(secret) != "999999" else "000000") is Verdict.WRONG
    assert type_factor(officer, app_code(secret)) is Verdict.LIMITED


def test_the_secret_of_the_app_is_encrypted(officer: UUID) -> None:
    secret = bind_app(officer)
    assert secret not in str(Authenticator.objects.get().data)


def test_the_fixed_code_opens_demonstration_accounts_only(officer: UUID, settings: Settings) -> None:
    settings.DEMONSTRATION_TOTP_CODE = "123456"
    assert type_factor(officer, "123456") is Verdict.WRONG
    with transaction():
        shown = accounts.open_staff_account(
            "shown", display_name="Shown", password=PASSWORD, language="en", by=SYSTEM, demonstration=True
        )
    assert type_factor(shown, "123456") is Verdict.RIGHT
    settings.DEMONSTRATION = False
    assert type_factor(shown, "123456") is Verdict.WRONG


def test_a_closed_account_signs_in_no_more_and_its_sessions_end(officer: UUID) -> None:
    with transaction():
        accounts.close_account(officer, reason="left", by=SYSTEM)
    assert type_password("officer", PASSWORD) == SignIn(Verdict.WRONG)
    assert AccountBackend().get_user(officer) is None


def test_a_new_password_must_be_strong_and_replaces_the_old(officer: UUID) -> None:
    with transaction(), pytest.raises(PasswordTooWeak):
        accounts.set_password(officer, password="officer officer", by=SYSTEM)
    with transaction():
        accounts.set_password(officer, password="eight swans on the sea", by=SYSTEM)
    assert type_password("officer", PASSWORD).verdict is Verdict.WRONG
    assert type_password("officer", "eight swans on the sea").verdict is Verdict.RIGHT


def test_two_accounts_never_sign_in_by_one_name(officer: UUID) -> None:
    with pytest.raises(NameTaken):
        open_staff("OFFICER")


def test_demonstration_accounts_are_one_for_each_role_with_colleagues_and_made_once() -> None:
    for _ in range(2):
        with transaction():
            demonstration.make_accounts(office="north")
    assert Account.objects.filter(kind="staff").count() == len(ROLES) + len(demonstration.COLLEAGUES)
    assert {line.name for line in demonstration.sign_ins()} >= set(ROLES)
    counter = Account.objects.get(sign_in_name="counter-officer")
    assert [power.office for power in queries.powers_of(counter)] == ["north"]
    assert demonstration.hotel_account().email == demonstration.HOTEL.address
    for name in ("case-officer", "supervisor"):
        first, second = (Account.objects.get(sign_in_name=each) for each in (name, f"{name}-2"))
        assert [power.role for power in queries.powers_of(second)] == [
            power.role for power in queries.powers_of(first)
        ]
    for line in demonstration.sign_ins():
        if line.door == "office":
            signed = type_password(line.name, line.password)
            assert signed.account_id
            assert type_factor(signed.account_id, line.code) is Verdict.RIGHT


def test_a_printed_password_is_hashed_once_a_secret_one_each_time() -> None:
    with transaction():
        demonstration.make_accounts()
        for name in ("first", "second"):
            open_staff(name)
    printed = Account.objects.filter(kind="staff", demonstration=True).values_list("password", flat=True)
    secret = Account.objects.filter(kind="staff", demonstration=False).values_list("password", flat=True)
    assert len(set(printed)) == 1
    assert len(set(secret)) == 2


def test_no_demonstration_beside_real_accounts(officer: UUID) -> None:
    with transaction(), pytest.raises(NotADemonstration):
        demonstration.make_accounts()


def test_no_demonstration_outside_its_mode(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with transaction(), pytest.raises(NotADemonstration):
        demonstration.make_accounts()
    with pytest.raises(NotADemonstration):
        demonstration.sign_ins()
