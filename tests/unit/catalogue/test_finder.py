"""A finder leads everyone somewhere: dead ends, circles and traces of what is sensitive are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid

FINDER = """
start: need
questions:
  - code: need
    answers:
      - {code: guest, to: how-long, group: stay}
      - {code: afraid, to: afraid, group: danger}
  - code: how-long
    answers:
      - {code: a-week, to: short-visit}
      - {code: longer, to: register}
ends:
  - {code: short-visit, nothing: true}
  - {code: register, services: [visit]}
  - {code: afraid, sensitive: true, telephones: [court], rooms: [verify]}
"""
LEFT_OUT = "left-out:\n  - {service: visit, reason: it is asked elsewhere}\nends:\n"
TEXTS = """
questions:
  need:
    title: What brings you here?
    groups: {stay: Staying, danger: Help}
    answers: {guest: I am a guest, afraid: I am afraid}
  how-long:
    title: How long do you stay?
    answers: {a-week: A week, longer: Longer}
ends:
  short-visit: {title: A short visit, text: You need nothing.}
  register: {title: Tell the court, text: The court writes you down.}
  afraid: {title: You are safe here, text: Come to the court.}
"""


@pytest.fixture
def leading(example: Path) -> Path:
    """The example with a finder of two questions and three ends."""
    (example / "finder.yaml").write_text(FINDER, "utf-8")
    (example / "locale/en/finder.yaml").write_text(TEXTS, "utf-8")
    call = "- {code: court, number: '1', source: Court order 1, confidence: confirmed, names: {en: Court}}\n"
    (example / "telephones.yaml").write_text(call, "utf-8")
    return example


def refused(folder: Path, instead_of: str, stands: str) -> str:
    """What the check says of the finder with a piece replaced by another."""
    assert instead_of in FINDER
    (folder / "finder.yaml").write_text(FINDER.replace(instead_of, stands, 1), "utf-8")
    with pytest.raises(PackInvalid) as problem:
        compile_folder(folder)
    return "\n".join(str(each) for each in problem.value.problems)


def test_a_finder_that_leads_everyone_somewhere_is_in_order(leading: Path) -> None:
    finder = compile_folder(leading).pack.finder
    assert finder is not None
    assert finder.first().code == "need"
    assert [each.code for each in finder.askers_of("register")] == ["how-long"]


def test_a_pack_needs_none(example: Path) -> None:
    assert compile_folder(example).pack.finder is None


@pytest.mark.parametrize(
    ("instead_of", "stands", "told"),
    [
        ("to: how-long", "to: nowhere", "expected the code of a question or of an end; found nowhere"),
        ("nothing: true", "nothing: false", "found neither: a dead end"),
        ("services: [visit]", "services: [visit], nothing: true", "found both"),
        ("services: [visit]", "services: [feast]", "expected a service of the pack; found feast"),
        ("rooms: [verify]", "rooms: [write]", "expected a room this pack has; found write"),
        ("rooms: [verify]", "rooms: [kitchen]", "expected one of account"),
        ("rooms: [verify]", "rights: [feast]", "expected a text of rights/; found feast"),
        ("rooms: [verify]", "matters: [feast]", "expected a matter of petitions.yaml; found feast"),
        ("telephones: [court]", "telephones: [crown]", "expected a code of telephones.yaml; found crown"),
        ("telephones: [court], ", "", "expected telephones: for what is sensitive; found none"),
        ("to: register", "to: need", "found need → how-long → need"),
        ("to: register", "to: short-visit", "expected an answer that leads to it; found none"),
        (
            "services: [visit]",
            "rooms: [track]",
            "expected an end that leads to visit, or visit under left-out",
        ),
        ("ends:\n", LEFT_OUT, "expected a service of the pack no end leads to; found visit"),
        ("ends:\n", LEFT_OUT.replace("it is asked elsewhere", '""'), "expected why nobody is led to it"),
        ("start: need", "start: afraid", "expected the code of a question of the finder; found afraid"),
        ("      - {code: longer, to: register}\n", "", "expected at least 2 answers"),
        ("{code: longer,", "{code: a-week,", "found a-week again"),
        ("code: short-visit", "code: register", "expected each code once among questions and ends"),
        ("code: a-week", "code: a-month", "a text finder.questions.how-long.answers.a-month in locale/en"),
        (
            "  - code: how-long\n",
            "  - code: how-long\n    sensitive: true\n    telephones: [court]\n",
            "expected something sensitive, as the question is; found short-visit",
        ),
    ],
)
def test_what_leads_nowhere_in_a_circle_or_leaves_a_trace_is_refused(
    leading: Path, instead_of: str, stands: str, told: str
) -> None:
    assert told in refused(leading, instead_of, stands)


def test_a_number_to_call_is_named_in_every_language(leading: Path) -> None:
    call = leading / "telephones.yaml"
    call.write_text(call.read_text("utf-8").replace("{en: Court}", "{ar: Court}"), "utf-8")
    assert "expected a name in every language of the pack; found no en" in refused(leading, "start", "start")


def test_a_text_of_nothing_in_the_finder_is_a_mistake(leading: Path) -> None:
    texts = leading / "locale/en/finder.yaml"
    texts.write_text(TEXTS + "  feast: {title: A feast, text: Come.}\n", "utf-8")
    with pytest.raises(PackInvalid) as problem:
        compile_folder(leading)
    assert any("found finder.ends.feast.title" in str(each) for each in problem.value.problems)
