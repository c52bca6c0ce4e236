"""What tests of both doors share: browsers, codes that were sent, options for passkeys."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client

from sojourn.notices import queries as notices


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def code_sent_to(address: str) -> str:
    [newest, *_] = notices.list_outbox(to_address=address)
    found = re.search(r"\b[0-9]{6}\b", newest.text)
    assert found
    return found.group()


def asked_in(answer: HttpResponse) -> dict[str, str]:
    """The parameters of the address a redirect leads to."""
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def options_in(answer: HttpResponse) -> dict[str, Any]:
    """What a page asks of the browser's passkeys."""
    found = re.search(r'data-options="([^"]*)"', answer.content.decode())
    assert found
    options: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    return options
