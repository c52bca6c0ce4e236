"""The tables are those the models describe."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_no_model_was_changed_without_a_migration() -> None:
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, stderr=said)
    assert "No changes detected" in said.getvalue()
