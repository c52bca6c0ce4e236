"""Looking at a person or a case is an event of its own: every staff page that shows one says who looked."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.reach import Group
from tests.architecture.source import FunctionNode, Module, decorators, modules

LOGGED = "sojourn.audit.actions.log_reading"
OFFICE = "sojourn.sites.office"
GUARDS = {"staff_page", "petition_page"}
"""What asks for a permission; the second by the desk in the address."""

OPEN_PAGES = {
    "home.home": "leads each officer to the first room their roles open",
    "signing_in.sign_in": "the door itself",
    "signing_in.second_step": "the door itself",
    "signing_in.sign_in_passkey": "the door itself",
    "signing_in.sign_out": "whoever is in may leave",
    "second_factors.first_password": "an officer's own keys, asked for before any permission",
    "second_factors.set_up": "an officer's own keys, asked for before any permission",
    "second_factors.keys": "an officer's own keys",
    "second_factors.change_password": "an officer's own password",
}
"""Staff pages without a permission of their own, each with its reason."""

ACTS_ONLY: dict[str, str] = {}
"""Pages that hand a reader to an action and show nothing of what they touched, each with its reason."""


def office(every: tuple[Module, ...]) -> Group:
    return Group(tuple(module for module in every if module.name.startswith(OFFICE)))


def addressed(group: Group) -> set[str]:
    """Every `module.view` the office's lists of addresses name."""
    lists = [module for module in group.modules if module.parts[-1].endswith("urls")]
    return {
        ast.unparse(node)
        for module in lists
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and _names_view(node, group)
    }


def _names_view(node: ast.Attribute, group: Group) -> bool:
    return node.attr in group.functions and isinstance(node.value, ast.Name)


def pages(group: Group) -> Iterator[tuple[str, Module, FunctionNode]]:
    """What has an address or is guarded as a page of the staff."""
    known = addressed(group)
    for module in group.modules:
        for function in module.functions():
            name = f"{module.parts[-1]}.{function.name}"
            if name in known or GUARDS & set(decorators(function)):
                yield name, module, function


def unlogged(every: tuple[Module, ...]) -> Iterator[str]:
    """Staff pages that hand a reader to a query (`to=…`) and reach no `audit.log_reading`."""
    group = office(every)
    for name, module, function in pages(group):
        reads = _reads_personal_rows(function, group)
        if reads and LOGGED not in group.reaches(function, module):
            yield name


def _reads_personal_rows(function: FunctionNode, group: Group) -> bool:
    """Whether a function, or one of the office it calls, hands a reader to a query."""
    seen: set[FunctionNode] = set()
    waiting = [function]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for call in (node for node in ast.walk(here) if isinstance(node, ast.Call)):
            name = ast.unparse(call.func)
            if any(keyword.arg == "to" for keyword in call.keywords) and not name.endswith("log_reading"):
                return True
            waiting += [found for _, found in group.functions.get(name.rsplit(".", 1)[-1], [])]
    return False


def unguarded(every: tuple[Module, ...]) -> Iterator[str]:
    """Staff pages nobody's permission is asked for."""
    group = office(every)
    return (name for name, _, function in pages(group) if not GUARDS & set(decorators(function)))


def test_every_staff_page_of_a_person_or_case_writes_who_looked() -> None:
    assert sorted(set(unlogged(modules())) - set(ACTS_ONLY)) == []


def test_every_staff_page_asks_for_a_permission() -> None:
    assert sorted(set(unguarded(modules())) - set(OPEN_PAGES)) == []


def test_the_pages_of_the_office_are_found() -> None:
    found = {name for name, _, _ in pages(office(modules()))}
    assert {"registrations.registration", "people.person", "people.people", "lateness.late"} <= found
    assert set(OPEN_PAGES) <= found


HEAD = "from sojourn.audit import actions as audit\nfrom sojourn.stays import queries as stays\n"
URLS = Module(f"{OFFICE}.urls", "urlpatterns = [path('', require_safe(cases.show), name='x')]\n")
PAGE = HEAD + "@staff_page(SEE)\ndef show(desk, id):\n    return _shown(stays.get(id, to=desk.reader))\n"


def example(text: str) -> tuple[Module, ...]:
    return (URLS, Module(f"{OFFICE}.cases", text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PAGE, ["cases.show"]),
        (PAGE + "def _shown(row):\n    audit.log_reading(to=1, relation='case')\n", []),
        (HEAD + "def show(desk):\n    return page()\n", []),
        (
            HEAD + "def show(desk):\n    return _rows()\ndef _rows():\n    return stays.list_all(to=1)\n",
            ["cases.show"],
        ),
        (HEAD + "@staff_page(SEE)\ndef other(desk):\n    return stays.list_all(to=1)\n", ["cases.other"]),
    ],
)
def test_a_page_that_does_not_say_who_looked_is_found(text: str, found: list[str]) -> None:
    assert list(unlogged(example(text))) == found


def test_a_page_open_to_anyone_is_found() -> None:
    assert list(unguarded(example(PAGE.replace("@staff_page(SEE)\n", "")))) == ["cases.show"]
    assert list(unguarded(example(PAGE))) == []
