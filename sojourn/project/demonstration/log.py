"""Events as `audit.record` writes them, made beforehand in the order in which they happened."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sojourn.audit.types import EventKind
from sojourn.lib.types import Confidentiality
from sojourn.project.demonstration.sheets import Sheets, compact, escaped, octets

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
        at: str,
        by: str,
        facts: Mapping[str, Any],
        personal: Mapping[str, str] | None = None,
        confidentiality: int = ORDINARY,
    ) -> None:
        """One event; `by` and personal values are JSON. Raises: ValueError for other facts than declared."""
        told = personal or {}
        if facts.keys() != set(kind.plain) or told.keys() != kind.personal.keys():
            raise ValueError(f"{kind.name} takes {kind.plain} and {tuple(kind.personal)}")
        event_id = str(next(self._ids))
        digests = ",".join([f'"{name}":"{self._keep(event_id, name, told[name])}"' for name in told])
        number = self._numbers[subject_id] = self._numbers[subject_id] + 1
        self._sheets.line(
            "audit_event", event_id, at, kind.name, kind.subject, subject_id, str(number), escaped(by),
            escaped(compact(facts)), f"{{{digests}}}", str(int(confidentiality)),
        )  # fmt: skip
        self._sheets.line("audit_unsealed", event_id)

    def _keep(self, event_id: str, name: str, text: str) -> str:
        salt = os.urandom(16)
        self._sheets.line("audit_personalvalue", event_id, name, octets(salt), escaped(text))
        return hashlib.sha256(salt + text.encode()).hexdigest()
