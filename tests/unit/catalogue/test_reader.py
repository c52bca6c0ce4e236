"""YAML as packs write it: text unless it is plainly something else, and every mistake has a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.catalogue.reader import Problems, read_csv, read_yaml


def read(folder: Path, text: str) -> tuple[Any, list[str]]:
    problems = Problems()
    path = folder / "file.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    node = read_yaml(path, root=folder, problems=problems)
    return node.plain(), [str(each) for each in problems.found]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("Off", "Off"),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("null", None),
        ("~", None),
        ("", None),
        ("15", 15),
        ("-3", -3),
        ("007", "007"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ('"15"', "15"),
        ("'2026-03-01'", "2026-03-01"),
        ("2026-03-01", date(2026, 3, 1)),
        ("=", "="),
        ("<<", "<<"),
        (".inf", ".inf"),
        ("15 days", "15 days"),
    ],
)
def test_what_a_scalar_means(tmp_path: Path, written: str, meant: Any) -> None:
    assert read(tmp_path, f"key: {written}\n") == ({"key": meant}, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nfee: 200.00\n", "file.yaml:2: expected a decimal in quotes; found 200.00"),
        ("fee: 1e5\n", "file.yaml:1: expected a decimal in quotes; found 1e5"),
        ("a: 1\nb: 2\na: 3\n", "file.yaml:3: expected each key once; found 'a' again"),
        ("a: 1\nday: 2026-02-30\n", "file.yaml:2: expected a day of the calendar; found 2026-02-30"),
        ("a: &x {b: 1}\nc: *x\n", "expected every value written out; found an alias"),
        ("a: !!int 3\n", "file.yaml:1: expected a plain value without a tag; found tag:yaml.org,2002:int"),
        ("a: !!python/object/apply:os.system [x]\n", "expected a plain value without a tag"),
        ("? [a, b]\n: 1\n", "expected a plain key; found a structure as key"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    _, problems = read(tmp_path, text)
    assert any(problem in each for each in problems), problems


@pytest.mark.parametrize(("text", "line"), [("a: 1\n b: 2\n", 2), ("a: [1, 2\n", 2), ("a:\n\tb: 1\n", 2)])
def test_a_file_that_is_no_yaml_counts_as_unread(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "file.yaml").write_text(text, "utf-8")
    problems = Problems()
    read_yaml(tmp_path / "file.yaml", root=tmp_path, problems=problems)
    assert str(problems.unread[0]).startswith(f"file.yaml:{line}: expected well-formed YAML")


def test_a_file_in_another_encoding_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_bytes("naïve: ü".encode("latin-1"))
    problems = Problems()
    read_yaml(tmp_path / "file.yaml", root=tmp_path, problems=problems)
    assert str(problems.unread[0]).startswith("file.yaml:1: expected YAML in UTF-8")


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    read(folder, text)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.one_of(st.integers(-(10**9), 10**9), st.booleans(), st.dates(), st.none()),
        max_size=6,
    )
)
def test_what_is_written_plainly_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    words = {True: "true", False: "false", None: "null"}
    lines = [f"{key}: {words[v] if isinstance(v, bool | None) else v}" for key, v in values.items()]
    found, problems = read(tmp_path_factory.mktemp("plain"), "\n".join(lines) or "{}")
    assert (found, problems) == (values, [])


def test_a_table_gathers_names_and_leaves_empty_cells_out(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("code,listed,names.en,names.ru\nNA,false,Namibia,\n", "utf-8")
    problems = Problems()
    table = read_csv(tmp_path / "t.csv", root=tmp_path, problems=problems)
    assert table.plain() == [{"code": "NA", "listed": False, "names": {"en": "Namibia"}}]
    assert table.value[0].place.line == 2


def test_a_row_with_too_many_cells_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("code,type\nA,b,c\n", "utf-8")
    problems = Problems()
    read_csv(tmp_path / "t.csv", root=tmp_path, problems=problems)
    assert str(problems.found[0]).startswith("t.csv:2: expected as many cells as the header")
