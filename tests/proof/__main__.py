"""`make proof`: run what independent programs say about us, and write down what they said."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from tests.proof.claims import CLAIMS, Claim

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/proof.md"
HEAD = """# What others say

Written by `make proof`: each line is what an independent program, or harm done to the running product, showed
in that run. Programs and versions stand in `tests/verifiers/README.md`.

| What is shown | By | Checks | Result |
|---|---|---:|---|
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """Figures that stand on the page, promises broken among them."""

    title: str
    words: tuple[str, ...]

    @property
    def command(self) -> str:
        return " ".join(("sojourn", "bench", *self.words))

    def run(self) -> tuple[str, bool]:
        """The tables, and whether every promise was kept. What goes wrong is told on the way."""
        command = [sys.executable, "-m", "sojourn.project", "bench", *self.words]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip() or "not measured", done.returncode == 0


MEASURED = (
    Bench("What a registration costs", ("registrations",)),
    Bench("What a case costs, from the first answer to the card", ("cases",)),
    Bench("How long an officer waits for a list", ("lists", "--each", "100000")),
)


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
    told = []
    for bench in MEASURED:
        figures, is_kept = bench.run()
        broken += not is_kept
        told.append(f"\n## {bench.title}\n\n`{bench.command}`, in the same run:\n\n```\n{figures}\n```\n")
        print(figures, flush=True)
    PAGE.write_text(f"{HEAD}{''.join(lines)}{''.join(told)}", encoding="utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
