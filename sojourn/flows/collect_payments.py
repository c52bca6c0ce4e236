"""Asking the provider what it took: when it says that something changed, and by the clock in case it did not.

Every payment is a transaction of its own. Killed anywhere, the next callback or the next round does the rest:
what is booked already changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sojourn.catalogue import queries as catalogue
from sojourn.flows.case_file import THE_STORY
from sojourn.flows.receive_payment import receive_payment
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.lib.types import Subject
from sojourn.payments import providers, queries
from sojourn.payments.types import Booked, ProviderNotice

PROVIDER = Actor(ActorKind.SYSTEM, Door.API)
LOOK_BACK = timedelta(days=3)
"""How long a callback may be lost while others arrive; beyond that the provider's daily register tells."""


def collect_payments(provider: str, number: str) -> list[Booked]:
    """Book everything the provider took for a number. Called at the edge.

    Raises: ProviderUnknown, ProviderFailed.
    """
    catalogue.current()  # the day of a payment is the day in the zone of the pack
    asked = providers.provider_by(provider)
    return [_book(each) for each in asked.payments_of(number)]


def collect_for_case(case: Subject) -> list[Booked]:
    """Ask the provider once more, before an officer says that nobody paid. Called at the edge.

    Raises: ProviderFailed.
    """
    asked = providers.chosen()
    owed = [each for each in queries.list_of(case, to=THE_STORY) if each.outstanding.minor] if asked else []
    return [booked for each in owed if asked for booked in collect_payments(asked.name, each.number)]


def collect_missed_payments() -> int:
    """Book what the provider took lately and could not tell. Called at the edge; returns how many.

    Raises: ProviderFailed.
    """
    asked = providers.chosen()
    if asked is None:
        return 0
    catalogue.current()
    since = min(queries.latest_payment(asked.name) or clock.now(), clock.now()) - LOOK_BACK
    return len([_book(each) for each in _new(asked.name, asked.payments_since(since))])


def _new(provider: str, told: Sequence[ProviderNotice]) -> list[ProviderNotice]:
    """What is not booked yet, or not as taken back. Only a shortcut: booking decides it again."""
    known = queries.list_known(provider, [each.external_id for each in told])
    return [each for each in told if known.get(each.external_id) is not (each.reversed_at is not None)]


def _book(notice: ProviderNotice) -> Booked:
    def story() -> Booked:
        with transaction():
            return receive_payment(notice, by=PROVIDER)

    return retry_deadlock(story)
