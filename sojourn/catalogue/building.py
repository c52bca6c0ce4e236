"""Builds the typed pack from nodes and writes it back as JSON; the dataclasses of `types` are the schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum, IntEnum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from sojourn.catalogue.reader import Node, Place, Problems
from sojourn.catalogue.types import Shape
from sojourn.catalogue.values import Period
from sojourn.lib.partial_date import PartialDate


@cache
def key_of(name: str) -> str:
    """How a field is written in a pack: `shows_when` is `shows-when`, `is_` is `is`."""
    return name.rstrip("_").replace("_", "-")


@dataclass
class Builder:
    """Turns nodes into objects, collecting problems, and remembers where each object and field stood."""

    problems: Problems
    places: dict[tuple[int, str], Place] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    def place(self, built: Any, name: str = "") -> Place:
        """Where a built object, or one of its fields, stands."""
        found = self.places.get((id(built), name)) or self.places.get((id(built), ""))
        return found or Place("pack.yaml", 1)

    def build(self, wanted: Any, node: Node) -> Any:
        """The value of the wanted type, or None after reporting why not."""
        how, inner, shape = _how(wanted)
        if how == "object":
            return self._object(inner, node)
        if how == "optional":
            return None if node.value is None else self.build(inner, node)
        if how == "list":
            return self._list(inner, node)
        return self._mapping(inner, node) if how == "mapping" else self._scalar(inner, node, shape)

    def wrong(self, node: Node, expected: str) -> None:
        self.problems.add(node.place, expected=expected, found=_said(node))

    def _list(self, wanted: Any, node: Node) -> Any:
        if not isinstance(node.value, list):
            self.wrong(node, "a list")
            return ()
        return tuple(self.build(wanted, item) for item in node.value)

    def _mapping(self, wanted: Any, node: Node) -> Any:
        if not isinstance(node.value, dict):
            self.wrong(node, "a mapping")
            return {}
        return self._remember({key: self.build(wanted, item) for key, item in node.items()}, node)

    def _scalar(self, wanted: Any, node: Node, shape: Shape | None) -> Any:
        if wanted is Any:
            return json_value(node.plain())
        read, said = _reader(wanted)
        try:
            value = read(node.value)
        except (ValueError, TypeError, KeyError):
            self.wrong(node, said)
            return None
        if shape and not re.fullmatch(shape.pattern, value):
            self.wrong(node, shape.said)
        return value

    def _object(self, wanted: Any, node: Node) -> Any:
        if isinstance(node.value, str) and _needs_a_code_alone(wanted):
            node = Node({"code": node}, node.place)
        if not isinstance(node.value, dict):
            self.wrong(node, f"a mapping ({_name(wanted)})")
            return None
        given: dict[str, Any] = {}
        for name, key, hint, needed in _fields_of(wanted):
            found = node.value.get(key)
            if found is not None:
                given[name] = self.build(hint, found)
            elif needed:
                self.problems.add(node.place, expected=f"{key}: in {_name(wanted)}", found="nothing")
                given[name] = None
        self._refuse_unknown(wanted, node)
        return self._remember(wanted(**given), node)

    def _refuse_unknown(self, wanted: Any, node: Node) -> None:
        known = {key for _, key, _, _ in _fields_of(wanted)}
        for key, found in node.items():
            if key not in known:
                said = f"one of {', '.join(sorted(known))} in {_name(wanted)}"
                self.problems.add(found.place, expected=said, found=key)

    def _remember(self, built: Any, node: Node) -> Any:
        self.kept.append(built)  # an id is only unique while the object lives
        self.places[id(built), ""] = node.place
        for key, found in node.items():
            self.places[id(built), key] = found.place
        return built


@cache
def _how(wanted: Any) -> tuple[str, Any, Shape | None]:
    """Which way a type is built, what of, and the shape of a text; worked out once for each type."""
    origin, shape = get_origin(wanted), None
    if origin is Annotated:
        wanted, shape = get_args(wanted)[0], get_args(wanted)[1]
        origin = get_origin(wanted)
    if origin in (Union, UnionType):
        return "optional", next(kind for kind in get_args(wanted) if kind is not NoneType), None
    if origin is tuple:
        return "list", get_args(wanted)[0], None
    if origin is not None:
        return "mapping", get_args(wanted)[1], None
    is_object = is_dataclass(wanted) and wanted not in _PLAIN
    return ("object" if is_object else "scalar"), wanted, shape


@cache
def hints_of(wanted: type) -> dict[str, Any]:
    return get_type_hints(wanted, include_extras=True)


@cache
def _fields_of(wanted: type) -> tuple[tuple[str, str, Any, bool], ...]:
    """Name, key in a pack, type, and whether it must be there, of each field."""
    hints = hints_of(wanted)
    return tuple(
        (
            each.name,
            key_of(each.name),
            hints[each.name],
            each.default is MISSING and each.default_factory is MISSING,
        )
        for each in fields(wanted)
    )


def _name(wanted: type) -> str:
    return re.sub(r"(?<!^)([A-Z])", r" \1", wanted.__name__).lower()


@cache
def _needs_a_code_alone(wanted: type) -> bool:
    """A thing that has a code and may have more is written as its code where it has no more."""
    needed = [each.name for each in fields(wanted) if each.default is MISSING]
    return needed == ["code"] and all(each.default_factory is MISSING for each in fields(wanted))


def _said(node: Node) -> str:
    if isinstance(node.value, dict):
        return "a mapping"
    return "a list" if isinstance(node.value, list) else repr(json_value(node.value))


def _exact(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


_PLAIN: dict[Any, tuple[Callable[[Any], Any], str]] = {
    str: (_exact(str), "text (in quotes if it looks like a number or date)"),
    int: (_exact(int), "a whole number"),
    bool: (_exact(bool), "true or false"),
    date: (_day, "a date such as 2026-03-01"),
    Period: (Period.parse, "a period such as 15 days, 5 working-days or 6 months"),
    PartialDate: (PartialDate.parse, "a date such as 1985-05-07, 1985-05 or 1985"),
}


@cache
def _reader(wanted: Any) -> tuple[Callable[[Any], Any], str]:
    if wanted in _PLAIN:
        return _PLAIN[wanted]
    if issubclass(wanted, IntEnum):
        words = {member.name.lower(): member for member in wanted}
        return words.__getitem__, f"one of {', '.join(words)}"
    if issubclass(wanted, StrEnum):
        return wanted, f"one of {', '.join(wanted)}"
    raise TypeError(f"a pack cannot hold {wanted!r}")


def json_value(value: Any) -> Any:
    """Plain JSON of anything a pack holds; fields at their default are left out."""
    if is_dataclass(value) and not isinstance(value, type) and type(value) not in _PLAIN:
        return {
            key_of(each.name): json_value(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return _json_scalar(value)


def _json_scalar(value: Any) -> Any:
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | Period | PartialDate):
        return str(value)
    return value


def as_node(value: Any, place: Place) -> Node:
    """Plain JSON as nodes, so that stored documents are read by the same builder."""
    if isinstance(value, dict):
        return Node({key: as_node(item, place) for key, item in value.items()}, place)
    if isinstance(value, list):
        return Node([as_node(item, place) for item in value], place)
    return Node(value, place)


def build_from_json(wanted: Any, value: Any, *, name: str) -> Any:
    """Build from plain JSON. Raises: PackInvalid."""
    problems = Problems()
    built = Builder(problems).build(wanted, as_node(value, Place(name, 1)))
    problems.stop_if_any()
    return built
