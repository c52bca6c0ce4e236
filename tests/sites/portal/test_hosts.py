"""The desk of a hotel: one guest, a list, a table; good rows at once, bad rows back with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest

from sojourn.applications import actions as filed
from sojourn.audit.models import Event
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.registrations import ANSWERS
from tests.sites.portal.conftest import Receptionist, Visitor, page_of, receptionist_of, register, upload

pytestmark = pytest.mark.django_db
HEAD = "surname,given_names,nationality,birth_date,document_number,issuing_state,arrived_on,leaves_on"


LINES = "P<GEOKALANDADZE<<NINO<<<<<<<<<<<<<<<<<<<<<<< 12AB34567{digit}GEO9004171F3101012<<<<<<<<<<<<<<<2"
SOUND, WRONG = LINES.format(digit=3), LINES.format(digit=4)
USED = "This form was already sent with other guests"


def rows(*guests: Mapping[str, str]) -> dict[str, str]:
    return {
        f"row-{n}.{path}": value for n, guest in enumerate(guests, start=1) for path, value in guest.items()
    }


def guest(number: int, **more: str) -> dict[str, str]:
    return {**filings.GUEST_ROW, "passport.number": f"12AB3{number:04}", "passport.surname": "Guest", **more}


def table(lines: Iterable[str]) -> bytes:
    return "\r\n".join((HEAD, *lines)).encode()


def line(number: int, arrived: str = "2026-06-05") -> str:
    return f"Guest,{'I' * (number % 40 + 1)},GEO,1990-04-17,12AB3{number:04},GEO,{arrived},2026-06-25"


def test_one_guest_is_registered_without_asking_for_the_place(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}guest/")
    assert "stay.place.district" not in at.fields()
    at.send({**page_of(ANSWERS, "passport"), **page_of(filings.GUEST_ROW, "stay")}).follow()
    assert at.says("1 guest is registered", "QY-2026-")
    kept = Registration.objects.get()
    assert (kept.district, kept.organisation_id) == ("AZ-LAN", receptionist.organisation)


def test_the_lines_of_a_guest_are_read_at_the_desk(receptionist: Receptionist) -> None:
    lines = "P<GEOKALANDADZE<<NINO<<<<<<<<<<<<<<<<<<<<<<<\n12AB345673GEO9004171F3101012<<<<<<<<<<<<<<<2"
    at = receptionist.visitor.open(f"{receptionist.desk}guest/").send({"passport.mrz": lines}, button="read")
    assert at.fields()["passport.surname"] == "KALANDADZE"
    assert not Registration.objects.exists()


def test_a_wrong_guest_comes_back_with_the_reason(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}guest/")
    at.send({"passport.surname": "Only", "stay.arrived-here-on.day": "99"})
    assert at.says("There is a problem", "Only") or at.fields()["passport.surname"] == "Only"
    assert not Registration.objects.exists()


def test_good_rows_are_registered_and_bad_rows_come_back(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    bad = guest(2, **{"stay.arrived-here-on": "31.02.2026"})
    at.send(rows(guest(1), bad, guest(3))).follow()
    assert at.says("2 guests are registered", "1 row is to be mended below", "There is no such date")
    assert at.fields()["row-2.stay.arrived-here-on"] == "31.02.2026"
    at.send({"row-2.stay.arrived-here-on": "5.6.2026"}).follow()
    assert at.says("1 guest is registered")
    assert Registration.objects.count() == 3
    assert Event.objects.filter(kind="stay:registered").count() == 3


def test_rows_the_page_has_no_room_for_come_back_after_the_others(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}table/")
    at.send({"table": upload(table([line(n, arrived="soon") for n in range(40)]), "guests.csv")}).follow()
    assert at.says("40 rows are to be mended below", "10 more rows come back after these")
    mended = {name: "5.6.2026" for name in at.fields() if name.endswith("arrived-here-on")}
    at.send(mended).follow()
    assert at.says("30 guests are registered", "10 rows are to be mended below")


def test_a_row_emptied_is_dropped(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    at.send(rows(*(guest(n, **{"stay.arrived-here-on": "soon"}) for n in (1, 2)))).follow()
    emptied = {name: "" for name in at.fields() if name.startswith("row-1.")}
    at.send({**emptied, "row-2.stay.arrived-here-on": "5.6.2026"}).follow()
    assert at.says("1 guest is registered")
    assert not at.says("to be mended")


def test_more_rows_keep_what_was_typed(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    before = at.text.count("<legend")
    at.send(rows(guest(1)), button="more")
    assert at.text.count("<legend") > before
    assert at.fields()["row-1.passport.surname"] == "Guest"
    assert not Registration.objects.exists()


def test_an_empty_list_says_what_to_do(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/").send()
    assert at.says("There is a problem", "Please fill in at least one row")


def test_a_table_of_two_hundred_is_registered_row_by_row(receptionist: Receptionist) -> None:
    lines = [line(n) for n in range(200)]
    lines[17] = line(17, arrived="soon")
    at = receptionist.visitor.open(f"{receptionist.desk}table/")
    at.send({"table": upload(table(lines), "guests.csv")}).follow()
    assert at.says("199 guests are registered", "1 row is to be mended below")
    assert at.fields()["row-18.stay.arrived-here-on"] == "soon"
    assert len(at.answer.content) < 100_000
    assert Registration.objects.count() == 199


def test_the_same_form_twice_registers_nobody_twice(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    form = at.fields() | rows(guest(1), guest(2))
    answers = {at.client.post(f"{receptionist.desk}list/", form)["Location"] for _ in range(2)}
    assert len(answers) == 1
    assert Registration.objects.count() == 2


def test_a_list_sent_again_with_another_guest_comes_back_as_it_was_typed(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    form = at.fields()
    at.send(rows(guest(1)))
    at.answer = at.client.post(f"{receptionist.desk}list/", form | rows(guest(1), guest(2)))
    assert at.says(USED)
    assert at.fields()["row-2.passport.number"] == "12AB30002"
    assert at.fields()["key"] != form["key"]
    assert at.send().follow().says("2 guests are registered")
    assert Registration.objects.count() == 2


def test_a_pasted_table_sent_again_with_another_guest_comes_back(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}table/")
    form = at.fields()
    at.send({"pasted": table([line(1)]).decode()})
    more = table([line(1), line(2)]).decode()
    at.answer = at.client.post(f"{receptionist.desk}table/", form | {"pasted": more})
    assert at.says(USED)
    assert "12AB30002" in at.fields()["pasted"]
    assert at.send().follow().says("2 guests are registered")


def test_one_guest_sent_again_as_another_comes_back(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}guest/")
    form = at.fields() | page_of(ANSWERS, "passport") | page_of(filings.GUEST_ROW, "stay")
    for number in ("12AB34567", "12AB39999"):
        at.answer = at.client.post(f"{receptionist.desk}guest/", form | {"passport.number": number})
    assert at.says("There is a problem", USED)
    assert at.fields()["passport.number"] == "12AB39999"
    assert at.send().follow().says("1 guest is registered")
    assert Registration.objects.count() == 2


def test_rows_mended_otherwise_after_a_break_come_back_as_they_were_typed(
    receptionist: Receptionist, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    at.client.raise_request_exception = False
    at.send(rows(guest(1, **{"stay.arrived-here-on": "soon"}))).follow()
    here, form = at.answer.request["PATH_INFO"], at.fields()
    with monkeypatch.context() as broken:
        broken.setattr(filed, "file_guest_list", lambda *_, **__: 1 / 0)
        at.send({"row-1.stay.arrived-here-on": "5.6.2026"})
    at.answer = at.client.post(here, form | {"row-1.stay.arrived-here-on": "6.6.2026"})
    assert at.says(USED)
    assert at.fields()["row-1.stay.arrived-here-on"] == "6.6.2026"


def test_a_check_digit_that_does_not_fit_is_told_beside_the_registered_row(
    receptionist: Receptionist,
) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}table/")
    at.send({"pasted": f"mrz,arrived_on\n{SOUND},03.06.2026\n{WRONG},04.06.2026\n"}).follow()
    assert at.says("2 guests are registered", "Please compare with the documents")
    assert at.says(
        "Guest 2 · KALANDADZE NINO · Number of the document: A check digit in the lines does not fit"
    )
    assert at.words.count("A check digit in the lines does not fit here") == 1


def test_lines_that_nobody_had_read_are_doubted_after_the_guest_is_registered(
    receptionist: Receptionist,
) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}guest/")
    stay = page_of(filings.GUEST_ROW, "stay")
    at.send({"passport.mrz": WRONG.replace(" ", "\n"), **stay}).follow()
    assert at.says("1 guest is registered", "A check digit in the lines does not fit here")


def test_a_list_without_doubts_names_none(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/").send(rows(guest(1))).follow()
    assert at.says("1 guest is registered")
    assert not at.says("Please compare with the documents")


def test_a_pasted_table_is_read_like_a_file(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}table/")
    at.send({"pasted": table([line(1)]).decode().replace(",", "\t")}).follow()
    assert at.says("1 guest is registered")


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2", b"%PDF-1.4", b"name\nNino", HEAD.encode(), b"\xff\xfe\xff", b"x" * 2_000_000]
)
def test_what_is_no_table_is_refused_in_words(receptionist: Receptionist, content: bytes) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}table/")
    at.send({"table": upload(content, "guests.csv")})
    assert at.answer.status_code == 200
    assert at.says("There is a problem")


@pytest.mark.parametrize("content", ["surname;arrived_on\nИванов;03.06.2026\n".encode("cp1251"), b"PK\3\4.."])
def test_a_file_in_other_letters_is_told_how_to_be_saved(receptionist: Receptionist, content: bytes) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}table/")
    assert at.send({"table": upload(content, "guests.csv")}).says("There is a problem", "“CSV UTF-8”")


def test_the_template_has_the_columns_that_are_read(receptionist: Receptionist) -> None:
    found = receptionist.visitor.open("/en/host/guests.csv").answer
    assert "arrived_on" in found.content.decode("utf-8-sig")
    assert found["Content-Disposition"] == 'attachment; filename="guests.csv"'


def test_a_host_never_sees_what_it_did_not_type(receptionist: Receptionist, visitor: Visitor) -> None:
    """The same person registered by themselves under another spelling."""
    register(visitor)
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    at.send(rows({**filings.GUEST_ROW, "passport.surname": "Kalandadzé"})).follow()
    for page in (receptionist.desk, at.answer.request["PATH_INFO"]):
        at.open(page)
        assert "Kalandadze " not in at.words
        assert "20 August" not in at.words or page == receptionist.desk


def test_each_desk_sees_its_own_guests_only(receptionist: Receptionist) -> None:
    other = receptionist_of("Hotel Iris", "1400000002")
    for each in (receptionist, other):
        each.visitor.open(f"{each.desk}list/").send(rows(guest(1))).follow()
    assert receptionist.visitor.open(receptionist.desk).text.count("<tr>") == 2  # the heading, and one guest


def test_someone_without_a_desk_is_told_how_to_get_one(
    visitor: Visitor, signed_in: Callable[[], Visitor]
) -> None:
    assert visitor.open("/en/host/").says("Sign in to your desk")
    assert signed_in().open("/en/host/").says("does not belong to a hotel or host yet")


def test_one_desk_opens_at_once(receptionist: Receptionist) -> None:
    assert receptionist.visitor.open("/en/host/").address == receptionist.desk
