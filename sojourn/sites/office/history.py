"""The log as it is read: what happened and who looked, in sentences, with the names of those who acted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import ROLES, Permission
from sojourn.accounts.types import Acting
from sojourn.applications.events import SUBMITTED
from sojourn.audit import queries as log
from sojourn.audit.queries import Happened, Reading
from sojourn.cases.events import OPENED
from sojourn.cases.types import DecisionKind
from sojourn.lib import clock
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.people import queries as people
from sojourn.sites.office import case_words, words
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk
from sojourn.sites.ui.spoken import spoken_date, spoken_money


@dataclass(frozen=True, slots=True)
class Who:
    """One who acted or looked: the name and the roles of that day, where, and for whom."""

    name: str
    roles: str = ""
    door: str = ""
    office: str = ""
    acting_for: str = ""
    on_behalf_of: str = ""
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened, as a sentence; `told` are its reasons, answers and days under their names."""

    entry: int
    number: int
    at: datetime
    what: str
    who: Who
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked: why, and at what when that is not the subject of the page."""

    id: int
    at: datetime
    who: Who
    purpose: str
    subject: Subject | None
    listing: str
    count: int


def happened(
    desk: Desk, subject: Subject, *, before: int | None = None, limit: int | None = None
) -> list[Line]:
    """What happened to a subject (all, or the last entries before one), as far as the desk may see.

    A draft is its holder's own: of a filing nothing is told before it was sent. A family link is told of
    where both may be seen; one's secret is not shown through another.
    """
    events = log.list_events(subject, to=desk.reader, before=before, limit=limit)
    if subject.kind == "application" and not any(event.kind == SUBMITTED.name for event in events):
        return []
    events = _without_hidden_links(desk, events)
    called = _called(desk, [event.actor for event in events], _accounts_told(events))
    opened = [event.facts for event in events if event.kind == OPENED.name]
    called = replace(called, service=str(opened[0]["service"]) if opened else "")
    return [_line(desk, event, called) for event in events]


def looked(desk: Desk, subject: Subject, *, before: int | None = None, secret: bool = False) -> list[Look]:
    """Who looked at a subject, newest first; nothing for those who may not see who looks."""
    if not desk.may(Permission.SEE_ACCESSES):
        return []
    return looks(desk, log.list_readings(subject, to=desk.reader, before=before, secret=secret))


def looks(desk: Desk, readings: Iterable[Reading]) -> list[Look]:
    """Readings with the names of those who read."""
    rows = list(readings)
    called = _called(desk, [row.actor for row in rows])
    return [
        Look(
            row.id,
            row.at,
            called.who(row.actor, row.at),
            words.word(words.PURPOSES, row.purpose),
            row.subject,
            words.word(words.LISTINGS, row.listing) if row.listing else "",
            row.count,
        )
        for row in rows
    ]


def _without_hidden_links(desk: Desk, events: list[Happened]) -> list[Happened]:
    links = {UUID(event.facts["link"]) for event in events if "link" in event.facts}
    if not links:
        return events
    seen = people.list_seen_links(links, to=desk.reader)
    return [event for event in events if "link" not in event.facts or UUID(event.facts["link"]) in seen]


@dataclass(frozen=True, slots=True)
class _Called:
    """The names behind the ids of a page of the log."""

    desk: Desk
    accounts: Mapping[UUID, Acting]
    organisations: Mapping[UUID, str]
    service: str = ""

    def who(self, actor: Mapping[str, Any], at: datetime) -> Who:
        account_id = UUID(actor["account"]) if "account" in actor else None
        office, acting_for = actor.get("office"), actor.get("acting_for")
        known = self.accounts.get(account_id) if account_id else None
        roles = known.roles_on(clock.legal_day(at), office=office) if known else ()
        return Who(
            name=(known.name if known else "") or words.word(words.ACTORS, actor.get("kind")),
            roles=", ".join(gettext(ROLES[code].name) for code in roles if code in ROLES),
            door=words.word(words.DOORS, actor.get("door")) if actor.get("kind") != "system" else "",
            office=self.office(office) if office else "",
            acting_for=self.account(acting_for) if acting_for else "",
            on_behalf_of=self._principal(actor.get("on_behalf_of")),
            account_id=account_id,
        )

    def account(self, account_id: object) -> str:
        known = self.accounts.get(UUID(str(account_id)))
        return (known.name if known else "") or words.word(words.ACTORS, "staff")

    def office(self, code: str) -> str:
        known = code in self.desk.pack.offices
        return self.desk.pack.text(f"offices.{code}.name", self.desk.language) if known else code

    def _principal(self, principal: Mapping[str, str] | None) -> str:
        if not principal:
            return ""
        name = self.organisations.get(UUID(principal["id"]))
        return name or words.word(words.SUBJECTS, principal["kind"])


def _called(desk: Desk, actors: Iterable[Mapping[str, Any]], told: Iterable[UUID] = ()) -> _Called:
    """At most two statements, however long the page."""
    rows = list(actors)
    ids = {UUID(row[part]) for row in rows for part in ("account", "acting_for") if part in row} | set(told)
    principals = [row["on_behalf_of"] for row in rows if "on_behalf_of" in row]
    hosts = {UUID(each["id"]) for each in principals if each["kind"] == "organisation"}
    return _Called(
        desk,
        accounts.list_acting(ids) if ids else {},
        organisations.list_names(hosts, to=desk.reader) if hosts else {},
    )


_ACCOUNTS = ("acting_for", "officer")
"""Facts that name an account."""


def _accounts_told(events: Iterable[Happened]) -> set[UUID]:
    rows = list(events)
    named = {UUID(event.facts[name]) for event in rows for name in _ACCOUNTS if event.facts.get(name)}
    return named | {found for event in rows if (found := _former_officer(event)) is not None}


_HANDED = frozenset({"case:handed-over", "case:put-back", "case:hand-over-undone"})


def _former_officer(event: Happened) -> UUID | None:
    """Who had a case in hand before; offices and classes are told by the same name."""
    before = event.facts.get("before")
    return UUID(before) if before and event.kind in _HANDED else None


def _line(desk: Desk, event: Happened, called: _Called) -> Line:
    said = {name: _said(desk, event, name, called) for name in words.LABELS if event.facts.get(name)}
    return Line(
        event.entry,
        event.number,
        event.at,
        words.event(event.kind),
        called.who(event.actor, event.at),
        tuple((words.word(words.LABELS, name), text) for name, text in said.items() if text),
    )


_NOT_TOLD = frozenset(
    {("audit:redacted", "reason"), ("document:erased", "reason"), ("notice:given-up", "reason")}
)
"""Reasons that are a code for the machine, not somebody's words."""


def _said(desk: Desk, event: Happened, name: str, called: _Called) -> str:
    value = event.facts[name]
    if (event.kind, name) in _NOT_TOLD:
        return ""
    if event.kind.endswith(":reclassified"):
        return words.word(words.CODES["class"], value)
    if name == "minor":
        currency = str(event.facts.get("currency") or called.desk.pack.currency)
        return spoken_money(Money(int(value), currency))
    if name in words.CODES:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(words.word(words.CODES[name], code) for code in codes)
    return _HOW.get(name, _plain)(called, value)


def _plain(called: _Called, value: Any) -> str:
    return gettext("Yes") if value is True else spoken_date(str(value))


def _role(called: _Called, value: Any) -> str:
    return gettext(ROLES[value].name) if value in ROLES else str(value)


def _party(called: _Called, value: Any) -> str:
    """An office by its name, an officer by theirs; anything else as it is told."""
    known = read.uuid(str(value))
    return called.account(known) if known in called.accounts else _plain(called, called.office(str(value)))


def _body(called: _Called, value: Any) -> str:
    return _of_service(called, f"consultations.{value}.name") or str(value)


def _stage(called: _Called, value: Any) -> str:
    return _of_service(called, f"stages.{value}") or str(value)


def _of_service(called: _Called, path: str) -> str:
    """What a thing is called by the service of the case; where that is not told, by any that knows it."""
    pack, language = called.desk.pack, called.desk.language
    services = [called.service] if called.service else list(pack.services)
    found = (pack.find_text(f"{service}.{path}", language) for service in services)
    return next((said for said in found if said), "")


def _reasons(called: _Called, value: Any) -> str:
    """Coded reasons in the reader's words; those with values in them stand among the officer's words."""
    desk = called.desk
    said = (desk.pack.find_text(f"reasons.{code}", desk.language) or code for code in value)
    return " ".join(case_words.without_values(sentence) for sentence in said)


def _is_kind(value: Any) -> bool:
    """Events of a decision name it by its id; those of a proposal say its kind."""
    return any(value == kind.value for kind in case_words.DECISIONS)


def _term(value: Any) -> str:
    days = (value.get("from"), value.get("until")) if isinstance(value, dict) else ()
    return " – ".join(spoken_date(str(day)) for day in days if day)


_HOW: Mapping[str, Callable[[_Called, Any], str]] = {
    "office": _Called.office,
    "acting_for": _Called.account,
    "officer": _Called.account,
    "before": _party,
    "after": _party,
    "body": _body,
    "stage": _stage,
    "reasons": _reasons,
    "decision": lambda called, value: case_words.decision(DecisionKind(value)) if _is_kind(value) else "",
    "terms": lambda called, value: _term(value),
    "role": _role,
}
