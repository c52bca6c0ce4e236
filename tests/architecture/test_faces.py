"""Rooms meet at their faces; packs meet the platform at its authoring face and the ports of rooms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, layers, modules

FACES = {"actions", "queries", "types", "errors", "events", "ports"}
OTHER_FACES = {
    "accounts": {
        "roles",  # a role and its permissions are named like policy
        "demonstration",  # what the demonstration prints and shows at its doors
    },
    "catalogue": {
        "conditions",  # a condition is drawn for a script as it is checked here
        "forms",
        "facts",
        "outcomes",
        "explain",
        "authoring",
    },  # checking, facts and what rules answer
    "documents": {
        "letters",  # a letter is made, signed and bound with others where its facts are known
        "signing",
        "bound",
        "bundle",
    },
    "payments": {"providers"},  # who takes the money, and what it signs
    "permits": {"verify", "seal"},  # verification is a room's whole door to the public
}
OPEN_ROOMS = {"lib", "flows", "sites", "project"}
"""`lib` is shared words, a flow is its own face; of the others the import contracts speak."""

WIRING = {"project"}
"""Rooms that may look behind a face, because they put the house together."""


def rooms() -> set[str]:
    return set().union(*layers())


def behind_faces(every: tuple[Module, ...]) -> Iterator[str]:
    """Imports of another room's inside."""
    for module in every:
        for imported, line in module.imports():
            parts = imported.split(".")
            if parts[0] != "sojourn" or len(parts) < 3 or parts[1] not in rooms() - OPEN_ROOMS:
                continue
            if module.parts[:1] == (parts[1],) or module.parts[0] in WIRING:
                continue
            if parts[2] not in FACES | OTHER_FACES.get(parts[1], set()):
                yield f"{module.name}:{line} imports {imported}"


def pack_trespasses(every: tuple[Module, ...]) -> Iterator[str]:
    """Imports of a pack beyond `catalogue.authoring` and the ports of rooms."""
    for module in every:
        for imported, line in module.imports(runtime_only=False):
            parts = imported.split(".")
            allowed = imported.startswith("sojourn.catalogue.authoring") or "ports" in parts[2:3]
            own = parts[:2] == module.name.split(".")[:2]
            if parts[0] in {"sojourn", "packs", "django"} and not allowed and not own:
                yield f"{module.name}:{line} imports {imported}"


def models_reached_by_name(every: tuple[Module, ...]) -> Iterator[str]:
    """`apps.get_model("people", …)` from outside the room."""
    for module in every:
        if "get_model(" in module.text and module.parts[0] not in WIRING:
            yield module.name


def test_rooms_meet_at_their_faces() -> None:
    assert sorted(behind_faces(modules())) == []


def test_packs_import_the_authoring_face_and_ports_only() -> None:
    assert sorted(pack_trespasses(modules("packs"))) == []


def test_models_are_not_fetched_by_name() -> None:
    assert sorted(models_reached_by_name(modules())) == []


@pytest.mark.parametrize(
    "line",
    [
        "from sojourn.people.models import Person",
        "from sojourn.people import models",
        "import sojourn.people.rules",
        "from sojourn.catalogue.reader import read",
    ],
)
def test_a_look_behind_a_face_is_found(line: str) -> None:
    assert len(list(behind_faces((Module("sojourn.stays.actions", line + "\n"),)))) == 1
    assert len(list(behind_faces((Module("sojourn.sites.office.views", line + "\n"),)))) == 1


def test_a_model_named_for_its_type_is_no_look_behind_a_face() -> None:
    text = "if TYPE_CHECKING:\n    from sojourn.people.models import Person\n"
    assert list(behind_faces((Module("sojourn.stays.actions", text),))) == []


@pytest.mark.parametrize(
    "line", ["from sojourn.people import actions", "import django", "from packs.arcadia import rules"]
)
def test_a_trespassing_pack_is_found(line: str) -> None:
    assert len(list(pack_trespasses((Module("packs.somewhere.rules.stay", line + "\n"),)))) == 1


def test_a_model_fetched_by_name_is_found() -> None:
    assert list(
        models_reached_by_name((Module("sojourn.stays.queries", "apps.get_model('people', 'Person')"),))
    )
