"""Petitions as people write them: through the pages, without an account, in a browser without scripts."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from sojourn.petitions import queries
from sojourn.petitions.models import Petition as Row
from sojourn.petitions.types import Petition

WRITE, RECEIPT = "/en/write/", "/en/receipt/"
_KEPT = re.compile(r'name="kept" value="([^"]*)"')
_AT = re.compile(r'name="at" value="([^"]*)"')
_CODE = re.compile(r'panel__number">([0-9A-Z ]{19})<')


def page_of(answer: Any) -> dict[str, str]:
    """What a page of the form carries on."""
    text = answer.content.decode()
    kept, at = _KEPT.search(text), _AT.search(text)
    assert kept
    assert at
    return {"kept": kept[1], "at": at[1]}


def write(matter: str, client: Client | None = None, **told: Any) -> str:
    """Write and send a petition; the code of its receipt."""
    found = _CODE.search(sent(matter, client, **told).content.decode())
    assert found
    return found[1]


def sent(matter: str, client: Client | None = None, **told: Any) -> Any:
    """The last answer on the way through the pages: where it stops, or the receipt."""
    browser = client or Client()
    told = {"words": "They took my passport.", **told}
    answer = browser.post(WRITE, {"matter": matter})
    for _ in range(8):
        if answer.status_code == 422 or _CODE.search(answer.content.decode()):
            return answer
        page = page_of(answer)
        go = "send" if page["at"] == "check" else "next"
        files = {"paper": told["paper"]} if page["at"] == "papers" and "paper" in told else {}
        typed = {name: value for name, value in told.items() if name != "paper"}
        answer = browser.post(WRITE, {**page, **typed, **files, "go": go})
        if files:
            del told["paper"]
    raise AssertionError("the form does not end")


def of_code(code: str) -> Petition:
    return queries.get_by_code(code)


def row_of(code: str) -> Row:
    return Row.objects.get(id=of_code(code).id)
