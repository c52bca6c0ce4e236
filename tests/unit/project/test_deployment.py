"""What a deployment refuses, one sentence for each."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import CheckMessage, Tags, run_checks

from sojourn.accounts import demonstration
from sojourn.lib.db import transaction
from sojourn.project import database, deployment
from sojourn.project.embedded_postgres import OWNER, SUPERUSER
from tests.harness.server import TestServer


def _said(messages: list[CheckMessage]) -> str:
    return " ".join(message.msg for message in messages)


def test_the_demonstration_itself(settings: Any) -> None:
    assert _said(deployment.demonstration_is_off()) == "The demonstration is on."
    settings.DEMONSTRATION = False
    assert deployment.demonstration_is_off() == []


@pytest.mark.django_db
def test_accounts_with_printed_passwords() -> None:
    assert deployment.no_demonstration_accounts() == []
    with transaction():
        demonstration.make_accounts()
    assert "demonstration accounts" in _said(deployment.no_demonstration_accounts())


def test_keys_made_for_trying_out() -> None:
    assert "is a test key" in _said(deployment.keys_are_real())


def test_seals_of_the_test_state(settings: Any) -> None:
    assert "test State" in _said(deployment.seals_name_a_state())
    settings.SEAL_STATE = "ARC"
    assert deployment.seals_name_a_state() == []


def test_providers_that_only_pretend(settings: Any) -> None:
    assert "sandbox is a sandbox" in _said(deployment.no_sandbox_providers()), "who takes payments"
    settings.SANDBOX_PROVIDERS = {"SOJOURN_MAIL": "The outbox"}
    assert "The outbox is a sandbox" in _said(deployment.no_sandbox_providers())


def test_an_https_address_nothing_insists_on(settings: Any) -> None:
    assert deployment.tls_is_told() == []
    settings.PUBLIC_BASE = "https://stay.example"
    assert "nothing insists on it" in _said(deployment.tls_is_told())
    settings.BEHIND_TLS = True
    assert deployment.tls_is_told() == []


def test_messages_without_a_way_out(settings: Any) -> None:
    settings.MAIL_URL, settings.SMS_URL = "", ""
    said = _said(deployment.messages_reach_people())
    assert said == "E-mail cannot be sent. Text messages cannot be sent."
    settings.MAIL_URL, settings.SMS_URL = "smtp://mail.example", "https://sms.example"
    assert deployment.messages_reach_people() == []


@pytest.mark.parametrize(("role", "power"), [(SUPERUSER, "is a superuser"), (OWNER, "owns tables")])
def test_an_application_role_that_could_rewrite_the_log(
    committed_database: str, test_server: TestServer, role: str, power: str
) -> None:
    assert deployment.the_application_is_not_the_owner() == []
    with database.connected_to(test_server.url(committed_database, role)):
        assert power in _said(deployment.the_application_is_not_the_owner())


def test_a_command_warns_of_nothing_that_is_meant_so() -> None:
    assert [each.id for each in run_checks(tags=[Tags.templates]) if not each.is_silenced()] == []
