"""Pure decisions about mandates."""

from __future__ import annotations

from datetime import timedelta

from sojourn.lib.types import Subject
from sojourn.organisations.errors import MandateRefused
from sojourn.organisations.types import Right, Scope, Terms

PRINCIPALS = frozenset({"person", "account", "organisation"})
AGENTS = frozenset({"account", "organisation"})

RIGHT_FOR: dict[Scope, Right] = {
    Scope.REGISTER_STAY: Right.REGISTER_GUESTS,
    Scope.APPLY_FOR_WORKERS: Right.APPLY_FOR_WORKERS,
    Scope.RECEIVE_DOCUMENTS: Right.READ_MESSAGES,
    Scope.EVERYTHING: Right.MANAGE_MEMBERS,
}
"""The right a member needs to act for their own organisation within a scope."""


OFFER_LIFE = timedelta(days=14)
"""How long an offered mandate can be accepted."""

MOST_OFFERS = 20
"""How many offers of one principal may wait at a time."""


def check_mandate(principal: Subject, agent: Subject, *, terms: Terms) -> None:
    """Raises: MandateRefused."""
    ends_before = terms.until_on is not None and terms.until_on <= terms.from_on
    if principal == agent or principal.kind not in PRINCIPALS or agent.kind not in AGENTS or ends_before:
        raise MandateRefused(principal=principal.kind, agent=agent.kind)


def check_offer(principal: Subject, *, terms: Terms) -> None:
    """Raises: MandateRefused."""
    ends_before = terms.until_on is not None and terms.until_on <= terms.from_on
    if principal.kind not in PRINCIPALS or ends_before:
        raise MandateRefused(principal=principal.kind)
