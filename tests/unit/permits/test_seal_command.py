"""`sojourn seal` checks a paper on a table without database or network."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import segno
from django.core.management import CommandError, call_command

from sojourn.lib import clock
from sojourn.lib.seal import reading
from sojourn.lib.types import Subject
from sojourn.permits import seal
from sojourn.permits.types import ToIssue
from tests.unit.permits.conftest import HOLDER

VDS = Path(__file__).parents[2] / "data" / "vds"
NUMBER = "UT-2026-0000042-K"


def made() -> bytes:
    document = ToIssue(
        "registration",
        Subject("registration", uuid4()),
        HOLDER,
        (date(2026, 11, 23), date(2027, 2, 20)),
        "north",
    )
    with clock.frozen(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        return seal.make(document, number=NUMBER)


def run(*words: object) -> tuple[int, str]:
    """Exit code and what is said."""
    out = io.StringIO()
    try:
        call_command("seal", *map(str, words), stdout=out)
    except CommandError as refused:
        return refused.returncode, str(refused)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def run_apart(*words: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own whose database address leads nowhere."""
    code = "import sys; from sojourn.project.command_line import main; sys.exit(main(sys.argv[1:]))"
    surroundings = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    command = [sys.executable, "-c", code, "seal", *map(str, words)]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    path = tmp_path / "signer.pem"
    path.write_bytes(seal.signer_certificate())
    return path


def test_a_genuine_seal_is_read_from_a_picture(tmp_path: Path, trust: Path) -> None:
    text = reading.link_text("https://example.org", number=NUMBER, code="ABCDE01234", seal=made())
    picture = io.BytesIO()
    segno.make(text, error="m").save(picture, kind="png", scale=4)
    (tmp_path / "scan.png").write_bytes(picture.getvalue())
    done = run_apart("verify", tmp_path / "scan.png", "--trust", trust, "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)
    assert told["verdict"] == "genuine"
    assert told["document"]["number"] == NUMBER
    assert told["document"]["holder"] == "NGUYEN<<VAN<ANH"


def test_an_altered_seal_is_named(tmp_path: Path, trust: Path) -> None:
    packed = made()
    (tmp_path / "seal").write_bytes(packed[:-1] + bytes([packed[-1] ^ 1]))
    code, said = run("verify", tmp_path / "seal", "--trust", trust)
    assert code == 1
    assert "NOT GENUINE" in said


def test_a_seal_of_another_signer_is_read_but_not_trusted(tmp_path: Path, trust: Path) -> None:
    seals = {each["name"]: each for each in json.loads((VDS / "seals.json").read_text())["seals"]}
    (tmp_path / "seal").write_bytes(bytes.fromhex(seals["residentPermit"]["hex"]))
    assert run("verify", tmp_path / "seal", "--trust", trust)[0] == 2
    code, said = run("verify", tmp_path / "seal", "--trust", VDS / "sealgen_UTTS5B.crt")
    assert code == 0
    assert "ATD<<RESIDORCE<<ROLAND" in said


def test_a_file_without_a_seal_and_an_unusable_certificate_have_codes_of_their_own(
    tmp_path: Path, trust: Path
) -> None:
    (tmp_path / "letter").write_bytes(b"hello")
    assert run("verify", tmp_path / "letter", "--trust", trust)[0] == 3
    assert run("verify", tmp_path / "nowhere", "--trust", trust)[0] == 3
    assert run("verify", tmp_path / "letter", "--trust", tmp_path / "letter")[0] == 4
    assert run("verify", tmp_path / "letter", "--trust", VDS / "sealgen_DETS32.crt")[0] == 4


def test_the_published_certificate_is_the_one_that_checks(tmp_path: Path) -> None:
    (tmp_path / "seal").write_bytes(made())
    (tmp_path / "published").write_text(run("certificate")[1])
    assert run("verify", tmp_path / "seal", "--trust", tmp_path / "published")[0] == 0
