"""The document of a registration: drawn once from what was issued, then kept."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.documents import actions as documents
from sojourn.documents import letters
from sojourn.documents import queries as kept
from sojourn.documents.letters import LetterData, Value
from sojourn.documents.types import DocumentView
from sojourn.documents.types import Filing as Filed
from sojourn.lib import clock, locks
from sojourn.lib.actor import Actor, Door, proven
from sojourn.lib.clock import legal_day
from sojourn.lib.db import transaction_required
from sojourn.lib.partial_date import PartialDate
from sojourn.lib.seal.reading import link_text
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices.types import Manner, Served
from sojourn.permits import queries as permits
from sojourn.permits.errors import DocumentUnknown
from sojourn.permits.types import Issued
from sojourn.stays import queries as stays
from sojourn.stays.types import HostKind, RegistrationView, Side


@transaction_required
def open_certificate(registration_id: UUID, *, language: str, by: Actor) -> tuple[str, bytes]:
    """The file name and the PDF, for a caller who was allowed to see the registration.

    Drawn in the asked language when first read and the same bytes ever after.
    Raises: RegistrationNotFound, DocumentUnknown, LetterFailed.
    """
    theirs = proven(by, "open a document")
    registration = stays.get_filed(registration_id, to=theirs)
    issued = permits.find_for(Subject("registration", registration_id), to=theirs)
    if issued is None:
        raise DocumentUnknown
    about = Filed(
        Subject("permit", issued.id),
        kind=issued.kind,
        confidentiality=registration.confidentiality,
        language=language,
        office=registration.office,
    )
    name = f"{issued.number}.pdf"
    drawn = _find_drawn(about, by) or _wait_for_drawing(about, by)
    if drawn is not None:
        _record_service(drawn.id, registration, by)
        return name, kept.read_safe_copy(drawn)
    content = _draw(registration, issued, language)
    document = documents.keep_letter(content, filing=about, by=by)
    _record_service(document.id, registration, by)
    return name, content


def _record_service(document_id: UUID, registration: RegistrationView, by: Actor) -> None:
    """Opened in the portal by the guest, the document is served. Source: R-PROC-4.

    What a host files, as an organisation or as the owner of the dwelling, another than the guest may open.
    """
    own = registration.principal in (None, Subject("account", by.account_id) if by.account_id else None)
    by_guest = registration.told_by is Side.GUEST and registration.host_kind is not HostKind.OWNER
    if by.door is Door.PORTAL and by.on_behalf_of is None and own and by_guest:
        served = Served(Manner.OPENED_IN_PORTAL, on=clock.today())
        notices.record_service(document_id, served=served, days_after={}, by=by)


def _wait_for_drawing(about: Filed, by: Actor) -> DocumentView | None:
    """One draws; who opens the document in the same moment waits and reads what was drawn."""
    locks.take(f"letter:{about.subject.id}:{about.language}")
    return _find_drawn(about, by)


def _find_drawn(about: Filed, by: Actor) -> DocumentView | None:
    for document in kept.list_documents(about.subject, to=proven(by, "open a document")):
        if document.filing.language == about.language:
            return document
    return None


def _draw(registration: RegistrationView, issued: Issued, language: str) -> bytes:
    pack = catalogue.by_hash(registration.pack_sha256)
    data = LetterData(
        language=language,
        values=_values(registration, issued, pack),
        number=issued.number,
        code=issued.code,
        link=f"{settings.PUBLIC_BASE}/{language}/verify/",
        scanned=link_text(settings.PUBLIC_BASE, number=issued.number, code=issued.code, seal=issued.seal),
        issued_on=legal_day(issued.issued_at),
        demonstration=settings.DEMONSTRATION,
    )
    letter = pack.service_for("registration").letter or issued.kind
    return letters.render(letter, data, pack=pack)


def _values(registration: RegistrationView, issued: Issued, pack: Pack) -> dict[str, Value]:
    """What the letter says, from this filing alone."""
    told, place = registration.told, registration.place
    first, last = issued.valid
    return {
        "holder": ", ".join(part for part in (told.surname, told.given) if part),
        "native-name": None,
        "birth": _birth(told.born),
        "nationality": _country(pack, told.nationality),
        "travel-document": " ".join(part for part in (told.document_state, told.document_number) if part),
        "place": {
            language: ", ".join([*place.lines, _district(pack, place.district, language)])
            for language in pack.languages
        },
        "host": registration.host_name,
        "arrived": registration.arrived_on,
        "valid-from": first,
        "valid-to": last,
        "registered": legal_day(issued.issued_at),
        "office": office_named(pack, registration.office),
    }


def _birth(written: str) -> Value:
    birth = PartialDate.parse(written) if written else None
    return (birth.whole or written) if birth else None


def _country(pack: Pack, code: str) -> Value:
    found = pack.find_country(code)
    return {language: pack.name_of(found, language) for language in pack.languages} if found else code


def _district(pack: Pack, code: str, language: str) -> str:
    found = pack.territory.districts.get(code)
    return pack.name_of(found, language) if found else code


def office_named(pack: Pack, code: str) -> Value:
    """The competent office; a country without offices answers for itself."""
    path = f"offices.{code}.name" if code else "pack.name"
    return {language: pack.text(path, language) for language in pack.languages}
