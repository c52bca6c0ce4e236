"""`make proof`: run what independent programs say about us, and write down what they said.

`make proof ABOUT="Schemathesis registrations"` runs only what names one of these words; the other lines of
the page stay as they are. Each says at which commit it was shown. Two claims are tried at a time, the longest
first; what is measured is measured afterwards, alone. The page is written after each of them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from tests.proof.claims import CLAIMS, Claim

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/proof.md"
AT_A_TIME = 2
LONGEST = 40 * 60
"""After so many seconds a claim or a measurement is given up, and told as not shown."""
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
        try:
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            return f"not measured: no end after {LONGEST} s", False
        return done.stdout.strip() or "not measured", done.returncode == 0


MEASURED = (
    Bench("What a registration costs", ("registrations",)),
    Bench("What a case costs, from the first answer to the card", ("cases",)),
    Bench("How fast a case is priced and dated", ("rules",)),
    Bench("How long an officer waits for a list", ("lists", "--each", "100000")),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many checks held and failed, and what is told of them."""

    passed: int
    failed: int
    figures: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        return not self.failed and self.passed > 0

    @property
    def word(self) -> str:
        if not self.is_shown:
            return f"**not shown** ({self.failed} failed)"
        return "; ".join(self.figures) or "shown"


def ask(claim: Claim) -> Outcome:
    """Run the tests of a claim; what could not start or found no end counts as failed, and says why."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", "-n", "0", "--tb=short", "--timeout=1800", f"--junitxml={report}"]
        command = [sys.executable, "-m", "pytest", *options, *claim.tests]
        proving = {**os.environ, "SOJOURN_PROVING": "1"}
        said = ""
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=proving, capture_output=True, text=True, timeout=LONGEST
            )
            said = done.stdout[-4000:] + done.stderr[-1000:]
            cases = list(ElementTree.parse(report).iter("testcase"))
        except (subprocess.TimeoutExpired, OSError, ElementTree.ParseError) as broken:
            print(f"{claim.shows}: {broken}\n{said}", file=sys.stderr, flush=True)
            return Outcome(0, 1, ())
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    if failed:
        print(f"{claim.shows}:\n{said}", file=sys.stderr, flush=True)
    skipped = sum(case.find("skipped") is not None for case in cases)
    figures = tuple(each.get("value", "") for case in cases for each in case.iter("property"))
    return Outcome(len(cases) - failed - skipped, failed, figures)


@dataclass
class Proof:
    """What stands on the page, from before and from this run."""

    page: Path
    at: str
    lines: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    pen: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.lines, self.tables = told_on(self.page.read_text(encoding="utf-8"))

    def claims(self, wanted: Sequence[Claim]) -> None:
        """Two at a time; one that fails keeps nobody from going on."""
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            list(pool.map(self._try, sorted(wanted, key=lambda claim: -claim.minutes)))

    def _try(self, claim: Claim) -> None:
        outcome = ask(claim)
        line = f"| {claim.shows} | {claim.by} | {outcome.passed} | {outcome.word} | {self.at} |"
        with self.pen:
            self.lines[claim.shows] = line
            self._note(claim.shows, outcome.is_shown, line)

    def measure(self, benches: Sequence[Bench]) -> None:
        """One after another, with the machine to itself."""
        for bench in benches:
            figures, is_kept = bench.run()
            self.tables[bench.title] = f"`{bench.command}`, at {self.at}:\n\n```\n{figures}\n```"
            self._note(bench.title, is_kept, figures)

    def _note(self, what: str, is_well: bool, told: str) -> None:
        if not is_well:
            self.missing.append(what)
        self.write()
        print(f"{(time.monotonic() - self.begun) / 60:5.1f} min  {told}", flush=True)

    def write(self) -> None:
        """Every claim has its line; one that was never tried says so."""
        rows = "".join(f"{self.lines.get(claim.shows, never(claim))}\n" for claim in CLAIMS)
        titles = [bench.title for bench in MEASURED if bench.title in self.tables]
        tables = "".join(f"\n## {title}\n\n{self.tables[title]}\n" for title in titles)
        self.page.write_text(HEAD + rows + tables, encoding="utf-8")


def never(claim: Claim) -> str:
    return f"| {claim.shows} | {claim.by} | 0 | not tried yet | - |"


def main(about: Sequence[str]) -> int:
    """Run everything, or what names one of these words; write the page. 1 where something was not shown."""
    proof = Proof(PAGE, _commit())
    proof.claims([claim for claim in CLAIMS if _is_meant(about, claim.shows, claim.by, *claim.tests)])
    proof.measure([bench for bench in MEASURED if _is_meant(about, bench.title, bench.command)])
    for what in proof.missing:
        print(f"Not shown, or a promise broken: {what}", flush=True)
    print("Everything was shown." if not proof.missing else f"{len(proof.missing)} were not shown.")
    return 1 if proof.missing else 0


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
