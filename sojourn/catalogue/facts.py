"""Fills the facts a pack's rules ask for, by the mapping its service file shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, Union, get_args, get_origin

from sojourn.catalogue import rulebook
from sojourn.catalogue.building import Builder, as_node, hints_of, json_value, key_of
from sojourn.catalogue.errors import FactsNotUnderstood
from sojourn.catalogue.reader import Place, Problems
from sojourn.catalogue.types import Pack, Service
from sojourn.lib.actor import Door
from sojourn.lib.money import Money

_CONTEXT = "context."


@dataclass(frozen=True)
class Context:
    """What the service knows beside the answers. `status` and `protections` are the platform's own codes.

    granted_from, granted_until: the term an officer grants; review_due_on: the end of the time for examining,
    pauses counted; notice_served_on: of the notice to pay; decision_served_on: of the decision;
    outcome: which of the outcomes of the service was decided;
    earlier_decisions: refusals and cancellations (`decided-on`, `kind`, `ground`, `cause-removed`);
    left_unexamined: decisions not to examine the same (`decided-on`, `served-on`, `kind`).
    """

    filed_on: date
    decided_on: date | None = None
    decision_served_on: date | None = None
    review_due_on: date | None = None
    notice_served_on: date | None = None
    granted_from: date | None = None
    granted_until: date | None = None
    fee_class: str | None = None
    outcome: str | None = None
    earlier_decisions: tuple[Mapping[str, Any], ...] = ()
    left_unexamined: tuple[Mapping[str, Any], ...] = ()
    door: Door = Door.PORTAL
    status: tuple[str, ...] = ()
    protections: tuple[str, ...] = ()
    earlier_stays: tuple[Mapping[str, Any], ...] = ()

    def get(self, name: str) -> Any:
        return getattr(self, name.replace("-", "_"))


def facts_of(pack: Pack, service: Service, cleaned: Mapping[str, Any], context: Context) -> Any:
    """The facts of one filing from cleaned answers. Raises: FactsNotUnderstood."""
    given: dict[str, Any] = {}
    for fact, path in service.facts.from_.items():
        is_known = path.startswith(_CONTEXT)
        value = context.get(path.removeprefix(_CONTEXT)) if is_known else cleaned.get(path)
        if value is not None:
            given[key_of(fact)] = value
    return build_facts(rulebook.find_rule(pack.code, service.facts.type), given)


def build_facts(kind: Any, given: Mapping[str, Any]) -> Any:
    """Facts of a type from plain JSON by name, with hyphens or underscores. Raises: FactsNotUnderstood."""
    plain = _members({key: json_value(value) for key, value in given.items()}, kind)
    problems = Problems()
    built = Builder(problems).build(kind, as_node(plain, Place("facts", 1)))
    if problems.found:
        said = tuple(f"expected {one.expected}; found {one.found}" for one in problems.found)
        raise FactsNotUnderstood(reasons=said)
    return built


def frozen(facts: Any) -> Any:
    """Facts as plain JSON, as they were on the day; `build_facts` makes them again."""
    return json_value(facts)


def _members(given: Mapping[str, Any], kind: Any) -> dict[str, Any]:
    hints = {key_of(each.name): hints_of(kind)[each.name] for each in fields(kind)}
    named = {key.replace("_", "-"): value for key, value in given.items()}
    return {key: _as_fact(value, hints.get(key)) for key, value in named.items()}


def _as_fact(value: Any, hint: Any) -> Any:
    """A yes-or-no answer is a true-or-false fact; an amount may be written as `2.50 EUR`, in lists too."""
    wanted = hint
    if get_origin(hint) in (Union, UnionType):
        wanted = next(kind for kind in get_args(hint) if kind is not type(None))
    if wanted is Money and isinstance(value, str):
        return _amount(value)
    if get_origin(wanted) is tuple and isinstance(value, list):
        return [_as_fact(each, get_args(wanted)[0]) for each in value]
    if is_dataclass(wanted) and isinstance(value, dict):
        return _members(value, wanted)
    return value == "yes" if wanted is bool and value in ("yes", "no") else value


def _amount(written: str) -> Any:
    amount, _, currency = written.partition(" ")
    try:
        return json_value(Money.of(amount, currency))
    except (ArithmeticError, ValueError):
        return written


def answers_of(service: Service, given: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by name as the answers they come from, so that conditions on answers can be told."""
    named = {key.replace("_", "-"): value for key, value in given.items()}
    return {
        path: named[fact]
        for fact, path in service.facts.from_.items()
        if fact in named and not path.startswith(_CONTEXT)
    }
