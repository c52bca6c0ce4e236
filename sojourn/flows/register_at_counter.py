"""The same registration entered by staff from paper or speech: same case, same clock, same receipt."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.catalogue import queries as catalogue
from sojourn.flows.register_stay import receipt_of, register_stay
from sojourn.flows.types import Filing, Receipt
from sojourn.lib.canonical import canonical_json, sha256
from sojourn.lib.db import answer_once, transaction_required


@transaction_required
def register_at_counter(answers: Mapping[str, str], *, key: str, filing: Filing) -> Receipt:
    """Enter a filing brought to the counter. `filing.received_on` is the day of its stamp.

    What is handed over is printed afterwards (`print_counter_paper`). The form sent again gives the same
    receipt.
    Raises: AnswersUnreadable, KeyUsedDifferently.
    """
    fresh: list[Receipt] = []

    def act() -> str:
        fresh.append(_enter(answers, filing))
        return str(fresh[0].registration_id)

    form = {"answers": dict(answers), "received": filing.received_on.isoformat(), "in": filing.language}
    asked = sha256(canonical_json(form))
    registration = answer_once("counter", f"{filing.by.account_id}:{key}", request_hash=asked, act=act)
    return fresh[0] if fresh else receipt_of(registration)


def _enter(answers: Mapping[str, str], filing: Filing) -> Receipt:
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
    return register_stay(draft.id, holder=holder, filing=filing)
