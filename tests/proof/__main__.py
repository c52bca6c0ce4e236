"""`make proof`: run what independent programs say about us, and write down what they said.

`make proof ABOUT="Schemathesis registrations"` runs only what names one of these words; the other lines of
the page stay as they are. Each says at which commit it was shown.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.proof.claims import CLAIMS, Claim

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/proof.md"
HEAD = """# What others say

Written by `make proof`: each line is what an independent program, or harm done to the running product, showed
in at the commit it names. Programs and versions stand in `tests/verifiers/README.md`.

| What is shown | By | Checks | Result | At |
|---|---|---:|---|---|
"""
_ROW = re.compile(r"^\| ([^|]+) \| [^|]+ \| \d+ \| [^|]+ \|(?: (\w+) \|)?$", re.MULTILINE)
_TABLE = re.compile(r"^## (.+?)\n\n(.+?```\n.+?\n```)\n", re.MULTILINE | re.DOTALL)


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
    Bench("How fast a case is priced and dated", ("rules",)),
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
        proving = {**os.environ, "SOJOURN_PROVING": "1"}
        done = subprocess.run(command, cwd=ROOT, env=proving, capture_output=True, text=True)
        if not report.exists():
            return Outcome(0, 1, (done.stdout[-300:],))
        cases = list(ElementTree.parse(report).iter("testcase"))
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    figures = tuple(each.get("value", "") for case in cases for each in case.iter("property"))
    return Outcome(len(cases) - failed, failed, figures)


def main(about: Sequence[str]) -> int:
    """Run everything, or what names one of these words; write the page. 1 where something was not shown."""
    at, page, broken = _commit(), PAGE.read_text(encoding="utf-8"), 0
    lines, tables = told_on(page)
    for claim in CLAIMS:
        if not _is_meant(about, claim.shows, claim.by, *claim.tests):
            continue
        outcome = ask(claim)
        broken += bool(outcome.failed or not outcome.passed)
        told = f"| {claim.shows} | {claim.by} | {outcome.passed} | {outcome.word} | {at} |"
        lines[claim.shows] = told
        print(told, flush=True)
    for bench in MEASURED:
        if not _is_meant(about, bench.title, bench.command):
            continue
        figures, is_kept = bench.run()
        broken += not is_kept
        tables[bench.title] = f"`{bench.command}`, at {at}:\n\n```\n{figures}\n```"
        print(figures, flush=True)
    rows = "".join(f"{lines[claim.shows]}\n" for claim in CLAIMS if claim.shows in lines)
    titles = [bench.title for bench in MEASURED if bench.title in tables]
    PAGE.write_text(
        HEAD + rows + "".join(f"\n## {title}\n\n{tables[title]}\n" for title in titles), encoding="utf-8"
    )
    return 1 if broken else 0


def _is_meant(about: Sequence[str], *named: str) -> bool:
    return not about or any(word in name for word in about for name in named)


def told_on(page: str) -> tuple[dict[str, str], dict[str, str]]:
    """The lines and tables that stand on the page; one that names no commit was shown when it was written."""
    before = _commit("--", str(PAGE))
    lines = {}
    for row in _ROW.finditer(page):
        lines[row[1]] = row[0] if row[2] else f"{row[0]} {before} |"
    lines.pop("What is shown", None)
    return lines, {title: told for title, told in _TABLE.findall(page)}


def _commit(*of: str) -> str:
    command = ["git", "log", "-1", "--format=%h", *of]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
