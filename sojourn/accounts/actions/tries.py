"""Tries at doors that ask for no account, counted in the database under keyed digests."""

from __future__ import annotations

from sojourn.accounts import limits, rules
from sojourn.lib.db import transaction_required


@transaction_required
def may_try_receipt(*, caller: str) -> bool:
    """Whether someone may still try receipt codes; only wrong ones were counted.

    Until the transaction ends the next try from there waits: it is to see what becomes of this one.
    """
    return limits.may_try(rules.RECEIPTS_PER_CALLER, caller)


@transaction_required
def count_wrong_receipt(*, caller: str) -> None:
    """Count a receipt code that was wrong, after it was allowed to be tried."""
    limits.within((rules.RECEIPTS_PER_CALLER, caller))


@transaction_required
def may_file_petition(*, caller: str) -> bool:
    """Whether one more petition is taken from here this hour."""
    return limits.within((rules.PETITIONS_PER_CALLER, caller))


@transaction_required
def may_hand_in_petition_paper(*, caller: str) -> bool:
    """Whether one more paper for a petition is kept from here this hour, sent or not."""
    return limits.within((rules.PETITION_PAPERS_PER_CALLER, caller))
