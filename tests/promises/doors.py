"""Every address of the product, and what an answer looks like when ids and passing words are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.sites.searching import look

_PASSING = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=)"[^"]*"')
_HARMLESS = {"code": "registration-of-stay", "about": "privacy"}
"""Parts of an address that are no one's: a service, a statement."""


@dataclass(frozen=True)
class Address:
    """A named address and the parts it takes."""

    name: str
    parts: tuple[str, ...]

    def of(self, values: Mapping[str, Any]) -> str:
        harmless = {} if self.name.startswith("portal:verify") or self.name == "scanned" else _HARMLESS
        with translation.override("en"):
            return reverse(self.name, kwargs={part: {**values, **harmless}[part] for part in self.parts})


def addresses() -> list[Address]:
    """Every address of portal and office."""
    return sorted(_addresses(get_resolver(), ""), key=lambda each: (each.name, each.parts))


def _addresses(where: URLResolver, space: str) -> Iterator[Address]:
    for each in where.url_patterns:
        if isinstance(each, URLResolver):
            yield from _addresses(each, each.namespace or space)
        elif isinstance(each, URLPattern) and each.name:
            parts = tuple(sorted(each.pattern.converters))
            yield Address(f"{space}:{each.name}" if space else each.name, parts)


@dataclass(frozen=True)
class Answer:
    """What one sees of an answer: its status, its text without passing words, its size, the work it took."""

    status: int
    text: str
    size: int
    statements: int
    leads_to: str


def asked(
    client: Client, address: str, values: Mapping[str, Any], *, post: Mapping[str, Any] | None
) -> Answer:
    """The answer at an address; what stood in the address is taken out of it."""
    with CaptureQueriesContext(connection) as caught:
        answer = look(client, address) if post is None else client.post(address, post)
    return read(answer, values, sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in caught))


def read(answer: HttpResponse, values: Mapping[str, Any], statements: int = 0) -> Answer:
    leads_to = answer.get("Location", "")
    text = _PASSING.sub(r"\1", answer.content.decode(errors="replace"))
    for name, value in sorted(values.items(), key=lambda each: -len(str(each[1]))):
        text, leads_to = text.replace(str(value), f"<{name}>"), leads_to.replace(str(value), f"<{name}>")
    return Answer(answer.status_code, text, len(answer.content), statements, leads_to)
