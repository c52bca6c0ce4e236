"""Promise 2. Protected means unseen: a walk through all doors with a protected person finds nothing.

Broken for a try, and seen to fail: the class left out of a query of registrations (`scoped`), of the search
for people, and of the match that recognises a passport (the hotel then got the file of the protected person);
events told of a person that came under the protection desk; lateness dropped for someone under a hold; one
statement more for an objection that exists than for one that does not.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.accounts.roles import ROLES
from sojourn.applications.models import Application
from sojourn.audit import queries as log
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.models import Document
from sojourn.documents.types import Filing as About
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.register_stay import register_stay
from sojourn.flows.types import Receipt
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.people import actions as people
from sojourn.people import queries as register
from sojourn.people.models import Person
from sojourn.people.types import HoldKind
from sojourn.permits import actions as permits
from sojourn.permits import verify
from sojourn.permits.types import SealedHolder, Verdict
from sojourn.stays.models import LateCandidate, Objection, Registration
from tests.factories import filings
from tests.factories.filings import GUEST, LATE, OFFICER
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn, signed_in
from tests.promises.doors import Address, Answer, addresses, asked, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TOLD = {
    "passport.surname": "Zarubezhnaya",
    "passport.given-names": "Yelizaveta",
    "passport.number": "77ZZ99881",
    "stay.host-kind": "owner",
    "stay.host-contact": "owner@example.org",
    "contact.channel": "email",
    "contact.address": "yelizaveta@example.org",
}
WORDS = ("Zarubezhnaya", "ZARUBEZHNAYA", "Yelizaveta", "YELIZAVETA", "77ZZ99881", "yelizaveta@")
OUTSIDE = sorted(set(ROLES) - {"protection-officer"})
POSTED = {
    "left_on": "2026-06-09",
    "until": "2026-07-01",
    "reason": "r",
    "state": "taken-up",
    "answer": "a",
    "kind": "victim",
    "from_on": "2026-06-10",
    "end_reason": "x",
    "confidentiality": "ordinary",
    "departure.left-on": "2026-06-09",
    "words": "w",
}


@dataclass(frozen=True)
class Protected:
    """Someone who registered, late, with a file and an objection, and then came under the protection desk."""

    receipt: Receipt
    person: UUID
    values: dict[str, Any]


def protect(answers: Mapping[str, str]) -> Protected:
    account = filings.account("yelizaveta@example.org")
    guest = filings.Actor(filings.ActorKind.PERSON, filings.Door.PORTAL, account_id=account)
    held = filings.Holder(account_id=account)
    draft = filings.begin(answers, by=guest, held=held)
    with transaction():
        about = About(Subject("application", draft.id), "passport.copy")
        document = documents.keep_letter(b"%PDF-1.7 a passport", filing=about, by=guest).id
    receipt = filings.send(draft, by=guest, held=held)
    person = Registration.objects.get(id=receipt.registration_id).person_id
    with transaction():
        token = token_for(receipt.registration_id)
        objection = object_to_registration(token, words="Nobody stays.", key="a", by=GUEST)
        open_certificate(receipt.registration_id, language="en", by=guest)
        hold = people.place_hold(person, kind=HoldKind.VICTIM, from_on=date(2026, 6, 1), by=OFFICER)
        reclassify_person(person, confidentiality=Confidentiality.PROTECTED, by=OFFICER)
    number, code = protected_document(receipt)
    values = {
        "registration": receipt.registration_id,
        "registration_id": receipt.registration_id,
        "person_id": person,
        "document_id": document,
        "objection_id": objection,
        "hold_id": hold,
        "account_id": account,
        "message": Message.objects.filter(account_id=account).latest("id").id,
        "reference": receipt.reference,
        "number": number,
        "code": code,
    }
    return Protected(receipt, person, values)


def protected_document(receipt: Receipt) -> tuple[str, str]:
    """A document the protection desk itself issued to her."""
    with transaction():
        issued = permits.issue(
            "registration",
            pack=catalogue.current(),
            subject=Subject("registration", receipt.registration_id),
            holder=SealedHolder("ZARUBEZHNAYA<<YELIZAVETA"),
            valid=(date(2026, 6, 1), None),
            confidentiality=Confidentiality.PROTECTED,
            by=OFFICER,
        )
    return issued.number, issued.code


def nobody(like: Mapping[str, Any]) -> dict[str, Any]:
    """Ids, a reference, a number and a code that are nobody's, of the same length."""
    unknown: dict[str, Any] = {name: uuid4() for name, value in like.items() if isinstance(value, UUID)}
    unknown["registration"] = unknown["registration_id"]
    return unknown | {
        "reference": "AZ-QY-2026-7777777-Z"[: len(like["reference"])],
        "number": "QY-2026-7777777-Z"[: len(like["number"])],
        "code": "ZZZZZZZZZZ",
    }


def personal() -> list[Address]:
    """Addresses in which something of a person can stand."""
    known = {"registration", "registration_id", "person_id", "document_id", "objection_id", "hold_id"}
    known |= {"account_id", "message", "reference", "number"}
    return [each for each in addresses() if known & set(each.parts)]


def seen_at(client: Client, address: Address, values: Mapping[str, Any], *, post: bool) -> Answer:
    others = {part: UUID(int=7) for part in address.parts if part not in values}
    given = {**others, **values}
    return asked(client, address.of(given), given, post=POSTED if post else None)


@pytest.mark.parametrize("role", [*OUTSIDE, "", "person"])
def test_at_every_address_a_protected_person_is_nobody(role: str, officer: SignIn) -> None:
    """In status, words, size and work; for every role, for a stranger, and for someone with an account."""
    hidden = protect(ANSWERS | TOLD | LATE)
    unknown = nobody(hidden.values)
    if role == "person":
        client = signed_in(filings.account("stranger@example.org"))
    else:
        client = officer(role) if role else Client()
    client.get("/en/")
    client.get("/en/office/registrations/")
    told_apart = []
    for address in personal():
        for post in (False, True):
            found = seen_at(client, address, hidden.values, post=post)
            missing = seen_at(client, address, unknown, post=post)
            if found != missing:
                told_apart.append((address.name, post, found.status, missing.status))
            assert missing.status < 500, address
    assert told_apart == []


def test_the_addresses_walked_are_those_there_are() -> None:
    names = {each.name for each in personal()}
    assert {"office:registration", "office:certificate", "office:person", "office:file"} <= names
    assert {"portal:document", "portal:depart", "portal:done", "portal:check", "scanned"} <= names
    assert len(names) >= 20


LISTS = (
    "registrations/",
    "registrations/?late=yes",
    "registrations/?district=AZ-LAN&from=2026-04-01&until=2026-06-30",
    "late/",
    "objections/",
    "people/?q=Zarubezhnaya",
    "people/?q=Yelizaveta%20Zarub",
    "people/?q=77ZZ99881",
    "counter/",
    "staff/",
    "organisations/",
)


@pytest.mark.parametrize("role", OUTSIDE)
def test_lists_searches_and_queues_are_what_they_were_before_she_came(role: str, officer: SignIn) -> None:
    """Two ordinary guests stand in them, so that a list is not empty by mistake."""
    for number in ("ORD1", "ORD2"):
        filings.register(ANSWERS | LATE | {"passport.number": number})
    client = officer(role)
    client.get("/en/office/registrations/")
    before = {page: asked(client, f"/en/office/{page}", {}, post=None) for page in LISTS}
    protect(ANSWERS | TOLD | LATE)
    after = {page: asked(client, f"/en/office/{page}", {}, post=None) for page in LISTS}
    assert [page for page in LISTS if after[page] != before[page]] == []


def test_the_auditor_finds_nothing_in_the_log_about_her(officer: SignIn) -> None:
    hidden = protect(ANSWERS | TOLD | LATE)
    client = officer("auditor")
    client.get("/en/office/log/")
    for kind, name in (
        ("person", "person_id"),
        ("registration", "registration_id"),
        ("document", "document_id"),
    ):
        found, missing = (
            asked(client, f"/en/office/log/?kind={kind}&id={at}", {"id": at}, post=None)
            for at in (hidden.values[name], uuid4())
        )
        assert (found.status, found.text, found.size) == (missing.status, missing.text, missing.size)


def test_the_auditor_does_not_find_that_somebody_had_looked_at_her(officer: SignIn) -> None:
    filings.register(ANSWERS | TOLD)
    person = Person.objects.get().id
    officer("case-officer").get(f"/en/office/people/{person}/")
    looked = log.list_readings(Subject("person", person), to=filings.reader(), secret=True)
    with transaction():
        reclassify_person(person, confidentiality=Confidentiality.PROTECTED, by=OFFICER)
    assert len(looked) == 1
    assert log.list_readings(Subject("person", person), to=filings.reader(), secret=True) == []


def test_her_own_desk_sees_her(officer: SignIn) -> None:
    """The walk would prove nothing if she were invisible to everybody."""
    hidden = protect(ANSWERS | TOLD | LATE)
    page = officer("protection-officer").get(f"/en/office/people/{hidden.person}/")
    assert page.status_code == 200
    assert "Zarubezhnaya" in page.content.decode()


def test_her_document_answers_as_one_that_never_was() -> None:
    hidden = protect(ANSWERS | TOLD)
    unknown = nobody(hidden.values)
    answers = []
    for values in (hidden.values, unknown):
        with transaction(), CaptureQueriesContext(connection) as caught:
            verdict = verify.verify(values["number"], values["code"], caller_key="somewhere")
            subject = verify.identify(values["number"], values["code"], caller_key="somewhere")
        answers.append((verdict, subject, len(caught)))
    assert answers[0] == answers[1] == (Verdict.NOT_VALID, None, answers[0][2])


def test_what_she_was_issued_before_is_worth_what_it_was() -> None:
    """It names nobody; one that suddenly failed would tell more."""
    hidden = protect(ANSWERS | TOLD)
    with transaction():
        assert verify.verify(hidden.receipt.number, hidden.receipt.code, caller_key="a") is Verdict.VALID


def test_nobody_notifies_her_departure_with_number_and_code() -> None:
    hidden = protect(ANSWERS | TOLD)
    typed = {"departure.left-on.year": "2026", "departure.left-on.month": "6", "departure.left-on.day": "9"}
    answers = [
        read(
            Client().post(
                "/en/departure/",
                {**typed, "departure.number": values["number"], "departure.code": values["code"]},
            ),
            values,
        )
        for values in (hidden.values, nobody(hidden.values))
    ]
    assert answers[0] == answers[1]
    assert Registration.objects.get(id=hidden.receipt.registration_id).ended_on is None


def test_messages_name_no_person_no_place_and_no_service() -> None:
    protect(ANSWERS | TOLD)
    said = [" ".join(message.said.values()) for message in Message.objects.all()]
    assert len(said) == 2
    told = (*WORDS, "passport", "Nizami", "asylum", "protect", "stay")
    assert [word for word in told for text in said if word.casefold() in text.casefold()] == []


def test_names_of_files_tell_nothing(var: Path, officer: SignIn) -> None:
    hidden = protect(ANSWERS | TOLD)
    kept = [path.name for path in (var / "files").rglob("*")]
    assert kept
    page = officer("protection-officer").get(
        f"/en/office/registrations/{hidden.receipt.registration_id}/document/"
    )
    names = [*kept, page["Content-Disposition"]]
    assert [name for name in names if any(word in name for word in WORDS)] == []


def test_log_lines_tell_nothing(officer: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        hidden = protect(ANSWERS | TOLD | LATE)
        client = officer("case-officer")
        client.get(f"/en/office/people/{hidden.person}/")
        client.get("/en/office/people/?q=Zarubezhnaya")
        Client().get(f"/v/{hidden.receipt.number}/{hidden.receipt.code}")
    lines = [
        f"{line.name} {line.getMessage()}" for line in caplog.records if line.name != "django.db.backends"
    ]
    assert [line for line in lines if any(word in line for word in WORDS)] == []


# A hotel, or she herself, registers the passport of a protected person at an ordinary door.

SAME = {path: TOLD[path] for path in TOLD if path.startswith("passport.")}


def hotel_row(desk: Any, row: Mapping[str, str]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as caught:
        answer = register_guest_list(
            [row], key=row["passport.number"], filing=filings.filing(desk[1], desk=desk[0])
        )
    return answer, statements(caught)


def statements(caught: CaptureQueriesContext) -> int:
    return sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in caught)


def shape(receipt: Receipt) -> tuple[Any, ...]:
    """What a receipt says besides its own id, reference, number and code, and how long those are."""
    own = receipt.reference, receipt.number, receipt.code, str(receipt.registration_id)
    said = receipt.voluntary, receipt.lawful_until, receipt.days_late, receipt.first
    return (*said, *map(len, own))


def rows_about(person: UUID) -> str:
    """Everything the register of people holds about someone, as text."""
    tables = ("people_statement", "people_matchkey", "people_namekey", "people_protectivehold")
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t WHERE person_id = %s ORDER BY 1", [person])
            found.append(str(cursor.fetchall()))
        cursor.execute("SELECT t::text FROM people_person t WHERE id = %s", [person])
        return "".join([*found, str(cursor.fetchall())])


@pytest.mark.parametrize("late", [{}, LATE])
def test_a_hotel_that_registers_her_is_answered_as_for_anyone(late: dict[str, str]) -> None:
    hidden = protect(ANSWERS | TOLD)
    before = rows_about(hidden.person)
    desk = filings.hotel()
    row = filings.GUEST_ROW | late
    hotel_row(desk, row | {"passport.number": "WARMUP1"})
    hers, work = hotel_row(desk, row | SAME)
    anyones, usual = hotel_row(desk, row | SAME | {"passport.number": "55XX11223"})
    assert shape(hers.receipts[1]) == shape(anyones.receipts[1])
    assert work == usual
    assert rows_about(hidden.person) == before
    assert Registration.objects.get(id=hers.rows[0].registration).person_id != hidden.person


@pytest.mark.parametrize("late", [{}, LATE])
def test_her_own_filing_at_an_ordinary_door_is_answered_as_for_anyone(late: dict[str, str]) -> None:
    hidden = protect(ANSWERS | TOLD)
    before = rows_about(hidden.person)
    filings.register(ANSWERS | late | {"passport.number": "WARMUP1"})
    answers = []
    for number in ("77ZZ99881", "55XX11223"):
        draft = filings.begin(ANSWERS | SAME | late | {"passport.number": number})
        with CaptureQueriesContext(connection) as caught, transaction():
            receipt = register_stay(draft.id, holder=filings.holder(), filing=filings.filing())
        answers.append((shape(receipt), statements(caught)))
    assert answers[0] == answers[1]
    assert rows_about(hidden.person) == before


@pytest.mark.parametrize("again", [False, True])
def test_a_hold_changes_nothing_of_the_answer(again: bool) -> None:
    """Someone under a hold files late: same receipt and work as for one without, sent again as well."""
    answers = []
    for number, held in (("WARMUP1", False), ("HELD0001", True), ("FREE0001", False)):
        told = ANSWERS | {"passport.number": number}
        filings.register(told)
        person = Person.objects.latest("id").id
        if held:
            with transaction():
                people.place_hold(person, kind=HoldKind.VICTIM, from_on=date(2026, 1, 1), by=OFFICER)
        draft = filings.begin(told | LATE)
        if again:
            filings.send(draft)
        with CaptureQueriesContext(connection) as caught, transaction():
            receipt = register_stay(draft.id, holder=filings.holder(), filing=filings.filing())
        answers.append((shape(receipt), statements(caught)))
    assert answers[1] == answers[2]
    assert answers[1][0][2] > 0
    assert LateCandidate.objects.count() == 2


def test_a_departure_told_for_her_by_an_ordinary_officer_finds_nothing(officer: SignIn) -> None:
    hidden = protect(ANSWERS | TOLD)
    address = f"/en/office/registrations/{hidden.receipt.registration_id}/departure/"
    assert officer("case-officer").post(address, POSTED).status_code == 404
    with transaction():
        notify_departure(hidden.receipt.registration_id, on=date(2026, 6, 10), by=OFFICER)  # her own desk


def test_what_was_filed_for_her_moved_with_her() -> None:
    protect(ANSWERS | TOLD | LATE)
    for rows in (Registration, Application, LateCandidate, Objection, Document, Person):
        assert set(rows.objects.values_list("confidentiality", flat=True)) == {Confidentiality.PROTECTED}


def test_queries_give_her_to_no_ordinary_reader() -> None:
    hidden = protect(ANSWERS | TOLD | LATE)
    for text in ("Zarubezhnaya", "zarub", "77ZZ99881", "Yelizaveta"):
        assert register.search(text, to=filings.reader()).people == ()
    assert register.search("Zarub", to=filings.reader(*Confidentiality)).people[0].id == hidden.person
