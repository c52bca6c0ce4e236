"""Tries at doors that ask for no account, counted in the database under keyed digests."""

from __future__ import annotations

from sojourn.accounts import limits, rules
from sojourn.lib.db import transaction_required


@transaction_required
def may_open_receipt(*, caller: str) -> bool:
    """Whether someone may try a receipt code once more."""
    return limits.within((rules.RECEIPTS_PER_CALLER, caller))


@transaction_required
def may_file_petition(*, caller: str) -> bool:
    """Whether one more petition is taken from here this hour."""
    return limits.within((rules.PETITIONS_PER_CALLER, caller))
