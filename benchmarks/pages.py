"""Pages to be measured: for everyone, of a filing under way, and of an officer's desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from benchmarks import guests
from benchmarks.visitor import Unexpected, Visitor

Pages = list[tuple[str, Callable[[], object]]]
"""Name, and what opens it."""

_FOR_EVERYONE = (
    "/en/",
    "/en/services/",
    "/en/services/registration-of-stay/",
    "/en/apply/registration-of-stay/",
    "/en/verify/",
    "/en/departure/",
)
_OFFICE = "/en/office/"


def every(base: str, printed: str, *, number: int, on: date, district: str) -> Pages:
    """The pages to measure, with the browsers that may see them; `printed` holds the sign-ins.

    Raises: Unexpected, OSError.
    """
    return [
        *((address, _opening(Visitor(base), address)) for address in _FOR_EVERYONE),
        *_of_a_filing(base, number, on, district),
        *_of_an_officer(base, printed, "case-officer", ("registrations/",)),
        *_of_an_officer(base, printed, "counter-officer", ("counter/",)),
        *_of_an_officer(base, printed, "supervisor", ("late/",)),
    ]


def _of_a_filing(base: str, number: int, on: date, district: str) -> Pages:
    visitor = Visitor(base)
    summary = guests.fill(visitor, number, on=on, district=district)
    under_way = [
        ("the second page", _opening(visitor, summary.replace("/check/", "/stay/"))),
        ("the summary", _opening(visitor, summary)),
    ]
    filed = Visitor(base)
    receipt = guests.register(filed, number + 1, on=on, district=district)
    return [*under_way, ("the receipt", _opening(filed, receipt))]


def _of_an_officer(base: str, printed: str, role: str, pages: tuple[str, ...]) -> Pages:
    officer = sign_in(base, printed, role)
    found: Pages = [(f"{_OFFICE}{page}", _opening(officer, f"{_OFFICE}{page}")) for page in pages]
    if role == "case-officer":
        one = _link(officer, f"{_OFFICE}registrations/", r"/en/office/registrations/[0-9a-f-]{36}/")
        person = _link(officer, one, r"/en/office/people/[0-9a-f-]{36}/")
        search = officer.open(f"{_OFFICE}people/")
        found += [
            ("search for a person", lambda: officer.send(search, {"q": "kal"})),
            ("one registration", _opening(officer, one)),
            ("one person", _opening(officer, person)),
        ]
    return found


def _opening(visitor: Visitor, address: str) -> Callable[[], object]:
    return lambda: visitor.open(address)


def sign_in(base: str, printed: str, role: str) -> Visitor:
    """An officer of the demonstration at their desk, by what `sojourn run` printed. Raises: Unexpected."""
    told = re.search(rf"office\s+{role}\s+(?P<password>.+?)\s+code (?P<code>\d+)", printed)
    if told is None:
        raise Unexpected(f"no sign-in was printed for {role}")
    officer = Visitor(base)
    page = officer.open(f"{_OFFICE}sign-in/")
    page = officer.send(page, {"name": role, "password": told["password"]})
    page = officer.send(page, {"code": told["code"]})
    if "sign-in" in page.address:
        raise Unexpected(f"{role} stays at {page.address}")
    return officer


def _link(visitor: Visitor, address: str, pattern: str) -> str:
    found = re.search(pattern, visitor.open(address).text)
    if found is None:
        raise Unexpected(f"no {pattern} on {address}")
    return found[0]
