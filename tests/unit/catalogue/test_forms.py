"""What people type: understood where it can be, told plainly where it cannot, and never lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.catalogue.forms import Severity, check_answers, prefill
from sojourn.catalogue.types import Pack, Service
from sojourn.lib import clock

TODAY = date(2026, 3, 16)
SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
GOOD: dict[str, Any] = {
    "passport.number": "l 898902c3",
    "passport.surname": " Eriksson ",
    "passport.given-names": "Anna  Maria",
    "passport.nationality": "GBR",
    "passport.birth-date": "1974-08-12",
    "passport.copy": "01890a5d-ac96-774b-bcce-b302099a8057",
    "stay.arrived-in-country-on": "1.3.2026",
    "stay.arrived-here-on.day": "2",
    "stay.arrived-here-on.month": "03",
    "stay.arrived-here-on.year": "2026",
    "stay.leaves-on": "2026-04-01",
    "stay.place.district": "AZ-BA-NES",
    "stay.place.street": "Nizami küçəsi",
    "stay.place.house": "12A",
    "stay.host-kind": "self",
}


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.frozen(TODAY):
        yield


def codes(service: Service, path: str, typed: Any, **more: Any) -> list[str]:
    """What is said about one answer."""
    checked = check_answers(service, {**GOOD, **more, path: typed})
    return [found.code for found in checked.findings if found.path == path]


def cleaned(service: Service, path: str, typed: Any) -> Any:
    return check_answers(service, {**GOOD, path: typed}).cleaned.get(path)


def test_good_answers_are_understood_and_given_back_as_typed(registration: Service) -> None:
    checked = check_answers(registration, GOOD)
    assert checked.findings == ()
    assert checked.may_file
    assert checked.raw == GOOD
    assert checked.cleaned == {
        "passport.number": "L898902C3",
        "passport.surname": "Eriksson",
        "passport.given-names": "Anna Maria",
        "passport.nationality": "GBR",
        "passport.birth-date": "1974-08-12",
        "passport.copy": "01890a5d-ac96-774b-bcce-b302099a8057",
        "stay.arrived-in-country-on": "2026-03-01",
        "stay.arrived-here-on": "2026-03-02",
        "stay.leaves-on": "2026-04-01",
        "stay.place.district": "AZ-BA-NES",
        "stay.place.street": "Nizami küçəsi",
        "stay.place.house": "12A",
        "stay.host-kind": "self",
    }


class TestAFormAdvises:
    """It never prevents filing: only what nothing can be done with is an error."""

    @pytest.mark.parametrize(
        "path",
        [
            "passport.copy",
            "passport.number",
            "passport.birth-date",
            "passport.nationality",
            "stay.leaves-on",
            "stay.arrived-in-country-on",
            "stay.place.street",
        ],
    )
    def test_what_is_missing_is_asked_for_later(self, registration: Service, path: str) -> None:
        checked = check_answers(registration, {key: GOOD[key] for key in GOOD if key != path})
        assert checked.may_file
        assert [(found.path, found.code) for found in checked.advice] == [(path, "missing-advised")]

    @pytest.mark.parametrize(
        ("path", "typed", "code"),
        [
            ("passport.expires-on", "2026-03-15", "before-today"),
            ("passport.birth-date", "2026-03-17", "after-today"),
            ("stay.arrived-in-country-on", "2026-03-17", "after-today"),
        ],
    )
    def test_an_odd_day_is_advice(self, registration: Service, path: str, typed: str, code: str) -> None:
        checked = check_answers(registration, {**GOOD, path: typed})
        assert [found.code for found in checked.advice if found.path == path] == [code]

    def test_someone_without_any_document_can_be_registered(self, registration: Service) -> None:
        answers = {key: value for key, value in GOOD.items() if not key.startswith("passport.")}
        checked = check_answers(
            registration, {**answers, "passport.given-names": "Amina", "passport.none": "lost"}
        )
        assert checked.may_file

    def test_someone_with_one_name_only_can_be_registered(self, registration: Service) -> None:
        answers = {**GOOD, "passport.surname": "", "passport.given-names": "Suharto"}
        assert check_answers(registration, answers).may_file

    def test_without_any_name_nothing_can_be_done(self, registration: Service) -> None:
        checked = check_answers(registration, {**GOOD, "passport.surname": "", "passport.given-names": " "})
        (found,) = checked.errors
        assert (found.path, found.code) == ("passport.surname", "missing-one-of")
        assert found.values == {"others": ["passport.surname", "passport.given-names"]}

    @pytest.mark.parametrize("path", ["stay.place.district", "stay.host-kind"])
    def test_without_place_nothing_can_be_done(self, registration: Service, path: str) -> None:
        assert codes(registration, path, "") == ["missing"]

    def test_answers_that_contradict_each_other_are_told(self, registration: Service) -> None:
        assert codes(registration, "stay.leaves-on", "2026-03-01") == ["before-other"]
        assert codes(registration, "stay.leaves-on", "2026-03-02") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-01", "2026-03-01"),
        ("1.3.2026", "2026-03-01"),
        ("01/03/2026", "2026-03-01"),
        ("1 3 2026", "2026-03-01"),
        ("١.٣.٢٠٢٦", "2026-03-01"),
    ],
)
def test_dates_as_people_write_them(registration: Service, typed: str, meant: str) -> None:
    assert cleaned(registration, "stay.arrived-in-country-on", typed) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("30.2.2026", "no-such-date"),
        ("2026-13-01", "no-such-date"),
        ("2026-03", "date-incomplete"),
        ("2026", "date-incomplete"),
        ("tomorrow", "not-a-date"),
        ("1.3.26", "not-a-date"),
        ("20260301", "not-a-date"),
        ("0001-01-01", "no-such-date"),
        ("²026-03-01", "not-a-date"),
        ("1.2.3.2026", "not-a-date"),
    ],
)
def test_what_is_no_date(registration: Service, typed: str, code: str) -> None:
    assert codes(registration, "stay.arrived-in-country-on", typed) == [code]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1974", "1974"),
        ("8.1974", "1974-08"),
        ("00.08.1974", "1974-08"),
        ("XX.XX.1974", "1974"),
        ("1974-08-00", "1974-08"),
        ("12 8 1974", "1974-08-12"),
    ],
)
def test_birth_dates_with_unknown_parts(registration: Service, typed: str, meant: str) -> None:
    assert cleaned(registration, "passport.birth-date", typed) == meant


@pytest.mark.parametrize(
    ("day", "month", "year", "meant"),
    [("", "", "1974", "1974"), ("", "8", "1974", "1974-08"), ("12", "8", "1974", "1974-08-12")],
)
def test_a_date_in_three_parts(registration: Service, day: str, month: str, year: str, meant: str) -> None:
    parts = {"passport.birth-date": "", "passport.birth-date.day": day, "passport.birth-date.month": month}
    checked = check_answers(registration, {**GOOD, **parts, "passport.birth-date.year": year})
    assert checked.cleaned["passport.birth-date"] == meant


@pytest.mark.parametrize(
    ("path", "typed", "meant"),
    [
        ("passport.surname", "O’Neill-Smith", "O’Neill-Smith"),
        ("passport.surname", "Əliyev", "Əliyev"),
        ("passport.surname", "E\u0301va", "Éva"),
        ("passport.surname", "محمدی‌پور", "محمدی‌پور"),
        ("passport.surname", "Мария\u00a0Анна", "Мария Анна"),
        ("passport.nationality", "D<<", "DEU"),
        ("passport.nationality", "xxa", "XXA"),
        ("passport.number", "ab 12-34", "AB12-34"),
        ("stay.place.street", "a\r\nb\tc", "a b c"),
    ],
)
def test_what_is_understood(registration: Service, path: str, typed: str, meant: str) -> None:
    assert cleaned(registration, path, typed) == meant


HOSTILE = [
    ("passport.surname", "<script>alert(1)</script>", "not-a-name"),
    ("passport.surname", "Robert'); DROP TABLE people;--", "not-a-name"),
    ("passport.surname", "An\u200bna", "unseen-characters"),
    ("passport.surname", "An\u202ena", "unseen-characters"),
    ("passport.surname", "\u2066Anna\u2069", "unseen-characters"),
    ("passport.surname", "An\u200cna", "unseen-characters"),
    ("passport.surname", "Anna\x00", "unseen-characters"),
    ("passport.surname", "Anna\x1b[31m", "unseen-characters"),
    ("passport.surname", "\ud800", "unseen-characters"),
    ("passport.surname", "A" * 10_000, "too-long"),
    ("passport.surname", "A" * 10_001, "too-long"),
    ("passport.surname", "A" * 151, "too-long"),
    ("passport.number", "123; 456", "not-a-number"),
    ("passport.number", "1" * 41, "too-long"),
    ("passport.nationality", "ZZZ", "not-a-country"),
    ("passport.nationality", "../../etc", "not-a-country"),
    ("passport.sex", "both", "not-an-option"),
    ("passport.copy", "../../etc/passwd", "not-understood"),
    ("passport.mrz", "A" * 5_000, "too-long"),
    ("stay.place.district", "AZ-BA", "not-a-district"),
    ("stay.place.house", "1" * 21, "too-long"),
    ("stay.arrived-here-on", "9" * 10_000, "not-a-date"),
    ("stay.host-kind", ["self"], "not-understood"),
    ("stay.host-kind", {"a": 1}, "not-understood"),
    ("stay.host-kind", True, "not-understood"),
    ("stay.arrived-in-country-on", 1.5, "not-understood"),
    ("stay.arrived-in-country-on", 10**5000, "not-a-date"),
]


@pytest.mark.parametrize(("path", "typed", "code"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_gets_a_clear_finding_and_is_kept(
    registration: Service, path: str, typed: Any, code: str
) -> None:
    checked = check_answers(registration, {**GOOD, path: typed})
    assert [found.code for found in checked.errors if found.path == path] == [code]
    assert checked.raw[path] == typed
    assert path not in checked.cleaned


_anything = st.one_of(
    st.text(max_size=60), st.none(), st.booleans(), st.integers(), st.floats(), st.lists(st.text(max_size=3))
)


@given(st.data())
def test_no_answer_whatever_makes_the_check_fail(registration: Service, data: st.DataObject) -> None:
    paths = [*registration.questions(), "stay.place.district", "stay.place.flat", "passport.birth-date.year"]
    answers = data.draw(st.dictionaries(st.sampled_from(paths), _anything, max_size=8))
    checked = check_answers(registration, answers)
    assert checked.raw == answers or any(value != value for value in answers.values())
    for value in checked.cleaned.values():
        assert isinstance(value, str)
        assert value == value.strip()


class TestHiddenQuestions:
    def test_what_is_not_asked_is_not_looked_at(self, registration: Service) -> None:
        answers = {**GOOD, "stay.registered-before": "nonsense"}
        assert check_answers(registration, answers).findings == ()
        assert codes(registration, "stay.registered-before", "nonsense", **{"stay.change-of-place": "yes"})


def test_a_page_is_told_only_what_concerns_it(registration: Service) -> None:
    answers = {**GOOD, "passport.surname": "<b>", "stay.host-kind": ""}
    assert {found.path for found in check_answers(registration, answers, page="passport").findings} == {
        "passport.surname"
    }
    assert {found.path for found in check_answers(registration, answers, page="stay").findings} == {
        "stay.host-kind"
    }


class TestMachineReadableLines:
    def answers(self, lines: str, **more: str) -> dict[str, Any]:
        kept = {key: value for key, value in GOOD.items() if not key.startswith("passport.")}
        return {**kept, "passport.copy": GOOD["passport.copy"], "passport.mrz": lines, **more}

    def test_they_fill_what_was_left_empty(self, registration: Service) -> None:
        checked = check_answers(registration, self.answers(SPECIMEN))
        assert {
            path: checked.cleaned[f"passport.{path}"]
            for path in ("surname", "given-names", "number", "nationality", "birth-date", "sex", "kind")
        } == {
            "surname": "ERIKSSON",
            "given-names": "ANNA MARIA",
            "number": "L898902C3",
            "nationality": "UTO",
            "birth-date": "1974-08-12",
            "sex": "female",
            "kind": "passport",
        }
        assert checked.cleaned["passport.expires-on"] == "2012-04-15"
        assert [found.code for found in checked.findings] == ["before-today"]

    def test_the_form_shows_what_they_filled(self, registration: Service) -> None:
        filled = prefill(registration, self.answers(SPECIMEN))
        assert filled["passport.surname"] == "ERIKSSON"
        assert filled["stay.host-kind"] == "self"

    def test_what_was_typed_wins_and_the_difference_is_told(self, registration: Service) -> None:
        typed = {"passport.number": "X1", "passport.surname": "Erikssön"}
        checked = check_answers(registration, self.answers(SPECIMEN, **typed))
        assert checked.cleaned["passport.number"] == "X1"
        assert checked.cleaned["passport.surname"] == "Erikssön"
        assert ("passport.number", "differs-from-lines") in [(one.path, one.code) for one in checked.advice]

    def test_a_wrong_check_digit_is_advice_on_its_field(self, registration: Service) -> None:
        wrong = SPECIMEN.replace("L898902C36", "L898902C37")
        checked = check_answers(registration, self.answers(wrong))
        assert checked.may_file
        assert ("passport.number", "mrz-check-digit", Severity.ADVICE) in [
            (one.path, one.code, one.severity) for one in checked.findings
        ]

    def test_lines_that_are_none_are_advice(self, registration: Service) -> None:
        checked = check_answers(registration, {**GOOD, "passport.mrz": "hello"})
        assert checked.may_file
        assert ("passport.mrz", "mrz-not-recognised") in [(one.path, one.code) for one in checked.advice]

    @given(st.text(alphabet="ABCDUTO0123456789<\n ", max_size=100))
    def test_no_lines_make_the_check_fail(self, registration: Service, lines: str) -> None:
        check_answers(registration, self.answers(lines))


def test_numbers_and_money_of_another_country(arcadia: Pack) -> None:
    service = arcadia.service("arrival-registration")
    family = {"stay.travels-with": "family"}
    for typed, told in [
        ("3", []),
        ("0", ["too-small"]),
        ("61", ["too-large"]),
        ("two", ["not-a-whole-number"]),
    ]:
        checked = check_answers(service, {**family, "stay.how-many": typed})
        assert [one.code for one in checked.findings if one.path == "stay.how-many"] == told


WRONG_DIGITS = SPECIMEN.replace("L898902C36", "L898902C35").replace("<<<<<10", "<<<<<11")


@pytest.mark.parametrize(
    "lines",
    [
        SPECIMEN,
        WRONG_DIGITS,
        SPECIMEN.replace("ERIKSSON", "ER1KSSON").replace("<<<<<10", "<<<<<1"),
        SPECIMEN.replace("7408122", "7413122"),
        SPECIMEN.lower().replace("l898902c3", "l89 8902c3"),
        "hello",
        SPECIMEN * 40,
    ],
)
@pytest.mark.parametrize("typed", [{}, {"passport.surname": "Ерикссон", "passport.number": "X1"}])
def test_one_thing_is_said_of_one_answer(registration: Service, lines: str, typed: dict[str, str]) -> None:
    checked = check_answers(registration, {**GOOD, **typed, "passport.mrz": lines})
    told = [one.path for one in checked.findings]
    assert sorted(told) == sorted(set(told))


def test_a_wrong_digit_is_said_where_it_stands_and_not_once_more_of_all_lines(registration: Service) -> None:
    checked = check_answers(registration, {**GOOD, "passport.mrz": WRONG_DIGITS})
    assert [one.path for one in checked.findings if one.code == "mrz-check-digit"] == ["passport.number"]


def test_who_corrected_what_the_scanner_misread_is_told_no_more_of_it(registration: Service) -> None:
    misread = SPECIMEN.replace("L898902C36", "L8989O2C36")
    left = check_answers(registration, {**GOOD, "passport.number": "L8989O2C3", "passport.mrz": misread})
    assert "mrz-check-digit" in [one.code for one in left.about("passport.number")]
    mended = check_answers(registration, {**GOOD, "passport.number": "L898902C3", "passport.mrz": misread})
    assert "mrz-check-digit" not in [one.code for one in mended.about("passport.number")]


@pytest.mark.parametrize(
    ("surname", "code", "spelt"),
    [
        ("Щербакова", "name-not-latin", "SHCHERBAKOVA"),
        ("Петренко-Юрьева", "name-not-latin", "PETRENKO IUREVA"),
        ("محمد", "name-other-script", ""),
        ("王", "name-other-script", ""),
    ],
)
def test_a_name_in_another_script_is_advised_with_the_spelling_of_the_standard_and_never_refused(
    registration: Service, surname: str, code: str, spelt: str
) -> None:
    checked = check_answers(registration, {**GOOD, "passport.surname": surname})
    (advice,) = checked.about("passport.surname")
    assert (advice.code, advice.severity, advice.values["spelt"]) == (code, Severity.ADVICE, spelt)
    assert checked.may_file
    assert checked.cleaned["passport.surname"] == surname


def test_the_lines_of_the_document_know_better_than_the_standard_how_a_name_is_spelt(
    registration: Service,
) -> None:
    answers = {**GOOD, "passport.surname": "Эрикссон", "passport.mrz": SPECIMEN}
    (advice,) = check_answers(registration, answers).about("passport.surname")
    assert advice.values["spelt"] == "ERIKSSON"


@pytest.mark.parametrize("surname", ["Əliyeva", "O’Brien", "Nguyễn", "İsmayılova-Öz", "Sant'Anna"])
def test_latin_letters_of_any_language_need_no_advice(registration: Service, surname: str) -> None:
    assert check_answers(registration, {**GOOD, "passport.surname": surname}).about("passport.surname") == ()
