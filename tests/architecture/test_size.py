"""Files, functions and branches stay small enough to be read at once. Product code only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT, FunctionNode, Module, files, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
FOLDERS = ("sojourn", "packs", "benchmarks")
STYLES = "assets/css"
READ_BY_PEOPLE = (".py", ".html", ".typ")


def length_of(function: FunctionNode) -> int:
    """Lines from the first statement after the docstring to the end."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def long_functions(every: tuple[Module, ...]) -> Iterator[str]:
    for module in every:
        for function in module.functions():
            if length_of(function) > LONGEST_FUNCTION:
                yield f"{module.name}.{function.name}: {length_of(function)} lines"


def too_long(text: str) -> bool:
    return text.count("\n") > LONGEST_FILE


def tangled(folder: Path, *targets: str) -> str:
    """What ruff says of complexity over ten, by the house's own setting."""
    config = ROOT / "pyproject.toml"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--config",
            str(config),
            "--select",
            "C901",
            *targets,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode else ""


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    paths = [path for folder in FOLDERS for path in files(folder, *READ_BY_PEOPLE)]
    paths += files(STYLES, ".css")
    assert [str(p.relative_to(ROOT)) for p in paths if too_long(p.read_text(encoding="utf-8"))] == []


def test_no_file_is_a_part_of_another() -> None:
    names = [path.stem for folder in FOLDERS for path in files(folder)]
    assert [name for name in names if "_part" in name or name[-2:] in {"_2", "_3"}] == []


def test_no_function_is_longer_than_forty_lines() -> None:
    assert [found for folder in FOLDERS for found in long_functions(modules(folder))] == []


def test_no_function_is_more_complex_than_ten() -> None:
    assert tangled(ROOT, *(folder for folder in FOLDERS if (ROOT / folder).exists())) == ""


def test_a_long_file_is_found() -> None:
    assert too_long("x\n" * 401)
    assert not too_long("x\n" * 400)


def test_a_long_function_is_found_and_its_docstring_is_free() -> None:
    head = 'def tell(\n    a,\n    b,\n):\n    """Say.\n' + "\n    More.\n" * 30 + '    """\n'
    long = Module("sojourn.x", head + "    a = b\n" * 41)
    assert list(long_functions((long,))) == ["sojourn.x.tell: 41 lines"]
    assert list(long_functions((Module("sojourn.x", head + "    a = b\n" * 40),))) == []


def test_a_tangled_function_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("def f(a):\n" + "    if a: a += 1\n" * 11)
    assert "C901" in tangled(tmp_path, "x.py")
    (tmp_path / "x.py").write_text("def f(a):\n" + "    if a: a += 1\n" * 9)
    assert tangled(tmp_path, "x.py") == ""
