"""A pack with a mistake of any kind is refused, and the author is told file, line, expected and found."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from sojourn.catalogue import rulebook
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid, PackNotFound

Spoil = Callable[[str, str, str], list[str]]
SERVICE = "services/visit.yaml"

MISTAKES = [
    (each["file"], each["instead-of"], each["stands"], each["told"])
    for each in yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text("utf-8"))
]


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES, ids=[each[3] for each in MISTAKES])
def test_a_mistake_is_told_where_it_stands(spoilt: Spoil, file: str, old: str, new: str, told: str) -> None:
    problems = spoilt(file, old, new)
    assert any(told in problem for problem in problems), problems


def test_the_example_of_the_format_is_in_order(example: Path) -> None:
    pack = compile_folder(example).pack
    assert pack.text("visit.visitor.name.label", "en") == "Name"
    assert [path for path, _ in pack.service("visit").page("visitor").each_question()][:2] == [
        "visitor.name",
        "visitor.arrived-on",
    ]


def test_every_mistake_is_told_at_once(example: Path) -> None:
    for file, old, new in [
        ("pack.yaml", "LIL", "lil"),
        ("parameters/visit.yaml", "1 day,", "1.5,"),
        (SERVICE, "type: integer", "type: number"),
        (SERVICE, "deadline: visit.last_day", "deadline: visit.no_day"),
        ("data/districts.csv", "LIL-1", "LIL-2"),
    ]:
        path = example / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PackInvalid) as refused:
        compile_folder(example)
    files = {problem.place.file for problem in refused.value.problems}
    assert {"pack.yaml", "parameters/visit.yaml", SERVICE, "data/districts.csv"} <= files
    assert "expected a function of rules/visit.py; found visit.no_day" in str(refused.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (SERVICE, "pages:", "pages: [", f"{SERVICE}:"),
        ("rules/visit.py", "def last_day(", "dfe last_day(", "rules/visit.py:"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_alone_and_not_what_follows_from_it(
    example: Path, file: str, old: str, new: str, told: str
) -> None:
    path = example / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PackInvalid) as refused:
        compile_folder(example)
    (only,) = refused.value.problems
    assert str(only).startswith(told)


@pytest.mark.parametrize("file", ["data/districts.csv", "data/holidays.csv", "rules.lock"])
def test_a_missing_file_is_told(example: Path, file: str) -> None:
    (example / file).unlink()
    with pytest.raises(PackInvalid, match="no such file"):
        compile_folder(example)


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackNotFound):
        compile_folder(tmp_path)


class TestLock:
    """A rule that was loaded is not edited."""

    def edit(self, example: Path) -> str:
        path = example / "rules/visit.py"
        text = path.read_text("utf-8").replace("facts.arrived_on or facts.filed_on", "facts.filed_on")
        path.write_text(text, "utf-8")
        return rulebook.sources_in(example / "rules")["visit.last_day"]

    def test_an_edited_rule_fails_the_check(self, example: Path) -> None:
        self.edit(example)
        with pytest.raises(PackInvalid, match=r"rules.lock:2: .* found visit.last_day was edited"):
            compile_folder(example)

    def test_a_bug_fix_is_listed_with_its_reason(self, example: Path) -> None:
        new = self.edit(example)
        lock = example / "rules.lock"
        old = lock.read_text("utf-8").splitlines()[1].split('"')[1]
        fixed = f'visit.last_day: {{hash: "{new}", was: "{old}", reason: "arrival was ignored"}}'
        lines = [lock.read_text("utf-8").splitlines()[0], fixed]
        lock.write_text("\n".join(lines), "utf-8")
        compile_folder(example)
        lock.write_text("\n".join(lines).replace("arrival was ignored", ""), "utf-8")
        with pytest.raises(PackInvalid, match="was edited"):
            compile_folder(example)

    def test_a_new_rule_needs_a_line(self, example: Path) -> None:
        path = example / "rules/visit.py"
        path.write_text(path.read_text("utf-8") + "\n\ndef fee() -> None: ...\n", "utf-8")
        with pytest.raises(
            PackInvalid, match=r"rules.lock:1: expected a line for each rule .* found none for visit.fee"
        ):
            compile_folder(example)
        assert rulebook.add_new_to_lock(example) == ["visit.fee"]
        compile_folder(example)

    def test_a_rule_that_is_gone_is_told(self, example: Path) -> None:
        with (example / "rules.lock").open("a") as lock:
            lock.write('visit.gone: "00"\n')
        with pytest.raises(PackInvalid, match=r"the rule visit\.gone, which was loaded once"):
            compile_folder(example)


@pytest.mark.parametrize("damage", ["leave out", "empty", "repeat", "garble"])
def test_no_damaged_line_makes_the_check_itself_fail(example: Path, damage: str) -> None:
    """Line after line of every file is spoilt: the pack is in order or refused, nothing else."""
    for path in sorted(example.rglob("*.yaml")) + sorted(example.rglob("*.csv")):
        text = path.read_text("utf-8")
        lines = text.splitlines(keepends=True)
        for at, line in enumerate(lines):
            new = {
                "leave out": "",
                "empty": line.partition(":")[0] + ":\n",
                "repeat": line * 2,
                "garble": "- 1\n",
            }
            path.write_text("".join([*lines[:at], new[damage], *lines[at + 1 :]]), "utf-8")
            with contextlib.suppress(PackInvalid):
                compile_folder(example)
        path.write_text(text, "utf-8")
