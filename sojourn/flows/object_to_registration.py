"""The owner of a dwelling is told that someone registered there, and can say that nobody stays."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

from sojourn.flows.errors import LinkNotValid
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.stays import actions as stays

_SALT = "sojourn.objection"
_OPEN_FOR = 90 * 24 * 3600


def token_for(registration_id: UUID) -> str:
    """What stands in the link the owner gets; it names one registration and cannot be guessed."""
    return signing.dumps(registration_id.hex, salt=_SALT)


def registration_of(token: str) -> UUID:
    """Raises: LinkNotValid."""
    try:
        return UUID(hex=signing.loads(token, salt=_SALT, max_age=_OPEN_FOR))
    except (signing.BadSignature, ValueError, TypeError) as broken:
        raise LinkNotValid from broken


@transaction_required
def object_to_registration(token: str, *, words: str, key: str, by: Actor) -> UUID:
    """Keep what the owner says for an officer to answer; the same key says it once.

    Raises: LinkNotValid, RegistrationNotFound.
    """
    return stays.object_to(registration_of(token), words=words, key=key, by=by)
