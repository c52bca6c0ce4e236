"""The supervisor killed while people register: nobody is lost, nobody is registered twice, the log proves."""

from __future__ import annotations

from tests.faults.crowd import Crowd, check_books, kill_at_random
from tests.harness.product import RunningProduct


def test_killed_three_times_none_is_lost_and_none_is_there_twice(own_product: RunningProduct) -> None:
    crowd = Crowd(own_product)
    crowd.begin()
    kill_at_random(own_product, 3, seed=2026)
    crowd.end()
    books = check_books(own_product, crowd)
    assert crowd.interrupted, "no one noticed the kills: nothing was tried"
    assert books.registrations > 3
