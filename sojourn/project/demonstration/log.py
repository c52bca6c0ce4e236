"""Events as `audit.record` writes them, made beforehand in the order in which they happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sojourn.audit.types import EventKind
from sojourn.lib.types import Confidentiality
from sojourn.project.demonstration.ciphers import random_bytes
from sojourn.project.demonstration.sheets import Sheets, big, json_opening, jsonb, key, number, short, text

_SALT = 16
_LEVELS = tuple(short(level) for level in sorted(Confidentiality))
ORDINARY = Confidentiality.ORDINARY


class Log:
    """Numbers the events of each subject from one and keeps personal values apart, each with its salt."""

    def __init__(self, sheets: Sheets, ids: Iterator[int]) -> None:
        self._events, self._values = sheets.rows["audit_event"], sheets.rows["audit_personalvalue"]
        self._unsealed = sheets.rows["audit_unsealed"]
        self._ids = ids
        self._numbers: dict[bytes, int] = defaultdict(int)
        self._salts = random_bytes(_SALT)
        self._kinds: dict[str, _Kind] = {}

    def record(
        self,
        kind: EventKind,
        subject_id: bytes,
        *personal: str,
        at: bytes,
        by: bytes,
        facts: str = "{}",
        level: Confidentiality = ORDINARY,
    ) -> None:
        """One event. Facts and personal values are JSON, these canonical and in the order of the kind.

        `at` and `by` are cells: the instant and the actor's record.
        """
        event_id = big(next(self._ids))
        known = self._kinds.get(kind.name) or self._know(kind)
        digests = self._keep(event_id, known, personal) if personal else "{}"
        self._numbers[subject_id] = place = self._numbers[subject_id] + 1
        self._events.append(
            b"".join(
                (
                    event_id, at, known.cells, key(subject_id), number(place), by, jsonb(facts),
                    jsonb(digests), _LEVELS[level],
                )
            )
        )  # fmt: skip
        self._unsealed.append(event_id)

    def tell(
        self, kind: EventKind, subject_id: bytes, told: Mapping[str, str], *, at: bytes, by: bytes,
        level: Confidentiality = ORDINARY,
    ) -> None:  # fmt: skip
        """One event whose facts, plain and personal, are given together by name, each as JSON."""
        facts = ",".join([f'"{name}":{told[name]}' for name in kind.plain])
        personal = (told[name] for name in kind.personal)
        self.record(kind, subject_id, *personal, at=at, by=by, facts=f"{{{facts}}}", level=level)

    def _keep(self, event_id: bytes, kind: _Kind, personal: tuple[str, ...]) -> str:
        digests, add, salts = [], self._values.append, self._salts
        for (name, begun), value in zip(kind.personal, personal, strict=True):
            bare, content = next(salts), value.encode()
            salt = key(bare)
            add(b"".join((event_id, name, salt, json_opening(len(content)), content)))
            digests.append(f'{begun}{sha256(bare + content).hexdigest()}"')
        return f"{{{','.join(digests)}}}"

    def _know(self, kind: EventKind) -> _Kind:
        personal = tuple((text(name), f'"{name}":"') for name in kind.personal)
        known = self._kinds[kind.name] = _Kind(text(kind.name) + text(kind.subject), personal)
        return known


@dataclass(slots=True)
class _Kind:
    """A kind of event as cells, and its personal values: each name as a cell, and as its digest begins."""

    cells: bytes
    personal: tuple[tuple[bytes, str], ...]
