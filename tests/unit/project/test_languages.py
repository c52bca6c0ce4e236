"""Pages are there in the languages of the pack and in those the interface speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.project import languages


@pytest.fixture
def interface(tmp_path: Path) -> Path:
    folder = tmp_path / "locale"
    (folder / "ru").mkdir(parents=True)
    return folder


def _pack(folder: Path, text: str) -> Path:
    (folder / "pack.yaml").write_text(text, "utf-8")
    return folder


def test_the_languages_of_the_pack_come_first(tmp_path: Path, interface: Path) -> None:
    pack = _pack(tmp_path, "languages: [ar, en]\n")
    assert languages.spoken(pack, interface) == [
        ("ar", "العربيّة"),
        ("en", "English"),
        ("ru", "Русский"),
    ]


def test_norwegian_is_a_language_and_not_a_refusal(tmp_path: Path, interface: Path) -> None:
    assert languages.spoken(_pack(tmp_path, "languages: [no]\n"), interface)[0][0] == "no"


@pytest.mark.parametrize("text", ["languages: en\n", "languages: [", "- x\n", ""])
def test_a_pack_that_cannot_be_read_adds_none(tmp_path: Path, interface: Path, text: str) -> None:
    assert [code for code, _ in languages.spoken(_pack(tmp_path, text), interface)] == ["en", "ru"]


def test_a_pack_that_is_not_there_adds_none(tmp_path: Path, interface: Path) -> None:
    assert [code for code, _ in languages.spoken(tmp_path / "none", interface)] == ["en", "ru"]
