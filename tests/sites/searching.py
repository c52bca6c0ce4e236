"""How tests search: as the forms of the product do, which send what may name somebody."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.test import Client

NAMING = frozenset({"q", "host", "number"})


def look(client: Client, address: str) -> HttpResponse:
    """The page at an address; a search written behind it (`?q=…`) is sent as a form."""
    path, _, words = address.partition("?")
    typed = dict(parse_qsl(words))
    if NAMING & typed.keys() and "payments/" not in path:
        return client.post(path, typed)
    return client.get(address)
