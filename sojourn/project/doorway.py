"""What a web server refuses to start with, however it was started."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from sojourn.lib import keys
from sojourn.project.errors import CannotStart
from sojourn.project.start_up import is_loopback, refuse_real_accounts


def check() -> None:
    """Raises: ImproperlyConfigured, with one sentence that says why."""
    try:
        keys.get(keys.Use.SESSION)
    except keys.KeyMissing as reason:
        raise ImproperlyConfigured(
            f"There is no session key in {keys.folder()}: sign-ins could be forged (docs/how-to/deploy.md)."
        ) from reason
    if settings.DEMONSTRATION:
        _check_demonstration()


def _check_demonstration() -> None:
    """A demonstration prints its passwords: nobody real may be in it, nor anybody far away reach it."""
    if not is_loopback(urlsplit(settings.PUBLIC_BASE).hostname or ""):
        base = settings.PUBLIC_BASE
        raise ImproperlyConfigured(f"The demonstration may not answer at {base}: its sign-ins are printed.")
    try:
        refuse_real_accounts()
    except CannotStart as reason:
        raise ImproperlyConfigured(reason.problem) from reason
    finally:
        connection.close()  # each thread that answers opens its own
