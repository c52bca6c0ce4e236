"""Pure decisions of the register: which statements an identity makes, what makes two tellings one person."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sojourn.lib import mrz, names
from sojourn.lib.partial_date import PartialDate
from sojourn.people.types import Identity, PersonName, Sex, StatementKind, TravelDocument

Value = dict[str, Any]

LEAST_SEARCHED = 2
"""Letters a search by name needs at least."""

MOST_SPELLINGS = 4
"""Spellings under which one name is found."""

_KEY_ORDERS = ((0, 1), (1, 0))


@dataclass(frozen=True, slots=True)
class Said:
    """A statement before it is kept; `sealed` is what the database shall not be able to read."""

    kind: StatementKind
    value: Value
    sealed: Value | None = None


def statements_of(identity: Identity) -> tuple[Said, ...]:
    """What an identity says, one statement for each thing said."""
    return tuple(
        itertools.chain(
            _name(identity.names), _birth_and_sex(identity), _belonging(identity), _document(identity)
        )
    )


def _name(name: PersonName) -> Iterator[Said]:
    told = {"surname": name.surname, "given": name.given, "mrz": name.mrz}
    value = {part: cleaned for part, text in told.items() if text and (cleaned := names.clean(text))}
    if value:
        yield Said(StatementKind.NAME, value)


def _birth_and_sex(identity: Identity) -> Iterator[Said]:
    if identity.birth:
        yield Said(StatementKind.BIRTH, {"date": str(identity.birth)})
    if identity.sex:
        yield Said(StatementKind.SEX, {"sex": identity.sex.value})


def _belonging(identity: Identity) -> Iterator[Said]:
    """A code of Doc 9303 such as XXA is a status, which is not a citizenship."""
    code = identity.nationality
    if code and (status := mrz.status_of(code)):
        yield Said(StatementKind.STATUS, {"status": status.value, "code": code})
    elif code:
        yield Said(StatementKind.CITIZENSHIP, {"state": code})
    for language in identity.languages:
        yield Said(StatementKind.LANGUAGE, {"language": language})


def _document(identity: Identity) -> Iterator[Said]:
    document = identity.travel_document
    if document:
        value: Value = {"kind": document.kind, "issuing_state": document.issuing_state}
        if document.expires_on:
            value["expires_on"] = document.expires_on.isoformat()
        sealed: Value = {"number": document_number(document.number)}
        if document.mrz:
            sealed["mrz"] = document.mrz
        yield Said(StatementKind.TRAVEL_DOCUMENT, value, sealed)
    if identity.no_document_reason:
        yield Said(StatementKind.NO_DOCUMENT, {"reason": identity.no_document_reason})


def document_number(text: str) -> str:
    """A number as it is compared: capitals and digits only, as in the machine-readable zone."""
    return "".join(mark for mark in names.upper(names.clean(text)) if mark.isalnum())


def identity_keys(identity: Identity) -> tuple[tuple[str, ...], ...]:
    """The words that must all be equal for two tellings to be one person; none where a part is missing."""
    document, birth = identity.travel_document, identity.birth
    if not document or not birth or not document_number(document.number) or not document.issuing_state:
        return ()
    spelled = [key for key in mrz.name_keys(identity.names.surname, identity.names.given) if key != "<"]
    unspelled = names.upper(names.clean(identity.names.whole))  # a script Doc 9303 has no table for
    words = (document.issuing_state, document_number(document.number), str(birth))
    return tuple((*words, name) for name in spelled or [unspelled] if name)


def name_search_keys(name: PersonName) -> tuple[str, ...]:
    """Every spelling of a name, surname first and given names first."""
    return search_keys_of(search_spellings(name.surname or ""), search_spellings(name.given or ""))


def search_keys_of(surnames: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    """The same for parts that are spelled already."""
    pairs = itertools.islice(itertools.product(surnames, given), MOST_SPELLINGS)
    keys = (_joined(pair[first], pair[second]) for pair in pairs for first, second in _KEY_ORDERS)
    return tuple(dict.fromkeys(key for key in keys if key))


def search_spellings(text: str) -> tuple[str, ...]:
    """As documents print it; as written, in a script Doc 9303 has no table for."""
    spelled = tuple(filter(None, mrz.spellings(text)))
    return spelled or (names.upper(names.clean(text)),)


def search_prefixes(text: str) -> tuple[str, ...]:
    """How the keys of the people looked for begin; none when there is too little to look for."""
    found = (_joined(spelled) for spelled in search_spellings(text))
    return tuple(dict.fromkeys(prefix for prefix in found if len(prefix) >= LEAST_SEARCHED))


def is_document_number(text: str) -> bool:
    """Whether what was typed into the search is a number rather than a name."""
    return sum(mark.isdecimal() for mark in text) >= 4


def _joined(*parts: str) -> str:
    return " ".join(part.replace("<", " ") for part in parts if part)


def identity_from(said: Iterable[tuple[StatementKind, Value]]) -> tuple[Identity, str | None]:
    """The identity and status that current statements, oldest first, add up to; the later one counts."""
    last: dict[StatementKind, Value] = dict(said)
    name, document = last.get(StatementKind.NAME, {}), last.get(StatementKind.TRAVEL_DOCUMENT)
    birth, sex = last.get(StatementKind.BIRTH), last.get(StatementKind.SEX)
    status = last.get(StatementKind.STATUS)
    citizenship = last.get(StatementKind.CITIZENSHIP)
    code = citizenship["state"] if citizenship else status["code"] if status else None
    identity = Identity(
        names=PersonName(name.get("surname"), name.get("given"), name.get("mrz")),
        birth=PartialDate.parse(birth["date"]) if birth else None,
        sex=Sex(sex["sex"]) if sex else None,
        nationality=code,
        travel_document=_travel_document(document) if document else None,
        no_document_reason=last.get(StatementKind.NO_DOCUMENT, {}).get("reason"),
    )
    return identity, status["status"] if status else None


def _travel_document(value: Value) -> TravelDocument:
    expires = value.get("expires_on")
    return TravelDocument(
        value["kind"],
        value["issuing_state"],
        value.get("number", ""),
        PartialDate.parse(expires).whole if expires else None,
        value.get("mrz"),
    )
