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
from sojourn.project.demonstration.sheets import Sheets, compact

_SEALED = "people_statement.sealed"
_DECLARED = Standing.DECLARED.value

_search_keys = lru_cache(maxsize=None)(rules.name_search_keys)
_name_keys = lru_cache(maxsize=None)(mrz.name_keys)


@dataclass(frozen=True, slots=True)
class Telling:
    """On which occasion someone was told of."""

    at: datetime
    said_on: date
    reference: str
    by: str
    confidentiality: Confidentiality = Confidentiality.ORDINARY

    @property
    def source_record(self) -> dict[str, str]:
        told = {"reference": self.reference, "said_on": str(self.said_on)}
        return {name: value for name, value in told.items() if value}


class PeopleSheets:
    """People, their statements and keys, links and holds."""

    def __init__(self, sheets: Sheets, log: Log, ciphers: Ciphers, new_id: Callable[[datetime], str]) -> None:
        self._sheets, self._log, self._ciphers, self._new_id = sheets, log, ciphers, new_id

    def person(self, identity: Identity, telling: Telling) -> str:
        """Someone new; gives the id."""
        person_id = self._new_id(telling.at)
        level = int(telling.confidentiality)
        self._sheets.add("people_person", person_id, level, telling.at)
        said = rules.statements_of(identity)
        source = compact(telling.source_record)
        for one in said:
            self._statement(person_id, one, source, telling)
        self._keys(person_id, identity, level)
        self._log.record(
            events.RECORDED,
            person_id,
            at=telling.at,
            by=telling.by,
            facts={
                "standing": _DECLARED,
                "source": telling.source_record,
                "kinds": [one.kind.value for one in said],
            },
            personal={"told": [one.value for one in said]},
            confidentiality=level,
        )
        return person_id

    def _statement(self, person_id: str, one: rules.Said, source: str, telling: Telling) -> None:
        kind = one.kind.value
        self._sheets.add(
            "people_statement",
            person_id,
            kind,
            compact(one.value),
            self._ciphers.seal(_SEALED, one.sealed) if one.sealed else None,
            _DECLARED,
            source,
            telling.said_on,
            telling.at,
            self._ciphers.index("people.statement", kind, compact([one.value, one.sealed])),
        )

    def _keys(self, person_id: str, identity: Identity, level: int) -> None:
        document, birth = identity.travel_document, identity.birth
        index, add = self._ciphers.index, self._sheets.add
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
        source = compact(telling.source_record)
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
            at=telling.at,
            by=telling.by,
            facts={
                "link": link_id,
                "relation": kind.value,
                "standing": _DECLARED,
                "source": telling.source_record,
                "disputed": False,
                "from_on": None,
            },
            personal={"relative": second},
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
            at=telling.at,
            by=telling.by,
            facts={"hold": hold_id, "hold_kind": kind.value, "from_on": str(from_on), "until_on": None},
            confidentiality=Confidentiality.PROTECTED,
        )
