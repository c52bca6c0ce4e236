"""What the document of a grant says: a card with its machine-readable zone, or an electronic paper."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from sojourn.catalogue.types import Pack, Zone
from sojourn.documents import queries as documents
from sojourn.documents.letters import Value
from sojourn.documents.types import MediaType
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.lib import mrz
from sojourn.lib.partial_date import PartialDate
from sojourn.lib.types import Subject
from sojourn.permits.types import Issued

Told = Mapping[str, Value]
_CARD_DAY = "%d.%m.%Y"


def card(file: CaseFile, issued: Issued) -> Told:
    """The fields of a card for printing, with its machine-readable zone."""
    who, last = file.identity, issued.valid[1]
    return {
        "surname": who.names.surname or "",
        "given": who.names.given or "",
        "sex": {"female": "F", "male": "M"}.get(who.sex.value, "X") if who.sex else None,
        "birth": _card_day(who.birth),
        "valid-to": last.strftime(_CARD_DAY) if last else None,
        "number": issued.number,
        "place": _place(file),
        "mrz": list(_zone(file, issued)),
    }


def _zone(file: CaseFile, issued: Issued) -> tuple[str, ...]:
    """The machine-readable zone of the card or booklet. Source: ICAO Doc 9303-4 and 9303-5."""
    who, last = file.identity, issued.valid[1]
    document = file.pack.letters.get(issued.kind)
    zone = document.zone if document else Zone()
    holder = mrz.Holder(
        kind=zone.kind,
        issuing_state=settings.SEAL_STATE,
        number=mrz.as_number(issued.number),
        nationality=zone.nationality or who.nationality or "XXX",
        surname=who.names.surname,
        given_names=who.names.given,
        birth=who.birth,
        sex=mrz.Sex(_LETTERS[who.sex.value]) if who.sex and who.sex.value in _LETTERS else None,
        expires=PartialDate(last.year, last.month, last.day) if last else None,
    )
    return mrz.write(holder, zone.format)


_LETTERS = {"female": "F", "male": "M"}


def portrait(file: CaseFile) -> dict[str, bytes]:
    """The photo that was handed in, when it is a picture and was found to be harmless."""
    path = file.service.case.photo if file.service.case else None
    wanted = str(file.answers.get(path or "") or "")
    for each in documents.list_documents(Subject("application", file.case.application_id), to=THE_STORY):
        if str(each.id) == wanted and each.safe.media_type is MediaType.JPEG and not each.is_kept_apart:
            return {"portrait": documents.read_safe_copy(each)}
    return {}


def electronic(file: CaseFile, issued: Issued) -> Told:
    """What is so of the paper itself: its number, its days, where its holder lives."""
    return {
        "number": issued.number,
        "valid-from": issued.valid[0],
        "valid-to": issued.valid[1],
        "place": _place(file),
    }


def _place(file: CaseFile) -> Value:
    return _district(file.pack, str(file.cleaned.get(f"{file.service.place_path}.district") or ""))


def _district(pack: Pack, code: str) -> Value:
    found = pack.territory.districts.get(code)
    return {language: pack.name_of(found, language) for language in pack.languages} if found else code


def _card_day(birth: PartialDate | None) -> str | None:
    if birth is None:
        return None
    return birth.whole.strftime(_CARD_DAY) if birth.whole else str(birth)
