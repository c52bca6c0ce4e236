"""How a pytest run gets its server: the controller starts it, xdist workers are told where it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from sojourn.project import database
from sojourn.project.embedded_postgres import OWNER
from tests.harness import surroundings
from tests.harness.product import RunningProduct, free_port
from tests.harness.server import StartedServer, TestServer

_SOCKETS = "sojourn_sockets"
SHARED = "SOJOURN_TEST_SOCKETS"
"""Where a run inside a run finds the server of the outer one."""
_started = pytest.StashKey[StartedServer]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In the controller, before a worker starts: the server it will use."""
    node.workerinput[_SOCKETS] = str(_start(node.config).sockets)


def pytest_configure(config: pytest.Config) -> None:
    """A password costs a moment in tests: what scrypt costs is not what they are about. Numbers are drawn one
    by one, so that what a request costs does not depend on who drew before. Nobody waits for the disk, as
    nobody does in the database of the tests: what outlives a power cut is not tried here.
    """
    from django.conf import settings

    from sojourn.lib import numbers

    numbers.BLOCK = 1
    os.fsync = lambda fd: None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_started, None)
    if server is not None:
        server.stop()


def _start(config: pytest.Config) -> StartedServer:
    if _started not in config.stash:
        from pytest_django.plugin import blocking_manager_key

        with config.stash[blocking_manager_key].unblock():
            config.stash[_started] = StartedServer()
    return config.stash[_started]


@pytest.fixture(autouse=True)
def begins_in_english() -> Iterator[None]:
    """Whatever language the page before was asked for in, a test begins in English."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def test_server(request: pytest.FixtureRequest) -> TestServer:
    """The database server of this run."""
    workerinput = getattr(request.config, "workerinput", None)
    if workerinput is not None:
        return TestServer(Path(workerinput[_SOCKETS]))
    if SHARED in os.environ:
        return TestServer(Path(os.environ[SHARED]))
    return _start(request.config)


@pytest.fixture(scope="session")
def django_db_setup(test_server: TestServer, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Ordinary tests: a clone for this worker, as the application role, rolled back after each test."""
    with (
        test_server.cloned() as name,
        django_db_blocker.unblock(),
        database.connected_to(test_server.url(name)),
    ):
        yield


@pytest.fixture
def committed_database(
    test_server: TestServer, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Tests that commit: a database of their own, Django connected to it as the application role.

    Gives its name; `test_server.url(name, role)` is its address for other processes and roles.
    """
    with (
        test_server.cloned() as name,
        django_db_blocker.unblock(),
        database.connected_to(test_server.url(name)),
    ):
        yield name


@pytest.fixture(scope="session")
def live_product(
    test_server: TestServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningProduct]:
    """The product over HTTP, with its worker, on a clone of its own: for browsers and doors."""
    var = tmp_path_factory.mktemp("live")
    for shared in ("keys", "files"):
        (surroundings.VAR / shared).mkdir(exist_ok=True)
        (var / shared).symlink_to(surroundings.VAR / shared)
    with test_server.cloned() as name:
        product = RunningProduct(
            var,
            free_port(),
            DATABASE_URL=test_server.url(name),
            DATABASE_OWNER_URL=test_server.url(name, OWNER),
            SOJOURN_DEMO_PEOPLE="0",
        )
        product.start()
        try:
            yield product
        finally:
            product.stop()


@pytest.fixture
def live_database(
    live_product: RunningProduct, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Django connected, as the application role, to the database the running product works on."""
    with django_db_blocker.unblock(), database.connected_to(live_product.database_url):
        yield live_product.database_url


@pytest.fixture
def var() -> Path:
    """The var folder of this run: keys and files."""
    return surroundings.VAR
