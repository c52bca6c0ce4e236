"""Which card a service makes, and why one is made anew."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.questions import Code


@dataclass(frozen=True, slots=True)
class CardByAnswers:
    """A document that is made instead of the one among the letters, where the answers ask for it."""

    letter: Code
    when: Condition


class CardBecause(StrEnum):
    """Why a service makes a card anew."""

    LOSS = "loss"  # lost, stolen or damaged
    CHANGE = "change"  # what stands on it is not so any more
