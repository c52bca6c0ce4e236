"""The browser of the journeys: Debian's Chromium, deaf to everything but the product."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import resolve
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from sojourn.accounts.models import Account
from tests.harness.product import RunningProduct

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
PROVING = "SOJOURN_PROVING" in os.environ
"""Whether every page is examined, however often it was: `make proof`."""
_examined: set[tuple[str, ...]] = set()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str:
    """Where the browser is. Fails with the sentence that helps."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("Chromium is missing; `make test` as root installs it, or: apt-get install chromium")
    return found


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=_FLAGS)
    try:
        yield browser
    finally:
        browser.close()


class Visitor:
    """One person at one device: opens pages, and notices what the page complains about."""

    def __init__(self, browser: Browser, product: RunningProduct) -> None:
        self._browser, self._product = browser, product
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def page(
        self, *, width: int = 1280, height: int = 800, scripts: bool = True, language: str = "en"
    ) -> Page:
        """A fresh device of this width: own cookies, own language, with or without JavaScript."""
        context = self._browser.new_context(
            base_url=self._product.address,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale=language,
        )
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        return page

    def signed_in(self, account_id: UUID, *, width: int = 1280, language: str = "en") -> Page:
        """A device on which the holder of this account has signed in already."""
        page = self.page(width=width, language=language)
        session = session_of(account_id).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self._product.address}]
        )
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def leave(self) -> None:
        for context in self._contexts:
            context.close()

    def expect_status(self, status: int) -> None:
        """Chromium reports every 4xx page in the console; a test that asks for one says so."""
        self.complaints[:] = [each for each in self.complaints if f"status of {status}" not in each]


def session_of(account_id: UUID | None) -> Client:
    """A client without a browser, in the session of this account."""
    client = Client()
    if account_id is None:
        return client
    client.force_login(Account.objects.get(id=account_id), backend="sojourn.accounts.backend.AccountBackend")
    return client


def axe(page: Page, *, colours: bool = True) -> None:
    """Fail with what axe finds on this page. Colours take it longest and are the same at every width.

    A page that was drawn for the same view under the same heading is not examined again; in `make proof`
    every one is. It is looked at from its beginning: what comes along while one scrolls covers something
    everywhere else.
    """
    path = page.evaluate("location.pathname")
    with translation.override(translation.get_language_from_path(path) or "en"):
        kind = (resolve(path).view_name, *page.locator("h1, .errors h2").all_inner_texts())
    if not PROVING and kind in _examined:
        return
    _examined.add(kind)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    rules = {"color-contrast": {"enabled": colours}}
    result = Axe().run(page, options={"runOnly": _RULES, "rules": rules, "resultTypes": ["violations"]})
    assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"


def fits(page: Page) -> None:
    """Fail when the page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window"


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture
def browser(chromium_browser: Browser, live_product: RunningProduct) -> Iterator[Visitor]:
    """A visitor of the running product; the test fails when a page complained about its policy or scripts."""
    visitor = Visitor(chromium_browser, live_product)
    yield visitor
    visitor.leave()
    assert not visitor.complaints, "\n".join(visitor.complaints)
