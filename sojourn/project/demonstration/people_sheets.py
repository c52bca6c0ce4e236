"""Writes invented people as `people.actions.record` would have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sojourn.lib import mrz
from sojourn.lib.types import Confidentiality
from sojourn.people import events
from sojourn.people.types import HoldKind, LinkKind, Standing
from sojourn.project.demonstration.cast import KIND_OF_DOCUMENT, WHY_NONE, Character
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.ciphers import Ciphers
from sojourn.project.demonstration.days import ISO
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.sheets import (
    DAY,
    FALSE,
    NOTHING,
    NULL,
    Sheets,
    jsonb,
    key,
    moment,
    short,
    word,
    written,
)

_SEALED = b"people_statement.sealed"
_DECLARED = Standing.DECLARED.value
_LEVELS = tuple(short(level) for level in sorted(Confidentiality))
_IDENTITY, _DOCUMENT = word("identity"), word("document")


@dataclass(slots=True)
class Telling:
    """On which occasion someone was told of. `source` is JSON, as `people.types.Source.as_record`; `by` is
    the cell of the actor's record, `at` in microseconds since 2000.
    """

    at: int
    said_on: int
    source: str
    by: bytes
    level: Confidentiality = Confidentiality.ORDINARY


def telling(at: int, said_on: int, reference: str, by: bytes, level: Confidentiality) -> Telling:
    """`reference` is that of the filing, where it was said in one."""
    named = f'"reference":"{reference}",' if reference else ""
    return Telling(at, said_on, f'{{{named}"said_on":"{ISO[said_on]}"}}', by, level)


def lines_of(who: Character) -> list[tuple[str, str, str]]:
    """As `people.rules.statements_of`: kind, value and what the database shall not read, as JSON."""
    lines = [
        ("name", who.named.said, ""),
        ("birth", f'{{"date":"{who.born}"}}', ""),
        ("sex", f'{{"sex":"{who.sex}"}}', ""),
        _belonging(who.nationality),
    ]
    if who.number:
        told = f'"issuing_state":"{who.nationality}","kind":"{KIND_OF_DOCUMENT}"'
        value = f'{{"expires_on":"{who.expires_on}",{told}}}'
        lines.append(("travel-document", value, f'{{"number":"{who.number}"}}'))
    else:
        lines.append(("no-document", f'{{"reason":"{WHY_NONE}"}}', ""))
    return lines


@lru_cache(maxsize=512)
def _belonging(code: str) -> tuple[str, str, str]:
    status = mrz.status_of(code)
    if status:
        return "status", f'{{"code":"{code}","status":"{status}"}}', ""
    return "citizenship", f'{{"state":"{code}"}}', ""


class PeopleSheets:
    """People, their statements and keys, links and holds."""

    def __init__(self, sheets: Sheets, log: Log, ciphers: Ciphers, chance: Chance) -> None:
        self._sheets, self._log, self._ciphers, self._chance = sheets, log, ciphers, chance
        self._statements = sheets.rows["people_statement"]
        self._common = lru_cache(maxsize=4096)(self._said)

    def person(self, who: Character, told: Telling) -> bytes:
        """Someone new; gives the id."""
        person_id, at, level = self._chance.new_id(told.at), moment(told.at), _LEVELS[told.level]
        person = key(person_id)
        self._sheets.line("people_person", person, level, at)
        lines = lines_of(who)
        ending = b"".join((word(_DECLARED), jsonb(told.source), DAY[told.said_on], at))
        for kind, value, sealed in lines:
            said, fingerprint = (self._said if sealed else self._common)(kind, value, sealed)
            self._statements.append(b"".join((person, said, ending, fingerprint)))
        self._keys(person, who, level)
        kinds = '","'.join([kind for kind, _, _ in lines])
        self._log.record(
            events.RECORDED,
            person_id,
            f"[{','.join([value for _, value, _ in lines])}]",
            at=at,
            by=told.by,
            facts=f'{{"standing":"{_DECLARED}","source":{told.source},"kinds":["{kinds}"]}}',
            level=told.level,
        )
        return person_id

    def _said(self, kind: str, value: str, sealed: str) -> tuple[bytes, bytes]:
        """The cells before and after those that tell the occasion; many people say the same."""
        hidden = self._ciphers.seal(_SEALED, sealed) if sealed else NULL
        fingerprint = self._ciphers.index("people.statement", kind, f"[{value},{sealed or 'null'}]")
        return word(kind) + jsonb(value) + hidden, fingerprint

    def _keys(self, person: bytes, who: Character, level: bytes) -> None:
        index, add = self._ciphers.index, self._sheets.line
        if who.number:
            for name in who.named.printed:
                digest = index("people.identity", who.nationality, who.number, who.born, name)
                add("people_matchkey", person, _IDENTITY, digest, level)
            add("people_matchkey", person, _DOCUMENT, index("people.document", who.number), level)
        for name in who.named.searched:
            add("people_namekey", person, word(name), level)

    def link(self, first: bytes, second: bytes, kind: LinkKind, told: Telling) -> None:
        """What the first is to the second."""
        link_id, at = self._chance.new_id(told.at), moment(told.at)
        self._sheets.line(
            "people_familylink", key(link_id), key(first), key(second), word(kind.value), word(_DECLARED),
            jsonb(told.source), FALSE, NULL, at,
        )  # fmt: skip
        facts = {
            "link": f'"{written(link_id)}"',
            "relation": f'"{kind.value}"',
            "relative": f'"{written(second)}"',
            "standing": f'"{_DECLARED}"',
            "source": told.source,
            "disputed": "false",
            "from_on": "null",
        }
        self._log.tell(events.LINKED, first, facts, at=at, by=told.by, level=told.level)

    def hold(self, person_id: bytes, kind: HoldKind, from_on: int, told: Telling) -> None:
        """A protective hold without end."""
        hold_id, at = self._chance.new_id(told.at), moment(told.at)
        self._sheets.line(
            "people_protectivehold", key(hold_id), key(person_id), word(kind.value), DAY[from_on], NULL, at,
            NOTHING,
        )  # fmt: skip
        facts = {
            "hold": f'"{written(hold_id)}"',
            "hold_kind": f'"{kind.value}"',
            "from_on": f'"{ISO[from_on]}"',
            "until_on": "null",
        }
        level = Confidentiality.PROTECTED
        self._log.tell(events.HOLD_PLACED, person_id, facts, at=at, by=told.by, level=level)
