"""`make proof`: run what independent programs say about us, and write down what they said."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks import cases, registrations
from tests.proof.claims import CLAIMS, Claim

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/proof.md"
HEAD = """# What others say

Written by `make proof`: each line is what an independent program, or harm done to the running product, showed
in that run. Programs and versions stand in `tests/verifiers/README.md`.

| What is shown | By | Checks | Result |
|---|---|---:|---|
"""


class Bench(Protocol):
    """A module of `benchmarks`."""

    def run(self, *, say: Callable[[str], None]) -> dict[str, Any]: ...

    def as_text(self, found: dict[str, Any]) -> str: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    passed: int
    failed: int
    figures: tuple[str, ...]

    @property
    def word(self) -> str:
        if self.failed or not self.passed:
            return f"**not shown** ({self.failed} failed)"
        return "; ".join(self.figures) or "shown"


def ask(claim: Claim) -> Outcome:
    """Run the tests of a claim; a test that could not start counts as failed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--timeout=1800",
            f"--junitxml={report}",
            *claim.tests,
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if not report.exists():
            return Outcome(0, 1, (done.stdout[-300:],))
        cases = list(ElementTree.parse(report).iter("testcase"))
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    figures = tuple(each.get("value", "") for case in cases for each in case.iter("property"))
    return Outcome(len(cases) - failed, failed, figures)


def main() -> int:
    lines, broken = [], 0
    for claim in CLAIMS:
        outcome = ask(claim)
        broken += bool(outcome.failed or not outcome.passed)
        lines.append(f"| {claim.shows} | {claim.by} | {outcome.passed} | {outcome.word} |\n")
        print(lines[-1], end="", flush=True)
    one, kept = measured(registrations, "registrations", "What a registration costs")
    other, too = measured(cases, "cases", "What a case costs, from filing to the card")
    PAGE.write_text(f"{HEAD}{''.join(lines)}{one}{other}", encoding="utf-8")
    return 0 if kept and too and not broken else 1


def measured(bench: Bench, name: str, title: str) -> tuple[str, bool]:
    """The figures of a benchmark as a section of the page, and whether its promises are kept."""
    found = bench.run(say=lambda words: print(words, file=sys.stderr))
    figures = bench.as_text(found)
    print(figures)
    told = f"\n## {title}\n\n`sojourn bench {name}`, in the same run:\n\n```\n{figures}\n```\n"
    return told, all(found["kept"].values())


if __name__ == "__main__":
    sys.exit(main())
