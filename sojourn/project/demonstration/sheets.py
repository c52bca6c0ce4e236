"""Rows as PostgreSQL's binary COPY takes them.

A cell is its length in four bytes and its value; building rows of ready cells is the bulk of the work, so
cells that come again and again are made once.

Source: PostgreSQL 18 documentation, "COPY", Binary Format.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from struct import Struct

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
        "id number kind subject_kind subject_id confidentiality issued_confidentiality code_digest printed"
        " seal_key issued_at"
    ),
    "permits_validityentry": "permit_id standing cause first_day last_day recorded_at",
    "cases_case": (
        "id reference service pack_sha256 confidentiality application_id person_id account_id principal_kind"
        " principal_id family_file_id status ground speed fee_class office custody_office place_of_filing"
        " handler_id handled_since recused filed_on started_on entered_at review_limit due_on paused_from"
        " warnings late_reported_on corrections hearing_id proposals proposal_id decision_id appeal_id"
        " appeal_until decided_at decided_by reopened_at closed_at unread language external_ids version"
        " last_by last_at"
    ),
    "cases_assignment": "case_id account_id office cause at by reason",
    "cases_proposal": (
        "id case_id number kind hearing_id reasons words closed_words terms fee_minor fee_currency facts"
        " evidence proposed_by proposed_at returned_by returned_at return_reason"
    ),
    "cases_decision": (
        "id case_id kind proposal_id replaces_id reasons words terms fee_minor fee_currency author_id"
        " approver_id power pack_sha256 decided_at decided_on remedy"
    ),
    "audit_event": ("id at kind subject_kind subject_id subject_number actor facts digests confidentiality"),
    "audit_personalvalue": "event_id name salt value",
    "audit_unsealed": "event_id",
}
"""Every table the generator fills, and the columns it gives; a test compares them with the models."""

_OPENING = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_CLOSING = b"\xff\xff"
_COUNT = Struct(">h").pack
_LENGTH, _JSON = Struct(">i").pack, Struct(">ib").pack
_SHORT, _NUMBER, _BIG = Struct(">ih").pack, Struct(">ii").pack, Struct(">iq").pack
_JSONB_VERSION = 1
_FIRST_DAY = date(2000, 1, 1).toordinal()

SINCE_1970 = 946_684_800_000_000
"""Instants here are microseconds since 2000, as the server counts them; this many more since 1970."""

NULL = _LENGTH(-1)
TRUE, FALSE = b"\0\0\0\1\1", b"\0\0\0\1\0"
NOTHING = _LENGTH(0)
"""The empty text."""

_KEY = _LENGTH(16)
_ARRAY, _OF_UUID = Struct(">iiiI").pack, 2950

no_keys = _ARRAY(12, 0, 0, _OF_UUID)
"""The empty row of ids."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def compact(value: object) -> str:
    """JSON without spaces, keys sorted: for text, whole numbers and truth values the canonical form."""
    return _encode(value)


@lru_cache(maxsize=8192)
def quoted(text: str) -> str:
    """A text as JSON; the names and streets of a pack come again and again."""
    return _encode(text)


def text(value: str) -> bytes:
    content = value.encode()
    return _LENGTH(len(content)) + content


word = lru_cache(maxsize=8192)(text)
"""A text that comes again and again."""


def jsonb(value: str) -> bytes:
    """JSON given as text."""
    content = value.encode()
    return _JSON(len(content) + 1, _JSONB_VERSION) + content


def json_opening(length: int) -> bytes:
    """What stands before so many bytes of JSON."""
    return _JSON(length + 1, _JSONB_VERSION)


def octets(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def key(value: bytes) -> bytes:
    """The sixteen bytes of an id, or of a digest."""
    return _KEY + value


def short(value: int) -> bytes:
    return _SHORT(2, value)


def number(value: int) -> bytes:
    return _NUMBER(4, value)


def big(value: int) -> bytes:
    return _BIG(8, value)


moment = big
"""An instant, in microseconds since 2000."""


class _Days(dict[int | None, bytes]):
    def __missing__(self, day: int | None) -> bytes:
        cell = self[day] = NULL if day is None else _NUMBER(4, day - _FIRST_DAY)
        return cell


DAY = _Days()
"""Each day, or none, as a cell."""


def flag(value: bool) -> bytes:
    return TRUE if value else FALSE


def microseconds(instant: datetime) -> int:
    """An instant as it is counted here."""
    return int(instant.astimezone(UTC).timestamp()) * 1_000_000 - SINCE_1970


def written(identifier: bytes) -> str:
    """An id as text has it."""
    marks = identifier.hex()
    return f"{marks[:8]}-{marks[8:12]}-{marks[12:16]}-{marks[16:20]}-{marks[20:]}"


class Sheets:
    """Rows of many tables."""

    def __init__(self) -> None:
        self.rows: dict[str, list[bytes]] = {table: [] for table in COLUMNS}

    def line(self, table: str, *cells: bytes) -> None:
        """One row, its cells in the order of the table's columns."""
        self.rows[table].append(b"".join(cells))

    def as_copies(self) -> dict[str, bytes]:
        """What COPY reads, for each table that has rows."""
        copies = {}
        for table, rows in self.rows.items():
            if rows:
                count = _COUNT(len(COLUMNS[table].split()))
                copies[table] = b"".join((_OPENING, count, count.join(rows), _CLOSING))
        return copies
