"""The same registration entered by staff from paper or speech: same case, same clock, same receipt."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack, Service
from sojourn.documents.types import Examined
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
    entered: list[Receipt] = []

    def act() -> str:
        pack = catalogue.current()
        draft, holder = draft_of_paper(pack, pack.service_for("registration"), answers, filing)
        entered.append(register_stay(draft.id, holder=holder, filing=filing))
        return str(entered[0].registration_id)

    registration = once_at_counter("counter", answers, key=key, filing=filing, act=act)
    return entered[0] if entered else receipt_of(UUID(registration))


def once_at_counter(
    door: str,
    answers: Mapping[str, str],
    *,
    key: str,
    filing: Filing,
    act: Callable[[], str],
    scans: Mapping[str, Examined] = MappingProxyType({}),
) -> str:
    """What the paper led to, now or when the same form was sent before. Raises: KeyUsedDifferently."""
    form = {"answers": dict(answers), "received": filing.received_on.isoformat(), "in": filing.language}
    if scans:
        form["scans"] = {path: sha256(each.original).hex() for path, each in scans.items()}
    asked = sha256(canonical_json(form))
    led_to: str = answer_once(door, f"{filing.by.account_id}:{key}", request_hash=asked, act=act)
    return led_to


def draft_of_paper(
    pack: Pack, service: Service, answers: Mapping[str, str], filing: Filing
) -> tuple[Draft, Holder]:
    """What a paper says as a draft that no browser holds."""
    holder = Holder(secret=secrets.token_urlsafe(24))
    draft = applications.start(
        service,
        pack=pack,
        language=filing.language,
        answers=answers,
        holder=holder,
        by=filing.by,
    )
    return draft, holder
