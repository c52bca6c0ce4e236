"""Which values of the law, and which functions of the pack, the rules of a service can look at.

Read from the compiled functions themselves: the names they call and the names of values they write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import CodeType, FunctionType
from typing import Any

from sojourn.catalogue import rulebook
from sojourn.catalogue.errors import RuleMissing
from sojourn.catalogue.types import Pack, Service


@dataclass(frozen=True)
class Uses:
    """By role of a service (`fee`, `deadline`, …): names of parameters, and of functions as `module.name`."""

    parameters: Mapping[str, frozenset[str]]
    functions: Mapping[str, frozenset[str]]

    def roles_of(self, parameter: str) -> tuple[str, ...]:
        return tuple(role for role, names in self.parameters.items() if parameter in names)

    def roles_calling(self, function: str) -> tuple[str, ...]:
        return tuple(role for role, names in self.functions.items() if function in names)


def uses_of(pack: Pack, service: Service) -> Uses:
    """What each rule of a service can look at, whatever the facts; values the service itself names, too."""
    named: dict[str, frozenset[str]] = {}
    called: dict[str, frozenset[str]] = {}
    for each in fields(service):
        value = getattr(service, each.name)
        role = each.name.replace("_", "-")
        if not isinstance(value, str) or "." not in value:
            continue
        if value in pack.parameters:
            named[role] = frozenset({value})
            continue
        try:
            rule = rulebook.find_rule(pack.code, value)
        except RuleMissing:
            continue
        reached = _Reached(pack)
        reached.look_at(rule)
        named[role], called[role] = frozenset(reached.names), frozenset(reached.functions)
    for asked in service.consultations:
        named["consultations"] = named.get("consultations", frozenset()) | {asked.within}
    return Uses(named, called)


class _Reached:
    """Follows the calls of a rule within the rules of its pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.names: set[str] = set()
        self.functions: set[str] = set()
        self._home = ""

    def look_at(self, rule: Callable[..., Any]) -> None:
        if not isinstance(rule, FunctionType):
            return
        name = f"{_module(rule)}.{rule.__name__}"
        if name in self.functions:
            return
        self._home = self._home or rule.__module__.rpartition(".")[0]
        self.functions.add(name)
        for code in _codes(rule.__code__):
            self._strings(code.co_consts)
            for called in code.co_names:
                self._value(rule.__globals__.get(called))

    def _value(self, value: Any) -> None:
        if isinstance(value, FunctionType):
            if "rules" in value.__module__ and value.__module__.rpartition(".")[0] == self._home:
                self.look_at(value)
        elif isinstance(value, Mapping):
            self._strings((*value.keys(), *value.values()))
        elif isinstance(value, str | tuple | list | frozenset | set):
            self._strings((value,))

    def _strings(self, values: Any) -> None:
        for value in values:
            if isinstance(value, str):
                self._name(value)
            elif isinstance(value, tuple | list | frozenset | set):
                self._strings(value)
            elif isinstance(value, Mapping):
                self._strings((*value.keys(), *value.values()))
            elif isinstance(value, FunctionType):
                self._value(value)

    def _name(self, text: str) -> None:
        """A name, or the beginning of one that is put together (`residence.threshold-` and a code)."""
        if text in self.pack.parameters:
            self.names.add(text)
        elif "." in text and text.endswith(("-", ".")):
            self.names |= {name for name in self.pack.parameters if name.startswith(text)}


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions written in it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _module(rule: FunctionType) -> str:
    """The module of a pack's function, whatever folder it was read from."""
    name = rule.__module__.rpartition(".")[2]
    return name.split("_", 3)[3] if name.startswith("pack_rules_") else name
