"""A hotel's table is read whatever its program writes, and refused by name where it cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.flows.errors import ColumnMissing, TableTooLong, TableUnreadable
from sojourn.flows.read_guest_csv import COLUMNS, read_guest_csv, template
from sojourn.lib.errors import Refusal

HEADING = "surname,given_names,document_number,arrived_on"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_and_encoding_do_not_matter(separator: str, encoding: str) -> None:
    table = f"{HEADING}\r\nƏliyeva,Günel,A1,2026-03-01\r\n".replace(",", separator)
    assert read_guest_csv(table.encode(encoding)) == [
        {
            "passport.surname": "Əliyeva",
            "passport.given-names": "Günel",
            "passport.number": "A1",
            "stay.arrived-here-on": "2026-03-01",
        }
    ]


def test_headings_may_have_other_capitals_and_spaces_and_more_columns() -> None:
    table = b"Room,Surname, Arrived on \n12,Crane,2026-03-01\n"
    assert read_guest_csv(table) == [{"passport.surname": "Crane", "stay.arrived-here-on": "2026-03-01"}]


def test_empty_rows_are_left_out() -> None:
    assert len(read_guest_csv(f"{HEADING}\n,,,\nCrane,A,1,2026-03-01\n\n".encode())) == 1


def test_the_template_has_every_column_and_is_read_back() -> None:
    assert read_guest_csv(template()) == []
    assert all(name in template().decode() for name in COLUMNS)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", TableUnreadable),
        (b"\xff\xfe\xff", TableUnreadable),
        (b"%PDF-1.7 \0\0", TableUnreadable),
        (b"surname,given_names\nCrane,A\n", ColumnMissing),
        (b"arrived_on\n2026-03-01\n", ColumnMissing),
        (HEADING.encode() + b"\n" + b"Crane,A,1,2026-03-01\n" * 501, TableTooLong),
    ],
)
def test_what_is_no_guest_table_is_refused_by_name(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_guest_csv(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        rows = read_guest_csv(content)
    except Refusal:
        return
    assert isinstance(rows, list)
