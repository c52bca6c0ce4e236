"""Stories the clock begins."""

from __future__ import annotations

from collections.abc import Mapping

from sojourn.flows import collect_payments as collecting
from sojourn.flows import end_expired_registrations as expiry
from sojourn.flows import erase_what_is_past as keeping
from sojourn.flows import foresee_of_age as growing
from sojourn.flows import remind_of_payments, remind_of_requests, special_regimes
from sojourn.flows import watch_stages as watching


def end_expired_registrations() -> int:
    """Every hour, so that a day ends soon after it ends in the zone of the country."""
    return expiry.end_expired_registrations()


def erase_what_is_past() -> Mapping[str, int]:
    """Every night."""
    return keeping.erase_what_is_past()


def collect_missed_payments() -> int:
    """Every few minutes: what a provider took and could not tell."""
    return collecting.collect_missed_payments()


def remind_of_unanswered_requests() -> int:
    """Every morning: corrections nobody answered."""
    return remind_of_requests.remind_of_requests()


def remind_of_unpaid_duties() -> int:
    """Every morning: duties nobody paid yet."""
    return remind_of_payments.remind_of_payments()


def stop_clocks_by_regimes() -> int:
    """Every night: open cases whose clock a special regime stops."""
    return special_regimes.stop_open_clocks()


def watch_stages() -> int:
    """Every morning: stages whose time ends soon or has passed."""
    return watching.watch_stages()


def foresee_of_age() -> int:
    """Every morning: children who come of age before long."""
    return growing.foresee_of_age()
