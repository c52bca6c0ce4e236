"""Someone without e-mail or phone opens what was entered for them at the counter."""

from __future__ import annotations

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Verdict
from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.flows.follow_case import follow_case
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def sign_in_with_counter_code(
    reference: str, code: str, *, holder: Holder, caller: str, by: Actor
) -> tuple[Verdict, str | None]:
    """Give the filing of a reference to the browser that shows the code printed for it.

    Answers with the reference as it is written. An unknown reference and a wrong code are answered alike.
    The caller lets the transaction commit whatever the verdict, so that tries count.
    """
    verdict, subject = accounts.check_counter_code(reference, code, caller=caller, by=by)
    if verdict is not Verdict.RIGHT or subject is None:
        return verdict, None
    reference = applications.give_to(subject.id, holder=holder, by=by)
    if holder.account_id is not None:
        follow_case(subject.id, account_id=holder.account_id, by=by)
    return verdict, reference
