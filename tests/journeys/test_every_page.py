"""Every page of both sites, each drawn once in the standing it is made for, can be used by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page

import sojourn.sites
from sojourn.lib.actor import Actor
from tests.harness.browser import PROVING, Visitor, axe, fits, session_of
from tests.journeys.residence import NARROW, WIDE, staff
from tests.journeys.world import Address, World
from tests.sites.searching import look

pytestmark = pytest.mark.usefixtures("live_database")
SITES = Path(sojourn.sites.__file__).parent
FRAMES = {"portal/base.html", "office/case_frame.html"}
"""Other pages are drawn in them."""
ANSWERS_OF_FORMS = {
    "portal/case_appeal_check.html": "test_residence.py",
    "portal/code.html": "registering.py",
    "portal/departed.html": "test_hotel.py",
    "portal/done.html": "registering.py",
    "portal/filed_list.html": "test_hotel.py",
    "portal/account_closed.html": "closes the account",
    "portal/life_told.html": "shown once, to whoever told of a change in the family",
    "portal/petition_said.html": "test_petitions.py",
    "portal/petition_sent.html": "test_petitions.py",
    "portal/petition_write.html": "test_petitions.py",
    "portal/sign_in_code.html": "test_hotel.py",
    "portal/tracked.html": "test_petitions.py",
    "office/case_receipt.html": "test_casework.py",
    "office/counter_receipt.html": "test_office.py",
    "office/recovery_codes.html": "shown once, to whoever sets up an application",
    "office/set_up_app.html": "shown to whoever has no second factor yet",
    "office/first_password.html": "shown to whoever has a password of somebody else",
    "office/sign_in_code.html": "test_office.py",
    "office/staff_opened.html": "shown once, with the first password",
}
"""Pages that no address alone leads to, and where they are looked at, or when they are shown."""
DESK = {
    f"portal/{page}.html" for page in ("desk", "guest", "guest_list", "guest_table", "leaving", "lists_sent")
}
"""Of a hotel's desk: a receptionist sees them, in test_hotel.py."""

GUEST: list[Address] = [
    lambda _: "",
    lambda _: "find/",
    lambda _: "find/stay-over/",
    lambda _: "services/",
    lambda _: "services/temporary-residence/",
    lambda _: "services/temporary-residence/questions/",
    lambda _: "handbook/",
    lambda _: "handbook/temporary-residence/",
    lambda _: "about/accessibility/",
    lambda _: "about/privacy/",
    lambda _: "about/cookies/",
    lambda _: "write/",
    lambda _: "receipt/",
    lambda _: "rights/",
    lambda _: "rights/asylum/fa/",
    lambda _: "part/",
    lambda _: "track/",
    lambda _: "verify/",
    lambda w: f"verify/{w.certificate}/",
    lambda _: "departure/",
    lambda _: "host/",
    lambda _: "sign-in/",
    lambda _: "sign-in/reference/",
    lambda _: "sign-in/passkey/",
    lambda w: f"object/{w.objection}/",
    lambda w: f"demo/pay/{w.charge(w.owed).number}/",
    lambda _: "office/sign-in/",
    lambda _: "office/sign-in/passkey/",
    lambda _: "/demo/outbox",
]
APPLICANT: list[Address] = [
    lambda w: f"apply/temporary-residence/?after={w.draft}",
    lambda w: f"apply/{w.draft}/passport/",
    lambda w: f"apply/{w.draft}/check/",
    lambda w: f"done/{w.reference(w.examined)}/",
    lambda w: f"cases/{w.reference(w.owed)}/",
    lambda w: f"cases/{w.reference(w.appealed)}/",
    lambda w: f"cases/{w.reference(w.examined)}/sent/",
    lambda w: f"cases/{w.reference(w.unread)}/letters/{w.unread_letter}/",
    lambda w: f"cases/{w.reference(w.asked)}/correct/",
    lambda w: f"cases/{w.reference(w.heard)}/answer/",
    lambda w: f"cases/{w.reference(w.examined)}/messages/",
    lambda w: f"cases/{w.reference(w.owed)}/pay/",
    lambda w: f"cases/{w.reference(w.examined)}/withdraw/",
    lambda w: f"cases/{w.reference(w.dependent)}/life/",
    lambda w: f"cases/{w.reference(w.carded)}/card/",
    lambda w: f"cases/{w.reference(w.refused)}/appeal/",
    lambda w: f"cases/{w.reference(w.refused)}/appeal/why/",
    lambda w: f"part/{w.part}/",
    lambda _: "account/",
    lambda _: "account/channels/",
    lambda _: "account/passkeys/",
    lambda _: "account/mandates/give/",
    lambda w: f"account/mandates/{w.mandate}/",
    lambda w: f"account/mandates/{w.mandate}/acting/",
    lambda _: "account/mandates/",
    lambda _: "inbox/",
    lambda w: f"inbox/{w.message}/",
]
EMPLOYER: list[Address] = [
    lambda _: "apply/work-permit/",
    lambda w: f"apply/{w.exempt}/not-needed/",
    lambda w: f"host/{acting(w.employer)}/workers/",
    lambda w: f"host/{acting(w.employer)}/applications/",
    lambda w: f"host/{acting(w.employer)}/forecast/",
    lambda w: f"cases/{w.reference(w.labour)}/early-end/",
]
OFFICE: dict[str, list[Address]] = {
    "case-officer": [
        lambda w: f"cases/{w.examined}/consultation/{w.consultation}/",
        lambda _: "cases/?whose=office&many=all",
        lambda _: "cases/?q=Examined",
        lambda _: "cases/forecasts/",
        lambda w: f"cases/{w.examined}/",
        lambda w: f"cases/{w.appealed}/",
        lambda w: f"cases/{w.appealed}/history/",
        lambda w: f"cases/{w.examined}/hand-over/",
        lambda w: f"cases/{w.examined}/life/",
        lambda w: f"reviews/{w.review}/",
        lambda _: "reviews/",
        lambda w: f"cases/{w.examined}/correction/",
        lambda w: f"cases/{w.examined}/intention/",
        lambda w: f"cases/{w.examined}/consultation/",
        lambda w: f"cases/{w.examined}/proposal/",
        lambda w: f"cases/{w.unread}/letters/{w.unread_letter}/service/",
        lambda w: f"cases/{w.carded}/card/replace/",
        lambda w: f"cases/{w.refused}/appeal/enter/",
        lambda _: "counter/applications/",
        lambda _: "counter/applications/temporary-residence/",
        lambda _: "counter/",
        lambda _: "registrations/",
        lambda w: f"registrations/{w.registration}/",
        lambda w: f"registrations/{w.registration}/service/",
        lambda _: "people/?q=Examined",
        lambda w: f"people/{w.person}/",
        lambda _: "keys/",
        lambda _: "objections/",
    ],
    "supervisor": [
        lambda w: f"cases/{w.proposed}/decision/",
        lambda w: f"cases/{w.examined}/transfer/",
        lambda w: f"cases/{w.owed}/lapse/",
        lambda w: f"cases/late/?seen={w.late}",
        lambda _: "late/",
    ],
    "protection-officer": [lambda w: f"cases/{w.claimed}/more-time/"],
    "appeal-officer": [lambda _: "appeals/", lambda w: f"cases/{w.appealed}/appeal/"],
    "cashier": [
        lambda _: "payments/",
        lambda _: "payments/books/",
        lambda w: f"payments/charges/{w.charge(w.paid).id}/",
        lambda w: f"payments/received/{w.receipt}/",
    ],
    "administrator": [
        lambda _: "staff/",
        lambda _: "staff/open/",
        lambda _: "organisations/",
        lambda _: "organisations/enter/",
        lambda w: f"organisations/{w.hotel}/",
        lambda w: f"organisations/{w.hotel}/change/",
        lambda _: "messages/",
    ],
    "internal-control-officer": [lambda _: "conduct/", lambda w: f"conduct/{w.petition}/"],
    "auditor": [lambda _: "log/", lambda _: "log/searches/"],
}


def acting(by: Actor) -> UUID:
    """The organisation somebody acts for."""
    assert by.on_behalf_of
    return by.on_behalf_of.id


def page_templates() -> set[str]:
    """Every page of both sites; what lies deeper are parts of pages."""
    found = set()
    for site in ("portal", "office"):
        folder = SITES / site / "templates"
        found |= {str(each.relative_to(folder)) for each in (folder / site).glob("*.html")}
        found |= {str(each.relative_to(folder)) for each in (folder / site / "statements").glob("*.html")}
    return found


def visits(browser: Visitor, world: World) -> Iterator[tuple[Page, str, set[str]]]:
    """Each page, opened in the next language, and the templates it was drawn from."""
    languages = cycle(("az", "ru", "en"))
    signed_in = [(world.anna.account_id, "", APPLICANT), (world.employer.account_id, "", EMPLOYER)]
    desks = [(staff(role).account_id, "office/", told) for role, told in OFFICE.items()]
    for who, below, addresses in [(None, "", GUEST), *signed_in, *desks]:
        page = browser.signed_in(who) if who else browser.page()
        client = session_of(who)
        for address in addresses:
            told = address(world)
            path = told if told.startswith("/") else f"/{next(languages)}/{below}{told}"
            answer = look(client, path)
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.get('Location', '')}"
            go(page, path)
            yield page, path, {each.name for each in answer.templates if each.name}
            if path.endswith("/card/replace/"):
                yield what_is_so_now(page), f"{path}, second step", {"office/case_change.html"}


def what_is_so_now(page: Page) -> Page:
    """The second step of another card, to which the first one leads."""
    page.select_option("[name=cause]", "data-changed")
    for day in ("happened_on", "reported_on"):
        page.fill(f"[name={day}]", "1.6.2026")
    with page.expect_navigation():
        page.press("[name=reported_on]", "Enter")
    assert page.locator("[name=shown_by]").count() == 1
    return page


def go(page: Page, path: str) -> None:
    """Open a page; what is searched for is typed into its form."""
    there, _, words = path.partition("?q=")
    page.goto(there)
    if words:
        page.fill("main [name=q]", words)
        with page.expect_navigation():
            page.press("main [name=q]", "Enter")
        assert words not in page.url


def complaint(page: Page) -> str:
    """What is wrong with this page on a telephone and at a desk."""
    said = ""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        try:
            fits(page)
            if width == WIDE or PROVING:
                axe(page, colours=width == WIDE)
        except AssertionError as wrong:
            said += f"{width} px: {wrong}\n"
    return said


@pytest.mark.timeout(600)
def test_every_page_can_be_used_by_everyone(browser: Visitor) -> None:
    drawn: set[str] = set()
    wrong = []
    for page, path, templates in visits(browser, World()):
        drawn |= templates
        if said := complaint(page):
            wrong.append(f"{path}\n{said}")
    assert not wrong, "\n".join(wrong)
    known = FRAMES | DESK | set(ANSWERS_OF_FORMS)
    assert page_templates() - drawn - known == set(), "no address leads to these"
    assert known & drawn <= FRAMES, "these need not be excepted"
