"""Finds the rules a pack names, and watches that a rule once loaded is not edited.

`rules.lock` holds the hash of every function and class of `rules/*.py`. An edited one fails the check unless
the lock lists it with the reason of the bug fix; new law is a new function or a dated value.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from sojourn.catalogue.errors import RuleMissing
from sojourn.catalogue.reader import Node, Place, Problems, read_yaml

_PACKS = Path(__file__).resolve().parents[2] / "packs"
_OWN = re.compile(r"packs\.[a-z0-9_]+\.rules\.([a-z0-9_]+)")
_VALUE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+")
"""How the name of a value of the law is written."""
_folder: ContextVar[Path | None] = ContextVar("folder_of_rules", default=None)


def sources_in(folder: Path, problems: Problems | None = None) -> dict[str, str]:
    """`module.name` → SHA-256 of the source lines of every function, class and constant.

    A file that is no Python goes to `problems`. Raises: SyntaxError without them.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.py")):
        text = path.read_text("utf-8")
        for statement in _parsed(text, path, problems).body:
            for name in _names(statement):
                found[f"{path.stem}.{name}"] = hashlib.sha256(_lines(text, statement)).hexdigest()
    return found


def _parsed(text: str, path: Path, problems: Problems | None) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        if problems is None:
            raise
        place = Place(f"rules/{path.name}", error.lineno or 1)
        problems.cannot_read(place, expected="rules written in Python", found=error.msg)
        return ast.Module([], [])


def check_names(root: Path, parameters: Collection[str], problems: Problems) -> None:
    """Every value of the law a rule names must stand in the pack, or begin the name of one that does."""
    for path in sorted((root / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Constant) or not _VALUE.fullmatch(str(node.value)):
                continue
            name = str(node.value)
            if name not in parameters and not (
                name.endswith("-") and any(each.startswith(name) for each in parameters)
            ):
                place = Place(f"rules/{path.name}", node.lineno)
                problems.add(place, expected="the name of a value in parameters/", found=name)


def _lines(text: str, statement: ast.stmt) -> bytes:
    """The lines as written, decorators included; the same in every version of Python."""
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(each.lineno for each in decorators)])
    kept = text.splitlines()[first - 1 : statement.end_lineno]
    return "\n".join(line.rstrip() for line in kept).encode()


def _names(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def check_lock(root: Path, problems: Problems) -> None:
    """Compare the rules with `rules.lock`."""
    path = root / "rules.lock"
    sources = sources_in(root / "rules")
    if not path.exists():
        if sources:
            problems.add(Place("rules.lock", 1), expected="a lock of the rules", found="no such file")
        return
    locked = read_yaml(path, root=root, problems=problems)
    for name, node in locked.items():
        if name not in sources:
            problems.add(node.place, expected=f"the rule {name}, which was loaded once", found="it is gone")
        elif not _accepts(node, sources[name]):
            said = "the source that was locked, or a new hash with `was` and `reason`"
            problems.add(node.place, expected=said, found=f"{name} was edited ({sources[name]})")
    new = sorted(set(sources) - {key for key, _ in locked.items()})
    if new:
        said = "a line for each rule (`sojourn pack lock` writes those that are new)"
        problems.add(Place("rules.lock", 1), expected=said, found=f"none for {', '.join(new)}")


def _accepts(node: Node, source: str) -> bool:
    """Either the hash, or a mapping `{hash, was, reason}` for a bug fix."""
    if isinstance(node.value, str):
        return node.value == source
    given = node.plain()
    is_fix = isinstance(given, dict) and set(given) == {"hash", "was", "reason"} and bool(given["reason"])
    return is_fix and given["hash"] == source


def add_new_to_lock(root: Path) -> list[str]:
    """Append rules that are not in the lock yet; existing lines are left as they are."""
    path = root / "rules.lock"
    locked = read_yaml(path, root=root, problems=Problems()).plain() if path.exists() else {}
    sources = sources_in(root / "rules")
    new = sorted(set(sources) - set(locked))
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f'{name}: "{sources[name]}"\n' for name in new)
    return new


def find_rule(pack: str, name: str) -> Callable[..., Any]:
    """The function a loaded pack names; within `rules_of` the one of that folder. Raises: RuleMissing."""
    return _found(pack, name, _folder.get())


def find_rule_in(root: Path, name: str) -> Callable[..., Any]:
    """The same from a folder that is being checked. Raises: RuleMissing."""
    return _found(root.name, name, None if _is_installed(root) else root)


@contextmanager
def rules_of(root: Path) -> Iterator[None]:
    """Within it a pack's rules are those of this folder: a draft is asked beside the installed pack."""
    token = _folder.set(None if _is_installed(root) else root)
    try:
        yield
    finally:
        _folder.reset(token)


def _is_installed(root: Path) -> bool:
    return root.resolve().parent == _PACKS


@cache
def _found(pack: str, name: str, folder: Path | None) -> Callable[..., Any]:
    module = name.partition(".")[0]
    if folder is None:
        return _member(_installed(pack, module), pack, name)
    return _member(_from_file(folder, module), pack, name)


def _member(module: ModuleType, pack: str, name: str) -> Callable[..., Any]:
    found = getattr(module, name.partition(".")[2], None)
    if found is None or getattr(found, "__module__", None) != module.__name__:
        raise RuleMissing(pack=pack, rule=name)
    return found  # type: ignore[no-any-return]


def _installed(pack: str, module: str) -> ModuleType:
    try:
        return importlib.import_module(f"packs.{pack}.rules.{module}")
    except ModuleNotFoundError as missing:
        raise RuleMissing(pack=pack, rule=module) from missing


def _from_file(root: Path, module: str) -> ModuleType:
    """A module of a pack that is not installed, under a name of its own.

    What it imports from the rules of its pack it gets from its own folder.
    """
    path = root / "rules" / f"{module}.py"
    name = f"pack_rules_{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]}_{module}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path, loader=_FromFolder(name, str(path)))
    if spec is None or spec.loader is None or not path.exists():
        raise RuleMissing(pack=root.name, rule=module)
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    try:
        spec.loader.exec_module(made)
    except BaseException:
        del sys.modules[name]
        raise
    return made


class _FromFolder(SourceFileLoader):
    """Reads a module without keeping its bytecode."""

    def get_code(self, fullname: str) -> CodeType:
        path = Path(self.path)
        return compile(_at_home(path, path.parent.parent), path, "exec", dont_inherit=True)


def _at_home(path: Path, root: Path) -> ast.Module:
    """The source with its imports from the rules of a pack led to this folder, where the module is there."""
    tree = ast.parse(path.read_text("utf-8"))
    for statement in ast.walk(tree):
        if isinstance(statement, ast.ImportFrom):
            own = _OWN.fullmatch(statement.module or "")
            if own and (root / "rules" / f"{own[1]}.py").exists():
                statement.module = _from_file(root, own[1]).__name__
    return tree
