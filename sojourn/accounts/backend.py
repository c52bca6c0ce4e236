"""How the session finds its account again."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from sojourn.accounts import queries
from sojourn.accounts.models import Account
from sojourn.lib import clock, reads

_POWERS_BESIDE = """, (
  SELECT jsonb_agg(jsonb_build_array(g.role, g.office, g.acting_for_id) ORDER BY g.id)
  FROM accounts_rolegrant g
  WHERE g.account_id = r.id AND g.from_on <= %s AND (g.until_on IS NULL OR g.until_on > %s)
)"""


class AccountBackend(BaseBackend):
    """One SELECT per request; a closed account is nobody. Proof of identity is the work of `actions`."""

    def get_user(self, user_id: UUID) -> Account | None:
        """The open account behind a session, with its powers of today."""
        day = clock.today()
        found = reads.rows_with(
            Account, _POWERS_BESIDE, "WHERE r.id = %s AND r.is_active", [day, day, user_id]
        )
        for account, held in found:
            if account is not None:
                queries.keep_powers(account, day, json.loads(held) if held else None)
                return account
        return None
