"""The promise: an officer's lists answer at once, and a hundred times as many cases make them hardly slower.

The work list, the page of a case and the search by name, in a country of ten thousand cases and in one of a
million on the same server: the pages whole as officers wait for them, and what of it is the asking alone.
"""

from __future__ import annotations

import logging
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from benchmarks import tables
from benchmarks.demonstration import copy, country, today
from benchmarks.desk import WORK_LIST, Desk
from benchmarks.meter import is_control, tree_cpu_ms
from sojourn.accounts import demonstration
from sojourn.accounts.roles import ROLES
from sojourn.cases import queries as cases
from sojourn.cases.models import Case
from sojourn.cases.types import Queue, Stage
from sojourn.catalogue import queries as catalogue
from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.people import queries as people
from sojourn.project import database
from sojourn.project.demonstration import archive, officers
from sojourn.project.demonstration.generator import office_of
from sojourn.project.embedded_postgres import APPLICATION, SUPERUSER, EmbeddedPostgres
from sojourn.sites.office.cases import FOUND, THEIR_CASES

EACH = 1_000_000
"""Cases of the large country."""

SMALL, ASKED = 10_000, 60
MOST_MS = {"page: work list": 15.0, "page: search by name": 25.0}
MOST_TIMES_AS_SLOW = 1.5
_SLOWEST_COUNTED, _NEXT_PAGE, _ROUNDS = 0.95, 0.3, 4
_SMALL = "small"

Say = Callable[[str], object]
Question = Callable[[], object]
Figures = dict[str, dict[str, float]]


@dataclass
class Asked:
    """What a list took, each time it was asked for; processor time for all of them."""

    times: list[float] = field(default_factory=list)
    cpu_ms: float = 0
    statements: int = 0


Spent = dict[str, Asked]


def run(*, each: int = EACH, say: Say = print) -> dict[str, Any]:
    """Start a server of its own, measure, stop it. Gives every figure, ready for JSON."""
    small = min(SMALL, each)
    logging.getLogger("sojourn.request").disabled = True
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder, country(Path(folder)) as server:
        with transaction():
            demonstration.make_accounts(office=_largest_office())
        say(f"{small:,} cases")
        _fill(server, small, seed=1)
        copy(server, _SMALL)
        say(f"{each:,} cases")
        _fill(server, each - small, seed=2)
        spent: dict[int, Spent] = {small: {}, each: {}}
        for number in range(_ROUNDS):  # in turn, so that what else the machine does slows both
            with database.connected_to(server.url(APPLICATION, _SMALL)):
                _measure(spent[small], server, number)
            _measure(spent[each], server, number)
    found = {f"{count}": {name: _figures(one) for name, one in spent[count].items()} for count in spent}
    return {"lists": found, "kept": promises_kept(found)}


def _fill(server: EmbeddedPostgres, count: int, *, seed: int) -> None:
    for _ in archive.fill(count, as_of=today(), seed=seed):
        pass
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as root:
        root.execute("VACUUM ANALYZE")


def _largest_office() -> str:
    """The one competent for most places: there the case officer works."""
    pack = catalogue.current()
    return Counter(office_of(pack, place.code) for place in pack.territory.places()).most_common(1)[0][0]


def _measure(spent: Spent, server: EmbeddedPostgres, number: int) -> None:
    """Each list, asked many times by an officer for something else each time."""
    reader = _officer()
    everywhere = Reader(reader.actor, reader.purpose, None, reader.classes)
    chance = random.Random(number)
    every = _some_cases(chance)
    names = _names(everywhere, every)
    questions = _pages(every, names, chance) | {
        "query: work list": _work_lists(reader, chance),
        "query: work list, every office": _work_lists(everywhere, chance),
        "query: case page": [lambda case=case: cases.get_page(case, to=everywhere) for case in every],
        "query: search by name": [lambda name=name: _search(name, everywhere) for name in names],
    }
    for name, asked in questions.items():
        before = _cpu_ms(server)
        times, statements = _asked(asked)
        known = spent.setdefault(name, Asked())
        known.cpu_ms += _cpu_ms(server) - before
        known.statements = statements
        known.times += times


def _pages(every: list[UUID], names: list[str], chance: random.Random) -> dict[str, list[Question]]:
    """What officers open: the case officer of one office, the supervisor of all."""
    officer, supervisor = Desk("case-officer"), Desk("supervisor")
    form = supervisor.search_form()
    return {
        "page: work list": _work_list_pages(officer, chance),
        "page: work list, every office": _work_list_pages(supervisor, chance),
        "page: case": [lambda case=case: supervisor.open(f"{WORK_LIST}{case}/") for case in every],
        "page: search by name": [lambda name=name: supervisor.find(name, form) for name in names],
    }


def _work_list_pages(desk: Desk, chance: random.Random) -> list[Question]:
    """The same as `_work_lists` asks for."""
    wanted = [WORK_LIST + asked for asked in ("?whose=office", "?whose=office&free=yes", "?stage=open")]
    following = [desk.next_page(address) for address in wanted]
    addresses = [
        (following if chance.random() < _NEXT_PAGE else wanted)[number % len(wanted)]
        for number in range(ASKED)
    ]
    return [lambda address=address: desk.open(address) for address in addresses]


def _work_lists(reader: Reader, chance: random.Random) -> list[Question]:
    """The office's cases, those nobody took, one's own, the next page: as the page of an officer asks."""
    mine = reader.actor.account_id
    wanted = (Queue(), Queue(unassigned=True), Queue(stage=Stage.OPEN, handler_id=mine))
    first = cases.list_queue(reader)
    after = cases.place_of(first[-1]) if first else None
    asked = [
        (wanted[number % len(wanted)], after if chance.random() < _NEXT_PAGE else None)
        for number in range(ASKED)
    ]
    return [
        lambda queue=queue, place=place: cases.list_queue(reader, wanted=queue, after=place)
        for queue, place in asked
    ]


def _search(name: str, reader: Reader) -> object:
    found, _ = people.search_ids(name, to=reader, limit=FOUND)
    return cases.list_by_people(found, to=reader, limit=THEIR_CASES)


def _officer() -> Reader:
    """The case officer of the demonstration, in the largest office."""
    account, office = officers.gather().examining[0], _largest_office()
    actor = Actor(ActorKind.STAFF, Door.OFFICE, account_id=account, office=office)
    return Reader(actor, "measure", frozenset({office}), ROLES["case-officer"].classes)


def _some_cases(chance: random.Random) -> list[UUID]:
    """Cases from all over the table, without reading it whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_case TABLESAMPLE SYSTEM (%s) LIMIT %s",
            [min(100, 2_000_000 / Case.objects.count()), 20 * ASKED],
        )
        found = [case_id for (case_id,) in cursor.fetchall()]
    return chance.sample(found, min(ASKED, len(found)))


def _names(reader: Reader, every: list[UUID]) -> list[str]:
    """Names as an officer types them: surname and the beginning of the given name of somebody."""
    names = []
    for case_id in every:
        who = people.get_person(cases.get_case(case_id, to=reader).person_id, to=reader).identity.names
        names.append(f"{who.surname or ''} {(who.given or '')[:4]}".strip())
    return names


@dataclass
class _Counted:
    """How many statements went to the database, transaction control apart."""

    statements: int = 0

    def __call__(self, execute: Callable[..., object], query: Any, *rest: Any) -> object:
        self.statements += not is_control(str(query))
        return execute(query, *rest)


def _asked(questions: Sequence[Question]) -> tuple[list[float], int]:
    """Milliseconds of each, and the statements of the first; the first is asked twice before."""
    questions[0]()
    counted = _Counted()
    with connection.execute_wrapper(counted):
        questions[0]()
    spent = []
    for question in questions:
        began = time.perf_counter()
        question()
        spent.append(1000 * (time.perf_counter() - began))
    return spent, counted.statements


def _cpu_ms(server: EmbeddedPostgres) -> float:
    """Processor time of this process and of the server."""
    if server.process is None:
        raise RuntimeError("the server has ended")
    return 1000 * time.process_time() + tree_cpu_ms(server.process.pid)


def _figures(asked: Asked) -> dict[str, float]:
    """The one in the middle, and the slow ones."""
    return {
        "p50_ms": round(statistics.median(asked.times), 2),
        "p95_ms": round(sorted(asked.times)[int(len(asked.times) * _SLOWEST_COUNTED)], 2),
        "cpu_ms": round(asked.cpu_ms / len(asked.times), 2),
        "statements": asked.statements,
    }


def promises_kept(found: dict[str, Figures]) -> dict[str, bool]:
    small, large = list(found.values())
    kept = {
        f"{name}: half of them answered within {most:g} ms": max(small[name]["p50_ms"], large[name]["p50_ms"])
        < most
        for name, most in MOST_MS.items()
    }
    for name in small:
        growth = large[name]["p50_ms"] / max(small[name]["p50_ms"], 0.1)
        kept[f"{name}: at most {MOST_TIMES_AS_SLOW} times as slow among so many more"] = (
            growth <= MOST_TIMES_AS_SLOW
        )
    return kept


def as_text(found: dict[str, Any]) -> str:
    """The figures as tables, one for each country."""
    countries = [
        tables.table(f"{int(count):,} cases", figures.items()) for count, figures in found["lists"].items()
    ]
    return tables.text(*countries, tables.promises(found["kept"]))
