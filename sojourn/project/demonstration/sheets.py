"""Rows as PostgreSQL's COPY takes them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

COLUMNS = {
    "people_person": "id confidentiality created_at",
    "people_statement": "person_id kind value sealed standing source valid_from recorded_at fingerprint",
    "people_matchkey": "person_id kind digest confidentiality",
    "people_namekey": "person_id key confidentiality",
    "people_familylink": "id person_id relative_id kind standing source disputed from_on recorded_at",
    "people_protectivehold": "id person_id kind from_on until_on placed_at end_reason",
    "applications_application": (
        "id reference service pack_sha256 language confidentiality state answers account_id secret_hash"
        " filed_by principal_kind principal_id door office received_on created_at saved_at submitted_at"
        " outcome_kind outcome_id"
    ),
    "applications_applicationparty": "application_id role subject_kind subject_id",
    "stays_registration": (
        "id reference filing_key guest_key person_id confidentiality nationality district office told place"
        " host_kind host_name host_contact organisation_id arrived_in_country_on arrived_on leaves_on"
        " lawful_until"
        " changed_place voluntary days_late door account_id filed_by principal_kind principal_id received_on"
        " entered_at ended_on end_cause pack_sha256"
    ),
    "stays_latecandidate": (
        "registration_id office confidentiality last_day days_late parties state reason decided_by decided_at"
    ),
    "stays_objection": (
        "id registration_id office confidentiality key words said_at answer answered_by answered_at"
    ),
    "permits_permit": (
        "id number kind subject_kind subject_id confidentiality code_digest printed seal_key issued_at"
    ),
    "permits_validityentry": "permit_id standing cause first_day last_day recorded_at",
    "audit_event": ("id at kind subject_kind subject_id subject_number actor facts digests confidentiality"),
    "audit_personalvalue": "event_id name salt value",
    "audit_unsealed": "event_id",
}
"""Every table the generator fills, and the columns it gives; a test compares them with the models."""


NULL = "\\N"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def compact(value: object) -> str:
    """JSON without spaces, keys sorted: for text, whole numbers and truth values the canonical form."""
    return _encode(value)


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """A text as JSON; the names and streets of a pack come again and again."""
    return _encode(text)


def escaped(text: str) -> str:
    """A text as COPY takes it."""
    if "\\" in text or "\n" in text or "\t" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return text


def octets(value: bytes) -> str:
    """Bytes as COPY takes them."""
    return "\\\\x" + value.hex()


def cell(value: Any) -> str:
    """Any value as COPY takes it; JSON is given as text."""
    if value is None:
        return NULL
    if value is True or value is False:
        return "t" if value else "f"
    return octets(value) if isinstance(value, bytes) else escaped(str(value))


class Sheets:
    """Rows of many tables, kept as lines."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {table: [] for table in COLUMNS}

    def add(self, table: str, *values: Any) -> None:
        """One row, its values in the order of the table's columns."""
        self._lines[table].append("\t".join(map(cell, values)))

    def line(self, table: str, *cells: str) -> None:
        """One row of cells that are as COPY takes them: for the tables with most rows."""
        self._lines[table].append("\t".join(cells))

    def as_copies(self) -> dict[str, bytes]:
        """What COPY reads, for each table that has rows."""
        return {table: ("\n".join(lines) + "\n").encode() for table, lines in self._lines.items() if lines}
