"""What the stories that cross rooms take and give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sojourn.flows.arrival_form import HostDesk
from sojourn.lib.actor import Actor
from sojourn.stays.types import Side


@dataclass(frozen=True, slots=True)
class Filing:
    """How a filing came in: by whom, received on which day, at a desk of a host or not."""

    by: Actor
    received_on: date
    language: str
    desk: HostDesk | None = None
    filer: str = ""  # what stands for a filer without an account: the secret of its browser, hashed
    caller: str = ""  # what tells callers apart where limits are counted, such as an address
    told_by: Side = Side.GUEST  # whose word it is


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a registration. Nothing in it depends on what other registers hold."""

    registration_id: UUID
    reference: str
    number: str
    code: str
    voluntary: bool
    lawful_until: date
    days_late: int
    first: bool
