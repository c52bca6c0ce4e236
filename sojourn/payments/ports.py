"""What a payment provider does for us. Ours and those of a pack pass the same contract tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sojourn.payments.types import Payable, ProviderNotice


class PaymentProvider(Protocol):
    """Takes money for a payment number and tells what it took. It knows no person and no case.

    What it calls us with is only a hint that something changed: we ask it, server to server, and book the
    answer.
    """

    name: str

    def payment_page(self, charge: Payable, *, return_path: str) -> str:
        """The address at which a charge is paid; from there the payer comes back to a path of ours.

        Raises: ProviderFailed.
        """

    def payments_of(self, number: str) -> Sequence[ProviderNotice]:
        """Everything it took for a number, with what it took back; nothing for a number it never saw.

        One payment has one `external_id`, for ever. Raises: ProviderFailed.
        """

    def payments_since(self, instant: datetime) -> Sequence[ProviderNotice]:
        """Everything it took, or took back, at an instant or after it; oldest first.

        Raises: ProviderFailed.
        """
