"""Finds the rules a pack names, and watches that a rule once loaded is not edited.

`rules.lock` holds the hash of every function and class of `rules/*.py`. An edited one fails the check unless
the lock lists it with the reason of the bug fix; new law is a new function or a dated value.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sojourn.catalogue.errors import RuleMissing
from sojourn.catalogue.reader import Node, Place, Problems, read_yaml


def sources_in(folder: Path) -> dict[str, str]:
    """`module.name` → SHA-256 of the source lines of every function, class and constant."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.py")):
        text = path.read_text("utf-8")
        for statement in ast.parse(text).body:
            for name in _names(statement):
                found[f"{path.stem}.{name}"] = hashlib.sha256(_lines(text, statement)).hexdigest()
    return found


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
    for name in sorted(set(sources) - {key for key, _ in locked.items()}):
        problems.add(Place("rules.lock", 1), expected=f"{name}: {sources[name]}", found="no such line")


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
    """The function a loaded pack names. Raises: RuleMissing."""
    return _member(_installed(pack, name.partition(".")[0]), pack, name)


def find_rule_in(root: Path, name: str) -> Callable[..., Any]:
    """The same from a folder that is being checked. Raises: RuleMissing."""
    module = name.partition(".")[0]
    if (root.parent / "__init__.py").exists() and root.parent.name == "packs":
        return find_rule(root.name, name)
    return _member(_from_file(root / "rules" / f"{module}.py"), root.name, name)


def _member(module: ModuleType, pack: str, name: str) -> Callable[..., Any]:
    found = getattr(module, name.partition(".")[2], None)
    if found is None or getattr(found, "__module__", None) != module.__name__:
        raise RuleMissing(pack=pack, rule=name)
    return found  # type: ignore[no-any-return]


@cache
def _installed(pack: str, module: str) -> ModuleType:
    try:
        return importlib.import_module(f"packs.{pack}.rules.{module}")
    except ModuleNotFoundError as missing:
        raise RuleMissing(pack=pack, rule=module) from missing


@cache
def _from_file(path: Path) -> ModuleType:
    """A module of a pack that is not installed, under a name of its own."""
    name = f"pack_rules_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.exists():
        raise RuleMissing(pack=path.parent.parent.name, rule=path.stem)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
