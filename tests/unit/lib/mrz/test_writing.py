"""Zones we write, and that they read back as what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lib import mrz
from sojourn.lib.mrz import Format
from sojourn.lib.mrz.layouts import LAYOUTS
from tests.harness.mrz_samples import holders

DIGITS = "0123456789"
VALUES = dict(zip("<" + DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ", [0, *range(10), *range(10, 36)], strict=True))
ANNA = {"surname": "Eriksson", "given_names": "Anna Maria"}


@pytest.mark.parametrize("form", list(Format))
@given(data=st.data())
def test_what_is_written_reads_back(form: Format, data: st.DataObject) -> None:
    holder = data.draw(holders(form))
    lines = mrz.write(holder, form)
    assert {len(line) for line in lines} == {LAYOUTS[form].width}
    zone = mrz.parse("\n".join(lines))
    assert zone.format is form
    assert zone.lines == lines
    assert zone.is_sound, zone.findings
    assert (zone.kind, zone.number, zone.optional) == (holder.kind, holder.number, holder.optional)
    assert (zone.issuing_state, zone.nationality) == (holder.issuing_state, holder.nationality)
    assert mrz.write(_as_holder(zone, holder), form) == lines


def _as_holder(zone: mrz.Mrz, holder: mrz.Holder) -> mrz.Holder:
    return mrz.Holder(
        zone.kind, zone.issuing_state, zone.number, zone.nationality, zone.surname, zone.given_names,
        holder.birth, zone.sex, holder.expires, zone.optional, zone.optional_2,
    )  # fmt: skip


@given(st.text(VALUES.keys(), min_size=1, max_size=40), st.data())
def test_a_check_digit_shows_a_changed_character_unless_both_count_alike(
    text: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(list(VALUES)))
    changed = text[:place] + other + text[place + 1 :]
    alike = VALUES[other] % 10 == VALUES[text[place]] % 10
    assert (mrz.check_digit(changed) == mrz.check_digit(text)) is alike


@given(st.text(DIGITS, min_size=6, max_size=6), st.integers(0, 5), st.sampled_from(DIGITS))
def test_every_single_wrong_digit_of_a_date_shows(text: str, place: int, other: str) -> None:
    changed = text[:place] + other + text[place + 1 :]
    assert (mrz.check_digit(changed) == mrz.check_digit(text)) is (changed == text)


@pytest.mark.parametrize(
    ("surname", "given_names", "field"),
    [
        ("Eriksson", "Anna Maria", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
        ("Arkfreith", None, "ARKFREITH" + "<" * 21),
        (None, "Arkfreith", "ARKFREITH" + "<" * 21),
        ("O'Connor", "Enya Siobhan", "OCONNOR<<ENYA<SIOBHAN<<<<<<<<<"),
        ("Smith-Jones", "Susie Margaret", "SMITH<JONES<<SUSIE<MARGARET<<<"),
        ("Papandropoulous", "Jonathon Alec Costas", "PAPANDROPOULOUS<<JONATHON<ALEC"),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJT"),
        ("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo", "BENNELONG<WOOLOOMOOLOO<WARR<<D"),
        ("Papandropoulous", "Jonathon Ale Costas", "PAPANDROPOULOUS<<JONATHON<AL<C"),
    ],
)
def test_names_are_cut_so_that_the_cut_shows(
    surname: str | None, given_names: str | None, field: str
) -> None:
    holder = mrz.Holder("I", "UTO", "D23145890", "UTO", surname, given_names)
    assert mrz.write(holder, Format.TD1)[2] == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "L898902C3456"}, mrz.FieldName.NUMBER),
        ({"number": "Ж1"}, mrz.FieldName.NUMBER),
        ({"issuing_state": "UTOP"}, mrz.FieldName.ISSUING_STATE),
        ({"optional": "1" * 15}, mrz.FieldName.OPTIONAL),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, str], field: mrz.FieldName) -> None:
    fields = (
        {"kind": "P", "issuing_state": "UTO", "number": "L898902C3", "nationality": "UTO"} | ANNA | change
    )
    with pytest.raises(mrz.CannotBeWritten) as refusal:
        mrz.write(mrz.Holder(**fields), Format.TD3)  # type: ignore[arg-type]
    assert refusal.value.field is field


@pytest.mark.parametrize(
    ("typed", "printed"), [("ab 123-45", "AB<123<45"), (" L898902c3 ", "L898902C3"), ("№ 7", "7"), ("", "")]
)
def test_a_document_number_in_the_letters_of_the_zone(typed: str, printed: str) -> None:
    assert mrz.as_number(typed) == printed
