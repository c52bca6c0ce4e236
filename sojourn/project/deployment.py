"""What `sojourn check --deploy` refuses: everything that is fine for a demonstration and nowhere else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import Error as DatabaseFailed
from django.db import connection

from sojourn.lib import keys

_POWERS = """
SELECT rolsuper OR rolcreaterole OR rolcreatedb, rolsuper,
  EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace),
  has_schema_privilege(r.oid, 'public', 'CREATE')
FROM pg_roles r WHERE rolname = current_user
"""


def demonstration_is_off(**options: Any) -> list[CheckMessage]:
    """The demonstration shows every message and prints its passwords."""
    if not settings.DEMONSTRATION:
        return []
    return [Error("The demonstration is on.", hint="Start without SOJOURN_DEMONSTRATION.", id="sojourn.E001")]


def no_demonstration_accounts(**options: Any) -> list[CheckMessage]:
    """Their passwords are printed in public."""
    from sojourn.accounts import queries as accounts

    try:
        found = accounts.has_demonstration_accounts()
    except DatabaseFailed as reason:
        return [_unread(reason)]
    if not found:
        return []
    problem = "The database holds demonstration accounts; their passwords are printed."
    return [Error(problem, hint="Use a new database.", id="sojourn.E002")]


def keys_are_real(**options: Any) -> list[CheckMessage]:
    """Keys made by `make run` are for trying out; a deployment brings its own."""
    found: list[CheckMessage] = []
    for use in keys.Use:
        try:
            tests = [key.id for key in keys.every(use) if key.test]
        except keys.KeyMissing:
            found.append(Error(f"There is no {use.value} key.", hint=_KEYS, id="sojourn.E003"))
            continue
        if tests:
            problem = f"The {use.value} key {tests[0]} is a test key."
            found.append(Error(problem, hint=_KEYS, id="sojourn.E004"))
    return found


def seals_name_a_state(**options: Any) -> list[CheckMessage]:
    """UTO is the State that travel-document tests are made in."""
    if settings.SEAL_STATE != "UTO":
        return []
    hint = "Set SOJOURN_SEAL_STATE and SOJOURN_SEAL_SIGNER (docs/reference/seal-profile.md)."
    return [Error("Documents are sealed for ICAO's test State.", hint=hint, id="sojourn.E008")]


def the_application_is_not_the_owner(**options: Any) -> list[CheckMessage]:
    """Whoever owns the log can rewrite it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_POWERS)
            managing, superuser, owning, creating = cursor.fetchone()
            cursor.execute("SELECT current_user")
            (role,) = cursor.fetchone()
    except DatabaseFailed as reason:
        return [_unread(reason)]
    powers = {
        "is a superuser": superuser,
        "may make roles or databases": managing and not superuser,
        "owns tables": owning,
        "may make tables": creating and not owning and not superuser,
    }
    return [
        Error(f"The application's database role {role} {power}.", hint=_ROLES, id="sojourn.E005")
        for power, held in powers.items()
        if held
    ]


def no_sandbox_providers(**options: Any) -> list[CheckMessage]:
    """Providers that only pretend, by the setting that chose them."""
    return [
        Error(f"{name} is a sandbox: it reaches nobody.", hint=f"Set {setting}.", id="sojourn.E006")
        for setting, name in getattr(settings, "SANDBOX_PROVIDERS", {}).items()
    ]


def tls_is_told(**options: Any) -> list[CheckMessage]:
    """An address that begins with https is spoken for us by a proxy, and we must know that it is."""
    if settings.BEHIND_TLS or not settings.PUBLIC_BASE.startswith("https://"):
        return []
    hint = "Set SOJOURN_BEHIND_TLS=1 behind a proxy that sets X-Forwarded-Proto (docs/how-to/deploy.md)."
    return [Error("The public address is https, but nothing insists on it.", hint=hint, id="sojourn.E009")]


def messages_reach_people(**options: Any) -> list[CheckMessage]:
    """Without a way out, codes and notices wait for ever."""
    ways = {
        "SOJOURN_MAIL_URL": ("E-mail", settings.MAIL_URL),
        "SOJOURN_SMS_URL": ("Text messages", settings.SMS_URL),
    }
    return [
        Error(f"{name} cannot be sent.", hint=f"Set {variable} (docs/how-to/deploy.md).", id="sojourn.E010")
        for variable, (name, address) in ways.items()
        if not address
    ]


def _unread(reason: DatabaseFailed) -> CheckMessage:
    line = str(reason).strip().splitlines()[0]
    return Error(f"The database could not be asked: {line}", hint="Look at DATABASE_URL.", id="sojourn.E007")


_KEYS = "Put a key of your own into the keys folder or the environment (docs/how-to/deploy.md)."
_ROLES = "Name sojourn_app in DATABASE_URL and the owner in DATABASE_OWNER_URL (docs/how-to/deploy.md)."

CHECKS = (
    demonstration_is_off,
    no_demonstration_accounts,
    keys_are_real,
    seals_name_a_state,
    the_application_is_not_the_owner,
    no_sandbox_providers,
    tls_is_told,
    messages_reach_people,
)
