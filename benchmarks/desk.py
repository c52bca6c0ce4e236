"""An officer's desk without a network: pages asked of Django whole, with sign-in, middleware and template."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from django.test import Client

from benchmarks.visitor import Unexpected
from sojourn.accounts.models import Account

WORK_LIST = "/en/office/cases/"
_BACKEND = "sojourn.accounts.backend.AccountBackend"
_SEARCH = re.compile(
    r'<form method="(get|post)"(?:[^>]*? action="([^"]*)")?[^>]*>(?:(?!</form>).)*?name="q"', re.DOTALL
)
_NEXT = re.compile(r'href="(\?[^"]*after=[^"]*)"')


@dataclass
class Desk:
    """One officer, signed in."""

    sign_in_name: str
    client: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost"))

    def __post_init__(self) -> None:
        account = Account.objects.get(sign_in_name=self.sign_in_name)
        self.client.force_login(account, backend=_BACKEND)

    def open(self, address: str) -> str:
        """A page. Raises: Unexpected for any other answer."""
        return self._text(self.client.get(address), address)

    def next_page(self, address: str) -> str:
        """Where the page after this one stands; the same address where there is none."""
        found = _NEXT.search(self.open(address))
        return WORK_LIST + unescape(found[1]) if found else address

    def search_form(self) -> tuple[str, str]:
        """How the work list's form is sent, and where to. Raises: Unexpected where it has none."""
        found = _SEARCH.search(self.open(WORK_LIST))
        if found is None:
            raise Unexpected(f"{WORK_LIST} does not search")
        return found[1], found[2] or WORK_LIST

    def find(self, name: str, form: tuple[str, str]) -> str:
        """The page with the cases of people of a name. Raises: Unexpected."""
        method, address = form
        ask = self.client.post if method == "post" else self.client.get
        return self._text(ask(address, {"q": name}, follow=True), f"{address} for {name}")

    @staticmethod
    def _text(answer: object, address: str) -> str:
        status = getattr(answer, "status_code", 0)
        if status != 200:
            raise Unexpected(f"{address} answered {status}")
        content: bytes = getattr(answer, "content", b"")
        return content.decode()
