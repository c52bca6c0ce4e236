"""A web server, however it was started, does not answer where sign-ins could be forged or are open to all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from sojourn.lib import keys
from sojourn.project import doorway
from tests.factories import filings


@pytest.mark.django_db
def test_a_demonstration_on_this_machine_opens() -> None:
    doorway.check()


def test_nothing_opens_without_a_session_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOJOURN_VAR", str(tmp_path))
    monkeypatch.delenv("SOJOURN_KEY_SESSION", raising=False)
    assert keys.folder() == tmp_path / "keys"
    with pytest.raises(ImproperlyConfigured, match="no session key"):
        doorway.check()


def test_a_demonstration_does_not_answer_the_world(settings: Any) -> None:
    settings.PUBLIC_BASE = "https://stay.example"
    with pytest.raises(ImproperlyConfigured, match=r"may not answer at https://stay\.example"):
        doorway.check()
    settings.DEMONSTRATION = False
    doorway.check()


@pytest.mark.django_db
def test_a_demonstration_does_not_open_beside_real_people(settings: Any) -> None:
    settings.DEMONSTRATION = False
    filings.account("ada@example.org")
    settings.DEMONSTRATION = True
    with pytest.raises(ImproperlyConfigured, match="accounts of real people"):
        doorway.check()
