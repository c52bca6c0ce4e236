"""Which service of a pack plays which part on the platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sojourn.catalogue.questions import Code


@dataclass(frozen=True, slots=True)
class Roles:
    """Which service of the pack plays which part on the platform. Contract: docs/reference/pack.md."""

    registration: Code | None = None
    hosting: Code | None = None
    departure: Code | None = None
    residence: Code | None = None


Role = Literal["registration", "hosting", "departure", "residence"]
NO_ROLES = Roles()
