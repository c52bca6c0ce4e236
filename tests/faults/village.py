"""Processes that tell whole lives of cases while they and the product are killed; what must hold then."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sojourn.accounts.models import Account
from sojourn.applications.models import Application
from sojourn.audit.models import Event
from sojourn.cases import queries as cases
from sojourn.cases.models import Case, Decision
from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.payments import queries as payments
from sojourn.payments.models import Charge, Receipt
from sojourn.payments.types import ChargeState
from sojourn.permits.models import Permit
from sojourn.project.embedded_postgres import APPLICATION, EmbeddedPostgres
from tests.architecture.source import ROOT
from tests.faults.lives import PATHS
from tests.harness.product import RunningProduct


@dataclass
class Village:
    """So many processes, each with its part of the lives."""

    product: RunningProduct
    folder: Path
    lives: int
    at_a_time: int = 3
    killed: int = 0
    _officers: str = ""
    _running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def appoint(self) -> None:
        """Two officers of the demonstration; called while connected to the product's database."""
        names = ("case-officer", "supervisor")
        self._officers = ",".join(str(Account.objects.get(sign_in_name=name).id) for name in names)

    def begin(self) -> None:
        for which in range(self.at_a_time):
            self._start(which)

    def _start(self, which: int) -> None:
        words = [str(self.folder), str(which), str(self.at_a_time), str(self.lives)]
        ours = {
            "DATABASE_URL": EmbeddedPostgres(self.product.var).url(APPLICATION),
            "SOJOURN_VAR": str(self.product.var),
            "SOJOURN_PORT": str(self.product.port),
            "SOJOURN_DEMONSTRATION": "1",
            "DJANGO_SETTINGS_MODULE": "sojourn.project.settings",
            "LIVES_OFFICERS": self._officers,
        }
        with (self.folder / "said.txt").open("ab") as said:
            self._running[which] = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.lives", *words],
                cwd=ROOT,
                env={**os.environ, **ours},
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def kill_one(self, chance: random.Random) -> None:
        """One of them ends in the middle of a step, and comes back."""
        living = [which for which, each in self._running.items() if each.poll() is None]
        if living:
            which = chance.choice(living)
            self._running[which].send_signal(signal.SIGKILL)
            self._running[which].wait()
            self.killed += 1
            self._start(which)

    def end(self, *, patience: float = 240) -> None:
        until = time.monotonic() + patience
        for each in self._running.values():
            assert each.wait(max(1.0, until - time.monotonic())) == 0, self.said()[-3000:]

    def said(self) -> str:
        return (self.folder / "said.txt").read_text()

    def finished(self) -> int:
        return sum('"over"' in paper.read_text() for paper in self.folder.glob("*.json"))


def kill_at_random(village: Village, times: int, *, seed: int) -> None:
    """Web child, database, supervisor and those who tell, in turn, at moments nobody chose."""
    chance, product = random.Random(seed), village.product
    for turn in range(times):
        time.sleep(chance.uniform(0.4, 1.2))
        part = ("web-child", "postgres", "supervisor")[turn % 3]
        product.kill(part)
        if part == "supervisor":
            product.start()
        product.wait_until_answers()
        village.kill_one(chance)


def check(village: Village) -> dict[str, int]:
    """None lost, none stuck, none twice; called while connected to the product's database."""
    held = [json.loads(paper.read_text()) for paper in village.folder.glob("*.json")]
    assert len(held) == village.finished() == village.lives, "somebody is stuck"
    told = {each["case"] for each in held}
    rows = dict(Case.objects.values_list("id", "status"))
    assert {str(case_id) for case_id in rows} == told, "a case is lost, or there is one nobody was told of"
    assert Application.objects.filter(state="submitted").count() == len(rows)
    assert len(set(Case.objects.values_list("person_id", flat=True))) == village.lives, (
        "somebody is there twice"
    )
    wanted = Counter(PATHS[number % len(PATHS)] for number in range(village.lives))
    assert Counter(rows.values()) == wanted, "a case is stuck"
    calendar = catalogue.current().law(clock.today()).calendar
    assert cases.list_differing(list(rows), calendar=calendar) == []
    assert Decision.objects.count() == wanted["granted"] + wanted["refused"]
    assert Permit.objects.filter(subject_kind="case").count() == wanted["granted"]
    assert Receipt.objects.count() == Charge.objects.count() == wanted["granted"]
    states = {(each.state, each.surplus.minor) for each in payments.as_charges(Charge.objects.all())}
    assert states == {(ChargeState.PAID, 0)}
    assert payments.list_differences() == []
    assert Event.objects.filter(kind="case:opened").count() == village.lives
    return dict(wanted)
