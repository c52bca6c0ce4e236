"""People at the public site: each with a browser of their own, on a day that stands still."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sojourn.accounts.models import Account
from sojourn.lib import clock
from tests.factories import filings
from tests.factories.registrations import ANSWERS

SERVICE = "registration-of-stay"
APPLY = f"/en/apply/{SERVICE}/"
_CONTROL = re.compile(r"<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select[^>]*>.*?</select>", re.S)
_DATES = ("birth-date", "expires-on", "arrived-in-country-on", "arrived-here-on", "leaves-on", "lawful-until")


@dataclass
class Visitor:
    """A browser without scripts: follows addresses, and sends the form that is on the page."""

    client: Client = field(default_factory=Client)
    answer: Any = None

    @property
    def text(self) -> str:
        return str(self.answer.content.decode())

    @property
    def address(self) -> str:
        """Where the last answer leads, or where it was."""
        return str(self.answer.get("Location") or self.answer.request["PATH_INFO"])

    @property
    def words(self) -> str:
        """The page as one reads it."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.text)).split())

    def open(self, address: str) -> Visitor:
        self.answer = self.client.get(address.partition("#")[0])
        return self

    def send(self, more: Mapping[str, Any] | None = None, *, button: str = "", to: str = "") -> Visitor:
        """Send the form on the page with what one typed; `button` presses a button with a name."""
        form = re.search(r'<form class="form"[^>]* action="([^"]+)"', self.text)
        here = form[1] if form else self.answer.request["PATH_INFO"]
        typed: dict[str, Any] = {**self.fields(), **(more or {})}
        if button:
            typed[button] = "1"
        self.answer = self.client.post(to or here, typed)
        return self

    def follow(self) -> Visitor:
        while self.answer.status_code == 302:
            self.open(self.address)
        return self

    def fields(self) -> dict[str, str]:
        """What the form would send as it stands."""
        found: dict[str, str] = {}
        forms = "".join(re.findall(r'<form class="form".*?</form>', self.text, re.S))
        for control in _CONTROL.findall(forms or self.text):
            name = re.search(r'name="([^"]+)"', control)
            value = _value(control)
            if name and value is not None:
                found[name[1]] = value
        return found

    def says(self, *words: str) -> bool:
        return all(word in self.words for word in words)


def _value(control: str) -> str | None:
    """What a control would send; nothing for a choice not made or a file not chosen."""
    if control.startswith("<textarea"):
        return html.unescape(re.sub(r"^<textarea[^>]*>\n?|</textarea>$", "", control))
    if control.startswith("<select"):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', control)
        return html.unescape(chosen[1]) if chosen else ""
    kind = re.search(r'type="(\w+)"', control)
    if kind and kind[1] in ("radio", "checkbox") and " checked" not in control:
        return None
    if kind and kind[1] == "file":
        return None
    value = re.search(r'value="([^"]*)"', control)
    return html.unescape(value[1]) if value else ""


def page_of(answers: Mapping[str, str], page: str) -> dict[str, str]:
    """The answers of one page as its form sends them: dates in their parts."""
    sent: dict[str, str] = {}
    for path, value in answers.items():
        if not path.startswith(f"{page}."):
            continue
        if path.rpartition(".")[2] in _DATES:
            year, month, day = value.split("-")
            sent |= {f"{path}.day": day, f"{path}.month": month, f"{path}.year": year}
        else:
            sent[path] = value
    return sent


PASSPORT, STAY = page_of(ANSWERS, "passport"), page_of(ANSWERS, "stay")


def fill_in(visitor: Visitor, **more: str) -> Visitor:
    """To the summary, with a registration that lacks nothing."""
    visitor.open(APPLY).send(PASSPORT).follow()
    return visitor.send({**STAY, **more}).follow()


def register(visitor: Visitor) -> Visitor:
    """To the answer, with no messages asked for."""
    return fill_in(visitor).send({"contact.channel": "none"}).follow()


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(filings.TODAY):
        yield
    translation.deactivate()  # a page leaves its language to the thread


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor()


@pytest.fixture
def signed_in(db: None) -> Callable[[str], Visitor]:
    """Someone with an account, signed in."""

    def sign_in(address: str = "nino@example.org") -> Visitor:
        return as_account(Account.objects.get(id=filings.account(address)))

    return sign_in


def as_account(account: Account) -> Visitor:
    one = Visitor()
    one.client.force_login(account, backend="sojourn.accounts.backend.AccountBackend")
    return one


@dataclass(frozen=True)
class Receptionist:
    visitor: Visitor
    organisation: Any

    @property
    def desk(self) -> str:
        return f"/en/host/{self.organisation}/"


@pytest.fixture
def receptionist(db: None) -> Receptionist:
    return receptionist_of("Hotel Lotus", "1400000001")


def receptionist_of(name: str, tax_number: str) -> Receptionist:
    desk, actor = filings.hotel(name, tax_number=tax_number)
    return Receptionist(as_account(Account.objects.get(id=actor.account_id)), desk.organisation_id)


def statements(act: Callable[[], Any]) -> int:
    """How many SQL statements something takes, transaction control apart."""
    with CaptureQueriesContext(connection) as caught:
        act()
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(control) for query in caught)


def upload(content: bytes, name: str = "passport.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")
