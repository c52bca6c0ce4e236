"""What every channel does."""

from __future__ import annotations

from typing import Protocol

from sojourn.notices.types import Letter


class Carrier(Protocol):
    """Hands letters over to the outside. Real and fake ones pass the same contract tests."""

    def deliver(self, letter: Letter) -> None:
        """Hand a letter over; returns when it was accepted.

        Raises: DeliveryFailed, permanent when trying again cannot help.
        """
