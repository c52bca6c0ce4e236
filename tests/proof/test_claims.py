"""Every claim of `make proof` rests on tests that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.project.management.commands.bench import Command
from tests.architecture.source import ROOT
from tests.proof import __main__ as proving
from tests.proof.__main__ import HEAD, MEASURED, Bench, Outcome, Proof, told_on
from tests.proof.claims import CLAIMS, Claim


def missing(claim: Claim) -> list[str]:
    """Files and tests a claim names that are not there."""
    found = []
    for test in claim.tests:
        file, _, name = test.partition("::")
        path = ROOT / file
        if not path.exists() or (name and f"def {name}(" not in path.read_text(encoding="utf-8")):
            found.append(test)
    return found


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.shows)
def test_the_tests_of_a_claim_exist(claim: Claim) -> None:
    assert missing(claim) == []


@pytest.mark.parametrize("bench", MEASURED, ids=lambda bench: bench.command)
def test_what_the_proof_measures_can_be_measured(bench: Bench) -> None:
    parser = Command().create_parser("sojourn", "bench")
    assert parser.parse_args(list(bench.words)).promise == bench.words[0]


def test_a_claim_without_its_test_is_found() -> None:
    assert missing(Claim("x", "y", ("tests/nowhere.py", "tests/proof/test_claims.py::test_nothing"))) != []


def test_what_is_not_run_again_stays_on_the_page_with_its_commit() -> None:
    page = (
        f"{HEAD}| seals are read | OpenSSL | 4 | shown | abc1234 |\n| of before | others | 2 | shown |\n"
        "\n## What it costs\n\n`sojourn bench x`, at abc1234:\n\n```\none | two\n\nthree\n```\n"
    )
    lines, tables = told_on(page)
    assert lines["seals are read"] == "| seals are read | OpenSSL | 4 | shown | abc1234 |"
    assert lines["of before"].startswith("| of before | others | 2 | shown | ")
    assert set(lines) == {"seals are read", "of before"}
    assert tables == {"What it costs": "`sojourn bench x`, at abc1234:\n\n```\none | two\n\nthree\n```"}


def test_one_that_fails_is_told_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "proof.md").write_text(HEAD)
    first, second, third = CLAIMS[:3]
    proof = Proof(tmp_path / "proof.md", "abc1234")
    standing: list[str] = []

    def ask(claim: Claim) -> Outcome:
        standing.append((tmp_path / "proof.md").read_text())
        return Outcome(1, 1, ()) if claim == first else Outcome(2, 0, ("3 kills",))

    monkeypatch.setattr(proving, "AT_A_TIME", 1)
    monkeypatch.setattr(proving, "ask", ask)
    proof.claims([first, second])
    lines, _ = told_on((tmp_path / "proof.md").read_text())
    assert lines[first.shows].endswith("| 1 | **not shown** (1 failed) | abc1234 |")
    assert lines[second.shows].endswith("| 2 | 3 kills | abc1234 |")
    assert "**not shown**" in standing[1], "what was tried stands on the page before the end"
    assert proof.missing == [first.shows]
    assert f"| {third.shows} | {third.by} | 0 | not tried yet | - |" in (tmp_path / "proof.md").read_text()


def test_a_claim_whose_tests_find_no_end_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "LONGEST", 0.01)
    assert not proving.ask(CLAIMS[0]).is_shown


def test_every_claim_has_its_line_on_the_page() -> None:
    page = proving.PAGE.read_text(encoding="utf-8")
    assert [claim.shows for claim in CLAIMS if f"| {claim.shows} | {claim.by} |" not in page] == []
