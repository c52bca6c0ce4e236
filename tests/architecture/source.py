"""The source as the architecture tests read it: as syntax trees, so that a wrong example is three lines."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python module under its dotted name."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def room(self) -> str:
        """The room it stands in; a site counts as one."""
        return ".".join(
            self.name.split(".")[1:3] if self.parts[:1] == ("sites",) else self.name.split(".")[1:2]
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """The name without `sojourn`: room first."""
        return tuple(self.name.split(".")[1:])

    @property
    def file(self) -> str:
        """What of its room it is: `actions`, `queries`; the module itself or the package of that name."""
        return self.parts[1] if len(self.parts) > 1 else ""

    def functions(self) -> Iterator[FunctionNode]:
        for node in ast.walk(self.tree):
            if isinstance(node, FunctionNode):
                yield node

    def imports(self, *, runtime_only: bool = True) -> Iterator[tuple[str, int]]:
        """Dotted names this module imports, with the line. `from a import b` gives `a.b`."""
        skipped = set(_type_checking_nodes(self.tree)) if runtime_only else set()
        for node in ast.walk(self.tree):
            if node in skipped:
                continue
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)

    def names(self) -> dict[str, str]:
        """Local name → dotted name of what was imported under it."""
        found = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update({alias.asname or alias.name: alias.name for alias in node.names})
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
        return found


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _type_checking_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for statement in node.body:
                yield from ast.walk(statement)


def files(folder: str, *endings: str) -> list[Path]:
    """Files of the product under a folder; migrations are generated and stand outside."""
    return sorted(
        path
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and (not endings or path.suffix in endings)
        and not {"migrations", "__pycache__", "node_modules"} & set(path.parts)
    )


@cache
def modules(folder: str = "sojourn") -> tuple[Module, ...]:
    return tuple(Module(_dotted(path), path.read_text(encoding="utf-8")) for path in files(folder, ".py"))


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def layers() -> tuple[frozenset[str], ...]:
    """The rooms from top to bottom, as `.importlinter` has them; siblings stand in one set."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:rooms"]["layers"].split("\n")
    return tuple(frozenset(name.strip(" ()") for name in line.split("|")) for line in lines if line.strip())


def height(room: str) -> int:
    """How high a room stands; `lib` is 0."""
    return next(place for place, level in enumerate(reversed(layers())) if room in level)


def called_name(call: ast.Call) -> str:
    """`audit.record` for `audit.record(...)`; the last two names of a longer chain."""
    names: list[str] = []
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        names.append(node.id)
    return ".".join(reversed(names[:2] if len(names) < 3 else names[:1]))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def decorators(function: FunctionNode) -> set[str]:
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for decorator in function.decorator_list
        for node in [decorator.func if isinstance(decorator, ast.Call) else decorator]
        if isinstance(node, ast.Attribute | ast.Name)
    }
