"""The same registration entered by staff from paper or speech: same case, same clock, same receipt."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sojourn.accounts import actions as accounts
from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.catalogue import queries as catalogue
from sojourn.flows.register_stay import receipt_of, register_stay
from sojourn.flows.types import Filing, Receipt
from sojourn.lib.canonical import canonical_json, sha256
from sojourn.lib.db import answer_once, transaction_required
from sojourn.lib.types import Subject


@dataclass(frozen=True, slots=True)
class CounterReceipt:
    """What is printed and handed over: the receipt, and a code that opens the filing on line.

    `sign_in_code` is None when the form was sent again: a code is shown once.
    """

    receipt: Receipt
    sign_in_code: str | None


@transaction_required
def register_at_counter(answers: Mapping[str, str], *, key: str, filing: Filing) -> CounterReceipt:
    """Enter a filing brought to the counter. `filing.received_on` is the day of its stamp.

    Raises: AnswersUnreadable, KeyUsedDifferently.
    """
    fresh: list[CounterReceipt] = []

    def act() -> str:
        made = _enter(answers, filing)
        fresh.append(made)
        return str(made.receipt.registration_id)

    form = {"answers": dict(answers), "received": filing.received_on.isoformat(), "in": filing.language}
    asked = sha256(canonical_json(form))
    registration = answer_once("counter", f"{filing.by.account_id}:{key}", request_hash=asked, act=act)
    return fresh[0] if fresh else CounterReceipt(receipt_of(registration), None)


def _enter(answers: Mapping[str, str], filing: Filing) -> CounterReceipt:
    pack = catalogue.current()
    holder = Holder(secret=secrets.token_urlsafe(24))
    draft = applications.start(
        pack.service_for("registration"),
        pack=pack,
        language=filing.language,
        answers=answers,
        holder=holder,
        by=filing.by,
    )
    receipt = register_stay(draft.id, holder=holder, filing=filing)
    subject = Subject("application", draft.id)
    code = accounts.make_counter_code(subject, reference=draft.reference, by=filing.by)
    return CounterReceipt(receipt, code)
