"""What a hotel finds at its desk: its lists, whom it looks for, guests past their day, all documents."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest

from sojourn.applications.models import GuestList
from sojourn.audit.models import Event
from sojourn.documents.models import Document
from sojourn.flows import print_certificates
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.permits.models import Permit
from sojourn.stays import queries as stays
from sojourn.stays.actions import announce_leaving
from sojourn.stays.errors import AlreadyEnded, DepartureBeforeArrival, RegistrationNotFound
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.sites.portal.conftest import Receptionist, Visitor, receptionist_of
from tests.sites.portal.test_hosts import guest, rows

pytestmark = pytest.mark.django_db
LEAVES = date(2026, 6, 25)
AFTER = LEAVES + timedelta(days=2)


@dataclass(frozen=True)
class At:
    """A receptionist on a day."""

    host: Receptionist
    visitor: Visitor

    def open(self, page: str = "") -> Visitor:
        return self.visitor.open(f"{self.host.desk}{page}")

    def look_for(self, words: str, **more: str) -> Visitor:
        return self.open().send({"q": words, **more}, to=self.host.desk)

    def press(self, page: str = "leaving/", **typed: Any) -> Visitor:
        return self.open(page).send(typed, to=f"{self.host.desk}{page}").follow()


@pytest.fixture
def lotus(receptionist: Receptionist) -> At:
    return At(receptionist, receptionist.visitor)


@pytest.fixture
def later(lotus: At) -> Iterator[At]:
    """Three guests, two days after the day on which they meant to leave."""
    hand_in(lotus, 3)
    with clock.frozen(AFTER):
        yield lotus


def hand_in(at: At, count: int, start: int = 1, **more: str) -> Visitor:
    sent = rows(
        *(guest(n, **{"stay.leaves-on": LEAVES.isoformat(), **more}) for n in range(start, start + count))
    )
    return at.open("list/").send(sent).follow()


def newest() -> Registration:
    return Registration.objects.latest("id")


def test_every_list_is_told_with_what_became_of_it(lotus: At) -> None:
    lotus.open("list/").send(rows(guest(1), guest(2, **{"stay.arrived-here-on": "99.99.2026"}))).follow()
    assert lotus.open("lists/").says("Registered", "Came back", "1 row to mend")
    assert re.search(r'data-label="Came back"><span>1<', lotus.visitor.text)


def test_rows_mended_in_a_later_list_wait_no_longer(lotus: At) -> None:
    at = lotus.open("list/").send(rows(guest(1), guest(2, **{"stay.arrived-here-on": "99.99.2026"}))).follow()
    first = at.address
    at.send({"row-2.stay.arrived-here-on": "5.6.2026"}).follow()
    assert Registration.objects.count() == 2
    lists = lotus.open("lists/")
    assert lists.says("Mended in a later list", "rows mended from an earlier list", "All registered")
    assert not lists.says("to mend")
    assert at.open(first).says("1 row came back and was mended in a later list")
    assert "row-2." not in at.text


def test_rows_wait_on_when_their_mending_was_broken_off(lotus: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at = lotus.open("list/").send(rows(guest(1), guest(2, **{"stay.arrived-here-on": "99.99.2026"}))).follow()
    first, mended = at.address, {**at.fields(), "row-2.stay.arrived-here-on": "5.6.2026"}
    with monkeypatch.context() as broken:
        broken.setattr("sojourn.applications.actions.file_guest_list", _killed)
        with pytest.raises(KeyboardInterrupt):
            at.send(mended)
    assert lotus.open("lists/").says("1 row to mend", "Broken off")
    at.open(first).send(mended).follow()
    assert lotus.open("lists/").says("Mended in a later list")
    assert not lotus.visitor.says("Broken off")
    assert Registration.objects.count() == 2


def _killed(*given: Any, **more: Any) -> None:
    raise KeyboardInterrupt


def test_lists_come_a_page_at_a_time(lotus: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sojourn.applications.queries.LISTS", 2)
    for number in range(3):
        hand_in(lotus, 1, start=number + 1)
    first = lotus.open("lists/")
    assert first.text.count("All registered") == 2
    onward = re.search(r'href="(\?after=[^"]+)" rel="next"', first.text)
    assert onward
    assert lotus.open(f"lists/{onward[1]}").text.count("All registered") == 1


def test_lists_of_another_hotel_are_not_there(lotus: At) -> None:
    hand_in(lotus, 1)
    other = receptionist_of("Hotel Iris", "1400000002")
    assert not other.visitor.open(f"{other.desk}lists/").says("All registered")
    made = GuestList.objects.get()
    for page in ("", "certificates-1.pdf"):
        answer = other.visitor.open(f"{other.desk}lists/{made.id}/{page}").answer
        assert answer.status_code == 404


def test_the_desk_names_the_number_of_each_document(lotus: At) -> None:
    hand_in(lotus, 2)
    for number in Permit.objects.values_list("number", flat=True):
        assert lotus.open().says(number)


@pytest.mark.parametrize("words", ["kalan", "KALANDADZE nino", "12AB30002", "12 ab 30002"])
def test_a_guest_is_found_by_what_the_desk_typed(lotus: At, words: str) -> None:
    hand_in(lotus, 1)
    hand_in(lotus, 1, 2, **{"passport.surname": "Kalandadze", "passport.given-names": "Nino"})
    found = lotus.look_for(words)
    if words == "12 ab 30002":
        words = "12AB30002"
    assert found.says("Kalandadze Nino", newest().reference)
    assert not found.says("Guest Nino")


def test_a_guest_is_found_by_the_number_of_the_document_and_of_the_filing(lotus: At) -> None:
    hand_in(lotus, 2)
    stay = newest()
    number = Permit.objects.get(subject_id=stay.id).number
    for asked in (number, number.replace("-", "").lower(), stay.reference):
        found = lotus.look_for(asked)
        assert found.text.count('data-label="Guest"') == 1
        assert found.says(stay.reference)


def test_marks_and_capitals_do_not_hide_a_guest(lotus: At) -> None:
    hand_in(lotus, 1, **{"passport.surname": "Əliyeva-Şahin"})
    assert lotus.look_for("aliyeva").says("Nobody found")
    assert lotus.look_for("eliyeva sahin").says("Əliyeva-Şahin")


def test_a_search_never_tells_of_guests_others_registered(lotus: At) -> None:
    hand_in(lotus, 1)
    stay = newest()
    number = Permit.objects.get(subject_id=stay.id).number
    other = receptionist_of("Hotel Iris", "1400000002")
    for asked in ("Guest", "12AB30001", stay.reference, number):
        unknown = At(other, other.visitor).look_for(asked)
        assert unknown.says("Nobody found")


def test_a_search_says_where_it_stopped_and_goes_on(lotus: At, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(lotus, 1, **{"passport.surname": "Earliest"})
    hand_in(lotus, 3, start=2)
    monkeypatch.setattr(stays, "LOOKED_THROUGH", 3)
    first = lotus.look_for("earliest")
    assert first.says("Not among the guests looked through so far")
    onward = re.search(r'<button name="after" value="([^"]+)"', first.text)
    assert onward
    assert lotus.look_for("earliest", after=onward[1]).says("Earliest")


def test_what_is_looked_for_stands_in_no_address(lotus: At) -> None:
    hand_in(lotus, 1)
    assert "Guests you looked for" not in lotus.open("?q=Guest").text
    assert "q=Guest" not in lotus.look_for("Guest").text


def test_guests_past_their_day_are_marked(later: At) -> None:
    assert later.open().says("day passed", "Some guests were to leave before today")
    with clock.frozen(LEAVES):
        assert not later.open().says("day passed")
        assert later.open("leaving/").says("Nobody is past their day")


def test_one_press_says_that_a_guest_left_on_the_day_announced(later: At) -> None:
    stay = newest()
    done = later.press(left=str(stay.id))
    assert done.says("1 registration has ended.")
    stay.refresh_from_db()
    assert (stay.ended_on, stay.end_cause) == (LEAVES, "departed")
    assert Registration.objects.filter(ended_on=None).count() == 2
    again = later.press(left=str(stay.id))
    assert again.says("1 registration has ended.")
    assert Event.objects.filter(kind="stay:ended").count() == 1


def test_one_press_keeps_a_guest_until_another_day(later: At) -> None:
    stay = newest()
    later.press(**{"stays": str(stay.id), f"until-{stay.id}": "2026-07-01"})
    stay.refresh_from_db()
    assert (stay.leaves_on, stay.ended_on) == (date(2026, 7, 1), None)
    event = Event.objects.get(kind="stay:leaving-announced")
    assert event.actor["on_behalf_of"]["id"] == str(later.host.organisation)
    assert later.open("leaving/").text.count("Left on") == 2


def test_many_leave_or_stay_with_one_press(later: At) -> None:
    first, second, third = Registration.objects.order_by("id")
    assert later.press(**{"chosen": [first.id, second.id], "all-left": "1"}).says(
        "2 registrations have ended."
    )
    done = later.press(**{"chosen": [third.id], "all-stay": "1", "until": "2026-06-30"})
    assert done.says("1 guest stays on.", "Nobody is past their day")


@pytest.mark.parametrize(
    "typed", [{}, {"all-left": "1"}, {"left": "x"}, {"all-stay": "1", "until": "2026-07-01"}]
)
def test_nobody_marked_is_said(later: At, typed: dict[str, str]) -> None:
    assert later.press(**typed).says("Mark the guests first")
    assert not Registration.objects.exclude(ended_on=None).exists()


@pytest.mark.parametrize("day", ["", "yesterday", "2026-06-26", "0000-00-00"])
def test_a_day_that_is_none_or_has_passed_is_said_at_its_field(later: At, day: str) -> None:
    stay = newest()
    answer = later.press(**{"stays": str(stay.id), f"until-{stay.id}": day})
    assert answer.says("Enter a day from today on")
    assert answer.answer.status_code == 422
    assert f'href="#until-{stay.id}"' in answer.text
    assert not Event.objects.filter(kind="stay:leaving-announced").exists()


def test_marks_and_days_outlive_a_mistake(later: At) -> None:
    first, second, third = (str(each.id) for each in Registration.objects.order_by("id"))
    typed = {"chosen": [first, third], f"until-{second}": "2026-07-07", "until": "2026-06-01"}
    answer = later.press(**typed, **{"all-stay": "1"})
    assert answer.says("Enter a day from today on")
    marked = re.findall(r'name="chosen" value="([^"]+)" checked', answer.text)
    assert set(marked) == {first, third}
    kept = answer.fields()
    assert (kept[f"until-{second}"], kept[f"until-{first}"], kept["until"]) == (
        "2026-07-07",
        "",
        "2026-06-01",
    )


def test_nobody_ends_the_stay_of_anothers_guest(later: At) -> None:
    stay, other = newest(), receptionist_of("Hotel Iris", "1400000002")
    other.visitor.open(f"{other.desk}leaving/").send(
        {"left": str(stay.id)}, to=f"{other.desk}leaving/"
    ).follow()
    stay.refresh_from_db()
    assert stay.ended_on is None
    assert later.open("leaving/").text.count("Left on") == 3


def test_who_was_ended_meanwhile_is_counted_and_stays_as_they_are(later: At) -> None:
    stay = newest()
    Registration.objects.filter(id=stay.id).update(ended_on=AFTER, end_cause="moved")
    assert later.press(left=str(stay.id)).says("1 had been ended before.")
    stay.refresh_from_db()
    assert stay.end_cause == "moved"


def test_the_day_of_leaving_is_kept_for_a_stay_that_goes_on(later: At) -> None:
    stay = newest()
    by = filings.GUEST
    with transaction():
        announce_leaving(stay.id, on=AFTER, by=by)
        announce_leaving(stay.id, on=AFTER, by=by)
    assert Event.objects.filter(kind="stay:leaving-announced").count() == 1
    with pytest.raises(DepartureBeforeArrival), transaction():
        announce_leaving(stay.id, on=stay.arrived_on - timedelta(days=1), by=by)
    Registration.objects.update(ended_on=AFTER, end_cause="departed")
    with pytest.raises(AlreadyEnded), transaction():
        announce_leaving(stay.id, on=AFTER + timedelta(days=1), by=by)
    with pytest.raises(RegistrationNotFound), transaction():
        announce_leaving(later.host.organisation, on=AFTER, by=by)


def test_a_guest_who_came_under_protection_looks_the_same_at_the_desk(later: At) -> None:
    before = later.open("leaving/").words
    Registration.objects.update(confidentiality=Confidentiality.PROTECTED)
    assert later.open("leaving/").words == before
    assert later.look_for("Guest").text.count('data-label="Guest"') == 3


def test_all_documents_of_a_list_come_in_one_file(lotus: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_certificates, "AT_ONCE", 2)
    monkeypatch.setattr("sojourn.sites.portal.lists_sent.AT_ONCE", 2)
    page = hand_in(lotus, 3)
    files = re.findall(r'href="([^"]+certificates-\d\.pdf)"', page.text)
    assert len(files) == 2
    assert page.says("Documents 1 to 2 (PDF)", "Documents 3 to 3 (PDF)")
    numbers = list(Permit.objects.order_by("id").values_list("number", flat=True))
    found = []
    for file in files:
        answer = page.open(file).answer
        assert answer["Content-Type"] == "application/pdf"
        with pikepdf.Pdf.open(io.BytesIO(answer.content)) as pdf, pdf.open_outline() as outline:
            found += [item.title for item in outline.root]
            assert len(pdf.pages) == len(outline.root)
    assert found == numbers
    assert Document.objects.count() == 3
    page.open(files[0])
    assert Document.objects.count() == 3


@pytest.mark.parametrize("part", [0, 2, 999])
def test_a_file_beyond_the_list_is_not_there(lotus: At, part: int) -> None:
    hand_in(lotus, 1)
    made = GuestList.objects.get()
    assert lotus.open(f"lists/{made.id}/certificates-{part}.pdf").answer.status_code == 404


def test_a_list_broken_off_is_said_to_be_sent_again(lotus: At) -> None:
    hand_in(lotus, 1)
    GuestList.objects.update(rows=[])
    assert lotus.open("lists/").says("Broken off: please send it again")
