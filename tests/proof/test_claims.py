"""Every claim of `make proof` rests on tests that exist."""

from __future__ import annotations

import pytest

from sojourn.project.management.commands.bench import Command
from tests.architecture.source import ROOT
from tests.proof.__main__ import MEASURED, Bench
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
