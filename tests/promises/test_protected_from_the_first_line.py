"""Promise 2, of those who ask for protection: from the draft to the decision no door finds them.

Nothing has to be hidden afterwards: a claim of asylum is protected from its first line, its person too, even
where the same person is known as a guest of a hotel. What others read there is that nobody is to be removed.

Broken for a try, and seen to fail: the person recorded in the ordinary class; the draft begun in it; a proof
that the public door does not know; a hold for the claim alone.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from sojourn.applications.models import Application
from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.models import Case
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.models import Document
from sojourn.documents.types import Filing as About
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.file_together import begin_for_family
from sojourn.flows.open_case import CaseReceipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.people import queries as people
from sojourn.people.models import Person
from sojourn.permits.models import Permit
from sojourn.stays.models import Registration
from tests.factories import claims, filings
from tests.factories.cases import FILED_ON, apply, opened
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn, signed_in
from tests.promises.doors import Answer, asked
from tests.promises.protected_cases import a_page, nobody
from tests.promises.test_protected_cases_are_unseen import (
    lists,
    program_answers,
    seen_at,
    staff_program,
    walked,
)
from tests.sites.api.conftest import program_of
from tests.sites.searching import look

pytestmark = [pytest.mark.django_db]
WORDS = ("Zarubezhnaya", "ZARUBEZHNAYA", "Yelizaveta", "YELIZAVETA", "77ZZ99881", "yelizaveta@", "Zarifa")


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


def drafted() -> dict[str, Any]:
    """Begun, with a paper, and not sent."""
    account = filings.account("yelizaveta@example.org")
    draft = claims.begun(account)
    return {**_nothing_yet(), **_of_draft(draft.id, account), "reference": draft.reference}


def sent() -> dict[str, Any]:
    """Sent, another body asked, its certificate opened."""
    account = filings.account("yelizaveta@example.org")
    receipt = claims.claim(account)
    case = opened(receipt.case_id).case
    told = {**_nothing_yet(), **_of_draft(case.application_id, account)}
    with transaction():
        question = {"body": "border-service", "question": "Known?", "reply_by": date(2026, 6, 20)}
        cases.consult(receipt.case_id, **question, by=claims.AUTHOR)  # type: ignore[arg-type]
    _read(receipt.case_id, account)
    return told | _of_case(receipt)


def decided() -> dict[str, Any]:
    """Recognised by two officers of the desk, the letter read."""
    told = sent()
    claims.recognised(told["case_id"])
    _read(told["case_id"], told["account_id"])
    return told | {"key": _newest(told["case_id"]).key}


LIVES = {"drafted": drafted, "sent": sent, "decided": decided}


def _nothing_yet() -> dict[str, Any]:
    ids = ("case_id", "person_id", "consultation_id", "charge_id", "receipt_id", "message")
    return {name: uuid4() for name in ids} | {
        "consultation": uuid4(),
        "task_id": 8,
        "payment_number": "7777777777777",
        "key": "pending",
        "stage": "interview",
        "number": "MS-2026-7777777-Z",
        "code": "ZZZZZZZZZZ",
    }


def _of_draft(application: UUID, account: UUID) -> dict[str, Any]:
    about = About(Subject("application", application), "papers.copy", Confidentiality.PROTECTED)
    with transaction():
        paper = documents.keep_letter(a_page(), filing=about, by=claims.at_home(account)[0])
    return {"account_id": account, "document_id": paper.id, "document": paper.id}


def _of_case(receipt: CaseReceipt) -> dict[str, Any]:
    """The number of the certificate with a code not its own: who holds both is shown that it holds."""
    row = Case.objects.get(id=receipt.case_id)
    assert row.account_id
    return {
        "case_id": row.id,
        "person_id": row.person_id,
        "reference": receipt.reference,
        "message": Message.objects.filter(account_id=row.account_id).latest("id").id,
        "number": receipt.number,
    }


def _newest(case_id: UUID) -> Any:
    return list_letters(opened(case_id))[-1]


def _read(case_id: UUID, account: UUID) -> None:
    with transaction():
        by = claims.at_home(account)[0]
        open_letter(opened(case_id), _newest(case_id), language="en", by=by)


def nobodys(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same of somebody who is not there; a letter by its purpose has the same name for everybody."""
    named = {"key": values["key"]} if len(values["key"]) < 10 else {}
    return nobody(values) | {"document": uuid4(), "stage": values["stage"]} | named


WALKS = [("drafted", "case-officer"), ("drafted", "person"), ("sent", "")]
WALKS += [("decided", role) for role in ("supervisor", "cashier", "person")]


@pytest.mark.parametrize(("life", "role"), WALKS)
def test_at_every_address_she_is_nobody(life: str, role: str, officer: SignIn) -> None:
    values = LIVES[life]()
    unknown = nobodys(values)
    client = signed_in(filings.account("stranger@example.org")) if role == "person" else Client()
    client = officer(role) if role not in ("", "person") else client
    client.get("/en/")
    client.get("/en/office/cases/")
    told_apart = []
    for address in walked():
        for post in (False, True):
            found = seen_at(client, address, values, post=post)
            missing = seen_at(client, address, unknown, post=post)
            if found != missing:
                told_apart.append((address.name, post, found.status, missing.status))
    assert told_apart == []


@pytest.mark.parametrize("role", ["counter-officer", "supervisor", "cashier"])
def test_lists_counts_and_searches_are_what_they_were_before_her(role: str, officer: SignIn) -> None:
    """An ordinary case stands in them, so that a list is not empty by mistake."""
    like = re.sub(r"\d{7}", "7777777", apply({"passport.number": "ORD1"}).reference)
    client = officer(role)
    client.get("/en/office/cases/")
    before = lists(client, {"reference": like, "payment_number": "7" * 13})
    after = lists(client, decided())
    assert [page for page in before if after[page] != before[page]] == []


@pytest.mark.parametrize("role", ["case-officer", "person"])
def test_to_programs_she_is_nobody(role: str) -> None:
    values = decided()
    unknown = nobodys(values)
    program = program_of(filings.account("stranger@example.org")) if role == "person" else staff_program(role)
    found, missing = (program_answers(program, each) for each in (values, unknown))
    assert [what for what in found if found[what] != missing[what]] == []


@pytest.mark.parametrize("service", ["refugee-status", "statelessness-determination"])
def test_whoever_checks_the_certificate_sees_what_any_other_shows(service: str) -> None:
    """In words, size and work; its number and its page say nothing of what was asked for."""
    hers = claims.claim(
        filings.account("yelizaveta@example.org"),
        {**claims.NAMELESS, "request.first": "yes"},
        service=service,
    )
    plain, client = apply(), Client()
    client.get("/en/")
    shown: list[Answer] = []
    for one in (plain, hers):
        told = {"number": one.number, "code": one.code}
        shown.append(asked(client, f"/en/verify/{one.number}/{one.code}/", told, post=None))
    assert shown[0] == shown[1]
    assert shown[0].status == 200
    assert re.sub(r"\d", "7", hers.number)[:-1] == re.sub(r"\d", "7", plain.number)[:-1]
    assert hers.reference.split("-")[:3] == plain.reference.split("-")[:3]


def test_everything_of_hers_is_protected_from_the_first_line() -> None:
    values = decided()
    assert people.has_open_hold(values["person_id"])
    for rows in (Application, Case, Document, Message, Permit, Person):
        assert set(rows._default_manager.values_list("confidentiality", flat=True)) == {
            Confidentiality.PROTECTED
        }, rows
    subjects = [values["case_id"], values["person_id"], Case.objects.get().application_id]
    told = Event.objects.filter(subject_id__in=subjects).values_list("confidentiality", flat=True)
    assert set(told) == {Confidentiality.PROTECTED}


def test_a_guest_who_claims_is_not_to_be_removed_and_nothing_says_why(officer: SignIn) -> None:
    """The records of guest and claim stay two; the desk alone sees what they have in common."""
    guest = {path: told for path, told in claims.TOLD.items() if path.startswith("passport.")}
    filings.register({**ANSWERS, **guest, "passport.none": ""}, on=FILED_ON)
    known = Registration.objects.get().person_id
    client = officer("case-officer")
    before = look(client, f"/en/office/people/{known}/").content.decode()
    receipt = claims.claim(filings.account("yelizaveta@example.org"))
    after = look(client, f"/en/office/people/{known}/").content.decode()
    assert opened(receipt.case_id).case.person_id != known
    assert "Not to be removed" in after
    assert "Not to be removed" not in before
    assert receipt.reference not in after
    for word in ("asylum", "refugee", "claim"):
        assert word not in after.casefold()


def test_the_certificate_names_neither_what_was_asked_for_nor_the_desk() -> None:
    receipt = claims.claim(filings.account("yelizaveta@example.org"))
    file = opened(receipt.case_id)
    letter = next(each for each in list_letters(file) if each.purpose is Purpose.PENDING)
    with transaction():
        text = read_text(open_letter(file, letter, language="en", by=claims.at_home(uuid4())[0])[1])
    assert receipt.number in text
    assert "Zarubezhnaya" in text
    for language in catalogue.current().languages:
        for path in ("refugee-status.title", "offices.protection-desk.name"):
            assert catalogue.current().text(path, language) not in text


def read_text(pdf: bytes) -> str:
    import pypdfium2

    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_what_one_of_a_family_tells_the_others_do_not_read() -> None:
    """Two adults apply on their own phones; a child filed together takes over nothing of the story."""
    hers = filings.account("yelizaveta@example.org")
    his = filings.account("pavel@example.org")
    receipt = claims.claim(hers)
    claims.claim(his, {**claims.TOLD, "passport.given-names": "Pavel", "passport.number": "88YY11223"})
    client = signed_in(his)
    for page in ("account/", "inbox/"):
        assert told_nothing(client.get(f"/en/{page}"), ("Yelizaveta", "Zarifa", receipt.reference))
    assert client.get(f"/en/cases/{receipt.reference}/").status_code == 404
    pack, (by, holder) = catalogue.current(), claims.at_home(hers)
    with transaction():
        child = begin_for_family(opened(receipt.case_id), pack=pack, language="en", holder=holder, by=by)
    assert not any("Zarifa" in str(said) for said in child.answers.values())
    assert child.confidentiality is Confidentiality.PROTECTED


def told_nothing(answer: Any, words: tuple[str, ...]) -> bool:
    return not any(word in answer.content.decode() for word in words)


def test_messages_names_of_files_and_log_lines_tell_nothing(
    var: Path, officer: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        values = decided()
        look(officer("case-officer"), f"/en/office/cases/{values['case_id']}/")
        export = officer("protection-officer").get(f"/en/office/cases/{values['case_id']}/file/")
        own = signed_in(values["account_id"]).get(f"/en/cases/{values['reference']}/letters/{values['key']}/")
    lines = [
        f"{line.name} {line.getMessage()}" for line in caplog.records if line.name != "django.db.backends"
    ]
    names = [path.name for path in (var / "files").rglob("*")]
    names += [answer.get("Content-Disposition", "") for answer in (export, own)]
    said = [" ".join(each.said.values()) for each in Message.objects.all()]
    assert export.status_code == own.status_code == 200
    told = (*WORDS, "asylum", "refugee", "protect")
    assert [
        text for text in (*lines, *names, *said) for word in told if word.casefold() in text.casefold()
    ] == []


def test_her_desk_and_she_herself_see_her(officer: SignIn) -> None:
    """The walks would prove nothing if she were invisible to everybody."""
    values = decided()
    desk, own = officer("protection-officer"), signed_in(values["account_id"])
    page = look(desk, f"/en/office/cases/{values['case_id']}/").content.decode()
    assert "Zarubezhnaya" in page
    assert own.get(f"/en/cases/{values['reference']}/").status_code == 200
    assert case_files.find_by_reference(values["reference"], to=filings.reader()) is None


def test_someone_without_any_paper_and_one_name_alone_is_heard() -> None:
    receipt = claims.claim(filings.account("someone@example.org"), claims.NAMELESS)
    found: Mapping[str, Any] = {each.code: each for each in opened(receipt.case_id).examined().findings}
    assert receipt.number
    assert {"age-unknown"} <= set(found)
