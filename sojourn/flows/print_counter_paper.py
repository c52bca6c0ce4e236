"""The paper handed over at the counter: the certificate, and a sheet with reference and code to sign in.

The code stands on the paper alone. Printing again makes another code, and the one before ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from sojourn.accounts import actions as accounts
from sojourn.applications import queries as applications
from sojourn.applications.types import Draft
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.documents import letters
from sojourn.documents.bound import bind
from sojourn.documents.letters import LetterData
from sojourn.flows.errors import AlreadyPrinted, NothingToSignInTo
from sojourn.flows.open_certificate import office_named, open_certificate
from sojourn.lib import clock
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import answer_once, transaction_required
from sojourn.lib.types import Subject
from sojourn.stays import queries as stays
from sojourn.stays.types import RegistrationView

_SHEET = "sign-in-reference"
_CODE_LASTS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF to print at once, under a name that says nothing of its holder."""

    name: str
    content: bytes


@transaction_required
def print_counter_paper(registration_id: UUID, *, key: str, language: str, to: Reader, by: Actor) -> Paper:
    """The certificate and the sheet in the authentic language and the asked one, with a fresh code.

    Raises: RegistrationNotFound, NothingToSignInTo, AlreadyPrinted (the same key again), LetterFailed.
    """
    registration = stays.get(registration_id, to=to)
    filed = applications.get_submitted(Subject("registration", registration_id), to=to)
    if filed is None or registration.principal is not None:
        raise NothingToSignInTo
    return printed_once(
        "counter-paper",
        registration_id,
        key=key,
        by=by,
        draw=lambda: _print(registration, filed, language, by),
    )


def printed_once(door: str, about: UUID, *, key: str, by: Actor, draw: Callable[[], Paper]) -> Paper:
    """A paper with a fresh code; the same key draws no other. Raises: AlreadyPrinted."""
    drawn: list[Paper] = []

    def act() -> str:
        drawn.append(draw())
        return drawn[0].name

    answer_once(door, f"{by.account_id}:{key}", request_hash=about.bytes, act=act)
    if not drawn:
        raise AlreadyPrinted
    return drawn[0]


def _print(registration: RegistrationView, filed: Draft, language: str, by: Actor) -> Paper:
    name, certificate = open_certificate(registration.id, language=language, by=by)
    number = name.removesuffix(".pdf")
    pack = catalogue.by_hash(registration.pack_sha256)
    told: dict[str, letters.Value] = {
        "holder": registration.told.name,
        "certificate": number,
        "received": registration.received_on,
        "entered": clock.legal_day(registration.entered_at),
        "valid-to": registration.lawful_until,
        "tracking": None,  # its document has a code of its own
        "days-late": str(registration.days_late) if registration.days_late else None,
        "office": office_named(pack, registration.office),
    }
    sheet = sign_in_sheet(pack, filed.id, reference=filed.reference, told=told, language=language, by=by)
    bound = bind([(number, certificate), sheet], title=sheet[0], language=language)
    return Paper(name, bound)


def sign_in_sheet(
    pack: Pack,
    application_id: UUID,
    *,
    reference: str,
    told: Mapping[str, letters.Value],
    language: str,
    by: Actor,
) -> tuple[str, bytes]:
    """Title and PDF of the sheet with reference and a fresh code; `told`: what it says of the filing."""
    until, about = clock.now() + _CODE_LASTS, Subject("application", application_id)
    page = f"{settings.PUBLIC_BASE}/{language}/sign-in/reference/"
    data = LetterData(
        language=language,
        values={**told, "code-until": clock.legal_day(until)},
        number=reference,
        code=accounts.make_counter_code(about, reference=reference, by=by, valid_until=until),
        link=page,
        scanned=page,
        issued_on=clock.today(),
        demonstration=settings.DEMONSTRATION,
    )
    title = pack.find_text(f"letters.{_SHEET}.title", language) or reference
    return title, letters.render(_SHEET, data, pack=pack)
