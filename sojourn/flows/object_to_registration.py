"""The owner of a dwelling, or a guest whom an owner named, is told of a registration and can object."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

from sojourn.flows.errors import LinkNotValid
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.stays import actions as stays
from sojourn.stays.types import Side

_SALT = "sojourn.objection"
_OPEN_FOR = 90 * 24 * 3600
_OF_GUEST = ":guest"


def token_for(registration_id: UUID, *, side: Side = Side.HOST) -> str:
    """What stands in the link a side gets; it names one registration and cannot be guessed."""
    return signing.dumps(f"{registration_id.hex}{_OF_GUEST if side is Side.GUEST else ''}", salt=_SALT)


def registration_of(token: str) -> UUID:
    """Raises: LinkNotValid."""
    return read_token(token)[0]


def read_token(token: str) -> tuple[UUID, Side]:
    """The registration a link is about, and the side it was sent to. Raises: LinkNotValid."""
    try:
        named = str(signing.loads(token, salt=_SALT, max_age=_OPEN_FOR))
        side = Side.GUEST if named.endswith(_OF_GUEST) else Side.HOST
        return UUID(hex=named.removesuffix(_OF_GUEST)), side
    except (signing.BadSignature, ValueError, TypeError) as broken:
        raise LinkNotValid from broken


@transaction_required
def object_to_registration(token: str, *, words: str, key: str, by: Actor, language: str = "") -> UUID:
    """Keep what the owner or the guest says for an officer to answer; the same key says it once.

    Raises: LinkNotValid, RegistrationNotFound.
    """
    registration_id, side = read_token(token)
    return stays.object_to(registration_id, words=words, key=key, by=by, side=side, language=language)
