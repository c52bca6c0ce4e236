"""What of the law is in the pack of the first country and what proves it: docs/reference/coverage.md.

Expected is what tests/packs/expected.yaml lists. A rule is proven by the scenarios that name it and by the
stories docs/reference/rules.md names; an amount by a scenario whose outcome changes when the amount does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sojourn.catalogue.law import Parameter
from sojourn.catalogue.reader import Problems, read_yaml
from sojourn.catalogue.scenarios import NOTHING, Scenario, answer, find
from sojourn.catalogue.types import Pack
from sojourn.catalogue.uses import uses_of_product
from sojourn.lib.money import Money
from tests.packs.scenarios import ROOT, compiled, scenarios_of
from tests.packs.test_rules_page import rows as rows_of_rules_page

COUNTRY = "azerbaijan"
PAGE = ROOT.parent / "docs/reference/coverage.md"
EXAMPLES = ROOT / COUNTRY / "examples"
HEAD = """# What of the law is there, and what proves it

Written by `make coverage`, read by `tests/packs/test_coverage.py`, which fails when it is stale. The
expected services, rules and amounts stand in `tests/packs/expected.yaml`. A rule is proven by
situations a lawyer wrote down (`packs/azerbaijan/scenarios/`, tried by `sojourn pack scenarios`) and by
stories played at the doors of the product; an amount by a situation whose outcome changes when the amount
does. *Asked*: a service or the product itself asks what the situations try; *in part*: of some of it nothing
does; *done by acts*: cases do it themselves, as a story shows; *waits*: scenarios alone ask it. A service is
proven by situations that name it, or a rule that is its own. Every decided service with an example is walked
in a browser from the form to the letter (`tests/journeys/test_every_service.py`).
"""

Cell = tuple[str, date | None, str, str]
"""Parameter, first day of the value, row and column; both empty where the value is one amount."""


@dataclass(frozen=True)
class Line:
    """One expected thing: what it is called, what it says, and what shows it; nothing: not there yet."""

    name: str
    says: str
    there: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    outside: str = ""
    product: str = ""
    """Of a rule: what of the product asks it, or what it waits for."""

    @property
    def is_open(self) -> bool:
        return not self.outside and not (self.there and self.proofs)


@cache
def expected() -> dict[str, Any]:
    problems = Problems()
    path = Path(__file__).parent / "expected.yaml"
    told: dict[str, Any] = read_yaml(path, root=path.parent, problems=problems).plain()
    problems.stop_if_any()
    return told


@cache
def scenarios() -> tuple[Scenario, ...]:
    return tuple(scenarios_of(COUNTRY))


def files_of(found: Iterator[Scenario]) -> tuple[str, ...]:
    return tuple(sorted({each.place.file.removeprefix("scenarios/") for each in found}))


def names_of(stories: Iterable[str]) -> tuple[str, ...]:
    """The files of stories, each of which is there."""
    files = sorted({each.partition("::")[0] for each in stories})
    assert all((ROOT.parent / each).exists() for each in files), files
    return tuple(each.rpartition("/")[2] for each in files)


def services() -> list[Line]:
    pack = compiled(COUNTRY)
    lines = []
    for told in expected()["services"]:
        there = [code for code in told["is"] if code in pack.services or code.startswith("/")]
        named = {rule for code in there if code in pack.services for rule in rules_of(pack, code)}
        proofs = files_of(
            each
            for each in scenarios()
            if each.told.get("service") in there or each.told.get("rule") in named
        )
        proofs += names_of(told.get("stories", ()))
        walked = tuple("walked" for code in there if (EXAMPLES / f"{code}.yaml").exists())
        lines.append(
            Line(told["code"], told["says"], tuple(there), proofs + walked[:1], told.get("outside", ""))
        )
    return lines


def rules_of(pack: Pack, code: str) -> set[str]:
    """The rules a service names that are its own: of the module its facts are of, or named by no other."""
    own, module = _named(pack, code), pack.service(code).facts.type.partition(".")[0]
    family = next(each["is"] for each in expected()["services"] if code in each["is"])
    others = (each for each in pack.services if each not in family)
    alone = own.difference(*(_named(pack, each) for each in others))
    return alone | {each for each in own if each.partition(".")[0] == module}


def _named(pack: Pack, code: str) -> set[str]:
    service = pack.service(code)
    named = (getattr(service, name) for name in service.__slots__)
    return {each for each in named if isinstance(each, str) and each.count(".") == 1}


def rules() -> list[Line]:
    stories = {rule: told for rule, (_, told) in rows_of_rules_page().items()}
    lines = []
    for rule, says in expected()["rules"].items():
        proofs = files_of(each for each in scenarios() if each.rule == rule)
        played = names_of([*stories.get(rule, ()), *expected()["played"].get(rule, ())])
        lines.append(Line(rule, says, ("pack",), proofs + played, product=asked_by(rule, bool(played))))
    return lines


def asked_by(rule: str, is_played: bool) -> str:
    """Whether the product asks what the scenarios of a rule try, by the calls of its services.

    Where acts of the product do the same by themselves a story proves it.
    """
    asked, alone = functions_of(rule)
    if not alone and (asked or not is_played):
        return "asked"
    if asked:
        return "asked, and done by acts" if is_played else "asked in part"
    return "done by acts" if is_played else f"waits: {waits_for(rule)}"


def functions_of(rule: str) -> tuple[set[str], set[str]]:
    """What the situations of a rule ask: rules the product asks too, and such as nothing but they ask."""
    tried = {each.told.get("rule", "") for each in scenarios() if each.rule == rule}
    alone = {name for name in tried if name} - _reached()
    return tried - alone, alone


@cache
def _reached() -> frozenset[str]:
    return uses_of_product(compiled(COUNTRY)).functions["product"]


def waits_for(rule: str) -> str:
    """For what a rule waits that nothing in the product asks: by its name, or how it begins."""
    told: dict[str, str] = expected()["waits"]
    found = (words for begins, words in told.items() if rule == begins or rule.startswith(f"{begins}-"))
    return next(found, "nothing says for what")


def fees() -> list[Line]:
    proven, lines = proven_cells(), []
    for told in expected()["fees"]:
        cells = told.get("rows") or {"": {"": told["amount"]}}
        for row, columns in cells.items():
            for column, amount in columns.items():
                lines.append(_fee(told, str(row), str(column), amount, proven))
    return lines


def _fee(told: dict[str, Any], row: str, column: str, amount: str, proven: dict[Cell, set[str]]) -> Line:
    pack = compiled(COUNTRY)
    parameter = pack.parameters.get(told["parameter"])
    dated = parameter.on(told["on"]) if parameter else None
    value = dated.value if dated else None
    found = (value or {}).get(row, {}).get(column) if row and isinstance(value, dict) else value
    there = (told["parameter"],) if found == amount else ()
    proofs = {*names_of(told.get("stories", ()))}
    proofs |= proven.get((told["parameter"], dated.from_ if dated else None, row, column), set())
    words = ", ".join(filter(None, (row, column.replace("-", " "))))
    since = f"law of {told['on'].year}"
    return Line(
        told["of"], f"{words or 'each'}: {amount} ({since})", there, tuple(sorted(proofs)) if there else ()
    )


def cells_of(name: str, parameter: Parameter) -> Iterator[Cell]:
    for dated in parameter.values:
        if isinstance(dated.value, dict):
            yield from (
                (name, dated.from_, row, column) for row, cells in dated.value.items() for column in cells
            )
        elif dated.value is not None:
            yield name, dated.from_, "", ""


@cache
def proven_cells() -> dict[Cell, set[str]]:
    """Of each amount the files with a situation that notices when it changes.

    Every amount is raised by a number of its own of the smallest coins; what an outcome then differs by tells
    which one it rests on.
    """
    pack = compiled(COUNTRY)
    names = {told["parameter"] for told in expected()["fees"]} & set(pack.parameters)
    cells = [cell for name in sorted(names) for cell in cells_of(name, pack.parameters[name])]
    raised = replace(
        pack, parameters={**pack.parameters, **{name: _raised(pack, name, cells) for name in names}}
    )
    found: dict[Cell, set[str]] = defaultdict(set)
    for scenario in scenarios():
        paths = [path for path in scenario.told["expect"] if path.rpartition(".")[2] == "amount"]
        for number in (_difference(raised, scenario, path) for path in paths):
            if 0 < number <= len(cells):
                found[cells[number - 1]].add(scenario.place.file.removeprefix("scenarios/"))
    return found


def _raised(pack: Pack, name: str, cells: list[Cell]) -> Parameter:
    number = {cell: at for at, cell in enumerate(cells, start=1)}

    def more(amount: str, cell: Cell) -> str:
        minor = Money.of(amount, pack.currency).minor + number[cell]
        return str(Money(minor, pack.currency)).partition(" ")[0]

    parameter = pack.parameters[name]
    values = []
    for dated in parameter.values:
        value = dated.value
        if isinstance(value, dict):
            value = {
                row: {
                    column: more(amount, (name, dated.from_, row, column)) for column, amount in each.items()
                }
                for row, each in value.items()
            }
        elif value is not None:
            value = more(value, (name, dated.from_, "", ""))
        values.append(replace(dated, value=value))
    return replace(parameter, values=tuple(values))


def _difference(raised: Pack, scenario: Scenario, path: str) -> int:
    """By how many of the smallest coins an outcome is more than the scenario expects."""
    expects = str(scenario.told["expect"][path]).partition(" ")[0]
    found = find(answer(raised, scenario), path)
    if found is NOTHING or found is None:
        return 0
    amount = str(found).partition(" ")[0]
    return Money.of(amount, raised.currency).minor - Money.of(expects, raised.currency).minor


def as_page() -> str:
    """The page as the tests find the law today."""
    every = services(), rules(), fees()
    parts = [HEAD, _services(every[0]), _rules(every[1]), _fees(every[2]), _open(*every)]
    return "\n".join(parts)


def _services(lines: list[Line]) -> str:
    rows = [f"| {each.name} | {each.says} | {_codes(each)} | {_proofs(each)} |" for each in lines]
    return "\n".join(
        ("## Services\n", "| | What | In the pack | Proven by |", "|---|---|---|---|", *rows, "")
    )


def _rules(lines: list[Line]) -> str:
    rows = [f"| {each.name} | {each.says} | {_proofs(each)} | {each.product} |" for each in lines]
    waiting = sum(each.product.startswith("waits") for each in lines)
    told = f"{len(lines)} rules; {waiting} of them wait for a part of the product that is still to come.\n"
    head = ("| | Says | Proven by | In the product |", "|---|---|---|---|")
    return "\n".join(("## Rules\n", told, *head, *rows, ""))


def _fees(lines: list[Line]) -> str:
    rows = [f"| {each.name} | {each.says} | {_codes(each)} | {_proofs(each)} |" for each in lines]
    return "\n".join(("## Amounts\n", "| | What | In the pack | Proven by |", "|---|---|---|---|", *rows, ""))


def _codes(line: Line) -> str:
    return line.outside or ", ".join(f"`{code}`" for code in line.there) or "not yet"


def _proofs(line: Line) -> str:
    return "" if line.outside else ", ".join(line.proofs) or "not yet"


def _open(*every: list[Line]) -> str:
    missing = [each for lines in every for each in lines if each.is_open]
    rows = [f"- {each.name}: {each.says}" for each in missing]
    rows += [f"- {said}" for said in expected()["beyond"]]
    return "\n".join(("## Not there yet\n", *rows, ""))
