"""Writes invented people as `people.actions.record` would have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sojourn.lib import mrz
from sojourn.lib.types import Confidentiality
from sojourn.people import events, rules
from sojourn.people.types import HoldKind, Identity, LinkKind, Standing
from sojourn.project.demonstration.ciphers import Ciphers
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.sheets import NULL, Sheets, compact, escaped, quoted

_SEALED = "people_statement.sealed"
_DECLARED = Standing.DECLARED.value

_search_keys = lru_cache(maxsize=None)(rules.name_search_keys)
_name_keys = lru_cache(maxsize=None)(mrz.name_keys)


@dataclass(frozen=True, slots=True)
class Telling:
    """On which occasion someone was told of; `by` is the actor's record as JSON."""

    at: datetime
    said_on: date
    reference: str
    by: str
    confidentiality: Confidentiality = Confidentiality.ORDINARY

    @property
    def source(self) -> dict[str, str]:
        """As `people.types.Source.as_record`."""
        told = {"reference": self.reference, "said_on": str(self.said_on)}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as JSON; `sealed` is what the database shall not read."""

    kind: str
    value: str
    sealed: str | None = None


def lines_of(who: Identity) -> list[Line]:
    """As `people.rules.statements_of`, for the identities the cast has."""
    name = ",".join(
        f'"{part}":{quoted(text)}'
        for part, text in (("given", who.names.given), ("surname", who.names.surname))
        if text
    )
    lines = [
        Line("name", f"{{{name}}}"),
        Line("birth", f'{{"date":"{who.birth}"}}'),
        _sex(who),
        _belonging(who),
    ]
    document = who.travel_document
    if document:
        told = f'"issuing_state":"{document.issuing_state}","kind":"{document.kind}"'
        value = f'{{"expires_on":"{document.expires_on}",{told}}}'
        lines.append(Line("travel-document", value, f'{{"number":"{document.number}"}}'))
    if who.no_document_reason:
        lines.append(Line("no-document", f'{{"reason":"{who.no_document_reason}"}}'))
    return lines


def _sex(who: Identity) -> Line:
    return Line("sex", f'{{"sex":"{who.sex}"}}')


def _belonging(who: Identity) -> Line:
    code = who.nationality or ""
    status = mrz.status_of(code)
    if status:
        return Line("status", f'{{"code":"{code}","status":"{status}"}}')
    return Line("citizenship", f'{{"state":"{code}"}}')


class PeopleSheets:
    """People, their statements and keys, links and holds."""

    def __init__(self, sheets: Sheets, log: Log, ciphers: Ciphers, new_id: Callable[[datetime], str]) -> None:
        self._sheets, self._log, self._ciphers, self._new_id = sheets, log, ciphers, new_id

    def person(self, identity: Identity, telling: Telling) -> str:
        """Someone new; gives the id."""
        person_id, at, level = self._new_id(telling.at), str(telling.at), str(int(telling.confidentiality))
        self._sheets.line("people_person", person_id, level, at)
        lines = lines_of(identity)
        source = telling.source
        for line in lines:
            self._statement(person_id, line, compact(source), str(telling.said_on), at)
        self._keys(person_id, identity, level)
        self._log.record(
            events.RECORDED,
            person_id,
            at=at,
            by=telling.by,
            facts={"standing": _DECLARED, "source": source, "kinds": [line.kind for line in lines]},
            personal={"told": f"[{','.join([line.value for line in lines])}]"},
            confidentiality=telling.confidentiality,
        )
        return person_id

    def _statement(self, person_id: str, line: Line, source: str, said_on: str, at: str) -> None:
        sealed = self._ciphers.seal(_SEALED, line.sealed) if line.sealed else NULL
        fingerprint = self._ciphers.index(
            "people.statement", line.kind, f"[{line.value},{line.sealed or 'null'}]"
        )
        self._sheets.line(
            "people_statement", person_id, line.kind, escaped(line.value), sealed, _DECLARED, source, said_on,
            at, fingerprint,
        )  # fmt: skip

    def _keys(self, person_id: str, identity: Identity, level: str) -> None:
        document, birth = identity.travel_document, identity.birth
        index, add = self._ciphers.index, self._sheets.line
        if document and birth:
            number = document.number
            for name in _name_keys(identity.names.surname, identity.names.given):
                digest = index("people.identity", document.issuing_state, number, str(birth), name)
                add("people_matchkey", person_id, "identity", digest, level)
            add("people_matchkey", person_id, "document", index("people.document", number), level)
        for key in _search_keys(identity.names):
            add("people_namekey", person_id, key, level)

    def link(self, first: str, second: str, kind: LinkKind, telling: Telling) -> None:
        """What the first is to the second."""
        link_id = self._new_id(telling.at)
        source = compact(telling.source)
        self._sheets.add(
            "people_familylink",
            link_id,
            first,
            second,
            kind.value,
            _DECLARED,
            source,
            False,
            None,
            telling.at,
        )
        self._log.record(
            events.LINKED,
            first,
            at=str(telling.at),
            by=telling.by,
            facts={
                "link": link_id,
                "relation": kind.value,
                "standing": _DECLARED,
                "source": telling.source,
                "disputed": False,
                "from_on": None,
            },
            personal={"relative": quoted(second)},
            confidentiality=telling.confidentiality,
        )

    def hold(self, person_id: str, kind: HoldKind, from_on: date, telling: Telling) -> None:
        """A protective hold without end."""
        hold_id = self._new_id(telling.at)
        self._sheets.add(
            "people_protectivehold", hold_id, person_id, kind.value, from_on, None, telling.at, ""
        )
        self._log.record(
            events.HOLD_PLACED,
            person_id,
            at=str(telling.at),
            by=telling.by,
            facts={"hold": hold_id, "hold_kind": kind.value, "from_on": str(from_on), "until_on": None},
            confidentiality=Confidentiality.PROTECTED,
        )
