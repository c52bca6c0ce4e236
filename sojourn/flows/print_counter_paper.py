"""The paper handed over at the counter: the certificate, and a sheet with reference and code to sign in.

The code stands on the paper alone. Printing again makes another code, and the one before ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from sojourn.accounts import actions as accounts
from sojourn.applications import queries as applications
from sojourn.applications.types import Draft
from sojourn.catalogue import queries as catalogue
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

SHEET = "sign-in-reference"
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
    fresh: list[Paper] = []

    def act() -> str:
        fresh.append(_print(registration, filed, language, by))
        return fresh[0].name

    asked = registration_id.bytes
    answer_once("counter-paper", f"{by.account_id}:{key}", request_hash=asked, act=act)
    if not fresh:
        raise AlreadyPrinted
    return fresh[0]


def _print(registration: RegistrationView, filed: Draft, language: str, by: Actor) -> Paper:
    name, certificate = open_certificate(registration.id, language=language, by=by)
    until = clock.now() + _CODE_LASTS
    about = Subject("application", filed.id)
    code = accounts.make_counter_code(about, reference=filed.reference, by=by, valid_until=until)
    page = f"{settings.PUBLIC_BASE}/{language}/sign-in/reference/"
    pack = catalogue.by_hash(registration.pack_sha256)
    number = name.removesuffix(".pdf")
    values: dict[str, letters.Value] = {
        "holder": registration.told.name,
        "certificate": number,
        "received": registration.received_on,
        "entered": clock.legal_day(registration.entered_at),
        "valid-to": registration.lawful_until,
        "days-late": str(registration.days_late) if registration.days_late else None,
        "code-until": clock.legal_day(until),
        "office": office_named(pack, registration.office),
    }
    data = LetterData(
        language=language,
        values=values,
        number=filed.reference,
        code=code,
        link=page,
        scanned=page,
        issued_on=clock.today(),
        demonstration=settings.DEMONSTRATION,
    )
    sheet = letters.render(SHEET, data, pack=pack)
    title = pack.find_text(f"letters.{SHEET}.title", language) or filed.reference
    bound = bind([(number, certificate), (title, sheet)], title=title, language=language)
    return Paper(name, bound)
