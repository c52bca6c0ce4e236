"""What an address of a database says, and what is added to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from sojourn.lib.postgres.base import DatabaseWrapper
from sojourn.project import environment

VANISHED = {
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}


def options(url: str) -> Any:
    return environment.database(url)["OPTIONS"]


@pytest.mark.parametrize(
    "url", ["postgresql://app:secret@db.example:6000/land", "postgresql://app@/land?host=10.0.0.7"]
)
def test_over_a_network_a_server_that_vanished_is_missed_within_half_a_minute(url: str) -> None:
    assert options(url) == VANISHED


@pytest.mark.parametrize("url", ["postgresql://app@/land", "postgresql://app@/land?host=/run/postgresql"])
def test_a_server_on_this_machine_needs_no_such_look(url: str) -> None:
    assert options(url) == {}


def test_what_the_address_says_goes_first() -> None:
    url = "postgresql://app@db.example/land?sslmode=require&tcp_user_timeout=5000"
    assert options(url) == {**VANISHED, "sslmode": "require", "tcp_user_timeout": "5000"}


def test_the_driver_is_told() -> None:
    entry = environment.database("postgresql://app@db.example/land")
    told = DatabaseWrapper({**entry, "TIME_ZONE": None}, "other").get_connection_params()
    assert VANISHED.items() <= told.items()


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="Sojourn runs on PostgreSQL 18"):
        environment.database("sqlite:///land")
