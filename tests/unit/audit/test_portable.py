"""An auditor with a file and a public key proves the log, and sees what was changed in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command

from sojourn.audit import errors, portable, queries
from sojourn.audit.models import Event

Line = dict[str, Any]


@pytest.fixture
def exported(thirty_events: list[Event], tmp_path: Path) -> Path:
    file = tmp_path / "log.jsonl"
    assert portable.export(file) == 30
    return file


@pytest.fixture
def changed(exported: Path) -> Callable[[Callable[[list[Line]], object]], Path]:
    def change(how: Callable[[list[Line]], object]) -> Path:
        lines = [json.loads(line) for line in exported.read_text().splitlines()]
        how(lines)
        exported.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return exported

    return change


def test_an_exported_log_proves_with_the_public_key_alone(exported: Path) -> None:
    proven = portable.verify(exported, pem=portable.public_keys())
    assert (proven.entries, proven.heads) == (30, 3)
    assert proven.root == queries.verify_log().root


def test_no_personal_value_leaves_with_the_log(exported: Path) -> None:
    text = exported.read_text()
    assert "X1" not in text
    assert "lodie" not in text


@pytest.mark.parametrize(
    ("how", "named"),
    [
        (lambda lines: lines[3]["leaf"]["facts"].update(place="Elsewhere"), errors.EntriesRewritten),
        (lambda lines: lines.pop(4), errors.EntriesRewritten),
        (lambda lines: lines.insert(4, lines[4]), errors.EntriesRewritten),
        (lambda lines: lines.pop(10), errors.HeadMissing),
        (lambda lines: lines.pop(), errors.HeadMissing),
        (lambda lines: lines[10]["head"].update(root="00" * 32), errors.HeadAltered),
        (lambda lines: lines[10]["head"].update(at="2020-01-01T00:00:00+00:00"), errors.HeadAltered),
        (lambda lines: lines[10]["head"].update(signature="no"), errors.HeadAltered),
        (lambda lines: lines[10]["head"].pop("key"), errors.ExportUnreadable),
        (lambda lines: lines[2].update(head={}), errors.ExportUnreadable),
    ],
)
def test_what_was_changed_in_the_file_is_named(
    changed: Any, how: Callable[[list[Line]], object], named: type[Exception]
) -> None:
    with pytest.raises(named):
        portable.verify(changed(how), pem=portable.public_keys())


@pytest.mark.parametrize("content", [b"no log\n", b"[]\n", b"\xff\n", b"[" * 100_000])
def test_a_file_that_is_no_log_is_said_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "log"
    file.write_bytes(content)
    with pytest.raises(errors.ExportUnreadable):
        portable.verify(file, pem=portable.public_keys())


def test_heads_signed_by_another_key_prove_nothing(exported: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    with pytest.raises(errors.HeadAltered):
        portable.verify(exported, pem=other.public_bytes(serialization.Encoding.PEM, form))


def test_the_command_writes_and_proves(
    thirty_events: list[Event], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "log.jsonl"
    call_command("verify_log", export=file)
    written = capsys.readouterr().out
    assert "30 entries written to" in written
    call_command("verify_log", **{"from": file, "key": Path(f"{file}.pem")})
    said = capsys.readouterr().out
    assert "The log proves: 30 sealed entries under 3 signed heads." in said
    assert set(portable.fingerprints(Path(f"{file}.pem").read_bytes())) <= set(said.replace(".", " ").split())
    with pytest.raises(CommandError, match="Name the public key"):
        call_command("verify_log", **{"from": file})
    with pytest.raises(CommandError, match="holds no key"):
        call_command("verify_log", **{"from": file, "key": file})
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("verify_log", export=file)
