"""Dice: the same seed throws the same, in few steps."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from typing import TypeVar

from sojourn.project.demonstration.sheets import SINCE_1970

T = TypeVar("T")
_FREE = ~(0xF << 76 | 0x3 << 62)  # the bits of an id that say nothing of its version
_VERSION = 7 << 76 | 2 << 62


class Chance(random.Random):
    """Everything that is drawn at random and must come again with the same seed."""

    def below(self, end: int) -> int:
        return int(self.random() * end)

    def between(self, least: int, most: int) -> int:
        """Both ends count."""
        return least + int(self.random() * (most - least + 1))

    def pick(self, row: Sequence[T]) -> T:
        return row[int(self.random() * len(row))]

    def weigh(self, row: Sequence[T], weights: Sequence[int]) -> T:
        """`weights` add up: each is the sum of all so far."""
        return row[bisect(weights, self.random() * weights[-1])]

    def new_id(self, at: int) -> bytes:
        """A UUID of version 7 as PostgreSQL makes them, of the instant it stands for."""
        milliseconds = (at + SINCE_1970) // 1000
        return ((milliseconds << 80 | self.getrandbits(80)) & _FREE | _VERSION).to_bytes(16, "big")
