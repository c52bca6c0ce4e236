"""What the product builds on is listed with its licence and its reason, and only licences we accept are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ACCEPTED = frozenset(
    [
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "PostgreSQL",
    ]
)
LESSER = frozenset({"psycopg", "psycopg-binary", "psycopg-pool"})


def locked() -> set[str]:
    """Names in the lock of the running product."""
    lines = (ROOT / "requirements/run.lock").read_text().splitlines()
    return {line.split("==")[0].split("[")[0] for line in lines if re.match(r"[a-z0-9].*==", line)}


def listed(text: str) -> dict[str, str]:
    """Package → licence, from the first table of the page."""
    table = text.split("## ")[0]
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+?) \| [^|?]+ \|$", table, re.M))


def unaccepted(packages: dict[str, str]) -> list[str]:
    """Packages whose licence offers nothing we accept."""
    found = []
    for name, licence in packages.items():
        offered = set(re.split(r" OR | AND ", licence))
        if not offered & ACCEPTED and not (name in LESSER and licence == "LGPL-3.0-only"):
            found.append(name)
    return found


def test_every_package_of_the_product_is_listed_with_its_reason() -> None:
    page = (ROOT / "docs/reference/dependencies.md").read_text()
    assert set(listed(page)) == locked()


def test_only_accepted_licences_are_built_on() -> None:
    assert not unaccepted(listed((ROOT / "docs/reference/dependencies.md").read_text()))


def test_a_package_under_another_licence_would_be_noticed() -> None:
    assert unaccepted({"x": "GPL-3.0-only", "y": "LGPL-3.0-only", "psycopg": "LGPL-3.0-only"}) == ["x", "y"]
