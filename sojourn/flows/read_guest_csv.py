"""A hotel's table of guests becomes rows of answers: any separator, in UTF-8 or UTF-16.

Other encodings are refused and never guessed: a guess would misspell people.
"""

from __future__ import annotations

import csv
import io

from sojourn.flows.errors import ColumnMissing, TableTooLong, TableUnreadable

LONGEST_LIST = 500
LARGEST = 1024 * 1024

COLUMNS = {
    "mrz": "passport.mrz",
    "document_kind": "passport.kind",
    "issuing_state": "passport.issuing-state",
    "document_number": "passport.number",
    "surname": "passport.surname",
    "given_names": "passport.given-names",
    "nationality": "passport.nationality",
    "birth_date": "passport.birth-date",
    "sex": "passport.sex",
    "document_expires_on": "passport.expires-on",
    "arrived_on": "stay.arrived-here-on",
    "arrived_in_country_on": "stay.arrived-in-country-on",
    "leaves_on": "stay.leaves-on",
    "lawful_until": "stay.lawful-until",
    "visa_number": "stay.visa-number",
}
"""The columns of the table, in the order of the template, and the answers they hold."""

_NEEDED = (frozenset({"arrived_on"}), frozenset({"mrz", "surname", "given_names", "document_number"}))


def read_guest_csv(content: bytes) -> list[dict[str, str]]:
    """Rows of answers by path, as written; empty rows are left out.

    Raises: TableUnreadable, ColumnMissing, TableTooLong.
    """
    if len(content) > LARGEST:
        raise TableTooLong(bytes=len(content), most=LARGEST)
    text = _decoded(content)
    reader = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text), restkey="", restval="")
    try:
        names = {name: name.strip().casefold().replace(" ", "_") for name in reader.fieldnames or ()}
        _check_columns(frozenset(names.values()))
        rows = [_row(line, names) for line in reader]
    except csv.Error as broken:
        raise TableUnreadable(reason=str(broken)) from broken
    rows = [row for row in rows if row]
    if len(rows) > LONGEST_LIST:
        raise TableTooLong(rows=len(rows), most=LONGEST_LIST)
    return rows


def template() -> bytes:
    """The heading line as a file that spreadsheet programs open with the right letters."""
    return ("\ufeff" + ",".join(COLUMNS) + "\r\n").encode()


def _decoded(content: bytes) -> str:
    """UTF-8, or UTF-16 where a mark says so. Raises: TableUnreadable."""
    if content[:4] == b"PK\x03\x04":
        raise TableUnreadable(reason="spreadsheet")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise TableUnreadable(reason="encoding") from broken
    if "\0" in text or not text.strip():
        raise TableUnreadable(reason="empty" if not text.strip() else "binary")
    return text


def _dialect(text: str) -> type[csv.Dialect]:
    heading = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)

    class Table(csv.excel):
        delimiter = separator

    return Table


def _check_columns(found: frozenset[str]) -> None:
    for one_of in _NEEDED:
        if not one_of & found:
            raise ColumnMissing(one_of=sorted(one_of), found=sorted(found & set(COLUMNS)))


def _row(line: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    told = {names[name]: value for name, value in line.items() if name in names and isinstance(value, str)}
    return {COLUMNS[name]: value for name, value in told.items() if name in COLUMNS and value.strip()}
