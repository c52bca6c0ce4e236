"""What is read from lines as people type, paste and scan them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lib import mrz
from sojourn.lib.mrz import FieldName, FindingCode, Format, Severity, Sex
from sojourn.lib.partial_date import PartialDate
from tests.harness.mrz_samples import specimens

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TODAY = date(2026, 11, 23)


def codes(zone: mrz.Mrz, field: FieldName) -> list[FindingCode]:
    return [finding.code for finding in zone.findings_on(field)]


@pytest.mark.parametrize(("form", "lines"), specimens())
def test_the_specimens_of_the_standard_are_sound(form: Format, lines: tuple[str, ...]) -> None:
    zone = mrz.parse("\n".join(lines))
    assert (zone.format, zone.lines, zone.findings) == (form, lines, ())
    assert (zone.surname, zone.given_names, zone.sex) == ("ERIKSSON", "ANNA MARIA", Sex.FEMALE)


def test_every_field_of_a_passport_is_read() -> None:
    zone = mrz.parse(PASSPORT)
    assert (zone.kind, zone.issuing_state, zone.nationality) == ("P", "UTO", "UTO")
    assert (zone.number, zone.optional) == ("L898902C3", "ZE184226B")
    assert zone.birth.as_birth(on=TODAY) == PartialDate(1974, 8, 12)
    assert zone.expiry.as_expiry(on=TODAY) == PartialDate(2012, 4, 15)


@pytest.mark.parametrize(
    "typed",
    [
        PASSPORT.lower(),
        PASSPORT.replace("\n", ""),
        PASSPORT.replace("\n", "\r\n\r\n  "),
        PASSPORT.replace("<<", "«"),
        PASSPORT.replace("<", "«"),
        PASSPORT.replace("<", "‹"),
        PASSPORT.replace("<", "＜"),
        PASSPORT.replace("<", "&lt;"),
        PASSPORT.replace("<", " "),
        " ".join(PASSPORT),
        PASSPORT.replace("O", "\u200bO\u200f"),
        PASSPORT[:20] + "\n" + PASSPORT[20:],
        PASSPORT.replace("I", "ı").lower(),
    ],
)
def test_a_passport_may_be_typed_in_many_ways(typed: str) -> None:
    zone = mrz.parse(typed)
    assert zone.is_sound
    assert zone.lines == tuple(PASSPORT.split("\n"))


@pytest.mark.parametrize("shown", ["P<UTOERIKSSON<<ANNA<MARIA", "P<UTOERIKSSON<<ANNA<MARIA" + "<" * 30])
def test_missing_or_surplus_fillers_at_the_end_of_a_line_are_mended_and_said(shown: str) -> None:
    zone = mrz.parse(shown + "\n" + PASSPORT.split("\n")[1])
    assert zone.is_sound
    assert zone.given_names == "ANNA MARIA"
    assert codes(zone, FieldName.LINES) == [FindingCode.LINES_MENDED]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "hello", "<" * 30, "7", PASSPORT.split("\n")[1], PASSPORT[:-2], "\x00" * 88 + "x", "🙂" * 40],
)
def test_what_is_no_zone_is_said_to_be_none(text: str) -> None:
    zone = mrz.parse(text)
    assert zone.format is None
    assert not zone.is_sound
    assert codes(zone, FieldName.LINES) == [FindingCode.NOT_RECOGNISED]


def test_ten_thousand_characters_are_refused_at_once() -> None:
    assert codes(mrz.parse("P<" * 5000), FieldName.LINES) == [FindingCode.TOO_LONG]


@given(st.text(max_size=500))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    mrz.parse(text)


@given(st.text("ABYZ0189<VPI«\n abА", min_size=60, max_size=100))
def test_nothing_like_a_zone_makes_the_reader_fail(text: str) -> None:
    zone = mrz.parse(text)
    zone.birth.as_birth(on=TODAY)
    zone.expiry.as_expiry(on=TODAY)


@given(st.sampled_from([(2, 44), (2, 36), (3, 30)]), st.data())
def test_any_lines_of_the_right_size_are_read_or_found_wrong(
    size: tuple[int, int], data: st.DataObject
) -> None:
    mark = st.characters(min_codepoint=33, max_codepoint=0x052F)
    lines = [data.draw(st.text(mark, min_size=size[1], max_size=size[1])) for _ in range(size[0])]
    mrz.parse("\n".join(lines))


class TestFindings:
    def test_a_wrong_check_digit_is_a_finding_on_its_field(self) -> None:
        zone = mrz.parse(PASSPORT.replace("7408122F", "7408123F"))
        assert codes(zone, FieldName.BIRTH_DATE) == [FindingCode.CHECK_DIGIT]
        assert codes(zone, FieldName.NUMBER) == []
        assert not zone.is_sound

    def test_confused_marks_are_offered_and_not_corrected(self) -> None:
        zone = mrz.parse(PASSPORT.replace("L898902C36", "L8989O2C36"))
        assert zone.number == "L8989O2C3"
        (finding,) = zone.findings_on(FieldName.NUMBER)
        assert finding.suggestions == ("L898902C3",)

    def test_a_letter_in_a_date_is_offered_as_the_digit_it_looks_like(self) -> None:
        zone = mrz.parse(PASSPORT.replace("7408122F", "74O8I22F"))
        offered = [finding.suggestions for finding in zone.findings_on(FieldName.BIRTH_DATE)]
        assert ("740812",) in offered
        assert zone.birth.as_birth(on=TODAY) is None

    def test_cyrillic_letters_that_look_latin_are_found_and_offered(self) -> None:
        zone = mrz.parse(PASSPORT.replace("ERIKSSON", "ЕRIKSSОN"))
        (finding,) = zone.findings_on(FieldName.NAME)
        assert (finding.code, finding.found) == (FindingCode.CHARACTER, "ЕО")
        assert finding.suggestions[0].startswith("ERIKSSON<<ANNA")

    def test_a_digit_in_a_name_is_found(self) -> None:
        zone = mrz.parse(PASSPORT.replace("ERIKSSON", "ERIKSS0N"))
        (finding,) = zone.findings_on(FieldName.NAME)
        assert finding.code is FindingCode.NAME_CHARACTER
        assert finding.suggestions[0].startswith("ERIKSSON")

    @pytest.mark.parametrize(
        ("written", "offered"), [("DEU", ("D",)), ("XKX", ("RKS",)), ("QQQ", ()), ("UT0", ("UTO",))]
    )
    def test_an_unknown_state_is_found(self, written: str, offered: tuple[str, ...]) -> None:
        zone = mrz.parse(PASSPORT.replace("P<UTO", "P<" + written))
        (finding,) = zone.findings_on(FieldName.ISSUING_STATE)
        assert (finding.code, finding.found, finding.suggestions) == (
            FindingCode.STATE_UNKNOWN,
            written,
            offered,
        )

    def test_a_date_no_calendar_has_is_found(self) -> None:
        wrong = PASSPORT.replace("7408122F", "740231" + mrz.check_digit("740231") + "F")
        assert FindingCode.NO_SUCH_DATE in codes(mrz.parse(wrong), FieldName.BIRTH_DATE)

    def test_a_name_that_fills_its_field_may_be_cut(self) -> None:
        zone = mrz.parse(PASSPORT.replace("ANNA<MARIA" + "<" * 19, "ANNA<MARIA" + "A" * 19))
        (finding,) = zone.findings_on(FieldName.NAME)
        assert (finding.code, finding.severity) == (FindingCode.NAME_TRUNCATED, Severity.ADVICE)

    def test_a_changed_optional_field_breaks_its_digit_and_the_last_one(self) -> None:
        zone = mrz.parse(PASSPORT.replace("ZE184226B", "ZE184227B"))
        assert codes(zone, FieldName.OPTIONAL) == [FindingCode.CHECK_DIGIT]
        assert codes(zone, FieldName.COMPOSITE) == [FindingCode.CHECK_DIGIT]


class TestPeopleWithUnusualDocuments:
    def test_one_name_only(self) -> None:
        zone = mrz.parse(PASSPORT.replace("ERIKSSON<<ANNA<MARIA", "ARKFREITH<<<<<<<<<<<"))
        assert (zone.surname, zone.given_names) == ("ARKFREITH", None)
        assert zone.is_sound

    def test_no_surname_but_given_names(self) -> None:
        zone = mrz.parse(PASSPORT.replace("ERIKSSON<<ANNA<MARIA", "<<ANNA<MARIA<<<<<<<<"))
        assert (zone.surname, zone.given_names) == (None, "ANNA MARIA")
        assert zone.is_sound

    def test_no_name_at_all(self) -> None:
        zone = mrz.parse(PASSPORT.replace("ERIKSSON<<ANNA<MARIA", "<" * 20))
        assert codes(zone, FieldName.NAME) == [FindingCode.NAME_MISSING]

    @pytest.mark.parametrize(
        ("born", "read"),
        [
            ("7408<<", PartialDate(1974, 8)),
            ("74<<<<", PartialDate(1974)),
            ("<<<<<<", None),
            ("26<<<<", PartialDate(2026)),
            ("2612<<", PartialDate(1926, 12)),
        ],
    )
    def test_birth_dates_may_be_partly_unknown(self, born: str, read: PartialDate | None) -> None:
        line = PASSPORT.replace("7408122F", born + mrz.check_digit(born) + "F")
        zone = mrz.parse(line)
        assert codes(zone, FieldName.BIRTH_DATE) in ([], [FindingCode.DATE_MISSING])
        assert zone.birth.as_birth(on=TODAY) == read

    @pytest.mark.parametrize(
        ("code", "status"),
        [
            ("XXA", mrz.Status.STATELESS),
            ("XXB", mrz.Status.REFUGEE),
            ("XXC", mrz.Status.OTHER_REFUGEE),
            ("XXX", mrz.Status.UNSPECIFIED),
        ],
    )
    def test_a_status_may_stand_where_the_nationality_stands(self, code: str, status: mrz.Status) -> None:
        zone = mrz.parse(PASSPORT.replace("6UTO74", f"6{code}74"))
        assert codes(zone, FieldName.NATIONALITY) == []
        assert mrz.status_of(zone.nationality) is status

    @pytest.mark.parametrize("code", ["D<<", "RKS", "UNO", "EUE", "XPO", "XDC", "XOM", "GBN"])
    def test_germany_kosovo_organisations_and_british_kinds_are_known(self, code: str) -> None:
        zone = mrz.parse(PASSPORT.replace("P<UTO", "P<" + code).replace("6UTO74", f"6{code}74"))
        assert zone.is_sound
        assert zone.nationality == code.rstrip("<")

    def test_a_long_document_number_runs_on_in_the_optional_field(self) -> None:
        holder = mrz.Holder("I", "UTO", "D23145890734", "UTO", "ERIKSSON", "ANNA")
        lines = mrz.write(holder, Format.TD1)
        assert lines[0] == "I<UTOD23145890<7349<<<<<<<<<<<"
        zone = mrz.parse("\n".join(lines))
        assert zone.is_sound
        assert zone.number == "D23145890734"

    def test_a_sex_printed_as_x_is_read_and_remarked(self) -> None:
        zone = mrz.parse(PASSPORT.replace("2F12", "2X12"))
        assert zone.sex is Sex.OTHER
        assert zone.is_sound
        assert codes(zone, FieldName.SEX) == [FindingCode.SEX_UNKNOWN]


@pytest.mark.parametrize(
    ("raw", "on", "year"),
    [("350101", TODAY, 2035), ("991231", TODAY, 1999), ("760101", TODAY, 2076), ("770101", TODAY, 1977),
     ("020101", date(1998, 5, 1), 2002)],
)  # fmt: skip
def test_an_expiry_date_lies_within_fifty_years(raw: str, on: date, year: int) -> None:
    expiry = mrz.MrzDate(raw).as_expiry(on=on)
    assert expiry is not None
    assert expiry.year == year


def test_nobody_is_born_tomorrow() -> None:
    assert mrz.MrzDate("261123").as_birth(on=TODAY) == PartialDate(2026, 11, 23)
    assert mrz.MrzDate("261124").as_birth(on=TODAY) == PartialDate(1926, 11, 24)
    assert mrz.MrzDate("000229").as_birth(on=TODAY) == PartialDate(2000, 2, 29)
