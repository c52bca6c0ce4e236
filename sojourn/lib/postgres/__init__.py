"""The backend of the framework for PostgreSQL, with what the house adds to it."""

from __future__ import annotations

from typing import Any

from django.db import connection


def planned() -> Any:
    """A cursor for a statement that is asked again and again with other values, planned once."""
    backend: Any = connection
    return backend.planned()
