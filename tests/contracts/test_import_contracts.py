"""The import contracts hold, and each of them fails on a small wrong example."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

HOUSE = (
    *(
        "project",
        "sites",
        "sites/portal",
        "sites/office",
        "sites/ui",
        "flows",
        "applications",
        "permits",
        "stays",
        "cases",
        "payments",
        "petitions",
        "quotas",
        "parties",
        "reviews",
    ),
    *("notices", "people", "organisations", "documents", "catalogue", "accounts", "audit", "lib"),
)
FILES = ("actions", "queries", "models", "rules", "events", "errors", "types", "jobs")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """`lint-imports` with our contracts on the packages in a folder."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The house in small: every room with its files, all empty."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for room in ("", *HOUSE):
        folder = tmp_path / "sojourn" / room
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("__init__", *(FILES if room not in {"", "sites"} else ())):
            (folder / f"{file}.py").touch()
    for needed in ("lib/clock", "lib/db"):
        (tmp_path / f"sojourn/{needed}.py").touch()
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs/__init__.py").touch()
    for module, imported in (("types", "errors"), ("law", "errors")):
        (tmp_path / f"sojourn/catalogue/{module}.py").write_text(
            f"from sojourn.catalogue import {imported}\n"
        )
    return tmp_path


def test_the_platform_keeps_its_contracts() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_an_empty_house_keeps_them(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("people/actions", "from sojourn.stays import queries", "Rooms know only what lies below them"),
        ("stays/queries", "from sojourn.permits import queries", "Rooms know only what lies below them"),
        (
            "people/queries",
            "from sojourn.organisations import queries",
            "Rooms know only what lies below them",
        ),
        ("lib/types", "from sojourn.audit import types", "Rooms know only what lies below them"),
        ("sites/portal/actions", "from sojourn.sites.office import actions", "Sites do not know each other"),
        ("sites/ui/queries", "from sojourn.sites.portal import actions", "Sites do not know each other"),
        ("stays/queries", "from sojourn.stays import actions", "Inside a room"),
        ("stays/types", "from sojourn.stays import errors", "Inside a room"),
        ("stays/models", "from sojourn.stays import queries", "Inside a room"),
        ("stays/rules", "import django", "Rules decide"),
        ("stays/rules", "from sojourn.lib import clock", "Rules decide"),
        ("stays/types", "from django.db import models", "Types know no Django"),
        ("flows/actions", "import packs", "The platform imports no pack"),
    ],
)
def test_a_wrong_import_breaks_its_contract(house: Path, module: str, line: str, broken: str) -> None:
    (house / f"sojourn/{module}.py").write_text(line + "\n")
    done = lint(house)
    assert done.returncode == 1
    assert broken in done.stdout.partition("Broken contracts")[2]


def test_a_room_without_a_place_in_the_order_breaks_the_contract(house: Path) -> None:
    (house / "sojourn/casework").mkdir()
    (house / "sojourn/casework/__init__.py").touch()
    done = lint(house)
    assert done.returncode == 1
    assert "casework" in done.stdout


def test_what_is_needed_for_types_only_may_point_up(house: Path) -> None:
    (house / "sojourn/people/actions.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sojourn.stays import models\n"
    )
    assert lint(house).returncode == 0
