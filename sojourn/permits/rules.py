"""Decisions about issued documents, without database or clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from sojourn.lib import codes
from sojourn.permits.types import Standing, Validity, Verdict

CODE_LENGTH = 10


def new_code() -> str:
    """Ten characters of five random bits each."""
    return codes.new(CODE_LENGTH)


def read_code(typed: str) -> str:
    """The code someone typed: any case, spaces or hyphens, I and L for 1, O for 0. At most one too many."""
    return codes.read(typed, CODE_LENGTH)


def is_code(text: str) -> bool:
    return codes.is_code(text, CODE_LENGTH)


def standing_on(day: date, ledger: Sequence[Validity]) -> Standing:
    """What the document is worth on a day: the interval recorded last among those that hold that day.

    Give the ledger as it was known then, or as it is known now, oldest entry first.
    """
    holding = [entry for entry in ledger if _holds(entry, day)]
    return holding[-1].standing if holding else Standing.NOT_VALID


def _holds(entry: Validity, day: date) -> bool:
    return entry.first_day <= day and (entry.last_day is None or day <= entry.last_day)


def verdict_for(standing: str, *, code_fits: bool, is_hidden: bool) -> Verdict:
    """The public answer. A hidden document answers as one that does not exist.

    Source: design of the platform, "Protected means unseen"; decision 0006.
    """
    known = {Standing.VALID.value: Verdict.VALID, Standing.PENDING.value: Verdict.PENDING}
    told = known.get(standing, Verdict.NOT_VALID)
    return told if code_fits and not is_hidden else Verdict.NOT_VALID


@dataclass(frozen=True, slots=True)
class Patience:
    """How many wrong tries within `memory` are free, and how the wait doubles after them up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta
    memory: timedelta = timedelta(minutes=15)


WITH_A_CALLER = Patience(free=5, first=timedelta(seconds=4), longest=timedelta(minutes=10))
# Anyone can type wrong codes for a number; the one who holds the document must not wait long for that.
WITH_A_NUMBER = Patience(free=10, first=timedelta(seconds=2), longest=timedelta(seconds=30))


def seconds_to_wait(wrong_tries: int, last_at: datetime | None, *, now: datetime, patience: Patience) -> int:
    """Whole seconds until the next try is answered; 0 when it may be answered now."""
    if last_at is None or wrong_tries <= patience.free:
        return 0
    doublings = min(wrong_tries - patience.free - 1, 20)
    wait: timedelta = min(patience.first * 2**doublings, patience.longest)
    return max(0, ceil((last_at + wait - now).total_seconds()))
