"""Invented guests who register: each with a passport number of their own, the same way every time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.visitor import Page, Unexpected, Visitor

SERVICE = "/en/apply/registration-of-stay/"
_SURNAMES = ("KALANDADZE", "ERIKSSON", "OKAFOR", "TANAKA", "IVANOVA", "HASSAN", "MORETTI", "PEREIRA")


def answers_of(number: int, *, on: date) -> dict[str, str]:
    """What guest `number` types on every page, for a stay that began three days before `on`."""
    arrived = on - timedelta(days=3)
    leaves = on + timedelta(days=25)
    return {
        "passport.kind": "passport",
        "passport.issuing-state": "GEO",
        "passport.number": f"B{number:08d}",
        "passport.surname": _SURNAMES[number % len(_SURNAMES)],
        "passport.given-names": "NINO",
        "passport.nationality": "GEO",
        "passport.sex": "female",
        **_date("passport.birth-date", date(1970 + number % 35, 1 + number % 12, 1 + number % 28)),
        **_date("passport.expires-on", on + timedelta(days=2000)),
        **_date("stay.arrived-in-country-on", arrived),
        **_date("stay.arrived-here-on", arrived),
        **_date("stay.leaves-on", leaves),
        "stay.host-kind": "self",
        "stay.place.street": "Nizami",
        "stay.place.house": str(1 + number % 90),
        "contact.channel": "none",
    }


def _date(path: str, day: date) -> dict[str, str]:
    return {f"{path}.day": str(day.day), f"{path}.month": str(day.month), f"{path}.year": str(day.year)}


Step = Callable[[str], object]


def no_step(name: str) -> None:
    """Nobody wants to know."""


def register(visitor: Visitor, number: int, *, on: date, district: str, step: Step = no_step) -> str:
    """From the first page to the receipt; gives the address of the receipt.

    `step` is told the name of each request before it is made. Raises: Unexpected, OSError.
    """
    summary = fill(visitor, number, on=on, district=district, step=step)
    step("GET check")
    done = send(visitor, summary, answers_of(number, on=on), step=step)
    step("GET receipt")
    visitor.open(done)
    step("")
    return done


def fill(visitor: Visitor, number: int, *, on: date, district: str, step: Step = no_step) -> str:
    """The two pages of questions. Gives the address of the summary. Raises: Unexpected, OSError."""
    answers = answers_of(number, on=on) | {"stay.place.district": district}
    step("GET passport")
    page = visitor.open(SERVICE + "?new=1")
    step("POST passport")
    stay = _leads_to(visitor, page, answers, "/stay/")
    step("GET stay")
    page = visitor.open(stay)
    step("POST stay")
    return _leads_to(visitor, page, answers, "/check/")


def send(visitor: Visitor, summary: str, answers: dict[str, str], *, step: Step = no_step) -> str:
    """Read the summary and send it. One sent before gives its receipt. Raises: Unexpected, OSError."""
    page = visitor.open(summary)
    if "/done/" in page.address:
        return page.address
    step("POST check, registers")
    return _leads_to(visitor, page, answers, "/done/")


def _leads_to(visitor: Visitor, page: Page, answers: dict[str, str], expected: str) -> str:
    moved = visitor.post(page, _asked(page, answers))
    if moved.status not in {302, 303} or expected not in moved.text or "look=" in moved.text:
        raise Unexpected(f"{page.address} led to {moved.status} {moved.text[:200]}, not to {expected}")
    return moved.text


def _asked(page: Page, answers: dict[str, str]) -> dict[str, str]:
    """Answers to the questions of this page; a radio not chosen yet is no field, its name stands there."""
    return {name: value for name, value in answers.items() if f'name="{name}"' in page.text}
