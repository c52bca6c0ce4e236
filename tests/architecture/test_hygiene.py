"""What never enters the repository: secrets, package indexes, paths of one machine, unfinished work."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

SELF = "tests/architecture/test_hygiene.py"
FORBIDDEN = {
    "a private key": r"-----BEGIN (EC |RSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----",
    "a key file of ours": r'"secret": "[A-Za-z0-9+/]{40,}',
    "a cloud key": r"\bAKIA[0-9A-Z]{16}\b",
    "a token": r"\b(ghp|gho|glpat|xox[bp])[-_][A-Za-z0-9-]{20,}",
    "a password in an address": r"postgres(ql)?://[a-z_]+:(?!password@|secret@|…@)[^@\s\"'<>{}$]+@",
    "an index address": (
        r"--(extra-)?index-url[= ]|--find-links[= ]|registry\.npmjs\.org|pypi\.org/simple|/opt/(pypi|wheels)"
    ),
    "a path of one machine": r"(?<![\w.])/(root|home/[a-z]+|work|Users)/[A-Za-z.]",
    "unfinished work": r"\b(TODO|FIXME)\b|^\s*# ?XXX|\bNotImplementedError\b",
    "a test that does not run": (
        r"pytest\.mark\.(skip|skipif|xfail)|pytest\.(skip|xfail|importorskip)\(|unittest\.skip"
    ),
}


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [
        ROOT / name for name in done.stdout.split("\0") if name and name != SELF and (ROOT / name).is_file()
    ]


def unwanted(text: str) -> Iterator[str]:
    for what, pattern in FORBIDDEN.items():
        for found in re.finditer(pattern, text, re.MULTILINE):
            yield f"{what}: line {text.count(chr(10), 0, found.start()) + 1}"


def test_nothing_unwanted_is_in_the_repository() -> None:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            found += [
                f"{path.relative_to(ROOT)}: {hit}" for hit in unwanted(content.decode("utf-8", "replace"))
            ]
    assert found == []


def test_nothing_made_by_running_is_in_the_repository() -> None:
    made = {".venv", "var", "__pycache__", "node_modules", ".mypy_cache", ".ruff_cache"}
    assert [path for path in tracked() if made & set(path.relative_to(ROOT).parts)] == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE KEY-----",
        '"secret": "' + "A" * 43 + '="',
        "AKIA" + "A" * 16,
        "ghp_" + "a" * 36,
        "postgresql://sojourn:hunter2@db/sojourn",
        "--index-url https://somewhere",
        "--find-links=/opt/wheels",
        "https://registry.npmjs.org/x",
        "see /root/notes",
        "open('/home/ada/x')",
        "# TODO later",
        "raise NotImplementedError",
        "@pytest.mark.skip",
    ],
)
def test_each_of_them_is_found(text: str) -> None:
    assert list(unwanted(text))


@pytest.mark.parametrize(
    "text",
    ["nationality XXX", "/var/lib/sojourn", "a/root/b", "postgresql://sojourn_app@/sojourn", "work/life"],
)
def test_ordinary_text_is_not(text: str) -> None:
    assert list(unwanted(text)) == []
