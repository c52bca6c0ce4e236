"""What one pack changes in another, in words: for whom, from which day, by which source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sojourn.catalogue.building import json_value
from sojourn.catalogue.compiling import differences
from sojourn.catalogue.decision_checks import PARAMETERS as READ_BY_CASES
from sojourn.catalogue.law import DatedValue, Parameter, Unit
from sojourn.catalogue.regimes import Regime
from sojourn.catalogue.service_changes import changes_of_services
from sojourn.catalogue.types import Pack, Petitions
from sojourn.catalogue.uses import uses_of
from sojourn.catalogue.wording import amount, cell, document, many, said, title

EVERY_CASE = ("*",)
"""In place of codes: every service that is decided."""

_PAID = ("fee", "card-fee")
_SWITCHES = ("calendar_switch", "pause_switch", "service_switch")
_HEAD = ("code", "version", "zone", "currency", "languages", "rest_days", *_SWITCHES)
_ROWS = ("holidays", "countries", "letters", "references")
_TOLD = frozenset(
    (
        *_HEAD,
        *_ROWS,
        "parameters",
        "services",
        "offices",
        "territory",
        "texts",
        "templates",
        "regimes",
        "petitions",
        "rules",
        "sha256",
    )
)
"""Parts of a pack that are told in sentences of their own."""


@dataclass(frozen=True)
class Change:
    """One thing that changes. `services`: whom it concerns, by code, or `EVERY_CASE`; none: everybody."""

    said: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Span:
    """Days on which two packs give a parameter different values; `until` is the first day after them."""

    from_: date | None
    until: date | None
    old: DatedValue | None
    new: DatedValue | None

    @property
    def term(self) -> str:
        first = f"from {self.from_}" if self.from_ else "at all times"
        last = f" until {self.until - timedelta(days=1)}" if self.until else ""
        return first + last if self.from_ or not self.until else f"before {self.until}"


def changes(old: Pack, new: Pack) -> list[Change]:
    """Everything that differs, the law first, service by service."""
    found = [*_head(old, new), *_law(old, new)]
    found += [Change(words, (code,)) for code, words in changes_of_services(old, new)]
    return found + [Change(words) for words in _around(old, new)]


def as_lines(found: Sequence[Change], new: Pack) -> list[str]:
    """Grouped by the services they concern, those of the whole pack first."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for each in found:
        groups.setdefault(each.services, []).append(each.said)
    lines: list[str] = []
    for services in sorted(groups, key=lambda codes: (codes != (), codes)):
        head = ", ".join(title(new, code) for code in services) or "The pack"
        if services == EVERY_CASE:
            head = "Every service an officer decides"
        lines += [head, *(f"  {words}" for words in groups[services]), ""]
    return [*lines, f"{many(len(found), 'change')}."]


def _head(old: Pack, new: Pack) -> Iterator[Change]:
    for name in _HEAD:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(f"{name.replace('_', ' ')}: {said(after)} instead of {said(before)}")


def _law(old: Pack, new: Pack) -> Iterator[Change]:
    concerned = _concerned(old, new)
    for name in sorted({*old.parameters, *new.parameters}):
        before, after = old.parameters.get(name), new.parameters.get(name)
        roles = concerned.get(name, {})
        services = tuple(sorted(roles)) or (EVERY_CASE if name in READ_BY_CASES else ())
        is_paid = any(role in _PAID for each in roles.values() for role in each)
        if before == after:
            continue
        if before is None or after is None:
            yield Change(_new_or_gone(name, before, after), services)
        else:
            for words in _parameter(name, before, after, new, is_paid=is_paid):
                yield Change(words, services)


def _concerned(old: Pack, new: Pack) -> dict[str, dict[str, tuple[str, ...]]]:
    """Of each parameter the services whose rules can look at it, with the roles of those rules."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for pack in (old, new):
        for service in pack.services.values():
            uses = uses_of(pack, service)
            for names in uses.parameters.values():
                for name in names:
                    found.setdefault(name, {})[service.code] = uses.roles_of(name)
    return found


def _new_or_gone(name: str, before: Parameter | None, after: Parameter | None) -> str:
    known = after or before
    last = known.values[-1] if known and known.values else None
    what = f"{name} ({known.description if known else ''})"
    if after is None:
        return f"no longer in the law: {what}"
    since = f" from {last.from_}" if last and last.from_ else ""
    return f"new in the law: {what}: {said(last.value if last else None)}{since}{_rests_on(last)}"


def _parameter(name: str, before: Parameter, after: Parameter, new: Pack, *, is_paid: bool) -> Iterator[str]:
    for span in _spans(before, after):
        yield from _span(name, span, before, after, new, is_paid=is_paid)
    if before.description != after.description or before.question != after.question:
        yield f"{name}: what it says of itself is worded anew"
    if before.alternatives != after.alternatives:
        yield f"{name} may be {said(after.alternatives)}, it was {said(before.alternatives)}"


def _spans(before: Parameter, after: Parameter) -> list[_Span]:
    """The days on which value, source or confidence differ, joined where they go on unchanged."""
    starts = sorted({each.from_ for each in (*before.values, *after.values)}, key=lambda day: day or date.min)
    found: list[_Span] = []
    for at, start in enumerate(starts):
        until = starts[at + 1] if at + 1 < len(starts) else None
        was, will = before.on(start or date.min), after.on(start or date.min)
        if _plain(was) == _plain(will):
            continue
        last = found[-1] if found else None
        if last and last.until == start and (last.old, last.new) == (was, will):
            found[-1] = _Span(last.from_, until, was, will)
        else:
            found.append(_Span(start, until, was, will))
    return found


def _plain(dated: DatedValue | None) -> Any:
    return dated and (dated.value, dated.source, dated.confidence, dated.note)


def _span(
    name: str, span: _Span, before: Parameter, after: Parameter, new: Pack, *, is_paid: bool
) -> Iterator[str]:
    was, will = (each.value if each else None for each in (span.old, span.new))
    if was == will:
        yield f"{name} {span.term}: the value stays {said(will)}; it now rests on{_rests_on(span.new)}"
    elif after.unit is Unit.MONEY_TABLE and before.unit is Unit.MONEY_TABLE:
        yield from _table(name, span, was or {}, will or {}, new, is_paid=is_paid)
    elif after.unit is Unit.LIST and isinstance(was, list) and isinstance(will, list):
        more, fewer = [each for each in will if each not in was], [each for each in was if each not in will]
        moved = " ".join(
            f"{word} {said(each)}" for word, each in (("with", more), ("without", fewer)) if each
        )
        yield f"{after.description}, {span.term}: {moved or 'in another order'}{_rests_on(span.new)}"
    else:
        currency = new.currency if after.unit is Unit.MONEY else ""
        yield (
            f"{after.description}, {span.term}: {amount(will, currency)} "
            f"instead of {amount(was, currency)}{_rests_on(span.new)}"
        )


def _table(
    name: str, span: _Span, was: Mapping[str, Any], will: Mapping[str, Any], new: Pack, *, is_paid: bool
) -> Iterator[str]:
    """Cell by cell: who pays what instead of what."""
    cells = [(row, column) for table in (was, will) for row in table for column in table[row]]
    for row, column in dict.fromkeys(cells):
        before, after = was.get(row, {}).get(column), will.get(row, {}).get(column)
        if before == after:
            continue
        who, what = cell(new, name, row, column)
        if is_paid and before and after:
            yield (
                f"{who}, {_applying(span)}, pay {after} instead of {before} {new.currency} "
                f"for {what}{_rests_on(span.new)}"
            )
        else:
            old_amount, new_amount = amount(before, new.currency), amount(after, new.currency)
            yield f"{who}, {what}, {span.term}: {new_amount} instead of {old_amount}{_rests_on(span.new)}"


def _applying(span: _Span) -> str:
    return f"applying {span.term}" if span.from_ or span.until else "whenever they apply"


def _rests_on(dated: DatedValue | None) -> str:
    return f" ({dated.source}; {dated.confidence})" if dated else ""


def _around(old: Pack, new: Pack) -> Iterator[str]:
    """What every service shares: offices, places, days off, letters, documents around them, texts."""
    for code in sorted({*old.offices, *new.offices}):
        before, after = old.offices.get(code), new.offices.get(code)
        if before != after:
            yield f"office {code}: {document(before, after)}"
    for name in _ROWS:
        yield from _rows(name, getattr(old, name), getattr(new, name))
    yield from _rows("districts", old.territory.districts, new.territory.districts)
    yield from _regimes(old.regimes, new.regimes)
    yield from _petitions(old.petitions, new.petitions)
    drawn = [
        name
        for name in {*old.templates, *new.templates}
        if old.templates.get(name) != new.templates.get(name)
    ]
    if drawn:
        yield f"drawn otherwise: {', '.join(sorted(drawn))}"
    for name in sorted(each.name for each in fields(Pack) if each.name not in _TOLD):
        apart = differences(json_value(getattr(old, name)), json_value(getattr(new, name)), name)
        shown = ", ".join(path for path, *_ in apart[:6]) + (" …" if apart[6:] else "")
        if apart:
            yield f"{name.replace('_', ' ')}, {many(len(apart), 'difference')}: {shown}"
    for language in dict.fromkeys((*old.languages, *new.languages)):
        yield from _texts(language, old, new)


def _regimes(before: Sequence[Regime], after: Sequence[Regime]) -> Iterator[str]:
    """A decree for a class of people: what of it is otherwise, and for whom."""
    was, will = ({each.code: each for each in told} for told in (before, after))
    for code in dict.fromkeys((*was, *will)):
        if was.get(code) != will.get(code):
            whom = said((will.get(code) or was[code]).for_whom)
            yield f"regime {code}, for {whom}: {document(was.get(code), will.get(code))}"


def _petitions(before: Petitions | None, after: Petitions | None) -> Iterator[str]:
    """What can be written about, who reads it and by when it is answered."""
    if before is None or after is None:
        if before is not after:
            yield f"petitions: {document(before, after)}"
        return
    was, will = ({each.code: each for each in told.matters} for told in (before, after))
    for code in dict.fromkeys((*was, *will)):
        if was.get(code) != will.get(code):
            yield f"petitions about {code}: {document(was.get(code), will.get(code))}"
    rest = document(replace(before, matters=()), replace(after, matters=()))
    if rest:
        yield f"petitions: {rest}"


def _rows(name: str, before: Any, after: Any) -> Iterator[str]:
    """Tables: which rows came, went or changed."""
    if not isinstance(before, Mapping):
        before, after = ({str(each.on): each for each in rows} for rows in (before, after))
    came = [key for key in after if key not in before]
    went = [key for key in before if key not in after]
    other = [key for key in after if key in before and before[key] != after[key]]
    for word, keys in (("with", came), ("without", went), ("changed:", other)):
        if keys:
            yield f"{name} {word} {', '.join(keys[:12])}" + (
                f" and {len(keys) - 12} more" if keys[12:] else ""
            )


def _texts(language: str, old: Pack, new: Pack) -> Iterator[str]:
    before, after = old.texts.get(language, {}), new.texts.get(language, {})
    outside = {
        path for path in {*before, *after} if path.partition(".")[0] not in {*old.services, *new.services}
    }
    changed = sorted(path for path in outside if before.get(path) != after.get(path))
    if changed:
        shown = ", ".join(changed[:6]) + (" …" if changed[6:] else "")
        yield f"{many(len(changed), 'text')} in {language}: {shown}"
