"""Promise 2. Protected means unseen: a walk through all doors with a protected person finds nothing.

Broken for a try, and seen to fail: the class left out of a query of registrations (`scoped`) and of search
for people; events told of a person that came under the protection desk; one statement more for an objection
that exists than for one that does not.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.accounts.models import Account
from sojourn.accounts.roles import ROLES
from sojourn.applications.models import Application
from sojourn.audit import queries as log
from sojourn.documents.models import Document
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import queries as notices
from sojourn.notices.models import Message
from sojourn.notices.types import State
from sojourn.people import queries as register
from sojourn.people.models import Person
from sojourn.permits import verify
from sojourn.permits.types import Verdict
from sojourn.stays.models import LateCandidate, Objection, Registration
from tests.factories import filings
from tests.factories.filings import LATE, OFFICER
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn, signed_in
from tests.promises.doors import Address, Answer, addresses, asked, read
from tests.promises.protected import TOLD, WORDS, nobody, protect
from tests.sites.searching import look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

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
    unknown = nobody(hidden.values)
    for name in ("person_id", "registration_id", "document_id", "objection_id", "reference", "number"):
        found, missing = (
            asked(client, f"/en/office/log/?q={values[name]}", {"id": values[name]}, post=None)
            for values in (hidden.values, unknown)
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
        look(client, "/en/office/people/?q=Zarubezhnaya")
        Client().get(f"/v/{hidden.receipt.number}/{hidden.receipt.code}")
    lines = [
        f"{line.name} {line.getMessage()}" for line in caplog.records if line.name != "django.db.backends"
    ]
    assert [line for line in lines if any(word in line for word in WORDS)] == []


def test_a_departure_told_for_her_by_an_ordinary_officer_finds_nothing(officer: SignIn) -> None:
    hidden = protect(ANSWERS | TOLD)
    address = f"/en/office/registrations/{hidden.receipt.registration_id}/departure/"
    assert officer("case-officer").post(address, POSTED).status_code == 404
    with transaction():
        notify_departure(hidden.receipt.registration_id, on=date(2026, 6, 10), by=OFFICER)  # her own desk


def test_what_was_filed_for_her_moved_with_her() -> None:
    protect(ANSWERS | TOLD | LATE)
    assert Message.objects.exists()
    for rows in (Registration, Application, LateCandidate, Objection, Document, Message, Person):
        assert set(rows.objects.values_list("confidentiality", flat=True)) == {Confidentiality.PROTECTED}


def test_what_was_said_to_her_moved_with_her_and_she_still_reads_it() -> None:
    hidden = protect(ANSWERS | TOLD)
    account = Account.objects.get(id=hidden.values["account_id"])
    person = Reader(Actor(ActorKind.PERSON, Door.PORTAL, account_id=account.id), "inbox", frozenset())
    assert [one.id for one in notices.list_inbox(to=person)] == [hidden.values["message"]]
    assert notices.list_undelivered(to=filings.reader()) == []


def test_that_a_message_to_her_failed_is_seen_by_her_own_desk_alone() -> None:
    hidden = protect(ANSWERS | TOLD)
    Message.objects.filter(id=hidden.values["message"]).update(state=State.GIVEN_UP)
    assert notices.list_undelivered(to=filings.reader()) == []
    assert len(notices.list_undelivered(to=filings.reader(*Confidentiality))) == 1


def test_queries_give_her_to_no_ordinary_reader() -> None:
    hidden = protect(ANSWERS | TOLD | LATE)
    for text in ("Zarubezhnaya", "zarub", "77ZZ99881", "Yelizaveta"):
        assert register.search(text, to=filings.reader()).people == ()
    assert register.search("Zarub", to=filings.reader(*Confidentiality)).people[0].id == hidden.person
