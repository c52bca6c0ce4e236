"""Typed readers of the environment: an unknown value stops the process with what was expected."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_VANISHED = {  # a server that went without a word is missed after half a minute, not after two hours
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",  # milliseconds
}
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Raises: ImproperlyConfigured for anything but yes or no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}; expected one of 1, 0, true, false, yes, no")


def number(name: str, default: int) -> int:
    """Raises: ImproperlyConfigured when the value is not a whole number."""
    value = os.environ.get(name, "")
    if not value:
        return default
    if value.isdigit():
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}; expected a whole number")


def database(url: str) -> dict[str, object]:
    """A Django database entry from `postgresql://user:password@host:port/name?host=/socket/folder`.

    Over a network, a server that vanished is noticed; what the address itself says of that goes first.

    Raises: ImproperlyConfigured for another kind of database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"the database is {parts.scheme or url!r}; Sojourn runs on PostgreSQL 18")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", unquote(parts.hostname or ""))
    if host and not host.startswith(("/", "@")):
        options = {**_VANISHED, **options}
    return {
        "ENGINE": "sojourn.lib.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
