"""What an account is called on a page."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import gettext


def name_shown(name: str | None) -> str:
    """A name as its reader reads it: accounts of the demonstration are called by role and number."""
    if not name or not settings.DEMONSTRATION:
        return name or ""
    said, number = re.fullmatch(r"(.*?)( \d+)?", name, re.DOTALL).groups("")  # type: ignore[union-attr]
    return (gettext(said) if said else "") + number
