"""What every page and action costs in SQL statements, as `docs/reference/costs.md` lists it.

The page is written by `make costs` and read by this test: a statement more than it says fails.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account
from sojourn.accounts.types import CodePurpose, Contact, ContactKind
from sojourn.audit import actions as audit
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.flows.register_stay import register_stay
from sojourn.flows.send_code import send_code
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.stays.models import Registration
from tests.factories import cases, filings, petitions
from tests.factories.registrations import ANSWERS
from tests.sites.portal.conftest import (
    APPLY,
    PASSPORT,
    STAY,
    Visitor,
    as_account,
    receptionist_of,
    statements,
)
from tests.sites.portal.test_hosts import guest, rows

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs/reference/costs.md"
MOST_FOR_REGISTERING = 15
REGISTERS = "send the summary: registers"
HEAD = """# What pages and actions cost

SQL statements of every page and action, transaction control (savepoints) apart. Written by `make costs`,
asserted by `tests/sites/test_costs.py`. Processor time and bytes: `sojourn bench registrations`.
"""

Costs = dict[str, dict[str, int]]


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(filings.TODAY):
        yield


def warm(act: Callable[[], Any]) -> int:
    """Statements of the second time: templates and the pack are read once a process."""
    act()
    return statements(act)


def public_pages() -> dict[str, int]:
    visitor = Visitor()
    addresses = (
        *(
            "/en/",
            "/en/find/",
            "/en/find/register/",
            "/en/services/",
            "/en/services/registration-of-stay/",
            APPLY,
            "/en/departure/",
            "/en/verify/",
        ),
        *("/en/host/", "/en/account/", "/en/inbox/"),
    )
    return {address: warm(lambda address=address: visitor.open(address)) for address in addresses}


def a_registration() -> dict[str, int]:
    visitor = Visitor().open(APPLY)
    found = {"send the first page": statements(lambda: visitor.send(PASSPORT))}
    found["second page"] = statements(visitor.follow)
    found["send the second page"] = statements(lambda: visitor.send(STAY))
    found["summary"] = statements(visitor.follow)
    found[REGISTERS] = statements(lambda: visitor.send({"contact.channel": "none"}))
    found["receipt"] = statements(visitor.follow)
    stay = Registration.objects.latest("id").id
    found["document, drawn"] = statements(lambda: visitor.open(f"/en/documents/{stay}/"))
    found["document, again"] = statements(lambda: visitor.open(f"/en/documents/{stay}/"))
    return found


def a_verification() -> dict[str, int]:
    receipt = filings.register()
    visitor = Visitor()
    return {
        "a valid document": warm(lambda: visitor.open(f"/en/verify/{receipt.number}/{receipt.code}/")),
        "an unknown number": statements(
            lambda: visitor.open(f"/en/verify/AZ-QY-2026-9999999/{receipt.code}/")
        ),
    }


def a_hotel() -> dict[str, int]:
    host = receptionist_of("Hotel Lotus", "1400000001")
    at, found = host.visitor, {}
    found["desk"] = warm(lambda: at.open(host.desk))
    found["form of a list"] = statements(lambda: at.open(f"{host.desk}list/"))
    found["send a list of 1"] = statements(lambda: at.send(rows(guest(1))))
    at.open(f"{host.desk}list/")
    found["send a list of 20"] = statements(lambda: at.send(rows(*(guest(n) for n in range(100, 120)))))
    found["answer to a list"] = statements(at.follow)
    one_file = f"{at.address}certificates-1.pdf"
    found["documents of a list of 20 in one file, drawn"] = statements(lambda: at.open(one_file))
    found["documents of a list of 20 in one file, again"] = statements(lambda: at.open(one_file))
    for said, page in (
        ("desk with 21 guests", ""),
        ("guests past their day", "leaving/"),
        ("lists that were sent", "lists/"),
    ):
        found[said] = warm(lambda page=page: at.open(f"{host.desk}{page}"))
    found["search among guests"] = warm(lambda: at.send({"q": "guest"}, to=host.desk))
    return found


def the_office() -> dict[str, int]:
    receipt = filings.register({**ANSWERS, **filings.LATE})
    stay = Registration.objects.get(id=receipt.registration_id)
    officer, auditor = an_officer("supervisor", "rmd-lan"), an_officer("auditor", None)
    counter = an_officer("counter-officer", "rmd-lan")
    found = {
        page: warm(lambda page=page: officer.open(f"/en/office/{page}"))
        for page in ("registrations/", f"registrations/{stay.id}/", "late/", "objections/")
    }
    found["search for a person"] = warm(lambda: officer.send({"q": "Kal"}, to="/en/office/people/"))
    found[f"people/{stay.person_id}/"] = warm(lambda: officer.open(f"/en/office/people/{stay.person_id}/"))
    found["history of a registration"] = warm(
        lambda: officer.open(f"/en/office/registrations/{stay.id}/history/")
    )
    found["history of a person"] = warm(lambda: officer.open(f"/en/office/people/{stay.person_id}/history/"))
    found["counter/"] = warm(lambda: counter.open("/en/office/counter/"))
    found["log/"] = warm(lambda: auditor.open(f"/en/office/log/?q={stay.id}"))
    administrator = an_officer("administrator", None)
    for page in ("organisations/", "staff/"):
        found[page] = warm(lambda page=page: administrator.open(f"/en/office/{page}"))
    named = {f"registrations/{stay.id}/": "one registration", f"people/{stay.person_id}/": "one person"}
    return {named.get(page, page): count for page, count in found.items()}


def the_cases() -> dict[str, int]:
    """Work list, one case and what follows, for one case and the same for fifty."""
    with clock.frozen(cases.FILED_ON):
        case_id = cases.apply().case_id
        officer, judge = an_officer("case-officer", cases.OFFICE), an_officer("appeal-officer", cases.OFFICE)
        one = f"/en/office/cases/{case_id}/"
        pages = {
            "my cases": "/en/office/cases/",
            "the office's cases": "/en/office/cases/?whose=office",
            "hand over many": "/en/office/cases/?whose=office&many=some",
            "one case": one,
            "history of one case": f"{one}history/",
            "form of a correction": f"{one}correction/",
            "form of a proposal": f"{one}proposal/",
            "counter for residence": "/en/office/counter/applications/temporary-residence/",
        }
        found = {name: warm(lambda page=page: officer.open(page)) for name, page in pages.items()}
        found["search by name"] = warm(lambda: officer.send({"q": "eriks"}, to="/en/office/cases/"))
        found["appeals"] = warm(lambda: judge.open("/en/office/appeals/"))
    return found


def an_officer(role: str, office: str | None) -> Visitor:
    with transaction():
        account = accounts.open_staff_account(
            f"{role}-costs", display_name=role, password="crane over the lake", language="en", by=SYSTEM
        )
        accounts.grant_role(account, role, office=office, from_on=date(2026, 1, 1), by=SYSTEM)
    return as_account(Account.objects.get(id=account))


def petitions_and_look_ups() -> dict[str, int]:
    """Written, read by its desk, answered and followed by its code; a case tracked, and nothing found."""
    visitor, reader = Visitor(), an_officer("internal-control-officer", None)
    found = {
        "/en/write/": warm(lambda: visitor.open("/en/write/")),
        "/en/receipt/": warm(lambda: visitor.open("/en/receipt/")),
        "/en/track/": warm(lambda: visitor.open("/en/track/")),
        "first page of a petition": warm(lambda: visitor.send({"matter": "bribery"}, to="/en/write/")),
    }
    code = petitions.write("bribery")
    page = f"/en/office/conduct/{petitions.of_code(code).id}/"
    found["petitions of a desk"] = warm(lambda: reader.open("/en/office/conduct/"))
    found["one petition"] = warm(lambda: reader.open(page))
    found["answer it with a letter"] = statements(
        lambda: reader.client.post(f"{page}act/", {"do": "answer", "words": "Thank you."})
    )
    found["read the answer"] = warm(lambda: visitor.client.post("/en/receipt/", {"code": code}))
    found["a code nobody has"] = warm(lambda: visitor.client.post("/en/receipt/", {"code": "x"}))
    with clock.frozen(cases.FILED_ON):
        receipt = cases.apply()
        typed = {"number": receipt.reference, "code": receipt.tracking_code}
        found["a case that is tracked"] = warm(lambda: visitor.client.post("/en/track/", typed))
        found["nothing to be tracked"] = warm(
            lambda: visitor.client.post("/en/track/", {**typed, "code": "AAAAAAAAAA"})
        )
    return found


def the_actions() -> dict[str, int]:
    draft = filings.begin(held=filings.holder("actions"))
    held, contact = filings.holder("actions"), Contact(ContactKind.EMAIL, "nino@example.org")
    registered: list[UUID] = []

    def register() -> None:
        filing = filings.filing(held=held)
        registered.append(register_stay(draft.id, holder=held, filing=filing).registration_id)

    def ask_code() -> None:
        send_code(contact, purpose=CodePurpose.CONFIRM_CONTACT, language="en", caller="1", by=filings.GUEST)

    found = {"register a stay": acted(register)}
    found["register it again"] = acted(register)
    found["object to a registration"] = acted(
        lambda: object_to_registration(token_for(registered[0]), words="Nobody", key="1", by=filings.GUEST)
    )
    found["notify a departure"] = acted(
        lambda: notify_departure(registered[0], on=filings.TODAY, by=filings.GUEST)
    )
    found["send a code"] = acted(ask_code)
    found["seal what waits"] = acted(lambda: audit.seal_new_entries())
    return found


def acted(act: Callable[[], Any]) -> int:
    """Statements of an action and of the transaction around it, its events among them."""

    def story() -> None:
        with transaction():
            act()

    return statements(story)


def measured() -> Costs:
    return {
        "Public pages": public_pages(),
        "A registration, from form to document": a_registration(),
        "Verifying a document": a_verification(),
        "A hotel's desk": a_hotel(),
        "The office": the_office(),
        "Cases in the office": the_cases(),
        "Petitions and look-ups": petitions_and_look_ups(),
        "Actions, with their events": the_actions(),
    }


def as_page(costs: Costs) -> str:
    parts = [HEAD]
    for title, lines in costs.items():
        parts.append(f"\n## {title}\n\n| | statements |\n|---|---:|\n")
        parts += [f"| {name} | {count} |\n" for name, count in lines.items()]
    return "".join(parts)


def test_pages_and_actions_cost_what_is_listed(settings: Any) -> None:
    costs = measured()
    if os.environ.get("SOJOURN_WRITE_COSTS"):
        PAGE.write_text(as_page(costs), encoding="utf-8")
    assert as_page(costs) == PAGE.read_text(encoding="utf-8")


def test_the_request_that_registers_keeps_its_promise() -> None:
    assert a_registration()[REGISTERS] <= MOST_FOR_REGISTERING
