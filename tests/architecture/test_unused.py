"""What a room offers, somebody uses: a public function of a face that only tests call is not kept."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules

FACES = {"actions", "queries"}
OPENING = {"cases", "payments"}
"""Rooms whose pages come with the services that need them."""

KEPT = {
    "sojourn.audit.actions.redact": "one subject's values are erased on an order of a court or of the person",
    "sojourn.audit.queries.find_inclusion": "the proof of one entry, handed to a court by the operator",
    "sojourn.documents.queries.get_document": "one file by its id, as the pages of a case open it",
    "sojourn.documents.queries.read_original": "the untouched original is evidence: it leaves with a case",
    "sojourn.organisations.actions.give_mandate": "a mandate shown on paper, without offer and acceptance",
    "sojourn.organisations.queries.check_may_act": "asked by whatever takes a filing in another's name",
    "sojourn.organisations.queries.list_mandates_of_organisation": "who acts for a company, for its page",
}
"""What nobody calls yet, each with its reason."""


def offered(every: tuple[Module, ...]) -> Iterator[tuple[Module, str]]:
    """Public functions of the faces of rooms, wherever in them they stand."""
    for module in every:
        if module.file in FACES and module.room not in OPENING:
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield module, node.name


def used(every: tuple[Module, ...]) -> set[str]:
    """Dotted names of what is used: under an imported name, by another function of its own module."""
    found: set[str] = set()
    for module in every:
        names = module.names()
        hands_on = "__all__" in module.text and not _defines(module)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add(names.get(node.id, f"{module.name}.{node.id}"))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.add(f"{names.get(node.value.id, node.value.id)}.{node.attr}")
        if not hands_on:
            found.update(names.values())
    return found


def _defines(module: Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) for node in module.tree.body)


def unused(every: tuple[Module, ...], around: tuple[Module, ...] = ()) -> Iterator[str]:
    """Functions nobody uses, by the name of their face: `sojourn.accounts.actions.close_account`."""
    known = used(every + around)
    for module, name in offered(every):
        face = ".".join(("sojourn", module.room, module.file, name))
        if not {face, f"{module.name}.{name}"} & known:
            yield face


def test_what_a_room_offers_is_used() -> None:
    found = set(unused(modules(), modules("packs") + modules("benchmarks")))
    assert sorted(found - set(KEPT)) == []


def test_what_is_kept_is_still_offered() -> None:
    here = {".".join(("sojourn", module.room, module.file, name)) for module, name in offered(modules())}
    assert set(KEPT) - here == set()


ROOM = Module("sojourn.stays.actions", "def end(x):\n    return _end(x)\ndef _end(x):\n    return x\n")
CALLED = "from sojourn.stays import actions as stays\nstays.end(1)\n"


def test_a_function_nobody_uses_is_found() -> None:
    assert list(unused((ROOM,))) == ["sojourn.stays.actions.end"]
    assert list(unused((ROOM, Module("sojourn.flows.leave", CALLED)))) == []
    own = Module(ROOM.name, ROOM.text + "def leave(x):\n    return end(x)\n")
    assert list(unused((own,))) == ["sojourn.stays.actions.leave"]


def test_a_face_that_only_hands_on_uses_nothing() -> None:
    part = Module("sojourn.stays.actions.ending", "def end(x):\n    return x\n")
    face = Module(
        "sojourn.stays.actions",
        '"""Writing."""\nfrom sojourn.stays.actions.ending import end\n__all__ = ["end"]\n',
    )
    assert list(unused((part, face))) == ["sojourn.stays.actions.end"]
    assert list(unused((part, face, Module("sojourn.flows.leave", CALLED)))) == []
