"""Programs at the API: tokens of applicants and officers, and a client that speaks JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind, Scope
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from tests.factories.cases import ANSWERS, FILED_ON, officer

ROOT = "/api/v1"
EVERY = frozenset(Scope)
_numbers = count(1)


@dataclass
class Program:
    """A program with a token. Every write gets a key of its own unless one is given."""

    account: UUID
    secret: str
    token: UUID
    behalf: str = ""
    client: Client = field(default_factory=Client)

    def headers(self, key: str = "") -> dict[str, str]:
        told = {
            "Authorization": f"Bearer {self.secret}",
            "Idempotency-Key": key or f"key-{next(_numbers):08d}",
        }
        return told | ({"On-Behalf-Of": self.behalf} if self.behalf else {})

    def get(self, path: str, **asked: Any) -> HttpResponse:
        return self.client.get(f"{ROOT}{path}", asked, headers=self.headers())

    def post(self, path: str, body: Any = None, *, key: str = "") -> HttpResponse:
        return self.client.post(
            f"{ROOT}{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=self.headers(key),
        )

    def put(self, path: str, body: Any) -> HttpResponse:
        return self.client.put(
            f"{ROOT}{path}", json.dumps(body), content_type="application/json", headers=self.headers()
        )

    def send_file(self, path: str, content: bytes) -> HttpResponse:
        return self.client.post(
            f"{ROOT}{path}", content, content_type="application/octet-stream", headers=self.headers()
        )


def program_of(account: UUID, *scopes: Scope) -> Program:
    with transaction():
        made = accounts.issue_token(
            account,
            name="test",
            scopes=scopes or EVERY,
            expires_on=date(2026, 12, 31),
            by=SYSTEM,
        )
    return Program(account, made.secret, made.id)


def person_account(address: str = "anna@example.org") -> UUID:
    with transaction():
        contact = Contact(ContactKind.EMAIL, address)
        return accounts.open_person_account(contact, display_name="Anna", language="en", by=SYSTEM)


def person(address: str = "anna@example.org", *scopes: Scope) -> Program:
    return program_of(person_account(address), *scopes)


def staff(name: str, role: str = "case-officer", *scopes: Scope) -> Program:
    account = officer(name, role).account_id
    assert account
    return program_of(account, *scopes)


def begun(program: Program, more: Mapping[str, str] | None = None) -> str:
    """A draft with its answers; gives its reference."""
    reference: str = program.post("/applications", {"service": "temporary-residence"}).json()["reference"]
    put = program.put(f"/applications/{reference}/answers", {"answers": {**ANSWERS, **(more or {})}})
    assert put.status_code == 200, put.content
    return reference


def sent(program: Program, more: Mapping[str, str] | None = None) -> str:
    reference = begun(program, more)
    answer = program.post(f"/applications/{reference}/submit")
    assert answer.status_code == 200, answer.content
    return reference


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def anna(db: None) -> Program:
    return person()


@pytest.fixture
def author(db: None) -> Program:
    return staff("author")


@pytest.fixture
def approver(db: None) -> Program:
    return staff("approver", "supervisor")


Ask = Callable[[], HttpResponse]


def good(answer: HttpResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def problem(answer: HttpResponse, status: int, code: str) -> Any:
    """The problem an answer tells."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert told["type"] == f"urn:sojourn:problem:{code}"
    assert told["status"] == status
    return told
