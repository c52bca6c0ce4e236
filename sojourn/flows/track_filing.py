"""Where a filing stands, told without an account to whoever holds its number and the code we gave with it.

The code of a case is made from its number with a key of the installation: it is kept nowhere, stands on every
receipt, and is the same whenever the receipt is shown again. A registration has the code of its document.
Personal data are never enough. What is not ordinary answers as what does not exist, by the same work.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseView
from sojourn.lib import codes
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Subject
from sojourn.permits import verify
from sojourn.stays import queries as stays
from sojourn.stays.errors import RegistrationNotFound
from sojourn.stays.types import RegistrationView

CODE_LENGTH = 10
_NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A case or a registration that was found."""

    case: CaseView | None = None
    registration: RegistrationView | None = None


def code_of(reference: str) -> str:
    """The code by which a case is tracked."""
    return codes.made_of(blind_index(reference, purpose="tracking-code"), CODE_LENGTH)


def track_filing(number: str, code: str, *, caller_key: str, by: Actor) -> Tracked | None:
    """What is told of a number with its code; unknown, mistyped, protected and restricted: nothing.

    The caller opens the transaction, in which a try is counted.
    Raises: AskAgainLater after several wrong tries.
    """
    looking, asked = Reader(by, "tracking"), verify.read_number(number)
    called = cases.find_by_reference(asked, to=looking)
    if not hmac.compare_digest(code_of(asked).encode(), codes.read(code, CODE_LENGTH).encode()):
        called = None
    found: list[Tracked] = []

    def knows(held: Subject | None) -> bool:
        tracked = _held(held, looking)
        found[:] = [Tracked(case=called)] if called else [tracked] if tracked else []
        return bool(found)

    verify.identify(number, code, caller_key=caller_key, knows=knows)
    return found[0] if found else None


def _held(held: Subject | None, looking: Reader) -> Tracked | None:
    """What a document was issued for; the same is asked whatever it is, also about nothing."""
    kind, about = (held.kind, held.id) if held else ("", _NOTHING)
    filed = cases.find_of_filing(about if kind == "application" else _NOTHING)
    case = filed if filed and looking.may_see(filed.confidentiality) else None
    with suppress(CaseNotFound):
        case = cases.get_case(about if kind == "case" else _NOTHING, to=looking)
    try:
        registration = stays.get_filed(about if kind == "registration" else _NOTHING, to=looking)
    except RegistrationNotFound:
        return Tracked(case=case) if case else None
    return Tracked(registration=registration)
