"""The code beside the number: kept readable under the field key for the paper, and as a keyed digest for the
check.
"""

from __future__ import annotations

import hmac

from sojourn.lib.fields import blind_index

_NOBODYS = bytes(16)  # compared with when there is no such number, so that the work is the same


def digest_of(number: str, code: str) -> bytes:
    return blind_index(number, code, purpose="permit-code")


def fits(number: str, code: str, kept: bytes | None) -> bool:
    """In the same time whether the number exists, the code is wrong or right."""
    return hmac.compare_digest(digest_of(number, code), kept or _NOBODYS)
