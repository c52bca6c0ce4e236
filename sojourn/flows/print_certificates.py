"""The certificates of many guests in one file, to be printed at the desk in one go."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sojourn.documents.bound import bind
from sojourn.flows.open_certificate import open_certificate
from sojourn.lib.actor import Actor
from sojourn.lib.db import retry_deadlock, transaction

AT_ONCE = 50
"""Certificates in one file: each may have to be drawn first."""


def parts_of(count: int) -> list[tuple[int, int]]:
    """The files a list of certificates is printed from: the first and the last of each, counted from 1."""
    return [(first, min(first + AT_ONCE - 1, count)) for first in range(1, count + 1, AT_ONCE)]


def print_certificates(registration_ids: Sequence[UUID], *, language: str, title: str, by: Actor) -> bytes:
    """One file with every certificate as it stands in its own, in this order, each under its number.

    Called at the edge, outside a transaction; for a caller who was allowed to see these registrations.
    Raises: RegistrationNotFound, DocumentUnknown, LetterFailed.
    """
    opened = (_certificate(each, language, by) for each in registration_ids)
    letters = [(name.removesuffix(".pdf"), content) for name, content in opened]
    return bind(letters, title=title, language=language)


def _certificate(registration_id: UUID, language: str, by: Actor) -> tuple[str, bytes]:
    def opened() -> tuple[str, bytes]:
        with transaction():
            return open_certificate(registration_id, language=language, by=by)

    return retry_deadlock(opened)
