"""Accounts anyone may try: one for each role, colleagues for what takes two, one person, one hotel's desk.

Demonstration mode only.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from sojourn.accounts import actions, queries
from sojourn.accounts.errors import NotADemonstration
from sojourn.accounts.models import Account
from sojourn.accounts.queries import index_of
from sojourn.accounts.roles import ROLES
from sojourn.accounts.types import AccountKind, Contact, ContactKind
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction_required

PASSWORD = "crane over the lake"  # noqa: S105  # printed at every start; works in demonstration mode only
PERSON = Contact(ContactKind.EMAIL, "person@demo.example")
HOTEL = Contact(ContactKind.EMAIL, "hotel@demo.example")
_AT_AN_OFFICE = ("counter-officer", "case-officer")


def _(text: str) -> str:
    """Marks a text for translation; the page that shows it translates it."""
    return text


_NAMES = {PERSON: _("Demonstration person"), HOTEL: _("Demonstration hotel desk")}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone beside the one of each role, so that a case can be handed over and two can decide it."""

    sign_in_name: str
    role: str
    name: str


COLLEAGUES = (
    Colleague("case-officer-2", "case-officer", _("Second case officer")),
    Colleague("supervisor-2", "supervisor", _("Second supervisor")),
    Colleague("protection-officer-2", "protection-officer", _("Second protection officer")),
    Colleague("protection-officer-3", "protection-officer", _("Third protection officer")),
)


@dataclass(frozen=True, slots=True)
class PrintedSignIn:
    """One line of what `sojourn run` prints: who, at which door, and what opens it."""

    who: str
    door: str  # "office" or "portal"
    name: str
    password: str
    code: str


def check_allowed() -> None:
    """Raises: NotADemonstration outside demonstration mode or beside real accounts."""
    if not settings.DEMONSTRATION or queries.has_real_accounts():
        raise NotADemonstration


@transaction_required
def make_accounts(*, office: str | None = None) -> None:
    """Open the demonstration accounts that are missing; counter and case officers work in `office`.

    Raises: NotADemonstration.
    """
    check_allowed()
    known = set(Account.objects.filter(kind=AccountKind.STAFF).values_list("sign_in_name", flat=True))
    for each in _staff():
        if each.sign_in_name not in known:
            account_id = actions.open_staff_account(
                each.sign_in_name,
                display_name=each.name,
                password=PASSWORD,
                language=settings.LANGUAGE_CODE,
                by=SYSTEM,
                demonstration=True,
            )
            where = office if each.role in _AT_AN_OFFICE else None
            actions.grant_role(account_id, each.role, office=where, from_on=clock.today(), by=SYSTEM)
    for contact, name in _NAMES.items():
        actions.open_person_account(contact, display_name=name, language=settings.LANGUAGE_CODE, by=SYSTEM)


def _staff() -> list[Colleague]:
    return [Colleague(role.code, role.code, role.name) for role in ROLES.values()] + list(COLLEAGUES)


def hotel_account() -> Account:
    """The account of the hotel's desk. Raises: Account.DoesNotExist."""
    return _of(HOTEL)


def person_account() -> Account:
    """The account of the person. Raises: Account.DoesNotExist."""
    return _of(PERSON)


def _of(contact: Contact) -> Account:
    found: Account = Account.objects.get(kind=AccountKind.PERSON, email_index=index_of(contact))
    return found


def sign_ins() -> list[PrintedSignIn]:
    """What `sojourn run` prints. Raises: NotADemonstration outside demonstration mode."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    staff = [
        PrintedSignIn(each.name, "office", each.sign_in_name, PASSWORD, settings.DEMONSTRATION_TOTP_CODE)
        for each in _staff()
    ]
    by_code = [
        PrintedSignIn(name, "portal", contact.address, "", "/demo/outbox") for contact, name in _NAMES.items()
    ]
    return staff + by_code
