"""Which values of the law, and which functions of the pack, the rules of a service can look at.

Read from the compiled functions themselves: the names they call and the names of values they write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import CodeType, FunctionType
from typing import Any

from sojourn.catalogue import rulebook
from sojourn.catalogue.decision_checks import PARAMETERS
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
    for role, value in _named(service):
        if not isinstance(value, str) or "." not in value:
            continue
        names, functions = _behind(pack, value)
        if names or functions:
            named[role] = named.get(role, frozenset()) | names
        if functions:
            called[role] = called.get(role, frozenset()) | functions
    return Uses(named, called)


def _behind(pack: Pack, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The values and the functions behind a name: a value of the law itself, or all a rule can reach."""
    if name in pack.parameters:
        return frozenset({name}), frozenset()
    try:
        rule = rulebook.find_rule(pack.code, name)
    except RuleMissing:
        return frozenset(), frozenset()
    reached = _Reached(pack)
    reached.look_at(rule)
    return frozenset(reached.names), frozenset(reached.functions)


_PARTS = ("early_end", "extension", "quota", "representative", "stages", "consultations")
"""Parts of a service that name values of the law, or rules, of their own."""
RETENTION = "retention."
"""How the names of values begin by which everything is erased in time."""


def uses_of_product(pack: Pack) -> Uses:
    """What a running product looks at: by its services, by the file of the pack, and by cases themselves.

    What is not among it only scenarios read: it waits for the part of the product that will.
    """
    found = [uses_of(pack, service) for service in pack.services.values()]
    names = {name for each in found for values in each.parameters.values() for name in values}
    functions = {name for each in found for values in each.functions.values() for name in values}
    names |= {name for name in pack.parameters if name in PARAMETERS or name.startswith(RETENTION)}
    for named in pack.named():
        more, called = _behind(pack, named)
        names |= more
        functions |= called
    return Uses({"product": frozenset(names)}, {"product": frozenset(functions)})


def _named(service: Service) -> Iterator[tuple[str, Any]]:
    """What the fields of a service name, by role, and those of its parts."""
    for each in fields(service):
        value, role = getattr(service, each.name), each.name.replace("_", "-")
        yield role, value
        if each.name in _PARTS and value is not None:
            for part in value if isinstance(value, tuple) else (value,):
                yield from ((role, getattr(part, one.name)) for one in fields(part))


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
