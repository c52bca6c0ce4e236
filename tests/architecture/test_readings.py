"""Looking at a person or a case is an event of its own: every staff page that shows one says who looked."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.reach import Group
from tests.architecture.source import FunctionNode, Module, decorators, modules

LOGGED = "sojourn.audit.actions.log_reading"
OFFICE = "sojourn.sites.office"


OPEN_PAGES = {"sojourn.sites.office.home.home": "leads each officer to the first room their roles open"}
"""Staff pages without a permission of their own, each with its reason."""


def office(every: tuple[Module, ...]) -> Group:
    return Group(tuple(module for module in every if module.name.startswith(OFFICE)))


def unlogged_pages(every: tuple[Module, ...]) -> Iterator[str]:
    """Staff pages that read personal rows (`to=…`) and reach no `audit.log_reading`."""
    group = office(every)
    for module in group.modules:
        for function in module.functions():
            if not _is_page(function):
                continue
            reached = group.reaches(function, module)
            if _reads_personal_rows(function, module, group) and LOGGED not in reached:
                yield f"{module.name}.{function.name}"


def _is_page(function: FunctionNode) -> bool:
    return any(argument.arg == "request" for argument in function.args.args) and not function.name.startswith(
        "_"
    )


def _reads_personal_rows(function: FunctionNode, module: Module, group: Group) -> bool:
    """Whether the page, or a function of the office it uses, hands a reader to a query."""
    seen, waiting = set(), [(module, function)]
    while waiting:
        _, here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for call in (node for node in ast.walk(here) if isinstance(node, ast.Call)):
            name = ast.unparse(call.func)
            if any(keyword.arg == "to" for keyword in call.keywords) and not name.endswith("log_reading"):
                return True
            waiting.extend(group.functions.get(name.rsplit(".", 1)[-1], []) if "." not in name else [])
    return False


def unguarded_pages(every: tuple[Module, ...]) -> Iterator[str]:
    """Staff pages nobody's permission is asked for."""
    for module in office(every).modules:
        for function in module.functions():
            is_view = _is_page(function) and module.parts[-1] not in {"desk", "urls"}
            if is_view and not decorators(function):
                yield f"{module.name}.{function.name}"


def test_every_staff_page_of_a_person_or_case_writes_who_looked() -> None:
    assert sorted(unlogged_pages(modules())) == []


def test_every_staff_page_asks_for_a_permission() -> None:
    assert sorted(set(unguarded_pages(modules())) - set(OPEN_PAGES)) == []


HEAD = "from sojourn.audit import actions as audit\nfrom sojourn.stays import queries as stays\n"
PAGE = HEAD + "@permitted\ndef show(request, id):\n    return _shown(stays.get(id, to=request.reader))\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PAGE, 1),
        (PAGE + "def _shown(row):\n    audit.log_reading(to=1, relation='case')\n", 0),
        (HEAD + "def show(request):\n    return page()\n", 0),
        (HEAD + "def show(request):\n    return _rows()\ndef _rows():\n    return stays.list_all(to=1)\n", 1),
    ],
)
def test_a_page_that_does_not_say_who_looked_is_found(text: str, found: int) -> None:
    assert len(list(unlogged_pages((Module("sojourn.sites.office.cases", text),)))) == found


def test_a_page_open_to_anyone_is_found() -> None:
    assert (
        len(list(unguarded_pages((Module("sojourn.sites.office.cases", PAGE.replace("@permitted\n", "")),))))
        == 1
    )
    assert list(unguarded_pages((Module("sojourn.sites.office.cases", PAGE),))) == []
