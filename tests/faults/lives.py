"""Whole lives of cases, told by a process of its own that may be killed at any step and begins again.

Run as `python -m tests.faults.lives FOLDER FIRST STEP HOW_MANY` beside a running product. What a person
would hold in their hands after a step, the number of the draft and the receipt, is written to FOLDER at
once; whoever comes back goes on with it, as one does who reloads a page.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

Told = TypeVar("Told")
PATHS = ("granted", "granted", "refused", "withdrawn")
"""What becomes of an application, by its number."""


def main(folder: str, first: str, step: str, how_many: str) -> None:
    import django

    django.setup()
    for number in range(int(first), int(how_many), int(step)):
        Life(Path(folder), number).live()


class Life:
    """One application from its draft to its end."""

    def __init__(self, folder: Path, number: int) -> None:
        self.number, self.path = number, PATHS[number % len(PATHS)]
        self.paper = folder / f"{number}.json"
        self.held: dict[str, str] = json.loads(self.paper.read_text()) if self.paper.exists() else {}

    def live(self) -> None:
        if self.held.get("over"):
            return
        for step in (self._begin, self._send, getattr(self, f"_{self.path}")):
            insist(step)
        self._keep(over="yes")

    def _keep(self, **told: str) -> None:
        self.held |= told
        fresh = self.paper.with_suffix(".new")
        fresh.write_text(json.dumps(self.held))
        fresh.rename(self.paper)

    def _begin(self) -> None:
        from sojourn.applications import actions as applications
        from sojourn.catalogue import queries as catalogue
        from sojourn.lib.db import transaction
        from tests.factories.cases import ANSWERS, GUEST

        if "draft" in self.held:
            return
        pack, names = catalogue.current(), {"passport.number": f"LIFE{self.number:05}"}
        with transaction():
            draft = applications.start(
                pack.service_for("residence"),
                pack=pack,
                language="en",
                answers=ANSWERS | names,
                holder=self._holder,
                by=GUEST,
            )
        self._keep(draft=str(draft.id))

    @property
    def _holder(self) -> Any:
        from sojourn.applications.types import Holder

        return Holder(secret=f"browser {self.number}")

    def _send(self) -> None:
        from sojourn.flows.open_case import submit_application
        from sojourn.flows.types import Filing
        from sojourn.lib import clock
        from sojourn.lib.db import transaction
        from tests.factories.cases import GUEST

        if "case" in self.held:
            return
        with transaction():
            receipt = submit_application(
                UUID(self.held["draft"]), holder=self._holder, filing=Filing(GUEST, clock.today(), "en")
            )
        self._keep(case=str(receipt.case_id))

    # Each way looks where the case stands and does what comes next, until nothing does.

    def _granted(self) -> None:
        self._go({"in-review": self._propose, "proposed": self._approve} | self._to_finish())

    def _refused(self) -> None:
        self._go(
            {
                "in-review": self._announce_or_refuse,
                "awaiting-answer": self._answer,
                "proposed": self._approve,
            }
        )

    def _withdrawn(self) -> None:
        self._go({"in-review": self._withdraw})

    def _to_finish(self) -> dict[str, Callable[[], None]]:
        return {"awaiting-payment": self._pay, "in-production": self._make, "ready": self._hand_over}

    def _go(self, next_step: dict[str, Callable[[], None]]) -> None:
        while step := next_step.get(self._status()):
            insist(step)

    def _status(self) -> str:
        return insist(lambda: str(self._file.case.status))

    @property
    def _file(self) -> Any:
        from tests.factories.cases import opened

        return opened(UUID(self.held["case"]))

    def _officer(self, which: int) -> Any:
        from sojourn.lib.actor import Actor, ActorKind, Door

        account = UUID(os.environ["LIVES_OFFICERS"].split(",")[which])
        return Actor(ActorKind.STAFF, Door.OFFICE, account_id=account, office="rmd-bak")

    def _propose(self, refusing: bool = False) -> None:
        from sojourn.cases.types import DecisionKind
        from sojourn.flows.decide_case import Wish, propose_decision
        from sojourn.lib import clock
        from sojourn.lib.db import transaction
        from tests.factories.cases import EVERYTHING, REFUSED_FOR

        kind = DecisionKind.REFUSE if refusing else DecisionKind.GRANT
        first: date = clock.today()
        wish = Wish(
            kind,
            REFUSED_FOR if refusing else ("granted-as-asked",),
            {"az": "Sənədlər yoxlanıb."},
            granted_from=first,
            granted_until=first + timedelta(days=300),
        )
        with transaction():
            propose_decision(self._file, wish, to=EVERYTHING, by=self._officer(0))

    def _approve(self) -> None:
        from tests.factories.cases import approve

        approve(UUID(self.held["case"]), by=self._officer(1))

    def _announce_or_refuse(self) -> None:
        from sojourn.flows.announce_intention import announce_intention
        from sojourn.lib.db import transaction
        from tests.factories.cases import REFUSED_FOR

        if self._file.page.hearings:
            return self._propose(refusing=True)
        with transaction():
            announce_intention(self._file, reasons=REFUSED_FOR, words={"az": "Yoxdur."}, by=self._officer(0))
        return None

    def _answer(self) -> None:
        from sojourn.flows.announce_intention import answer_intention
        from sojourn.flows.case_letters import Purpose
        from sojourn.lib.db import transaction
        from tests.factories.cases import GUEST, read_newest

        read_newest(UUID(self.held["case"]), Purpose.INTENTION)
        with transaction():
            answer_intention(self._file, words="It is there.", by=GUEST)

    def _withdraw(self) -> None:
        from sojourn.flows.decide_case import withdraw_application
        from sojourn.lib.db import transaction
        from tests.factories.cases import GUEST

        with transaction():
            withdraw_application(self._file, reason="I am leaving.", by=GUEST)

    def _pay(self) -> None:
        """Paid once with the provider, which tells of it at the product's own door until it is heard."""
        from sojourn.payments import queries as charges
        from sojourn.payments.providers import sandbox, signing
        from tests.factories.cases import EVERYTHING

        (charge,) = charges.list_of(self._file.case.subject, to=EVERYTHING)
        if "paid" not in self.held:
            sandbox.pay(charge.number, charge.amount)
            self._keep(paid="yes")
        headers, body = signing.callback_about(charge.number)
        line = http.client.HTTPConnection("localhost", int(os.environ["SOJOURN_PORT"]), timeout=10)
        try:
            line.request(
                "POST", "/payments/notice/sandbox/", body, {**headers, "content-type": "application/json"}
            )
            if line.getresponse().status != 204:
                raise OSError("not heard")
        finally:
            line.close()

    def _make(self) -> None:
        from sojourn.flows.produce_card import produce_card
        from sojourn.lib.db import transaction

        with transaction():
            produce_card(self._file, by=self._officer(0))

    def _hand_over(self) -> None:
        from sojourn.flows.produce_card import hand_over_card
        from sojourn.lib.db import transaction

        with transaction():
            hand_over_card(self._file, by=self._officer(0))


def insist(step: Callable[[], Told]) -> Told:
    """Until the product answers. What was done already is seen by the next look at the case."""
    from django.db import DatabaseError, connection

    from sojourn.cases.errors import ActNotAllowed, AlreadyDecided

    until = time.monotonic() + 90
    while True:
        try:
            return step()
        except (ActNotAllowed, AlreadyDecided):
            return None  # type: ignore[return-value]
        except (DatabaseError, OSError, http.client.HTTPException) as broken:
            print(f"interrupted: {type(broken).__name__}", flush=True)
            connection.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:])
