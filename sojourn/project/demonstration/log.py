"""Events as `audit.record` writes them, made beforehand in the order in which they happened."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sojourn.audit.types import EventKind
from sojourn.lib.types import Confidentiality
from sojourn.project.demonstration.sheets import Sheets, compact

Record = dict[str, Any]

ORDINARY = Confidentiality.ORDINARY


class Log:
    """Numbers the events of each subject from one and keeps personal values apart, each with its salt."""

    def __init__(self, sheets: Sheets, ids: Iterator[int]) -> None:
        self._sheets, self._ids = sheets, ids
        self._numbers: dict[str, int] = defaultdict(int)

    def record(
        self,
        kind: EventKind,
        subject_id: str,
        *,
        at: datetime,
        by: str,
        facts: Mapping[str, Any],
        personal: Mapping[str, Any] | None = None,
        confidentiality: int = ORDINARY,
    ) -> None:
        """One event; `by` is the actor's record as JSON. Raises: ValueError for other facts than declared."""
        told = personal or {}
        if facts.keys() != set(kind.plain) or told.keys() != kind.personal.keys():
            raise ValueError(f"{kind.name} takes {kind.plain} and {tuple(kind.personal)}")
        event_id = next(self._ids)
        digests = {name: self._keep(event_id, name, value) for name, value in told.items()}
        self._numbers[subject_id] += 1
        self._sheets.add(
            "audit_event",
            event_id,
            at,
            kind.name,
            kind.subject,
            subject_id,
            self._numbers[subject_id],
            by,
            compact(facts),
            compact(digests),
            int(confidentiality),
        )
        self._sheets.add("audit_unsealed", event_id)

    def _keep(self, event_id: int, name: str, value: Any) -> str:
        salt, text = os.urandom(16), compact(value)
        self._sheets.add("audit_personalvalue", event_id, name, salt, text)
        return hashlib.sha256(salt + text.encode()).hexdigest()
