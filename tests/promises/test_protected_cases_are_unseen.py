"""Promise 2, of cases: all doors are walked with a protected case, its letters and its money, for nothing.

Seen from outside it answers as one that never was, in status, words, size and work: on the pages of officers
and of the public, to programs, in lists, counts, searches and queues, at the cashier's enquiry, in the log,
in messages, names of files and log lines.

Broken for a try, and seen to fail: the class left out of the one predicate of cases, of charges, of the load
of officers; a payment that stays in the log when its charge is hidden; a search by payment number that takes
another statement for a charge one may not see.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sojourn.accounts.roles import ROLES
from sojourn.applications.models import Application
from sojourn.cases import queries as cases
from sojourn.cases.models import Case
from sojourn.documents.models import Document
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.notices.models import Message
from sojourn.payments import queries as charges
from sojourn.payments.models import Charge
from sojourn.permits.models import Permit
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from tests.factories import filings
from tests.factories.cases import FILED_ON, REFUSED_FOR, apply, opened
from tests.factories.cases import officer as stories_officer
from tests.promises import protected_cases as hers
from tests.promises.conftest import SignIn, signed_in
from tests.promises.doors import Address, Answer, addresses, asked
from tests.promises.protected_cases import WORDS, nobody
from tests.promises.stories import cases as stories
from tests.sites.api.conftest import Program, program_of
from tests.sites.searching import look

pytestmark = [pytest.mark.django_db]

OUTSIDE = sorted(set(ROLES) - {"protection-officer"})
LIVES = {"examined": hers.examined, "granted": hers.granted, "contested": hers.contested}
PARTS = {"case_id", "reference", "charge_id", "receipt_id", "person_id", "document_id", "number", "message"}
POSTED = {
    "reason": "r",
    "words": "w",
    "words-az": "w",
    "body": "security",
    "question": "q",
    "reply_by": "20.06.2026",
    "kind": "grant",
    "amount": "1",
    "cause": "lost",
    "happened_on": "01.06.2026",
    "reported_on": "01.06.2026",
    "do": "report",
    "outcome": "upheld",
    "restored": "yes",
    "manner": "signed-on-handover",
    "on": "01.06.2026",
    "office": "rmd-lan",
    "order": "o",
    "return": "1",
}


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


def walked() -> list[Address]:
    """Addresses in which something of a case can stand.

    But for the page of the provider: whoever holds a payment number may pay, and learns the sum alone.
    """
    pages = [each for each in addresses() if not each.name.startswith("api:")]
    return [each for each in pages if PARTS & set(each.parts) and each.name != "portal:pretend-to-pay"]


def seen_at(client: Client, address: Address, values: dict[str, Any], *, post: bool) -> Answer:
    others = {part: 7 if part == "task_id" else hers.UUID(int=7) for part in address.parts}
    given = others | values
    told = {name: value for name, value in given.items() if len(str(value)) > 9}
    return asked(client, address.of(given), told, post=POSTED if post else None)


WALKS = [("granted", role) for role in (*OUTSIDE, "", "person")]
WALKS += [("contested", role) for role in ("appeal-officer", "case-officer", "supervisor", "person")]


@pytest.mark.parametrize(("life", "role"), WALKS)
def test_at_every_address_a_protected_case_is_none(role: str, life: str, officer: SignIn) -> None:
    hidden = hers.hide(LIVES[life]())
    unknown = nobody(hidden.values)
    client = signed_in(filings.account("stranger@example.org")) if role == "person" else Client()
    client = officer(role) if role in ROLES else client
    client.get("/en/")
    client.get("/en/office/cases/")
    told_apart = []
    for address in walked():
        for post in (False, True):
            found = seen_at(client, address, hidden.values, post=post)
            missing = seen_at(client, address, unknown, post=post)
            assert missing.status < 500, address
            if found != missing:
                told_apart.append((address.name, post, found.status, missing.status))
    assert told_apart == []


def test_the_addresses_walked_are_those_there_are() -> None:
    names = {each.name for each in walked()}
    assert {
        "office:case",
        "office:case-letter",
        "office:case-export",
        "office:charge",
        "office:payment",
    } <= names
    assert {"portal:case", "portal:case-letter", "portal:pay", "portal:appeal", "scanned"} <= names
    assert len(names) >= 55


LISTS = (
    *(f"cases/?whose=office&stage={stage}" for stage in ("to-decide", "to-finish", "open", "closed")),
    "cases/?whose=office&many=all",
    "cases/?q=Zarubezhnaya",
    "cases/?q=77ZZ99881",
    "cases/?q={reference}",
    "cases/late/",
    "appeals/",
    "payments/",
    "payments/?q={payment_number}",
    "people/?q=Zarubezhnaya",
    "messages/",
    "counter/applications/",
    "counter/applications/temporary-residence/",
)


def lists(client: Client, values: dict[str, Any]) -> dict[str, Answer]:
    at = {page: f"/en/office/{page.format(**values)}" for page in LISTS}
    told = {name: values[name] for name in ("reference", "payment_number")}
    return {page: asked(client, address, told, post=None) for page, address in at.items()}


@pytest.mark.parametrize("role", OUTSIDE)
def test_lists_counts_searches_and_queues_are_what_they_were_before_her(role: str, officer: SignIn) -> None:
    """Two ordinary cases stand in them, so that a list is not empty by mistake."""
    for number in ("ORD1", "ORD2"):
        case_id = apply({"passport.number": number, "passport.surname": "Ordinary"}).case_id
    stories.refuse(case_id, filings.GUEST)
    client = officer(role)
    client.get("/en/office/cases/")
    like = re.sub(r"\d{7}", "7777777", opened(case_id).case.reference)
    before = lists(client, {"reference": like, "payment_number": "7" * 13})
    hidden = [hers.hide(make()) for make in LIVES.values()]
    for one in hidden:
        after = lists(client, one.values)
        assert [page for page in LISTS if after[page] != before[page]] == []


def staff_program(role: str) -> Program:
    account = stories_officer(role).account_id
    assert account
    return program_of(account)


BODIES: dict[str, Any] = {
    "announce": {"reasons": list(REFUSED_FOR), "words": {"az": "x"}},
    "answer_appeal": {"outcome": "upheld", "reasons": ["granted-on-appeal"]},
    "answer_late_appeal": {"restored": True, "reason": "x"},
    "answer_the_correction": {"answers": {"passport.number": "x"}},
    "answer_the_intention": {"words": "x"},
    "appeal": {"words": "x"},
    "ask_correction": {"items": [{"path": "passport.number", "code": "correct-passport-copy"}]},
    "consult": {"body": "security", "question": "x", "reply_by": "2026-06-20"},
    "hand_over": {"to": "01980000-0000-7000-8000-000000000007", "reason": "x"},
    "lapse": {"reasons": ["lapsed-unpaid"]},
    "propose": {"kind": "grant", "reasons": ["granted-as-asked"], "words": {"az": "x"}},
    "put_answers": {"answers": {"term.months": "6"}},
    "record_opinion": {"outcome": "no-objection"},
    "record_the_stage": {"on": "2026-06-01", "note": "x"},
    "record_service": {"manner": "signed-on-handover", "on": "2026-06-01"},
    "read_messages": {"words": "x"},
    "recuse": {"reason": "x"},
    "return_to_officer": {"reason": "x"},
    "put_back": {"reason": "x"},
    "write_message": {"words": "x"},
    "write_to_applicant": {"words": "x"},
}
"""What is sent to the addresses that want something, so that none is refused for its form."""


def program_answers(program: Program, values: dict[str, Any]) -> dict[str, tuple[int, str]]:
    said = {}
    for address in addresses():
        name = address.name.removeprefix("api:")
        if name == address.name or not address.parts or name == "put_file":
            continue
        path = address.of({**values, "number": values["payment_number"]}).removeprefix("/api/v1")
        asks = {"GET": program.get, "PUT": program.put, "POST": program.post}
        for method, ask in asks.items():
            answer = ask(path) if method == "GET" else ask(path, BODIES.get(name))  # type: ignore[operator]
            text = answer.content.decode()
            for part in ("reference", "key", "payment_number"):
                text = text.replace(str(values[part]), f"<{part}>")
            said[f"{method} {name}"] = (answer.status_code, text)
    return said


@pytest.mark.parametrize("role", [*OUTSIDE, "person"])
def test_to_programs_a_protected_case_is_none(role: str) -> None:
    hidden = hers.hide(hers.granted())
    program = program_of(filings.account("stranger@example.org")) if role == "person" else staff_program(role)
    found, missing = (program_answers(program, each) for each in (hidden.values, nobody(hidden.values)))
    assert len(found) > 90
    assert [what for what in found if found[what] != missing[what]] == []
    assert [what for what, (status, _) in found.items() if status == 422] == []
    queue = program.get("/cases")
    assert queue.status_code == 403 or json.loads(queue.content)["items"] == []


def test_her_own_desk_and_she_herself_see_her(officer: SignIn) -> None:
    """The walks would prove nothing if she were invisible to everybody."""
    hidden = hers.hide(hers.granted())
    values = hidden.values
    desk, own = officer("protection-officer"), signed_in(values["account_id"])
    for page in (f"cases/{hidden.case_id}/", "cases/?whose=office&stage=to-finish", "cases/?q=Zarubezhnaya"):
        assert "Zarubezhnaya" in look(desk, f"/en/office/{page}").content.decode()
    assert desk.get(f"/en/office/payments/charges/{values['charge_id']}/").status_code == 200
    assert own.get(f"/en/cases/{values['reference']}/").status_code == 200


@pytest.mark.parametrize("life", LIVES)
def test_everything_in_her_case_moved_with_her(life: str) -> None:
    hers.hide(LIVES[life]())
    for rows in (Case, Application, Document, Message, Permit):
        classes = set(rows._default_manager.values_list("confidentiality", flat=True))
        assert classes == {Confidentiality.PROTECTED}, rows
    assert set(Charge.objects.values_list("confidentiality", flat=True)) <= {Confidentiality.PROTECTED}


@pytest.mark.parametrize("life", LIVES)
def test_the_auditor_finds_nothing_in_the_log_about_it(life: str, officer: SignIn) -> None:
    hidden = hers.hide(LIVES[life]())
    client, unknown = officer("auditor"), nobody(hidden.values)
    client.get("/en/office/log/")
    names = ("case_id", "charge_id", "receipt_id", "document_id", "person_id", "reference", "payment_number")
    told_apart = []
    for name in names:
        found, missing = (
            asked(client, f"/en/office/log/?q={values[name]}", {"id": values[name]}, post=None)
            for values in (hidden.values, unknown)
        )
        if (found.status, found.text, found.size) != (missing.status, missing.text, missing.size):
            told_apart.append(name)
    assert told_apart == []


def test_a_document_of_hers_answers_as_none_and_what_she_had_before_is_worth_what_it_was() -> None:
    hidden = hers.hide(hers.granted())
    with transaction():
        new = verify(hidden.values["number"], hidden.values["code"], caller_key="a")
        none = verify("MYI7777777", "ZZZZZZZZZZ", caller_key="b")
        before = verify(hidden.receipt.number, hidden.receipt.code, caller_key="c")
    assert new is none is Verdict.NOT_VALID
    assert before in (Verdict.VALID, Verdict.PENDING)


def test_messages_names_of_files_and_log_lines_tell_nothing(
    var: Path, officer: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        hidden = hers.hide(hers.granted())
        client = officer("case-officer")
        for page in (f"cases/{hidden.case_id}/", "cases/?q=Zarubezhnaya"):
            look(client, f"/en/office/{page}")
        export = officer("protection-officer").get(f"/en/office/cases/{hidden.case_id}/file/")
    lines = [
        f"{line.name} {line.getMessage()}" for line in caplog.records if line.name != "django.db.backends"
    ]
    names = [*(path.name for path in (var / "files").rglob("*")), export["Content-Disposition"]]
    said = [" ".join(each.said.values()) for each in Message.objects.all()]
    assert export.status_code == 200
    assert said
    told = (*WORDS, "asylum", "protect", "traffick")
    found = [text for text in (*lines, *names, *said) for word in told if word.casefold() in text.casefold()]
    assert found == []


@pytest.mark.parametrize("life", LIVES)
def test_queries_give_her_to_no_ordinary_reader(life: str) -> None:
    hidden = hers.hide(LIVES[life]())
    case, to = opened(hidden.case_id).case, filings.reader()
    assert cases.find_by_reference(case.reference, to=to) is None
    assert cases.list_queue(to) == cases.list_closed(to) == cases.list_open_appeals(to) == []
    assert cases.list_by_people([case.person_id], to=to) == []
    assert cases.list_load(to, on=FILED_ON, soon=FILED_ON) == []
    assert charges.list_of(case.subject, to=to) == charges.list_tasks(to=to) == []
    assert charges.find_by_number(hidden.values["payment_number"], to=to) is None
