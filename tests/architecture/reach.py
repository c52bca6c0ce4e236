"""What a function reaches inside a group of modules, by name: enough to say what it does in the end."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from tests.architecture.source import FunctionNode, Module, calls

ORM_WRITES = frozenset(
    {
        "save",
        "asave",
        "create",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "delete",
        "update",
    }
)
SQL_WRITES = ("INSERT ", "UPDATE ", "DELETE ", "TRUNCATE ")


@dataclass(frozen=True)
class Group:
    """Modules whose functions call one another; `name` → every top-level function of that name."""

    modules: tuple[Module, ...]
    _seen: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def functions(self) -> dict[str, list[tuple[Module, FunctionNode]]]:
        found: dict[str, list[tuple[Module, FunctionNode]]] = {}
        for module in self.modules:
            for function in module.functions():
                found.setdefault(function.name, []).append((module, function))
        return found

    def reaches(self, function: FunctionNode, module: Module) -> set[str]:
        """Dotted names of everything called from here on: `sojourn.audit.actions.record`, `row.save`."""
        reached: set[str] = set()
        waiting, done = [(module, function)], set()
        while waiting:
            where, here = waiting.pop()
            if (where.name, here.name, here.lineno) in done:
                continue
            done.add((where.name, here.name, here.lineno))
            for name in _called(here, where):
                reached.add(name)
                waiting.extend(
                    self.functions.get(name.rsplit(".", 1)[-1], []) if self._inside(name, where) else []
                )
        return reached

    def _inside(self, name: str, where: Module) -> bool:
        """Whether a called name is one of the group's own functions, not a method of something."""
        if "." not in name:
            return True
        return any(name.startswith(f"{module.name}.") for module in self.modules) or name.startswith("self.")


def _called(function: FunctionNode, module: Module) -> Iterable[str]:
    names = module.names()
    for call in calls(function):
        dotted = ast.unparse(call.func)
        first, _, rest = dotted.partition(".")
        yield f"{names[first]}.{rest}".rstrip(".") if first in names else dotted
    for decorator in function.decorator_list:
        node = decorator.func if isinstance(decorator, ast.Call) else decorator
        first, _, rest = ast.unparse(node).partition(".")
        yield f"{names.get(first, first)}.{rest}".rstrip(".")


def writes(function: FunctionNode, group: Group, module: Module) -> bool:
    """Whether a function changes rows, itself or through the functions of its group."""
    reached = group.reaches(function, module)
    return any(is_write(name) for name in reached) or (
        "execute" in _last_names(reached) and _holds_sql(group)
    )


def is_write(name: str) -> bool:
    """`x.save`, `Model.objects.create`, `rows.update`; `hashlib…update` and `digest.update` are no rows."""
    owner, _, last = name.rpartition(".")
    return last in ORM_WRITES and bool(owner) and not owner.startswith(("hashlib", "hmac", "self."))


def _last_names(names: set[str]) -> set[str]:
    return {name.rsplit(".", 1)[-1] for name in names}


def _holds_sql(group: Group) -> bool:
    return any(word in module.text for module in group.modules for word in SQL_WRITES)
