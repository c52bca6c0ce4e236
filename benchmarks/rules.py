"""The promise: a case is priced and dated 20,000 times a second on one core, 5,000 with its explanation.

Asked are the facts of every scenario for a service that names a duty and a limit, one after another.
Beside it: how long the pack takes to be read and checked, and to be taken from its stored document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from time import process_time
from typing import Any

from sojourn.catalogue import rulebook
from sojourn.catalogue.compiling import Compiled, compile_folder, read_document
from sojourn.catalogue.explain import explain, price_and_date
from sojourn.catalogue.facts import answers_of, build_facts
from sojourn.catalogue.folders import folder_of
from sojourn.catalogue.scenarios import Scenario, files_in, read_scenarios
from sojourn.catalogue.telling import as_json
from sojourn.catalogue.types import Pack, Service

EACH = 40_000
"""Cases of the measurement."""

LEAST, LEAST_EXPLAINED, MOST_SECONDS = 20_000, 5_000, 2.0
PROMISES = {
    "priced": f"pricing and dating a case at least {LEAST:,} times a second",
    "explained": f"with the explanation at least {LEAST_EXPLAINED:,} times",
    "checked": f"the pack read and checked within {MOST_SECONDS:g} seconds",
}

Say = Callable[[str], object]
Case = tuple[Service, date, Any, dict[str, Any]]


def run(*, each: int = EACH, say: Say = print) -> dict[str, Any]:
    """Processor time of one core, of this process alone. Gives every figure, ready for JSON."""
    root = folder_of("")
    say(f"reading and checking {root.name}")
    checked, compiled = _timed(lambda: compile_folder(root))
    stored, pack = _timed(lambda: read_document(compiled.document))
    cases = list(_cases(pack))
    say(f"{each:,} times one of {len(cases)} cases")
    rates = {
        "priced_per_s": _rate(
            cases, each, lambda case: price_and_date(pack, case[0], on=case[1], facts=case[2])
        ),
        "explained_per_s": _rate(
            cases,
            each // 4,
            lambda case: explain(pack, case[0], on=case[1], facts=case[2], answers=case[3]),
        ),
        "told_per_s": _rate(cases, each // 40, lambda case: _told(pack, case)),
    }
    kept = {
        PROMISES["priced"]: rates["priced_per_s"] >= LEAST,
        PROMISES["explained"]: rates["explained_per_s"] >= LEAST_EXPLAINED,
        PROMISES["checked"]: checked <= MOST_SECONDS,
    }
    return {**rates, "pack": _pack(compiled, checked, stored), "cases": len(cases), "kept": kept}


def _cases(pack: Pack) -> Iterator[Case]:
    """The facts of every scenario of a service with a duty and a limit."""
    root = folder_of("")
    for file in files_in(root):
        for scenario in read_scenarios(file, root=root):
            service = pack.services.get(str(scenario.told.get("service")))
            if service and service.fee and service.deadline and "calendar" not in scenario.told:
                yield _case(pack, service, scenario)


def _case(pack: Pack, service: Service, scenario: Scenario) -> Case:
    told = {"filed-on": scenario.on()} | scenario.told["situation"]
    facts = build_facts(rulebook.find_rule(pack.code, service.facts.type), told)
    return service, scenario.on(), facts, answers_of(service, scenario.told["situation"])


def _told(pack: Pack, case: Case) -> str:
    service, on, facts, answers = case
    found = explain(pack, service, on=on, facts=facts, answers=answers)
    return json.dumps(as_json(found, pack, pack.languages[0]))


def _rate(cases: list[Case], each: int, act: Callable[[Case], object]) -> int:
    for case in cases:
        act(case)
    began = process_time()
    for case in islice(cycle(cases), each):
        act(case)
    return round(each / (process_time() - began))


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = process_time()
    found = act()
    return process_time() - began, found


def _pack(compiled: Compiled, checked: float, stored: float) -> dict[str, Any]:
    pack = compiled.pack
    return {
        "services": len(pack.services),
        "values_of_law": len(pack.parameters),
        "bytes": len(compiled.document),
        "check_s": round(checked, 2),
        "read_stored_s": round(stored, 2),
    }


def as_text(found: dict[str, Any]) -> str:
    """The figures for a reader."""
    pack = found["pack"]
    lines = [
        f"priced and dated             {found['priced_per_s']:>9,} a second, on one core",
        f"  with the explanation       {found['explained_per_s']:>9,}",
        f"  and told as JSON           {found['told_per_s']:>9,}",
        f"pack read and checked        {pack['check_s']:>9.2f} s: {pack['services']} services, "
        f"{pack['values_of_law']} values of law, {pack['bytes']:,} bytes",
        f"  from its stored document   {pack['read_stored_s']:>9.2f} s",
        "",
    ]
    return "\n".join(
        lines + [f"{'kept  ' if kept else 'BROKEN'}  {said}" for said, kept in found["kept"].items()]
    )
