"""Promise 2, the second time: filed again, sent again, or filed in the same moment, she stays unseen.

Broken for a try, and seen to fail: the person recorded before it is known that a filing is a repeat; the
person not held while a stay is filed; the class of a document left behind.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.applications.models import Application
from sojourn.audit import queries as log
from sojourn.audit.models import Event
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import queries as register
from sojourn.people.models import MatchKey, Person, Statement
from sojourn.permits.models import Permit
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.filings import GUEST_ROW, OFFICER
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn

NAME = "Kalandadze"
UNDOCUMENTED = {
    path: told
    for path, told in GUEST_ROW.items()
    if path not in {"passport.number", "passport.kind", "passport.issuing-state", "passport.expires-on"}
} | {"passport.none": "lost"}

today = pytest.mark.usefixtures("today")


def take_in(person: UUID) -> None:
    with transaction():
        reclassify_person(person, confidentiality=Confidentiality.PROTECTED, by=OFFICER)


def rows() -> tuple[int, ...]:
    return tuple(each.objects.count() for each in (Person, Statement, MatchKey, Registration, Permit))


@today
@pytest.mark.django_db
@pytest.mark.parametrize("row", [GUEST_ROW, UNDOCUMENTED])
@pytest.mark.parametrize("protected", [False, True])
def test_the_same_list_again_records_nobody_again(row: dict[str, str], protected: bool) -> None:
    desk, receptionist = filings.hotel()
    filing = filings.filing(receptionist, desk=desk)
    first = register_guest_list([row], key="one", filing=filing)
    assert first.receipts
    if protected:
        take_in(Person.objects.get().id)
    before, kinds = rows(), Event.objects.filter(subject_kind="person").count()
    again = register_guest_list([row], key="two", filing=filing)
    assert again.receipts[1].number == first.receipts[1].number
    assert rows() == before
    assert Event.objects.filter(subject_kind="person").count() == kinds
    assert bool(register.search(NAME, to=filings.reader()).people) is not protected


@today
@pytest.mark.django_db
def test_the_same_list_again_is_the_same_work() -> None:
    desk, receptionist = filings.hotel()
    filing = filings.filing(receptionist, desk=desk)
    work = []
    for number in ("WARMUP1", "HERS00001", "ANYONES01"):
        row = GUEST_ROW | {"passport.number": number}
        register_guest_list([row], key=number, filing=filing)
        if number == "HERS00001":
            take_in(Registration.objects.latest("id").person_id)
        with CaptureQueriesContext(connection) as caught:
            register_guest_list([row], key=f"{number} again", filing=filing)
        work.append(len(caught))
    assert work[1] == work[2]


@today
@pytest.mark.django_db
def test_a_filing_sent_again_stands_where_its_registration_stands() -> None:
    filings.register(ANSWERS)
    person = Person.objects.get().id
    take_in(person)
    filings.register(ANSWERS)
    assert Person.objects.count() == 1
    assert set(Application.objects.values_list("confidentiality", flat=True)) == {Confidentiality.PROTECTED}
    for application in Application.objects.values_list("id", flat=True):
        assert log.list_events(Subject("application", application), to=filings.reader()) == []


@today
@pytest.mark.django_db
def test_her_earlier_paper_is_hidden_from_the_office_and_holds_at_the_public_door(officer: SignIn) -> None:
    receipt = filings.register()
    take_in(Person.objects.get().id)
    permit = Permit.objects.get()
    assert permit.confidentiality == Confidentiality.PROTECTED
    assert log.list_events(Subject("permit", permit.id), to=filings.reader()) == []
    told = log.list_events(Subject("permit", permit.id), to=filings.reader(*Confidentiality))
    assert [each.kind for each in told] == ["permit:issued", "permit:reclassified"]
    client = officer("auditor")
    client.get("/en/office/log/")
    page = client.get(f"/en/office/log/?q={permit.id}").content.decode()
    assert receipt.number not in page
    with transaction():
        assert verify(receipt.number, receipt.code, caller_key="a") is Verdict.VALID


@today
@pytest.mark.django_db
def test_her_desk_hears_that_a_hotel_registered_her_again_and_takes_the_record_in(officer: SignIn) -> None:
    filings.register(ANSWERS)
    hidden = Person.objects.get().id
    take_in(hidden)
    desk, receptionist = filings.hotel()
    register_guest_list([GUEST_ROW], key="k", filing=filings.filing(receptionist, desk=desk))
    newcomer = Person.objects.exclude(id=hidden).get().id
    assert register.list_hits(to=filings.reader()) == []
    client = officer("protection-officer")
    assert str(hidden) in client.get("/en/office/people/").content.decode()
    page = client.get(f"/en/office/people/{hidden}/").content.decode()
    assert f"/en/office/people/{newcomer}/class/" in page
    moved = client.post(f"/en/office/people/{newcomer}/class/", {"confidentiality": "protected"})
    assert moved.status_code == 302
    assert register.search(NAME, to=filings.reader()).people == ()
    assert register.list_hits(to=filings.reader(*Confidentiality)) == []
    assert set(Registration.objects.values_list("confidentiality", flat=True)) == {Confidentiality.PROTECTED}


@today
@pytest.mark.django_db
def test_nobody_else_hears_of_it(officer: SignIn) -> None:
    filings.register(ANSWERS)
    hidden = Person.objects.get().id
    take_in(hidden)
    desk, receptionist = filings.hotel()
    register_guest_list([GUEST_ROW], key="k", filing=filings.filing(receptionist, desk=desk))
    newcomer = Person.objects.exclude(id=hidden).get().id
    client = officer("case-officer")
    for page in ("/en/office/people/", f"/en/office/people/{newcomer}/"):
        told = client.get(page).content.decode()
        assert str(hidden) not in told
        assert "Registered again" not in told


@pytest.mark.usefixtures("committed_database")
def test_a_hotel_files_in_the_moment_in_which_she_comes_under_protection() -> None:
    """Whichever was first: no registration others see is filed for the one they do not see."""
    for turn in range(6):
        number = {"passport.number": f"MOMENT{turn}"}
        with clock.frozen(filings.TODAY):
            filings.register(ANSWERS | number)
            person = Registration.objects.latest("id").person_id
            desk, receptionist = filings.hotel(f"Hotel {turn}", tax_number=f"150000000{turn}")
        filing = filings.filing(receptionist, desk=desk)
        wrong = together(
            lambda person=person: take_in(person),  # type: ignore[misc]
            lambda number=number, filing=filing: register_guest_list(  # type: ignore[misc]
                [GUEST_ROW | number], key="k", filing=filing
            ),
        )
        assert wrong == []
        assert not Registration.objects.filter(
            person_id=person, confidentiality=Confidentiality.ORDINARY
        ).exists()


def together(*acts: Callable[[], Any]) -> list[Exception]:
    """What went wrong when all began in the same moment, each on a connection of its own."""
    gate, wrong = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        with clock.frozen(filings.TODAY):
            try:
                connection.ensure_connection()
                gate.wait()
                act()
            except Exception as error:  # told to the test
                wrong.append(error)
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
