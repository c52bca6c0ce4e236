"""An application as it is filled in at the public site, page after page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.factories.cases import ANSWERS
from tests.sites.portal.conftest import Visitor

SERVICE = "temporary-residence"
BEGIN = f"/en/apply/{SERVICE}/"
_DATES = ("birth-date", "expires-on", "lawful-until", "issued-on", "on")


def page_of(page: str, answers: Mapping[str, str] = ANSWERS) -> dict[str, str]:
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


def here(visitor: Visitor) -> str:
    """The code of the page one is on."""
    return visitor.address.partition("?")[0].rstrip("/").rpartition("/")[2]


def fill_in(visitor: Visitor, more: Mapping[str, str] | None = None, *, until: str = "check") -> Visitor:
    """Page after page, as someone fills them in who answers only what is asked."""
    answers = {**ANSWERS, **(more or {})}
    if visitor.answer is None or "/apply/" not in visitor.address:
        visitor.open(BEGIN).send(page_of("applicant", answers)).follow()
    for _ in range(80):
        if here(visitor) in (until, "check"):
            return visitor
        visitor.send(page_of(here(visitor), answers)).follow()
    raise AssertionError(f"no end of pages at {visitor.address}")


def go_to(visitor: Visitor, page: str) -> Visitor:
    visitor.open(BEGIN).send(page_of("applicant")).follow()
    return fill_in(visitor, until=page)


def sent(visitor: Visitor) -> Visitor:
    """To the answer, with no messages asked for."""
    return visitor.send({"contact.channel": "none"}).follow()


def applied(visitor: Visitor, more: Mapping[str, str] | None = None) -> Visitor:
    """To the page of the case."""
    visitor.open(f"{BEGIN}?new=1").send(page_of("applicant", {**ANSWERS, **(more or {})})).follow()
    sent(fill_in(visitor, more))
    return visitor.open(f"/en/cases/{reference_of(visitor.address)}/")


def reference_of(address: str) -> str:
    return re.findall(r"AZ-[A-Z]+-\d{4}-\d+-[A-Z0-9]+", address)[0]
