"""Words every room shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID


class Confidentiality(IntEnum):
    """How widely a service, case or person may be known."""

    ORDINARY = 0
    RESTRICTED = 1
    PROTECTED = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that happened to someone, or to which something happens: an upward reference as a value."""

    kind: str
    id: UUID
