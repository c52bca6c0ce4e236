"""What is typed to let someone act: to whom, for what, until when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext

from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.accounts.types import Contact
from sojourn.catalogue.types import Pack
from sojourn.lib import clock
from sojourn.lib.types import Subject
from sojourn.organisations.types import Proof, Scope, Terms
from sojourn.sites.ui.form import DATE_PARTS

DOCUMENTS = "documents"
_LONGEST_TERM = timedelta(days=3 * 366)
_NAME = 100
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was sent."""

    contact: str
    called: str
    whom: str
    may: list[str]
    until: dict[str, str]

    @staticmethod
    def empty() -> Typed:
        """A year is long enough for most; who wants another end changes it."""
        until = clock.today() + timedelta(days=365)
        parts = {"day": str(until.day), "month": str(until.month), "year": str(until.year)}
        return Typed("", "", "", [], parts)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered, to whom, for whom."""

    principal: Subject
    to: Contact
    terms: Terms


def typed(data: QueryDict) -> Typed:
    return Typed(
        contact=data.get("contact", "").strip()[:300],
        called=" ".join(data.get("called", "").split())[:_NAME],
        whom=data.get("whom", "")[:40],
        may=data.getlist("may")[:50],
        until={part: data.get(f"until.{part}", "").strip()[:10] for part in DATE_PARTS},
    )


def read(
    typed: Typed, principals: Collection[Subject], *, pack: Pack, own: Collection[str]
) -> tuple[Offer | None, Errors]:
    """The offer, or what is wrong with the form."""
    principal = next((each for each in principals if str(each.id) == typed.whom), next(iter(principals)))
    to, until = _contact(typed.contact), _day(typed.until)
    services = tuple(code for code in pack.services if code in typed.may)
    today = clock.today()
    is_person = principal.kind == "account"
    checks = (
        (
            "contact",
            to is not None,
            gettext("Enter an e-mail address, or a phone number that begins with + and the country code"),
        ),
        ("contact", to is None or to.address not in own, gettext("This is your own address")),
        ("called", bool(typed.called) or not is_person, gettext("Enter your name as they know it")),
        ("may", bool(services) or DOCUMENTS in typed.may, gettext("Mark at least one thing they may do")),
        (
            "until",
            until is not None and today < until <= today + _LONGEST_TERM,
            gettext("Enter a day after today and within three years"),
        ),
    )
    errors = [(name, said) for name, fine, said in checks if not fine]
    if errors or to is None:
        return None, errors
    terms = Terms(_scope(services, typed.may), today, until, Proof.DECLARED, services=services)
    return Offer(principal, to, terms), []


def _scope(services: tuple[str, ...], may: Collection[str]) -> Scope:
    if not services:
        return Scope.RECEIVE_DOCUMENTS
    return Scope.EVERYTHING if DOCUMENTS in may else Scope.REGISTER_STAY


def _contact(text: str) -> Contact | None:
    try:
        return read_contact(text)
    except ContactNotUnderstood:
        return None


def _day(parts: dict[str, str]) -> date | None:
    """The last day typed; the mandate ends with it."""
    try:
        return date(*(int(parts[part]) for part in ("year", "month", "day")))
    except (ValueError, OverflowError):
        return None
