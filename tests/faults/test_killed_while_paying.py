"""Parts of the product killed while a provider tells of payments: none is lost, none is booked twice."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass, field

import pytest
from pytest_django import DjangoDbBlocker

from sojourn.audit.models import Event
from sojourn.lib.money import Money
from sojourn.payments import queries
from sojourn.payments.models import Charge, Entry, Receipt
from sojourn.payments.providers import sandbox, signing
from sojourn.payments.types import ChargeState
from sojourn.project import database
from sojourn.project.embedded_postgres import APPLICATION, EmbeddedPostgres
from tests.harness.product import RunningProduct
from tests.unit.payments.conftest import charged

HOW_MANY, AT_A_TIME = 120, 3
DOOR = "/payments/notice/sandbox/"


@dataclass
class Provider:
    """It tells of every number, and again until it is heard; twice, to be sure."""

    port: int
    interrupted: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, numbers: list[str]) -> None:
        parts = [numbers[first::AT_A_TIME] for first in range(AT_A_TIME)]
        self._threads = [threading.Thread(target=self._tell_all, args=[part], daemon=True) for part in parts]
        for thread in self._threads:
            thread.start()

    def end(self, *, patience: float = 180) -> None:
        for thread in self._threads:
            thread.join(patience)
        assert not any(thread.is_alive() for thread in self._threads), "somebody is still telling"

    def _tell_all(self, numbers: list[str]) -> None:
        for number in (*numbers, *numbers):
            while not self._is_heard(number):
                self.interrupted += 1
                time.sleep(0.2)

    def _is_heard(self, number: str) -> bool:
        headers, body = signing.callback_about(number)
        line = http.client.HTTPConnection("localhost", self.port, timeout=10)
        try:
            line.request("POST", DOOR, body, {**headers, "content-type": "application/json"})
            return line.getresponse().status == 204
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


def kill_parts(product: RunningProduct) -> None:
    chance = random.Random(2026)
    for part in ("web-child", "postgres", "supervisor"):
        time.sleep(chance.uniform(0.2, 0.6))
        product.kill(part)
        if part == "supervisor":
            product.start()
        product.wait_until_answers()


def test_nothing_is_lost_and_nothing_is_booked_twice(
    own_product: RunningProduct,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOJOURN_VAR", str(own_product.var))  # the provider signs with the product's key
    address = EmbeddedPostgres(own_product.var).url(APPLICATION)
    with django_db_blocker.unblock(), database.connected_to(address):
        numbers = [charged().number for _ in range(HOW_MANY)]
        for number in numbers:
            for amount in (2000, 4000):
                sandbox.pay(number, Money(amount, "ARC"))
    provider = Provider(own_product.port)
    provider.begin(numbers)
    kill_parts(own_product)
    provider.end()
    assert provider.interrupted, "nobody noticed the kills: nothing was tried"
    with django_db_blocker.unblock(), database.connected_to(address):
        kept = queries.as_charges(Charge.objects.filter(number__in=numbers))
        assert {(each.state, each.surplus.minor) for each in kept} == {(ChargeState.PAID, 0)}
        assert len(kept) == HOW_MANY
        assert Receipt.objects.count() == 2 * HOW_MANY
        assert Entry.objects.count() == 3 * HOW_MANY
        assert Event.objects.filter(kind="payment:received").count() == 2 * HOW_MANY
        assert queries.list_differences() == []
    own_product.command("seal-log")
    assert "The log proves" in own_product.command("verify-log").stdout
