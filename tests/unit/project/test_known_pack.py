"""A start reads the law anew where something changed, and only there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from sojourn.catalogue.models import CurrentPack
from sojourn.project import known_pack, start_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Iterator[Path]:
    """A var folder of its own, and a copy of the pack that may be written to."""
    pack = tmp_path / "pack"
    shutil.copytree(Path(settings.BASE_DIR) / "packs" / "arcadia", pack)
    with override_settings(VAR=tmp_path / "var", PACK=str(pack)):
        yield pack


def test_a_pack_that_was_loaded_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not known_pack.is_current()
    known_pack.remember()
    assert known_pack.is_current()
    monkeypatch.setattr("django.core.management.call_command", pytest.fail)
    start_up._load_pack()


def test_a_pack_of_which_one_byte_changed_is_compiled_again(own_folder: Path) -> None:
    known_pack.remember()
    parameters = next(own_folder.rglob("*.yaml"))
    parameters.write_bytes(parameters.read_bytes() + b"\n")
    assert not known_pack.is_current()


def test_a_file_that_came_or_went_is_seen(own_folder: Path) -> None:
    known_pack.remember()
    (own_folder / "more.yaml").write_text("")
    assert not known_pack.is_current()


def test_another_pack_made_current_meanwhile_is_seen() -> None:
    known_pack.remember()
    CurrentPack.objects.all().delete()
    assert not known_pack.is_current()


@pytest.mark.parametrize("note", ["", "{", "[]"])
def test_what_cannot_be_read_is_not_believed(note: str) -> None:
    known_pack.remember()
    known_pack._note().write_text(note)
    assert not known_pack.is_current()
