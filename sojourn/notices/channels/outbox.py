"""The channel of demonstration mode: nothing leaves the house, everything can be read at `/demo/outbox`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sojourn.notices.errors import DeliveryFailed
from sojourn.notices.types import Letter

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+|\+[0-9]{7,15}")


@dataclass(frozen=True, slots=True)
class Outbox:
    """Accepts what a real server would; the message itself is the copy that is shown."""

    def deliver(self, letter: Letter) -> None:
        if not _ADDRESS.fullmatch(letter.address) or "\n" in letter.subject:
            raise DeliveryFailed(permanent=True, reason="unwritable")
