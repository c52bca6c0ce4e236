"""Who may do what: each role has a name, a sentence and a list of permissions.

A role is granted to an account for an office (or every office) and a term; see `RoleGrant`. The sentence is
what the person who grants it reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from sojourn.accounts.errors import RoleUnknown
from sojourn.lib.types import Confidentiality


class Permission(StrEnum):
    """What can be allowed. The value is what stands in the log."""

    ENTER_REGISTRATIONS = "registrations.enter"  # take a paper at the counter
    SEE_REGISTRATIONS = "registrations.see"
    SEE_LATE = "late.see"  # late registrations as candidates
    DECIDE_LATE = "late.decide"
    SEE_OBJECTIONS = "objections.see"
    ANSWER_OBJECTIONS = "objections.answer"
    SEE_PEOPLE = "people.see"
    LINK_FAMILY = "family.link"
    SEE_DOCUMENTS = "documents.see"
    RECORD_SERVICE = "service.record"  # how a document reached its person
    PRINT_COUNTER_CODES = "counter-codes.print"
    PLACE_HOLDS = "holds.place"
    SEE_LOG = "log.see"  # look anything up in the log
    SEE_ACCESSES = "accesses.see"  # who looked at what is on the desk
    MANAGE_ACCOUNTS = "accounts.manage"
    MANAGE_ORGANISATIONS = "organisations.manage"
    SEE_DELIVERY = "delivery.see"  # messages nobody received
    CASES_ENTER = "cases.enter"  # take an application at the counter
    CASES_SEE = "cases.see"
    CASES_WORK = "cases.work"  # take, ask for corrections, hear, write
    CASES_ASSIGN = "cases.assign"  # hand over to an officer of the office
    CASES_PROPOSE = "cases.propose"
    CASES_APPROVE = "cases.approve"
    CASES_TRANSFER = "cases.transfer"
    CASES_OVERSEE = "cases.oversee"  # what is late, and who has how much in hand
    CASES_CONSULT = "cases.consult"  # ask other bodies and read the closed part of what they say
    APPEALS_DECIDE = "appeals.decide"
    PETITIONS_ANSWER = "petitions.answer"  # questions, suggestions and complaints at an office
    CONDUCT_EXAMINE = "conduct.examine"  # what is told of officers; never by the office or officer named
    WRONGS_EXAMINE = "wrongs.examine"  # violence and exploitation, told to the protection desk
    PAYMENTS_SEE = "payments.see"
    PAYMENTS_HANDLE = "payments.handle"  # allocate, give back, look into the books


@dataclass(frozen=True, slots=True)
class Role:
    """`classes` are the confidentiality classes its holder may see within the office."""

    code: str
    name: str
    sentence: str
    permissions: frozenset[Permission]
    classes: frozenset[Confidentiality] = frozenset({Confidentiality.ORDINARY})


def _(text: str) -> str:
    """Marks a text for translation; the page that shows it translates it."""
    return text


_P = Permission
_READING = frozenset({_P.SEE_REGISTRATIONS, _P.SEE_PEOPLE, _P.SEE_DOCUMENTS})
_HANDING_OVER = frozenset({_P.PRINT_COUNTER_CODES, _P.RECORD_SERVICE})
_OFFICER = _READING | {_P.SEE_LATE, _P.SEE_OBJECTIONS}
_CASES = frozenset({_P.CASES_SEE, _P.CASES_ASSIGN, _P.CASES_CONSULT, _P.PAYMENTS_SEE})
_EXAMINING = _CASES | {_P.CASES_WORK, _P.CASES_PROPOSE}
_APPROVING = _CASES | {_P.CASES_APPROVE, _P.CASES_TRANSFER, _P.CASES_OVERSEE}

_TABLE = (
    Role(
        "counter-officer",
        _("Counter officer"),
        _("Enters what people bring on paper, finds them again and prints their documents."),
        _READING | _HANDING_OVER | {_P.ENTER_REGISTRATIONS, _P.CASES_ENTER, _P.CASES_SEE},
    ),
    Role(
        "case-officer",
        _("Case officer"),
        _("Reads registrations and applications of the office and prepares what is to be decided."),
        _OFFICER
        | _EXAMINING
        | _HANDING_OVER
        | {_P.ENTER_REGISTRATIONS, _P.LINK_FAMILY, _P.CASES_ENTER, _P.PETITIONS_ANSWER},
    ),
    Role(
        "supervisor",
        _("Supervisor"),
        _("Sees the load and lateness of the office and decides what officers prepared."),
        _OFFICER | _APPROVING | {_P.DECIDE_LATE, _P.ANSWER_OBJECTIONS, _P.SEE_ACCESSES, _P.PETITIONS_ANSWER},
    ),
    Role(
        "appeal-officer",
        _("Appeal officer"),
        _("Decides appeals against decisions in which this officer had no part."),
        _READING | {_P.CASES_SEE, _P.APPEALS_DECIDE, _P.PAYMENTS_SEE},
    ),
    Role(
        "cashier",
        _("Cashier"),
        _("Sees what is owed and paid, and sends back what was paid too much."),
        frozenset({_P.PAYMENTS_SEE, _P.PAYMENTS_HANDLE}),
    ),
    Role(
        "protection-officer",
        _("Protection officer"),
        _("Works at the protection desk: sees what nobody else sees and places protective holds."),
        _READING
        | _EXAMINING
        | _APPROVING
        | _HANDING_OVER
        | {_P.PLACE_HOLDS, _P.LINK_FAMILY, _P.CASES_ENTER, _P.APPEALS_DECIDE, _P.WRONGS_EXAMINE}
        | {_P.PAYMENTS_HANDLE},
        frozenset(Confidentiality),
    ),
    Role(
        "internal-control-officer",
        _("Internal control officer"),
        _("Looks into what people tell of officers; sees no case, and nothing that names this officer."),
        frozenset({_P.CONDUCT_EXAMINE}),
        frozenset({Confidentiality.ORDINARY, Confidentiality.RESTRICTED}),
    ),
    Role(
        "auditor",
        _("Auditor"),
        _("Reads who did what and who looked; changes nothing and decides nothing."),
        frozenset({_P.SEE_LOG, _P.SEE_ACCESSES}),
        frozenset({Confidentiality.ORDINARY, Confidentiality.RESTRICTED}),
    ),
    Role(
        "administrator",
        _("Administrator"),
        _("Opens and closes staff accounts, grants roles and enters organisations; sees no case."),
        frozenset({_P.MANAGE_ACCOUNTS, _P.MANAGE_ORGANISATIONS, _P.SEE_DELIVERY}),
    ),
)
ROLES: dict[str, Role] = {role.code: role for role in _TABLE}

_WATCHING = ("auditor", "administrator", "internal-control-officer")
_WORKING = (
    *("counter-officer", "case-officer", "supervisor", "protection-officer", "appeal-officer", "cashier"),
)
INCOMPATIBLE: frozenset[frozenset[str]] = frozenset(
    frozenset({watcher, worker}) for watcher in _WATCHING for worker in _WORKING
) | frozenset(frozenset(pair) for pair in combinations(_WATCHING, 2))
"""Pairs nobody holds at once: who watches, grants or looks into conduct does not also decide."""


def role(code: str) -> Role:
    """Raises: RoleUnknown."""
    try:
        return ROLES[code]
    except KeyError:
        raise RoleUnknown(role=code) from None
