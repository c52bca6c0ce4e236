"""The desk of a hotel: one guest, a list, a table; good rows at once, bad rows back with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest

from sojourn.audit.models import Event
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.registrations import ANSWERS
from tests.sites.portal.conftest import Receptionist, Visitor, page_of, receptionist_of, register, upload

pytestmark = pytest.mark.django_db
HEAD = "surname,given_names,nationality,birth_date,document_number,issuing_state,arrived_on,leaves_on"


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
