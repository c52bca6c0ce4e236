"""Reads the files of a pack into nodes that know where they stand.

YAML 1.2 meaning on the C parser: only true, false, null, whole numbers and ISO dates are anything but text.
A decimal without quotes, a repeated key, an anchor or a tag is a mistake, reported with its line.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sojourn.catalogue.errors import PackInvalid


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file of the pack."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where, what was expected, what was found."""

    place: Place
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}; found {self.found}"


@dataclass(slots=True)
class Problems:
    """Collects every mistake, so that an author mends a pack in one go."""

    found: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)
    """Files that could not be read at all: what else is found then is of their making."""

    def add(self, place: Place, *, expected: str, found: object) -> None:
        problem = Problem(place, expected, found if isinstance(found, str) else repr(found))
        if problem not in self.found:
            self.found.append(problem)

    def cannot_read(self, place: Place, *, expected: str, found: str) -> None:
        self.unread.append(Problem(place, expected, found))

    def stop_if_unread(self) -> None:
        """Raises: PackInvalid with the files that could not be read, and nothing that follows from them."""
        if self.unread:
            raise PackInvalid(problems=tuple(sorted(set(self.unread))))

    def stop_if_any(self) -> None:
        """Raises: PackInvalid with all of them, in the order of the files."""
        if self.found:
            raise PackInvalid(problems=tuple(sorted(self.found)))


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place. `value` is text, int, bool, date, None, or a dict or list of nodes."""

    value: Any
    place: Place

    def get(self, key: str) -> Node | None:
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found if isinstance(found, Node) else None

    def items(self) -> list[tuple[str, Node]]:
        return list(self.value.items()) if isinstance(self.value, dict) else []

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DECIMAL = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+(\.\d+)?[eE][-+]?\d+)")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_UNTAGGED = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))


_PLAIN_TAGS: dict[type[yaml.Node], str] = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


class _Loader(yaml.CSafeLoader):
    """The C parser with no resolver of its own: `NO`, `on` and `yes` stay text."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """The plain tag; asked for every node, so without the library's search for resolvers."""
        return _PLAIN_TAGS[kind]


def read_yaml(path: Path, *, root: Path, problems: Problems) -> Node:
    """Read one YAML file. Mistakes go to `problems`; what could be read is returned."""
    name = path.relative_to(root).as_posix()
    try:
        tree = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.cannot_read(Place(name, line), expected="well-formed YAML", found=str(error.problem))
        return Node({}, Place(name, 1))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.cannot_read(Place(name, 1), expected="YAML in UTF-8", found=str(error).split("\n")[0])
        return Node({}, Place(name, 1))
    if tree is None:
        return Node({}, Place(name, 1))
    return _Walk(name, problems).node(tree)


@dataclass(slots=True)
class _Walk:
    file: str
    problems: Problems
    seen: set[int] = field(default_factory=set)

    def node(self, tree: yaml.Node) -> Node:
        place = Place(self.file, tree.start_mark.line + 1)
        if id(tree) in self.seen:
            self.problems.add(place, expected="every value written out", found="an alias")
            return Node(None, place)
        self.seen.add(id(tree))
        if tree.tag not in _UNTAGGED:
            self.problems.add(place, expected="a plain value without a tag", found=tree.tag)
        if isinstance(tree, yaml.MappingNode):
            return Node(self.mapping(tree), place)
        if isinstance(tree, yaml.SequenceNode):
            return Node([self.node(child) for child in tree.value], place)
        return Node(self.scalar(tree, place), place)

    def mapping(self, tree: yaml.MappingNode) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in tree.value:
            place = Place(self.file, key.start_mark.line + 1)
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None:
                self.problems.add(place, expected="a plain key", found="a structure as key")
            elif name in found:
                self.problems.add(place, expected="each key once", found=f"{name!r} again")
            else:
                found[name] = self.node(value)
        return found

    def scalar(self, tree: yaml.Node, place: Place) -> Any:
        text: str = tree.value
        if getattr(tree, "style", None) in ("'", '"', "|", ">"):
            return text
        return resolve(text, place, self.problems)


def resolve(text: str, place: Place, problems: Problems) -> Any:
    """What an unquoted scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            problems.add(place, expected="a day of the calendar", found=text)
            return None
    if _DECIMAL.fullmatch(text):
        problems.add(place, expected="a decimal in quotes", found=text)
    return text


def read_csv(path: Path, *, root: Path, problems: Problems) -> Node:
    """Read a table: one node a row, an empty cell is absent, columns `names.az` gather into `names`."""
    name = path.relative_to(root).as_posix()
    rows: list[Node] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            place = Place(name, reader.line_num)
            rows.append(Node(_row(row, place, problems), place))
    return Node(rows, Place(name, 1))


def _row(row: dict[str | Any, str | Any], place: Place, problems: Problems) -> dict[str, Node]:
    found: dict[str, Any] = {}
    for column, cell in row.items():
        if column is None or cell is None:
            problems.add(place, expected="as many cells as the header", found="more or fewer")
            continue
        if cell == "":
            continue
        head, _, tail = column.partition(".")
        if tail:
            group = found.setdefault(head, Node({}, place))
            group.value[tail] = Node(cell, place)
        else:
            found[column] = Node(resolve(cell, place, problems), place)
    return found
