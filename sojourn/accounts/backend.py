"""How the session finds its account again."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from sojourn.accounts import queries
from sojourn.accounts.models import Account


class AccountBackend(BaseBackend):
    """One SELECT per request; a closed account is nobody. Proof of identity is the work of `actions`."""

    def get_user(self, user_id: UUID) -> Account | None:
        return queries.find_signed_in(user_id)
