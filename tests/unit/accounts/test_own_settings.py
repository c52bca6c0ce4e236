"""What someone settles about their own account: its language, and the passkeys it keeps."""

from __future__ import annotations

from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator

from sojourn.accounts import actions as accounts
from sojourn.accounts.errors import LastFactor
from sojourn.accounts.models import Account
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from tests.unit.accounts.conftest import LEYLA


def a_passkey(account: Account, name: str) -> int:
    made = Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={"name": name})
    return int(made.pk)


@pytest.mark.django_db
def test_a_person_may_remove_their_only_passkey() -> None:
    with transaction():
        account = accounts.open_person_account(LEYLA, display_name="Leyla", language="en", by=SYSTEM)
    person = Account.objects.get(id=account)
    with transaction():
        accounts.remove_passkey(person, passkey_id=a_passkey(person, "phone"), by=SYSTEM)
    assert not Authenticator.objects.exists()


def test_staff_keep_one_second_factor(officer: UUID) -> None:
    account = Account.objects.get(id=officer)
    first, second = a_passkey(account, "phone"), a_passkey(account, "key")
    with transaction():
        accounts.remove_passkey(account, passkey_id=first, by=SYSTEM)
    with transaction(), pytest.raises(LastFactor):
        accounts.remove_passkey(account, passkey_id=second, by=SYSTEM)
