"""A browser without pictures or scripts: it opens pages, fills the form that stands there and sends it."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


class Unexpected(Exception):
    """A page was not the one that was asked for."""


@dataclass
class Page:
    """An answer: where it stood, what came, and the fields of its forms that are posted."""

    address: str
    status: int
    text: str

    def fields(self, action: str = "") -> dict[str, str]:
        """Names and values as they stand in the form, hidden ones among them.

        The form sent to `action`, the first one where nothing is said. Raises: Unexpected without it.
        """
        reader = _FormReader(action)
        reader.feed(self.text)
        if action and not reader.fields:
            raise Unexpected(f"{self.address} has no form for {action}")
        return reader.fields


class _FormReader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self._action = action
        self.fields: dict[str, str] = {}
        self._inside = self._done = False
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method", "").lower() == "post" and not self._done:
            action = told.get("action", "")
            self._inside = action == self._action if self._action else "sign-out" not in action
        if not self._inside:
            return
        if tag == "input":
            self._take_input(told)
        elif tag == "select":
            self._select = told.get("name", "")
            self.fields[self._select] = ""
        elif tag == "option" and self._select and "selected" in told:
            self.fields[self._select] = told.get("value", "")
        elif tag == "textarea":
            self._textarea = told.get("name", "")
            self.fields[self._textarea] = ""

    def _take_input(self, told: dict[str, str]) -> None:
        kind, name = told.get("type", "text"), told.get("name", "")
        chosen = kind not in {"radio", "checkbox"} or "checked" in told
        if name and chosen and kind not in {"file", "submit"}:
            self.fields[name] = told.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._inside and self._textarea:
            self.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._inside:
            self._inside, self._done = False, True
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""


@dataclass
class Visitor:
    """One person's browser: its cookies, its connection, and how many requests it made."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = 30
    requests: int = 0
    _connection: http.client.HTTPConnection | None = None

    def open(self, address: str) -> Page:
        """Follow redirects to a page. Raises: Unexpected for an error page; OSError when nobody answers."""
        return self._land(self.ask("GET", address))

    def send(self, page: Page, answers: dict[str, str], *, action: str = "") -> Page:
        """Post the form of a page with these answers, and go where it leads."""
        return self._land(self.post(page, answers, action=action))

    def post(self, page: Page, answers: dict[str, str], *, action: str = "") -> Page:
        """Only the post itself, its redirect not followed."""
        content = urlencode({**page.fields(action), **answers})
        return self.ask("POST", action or page.address, content)

    def _land(self, page: Page) -> Page:
        for _ in range(5):
            if page.status not in {301, 302, 303, 307}:
                break
            page = self.ask("GET", page.text)
        if page.status >= 400:
            raise Unexpected(f"{page.address} answered {page.status}")
        return page

    def ask(self, method: str, address: str, body: str | None = None) -> Page:
        """One request. The text of a redirect is where it leads."""
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Host": urlsplit(self.base).netloc,
        }
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.base}
        path = urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
        self.requests += 1
        answer = self._answer(method, path, body, headers)
        text = answer.read().decode("utf-8", "replace")
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        return Page(path, answer.status, answer.headers.get("Location") or text)

    def _answer(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """As browsers do, a connection that rested and was closed meanwhile is opened once more."""
        rested = self._connection is not None
        try:
            return self._try(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if not rested:
                raise
            return self._try(method, path, body, headers)

    def _try(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        if self._connection is None:
            parts = urlsplit(self.base)
            self._connection = http.client.HTTPConnection(
                parts.hostname or "localhost", parts.port or 80, timeout=self.patience
            )
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise
