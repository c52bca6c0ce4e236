"""Which pack is current, and any pack a case was filed under."""

from __future__ import annotations

from functools import lru_cache

from django.db import connection

from sojourn.catalogue.compiling import read_document
from sojourn.catalogue.errors import NoPackLoaded, PackNotFound
from sojourn.catalogue.models import StoredPack
from sojourn.catalogue.types import Pack
from sojourn.lib import clock

_KEPT_IN_MEMORY = 16
_CURRENT = "SELECT pack_id FROM catalogue_current WHERE from_at <= %s ORDER BY from_at DESC, id DESC LIMIT 1"


def current() -> Pack:
    """The pack that is current now; also sets the zone of the legal day. One SELECT. Raises: NoPackLoaded."""
    sha256 = find_current_hash()
    if sha256 is None:
        raise NoPackLoaded
    pack = by_hash(sha256)
    if clock.zone().key != pack.zone or not clock.knows_zone():
        clock.set_zone(pack.zone)
    return pack


def find_current_hash() -> str | None:
    """Of the choices whose time has come, the last one. Written out: every page asks."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [clock.now()])
        row = cursor.fetchone()
    return row[0] if row else None


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def by_hash(sha256: str) -> Pack:
    """The pack with that hash, read once in each process. Raises: PackNotFound."""
    document = StoredPack.objects.filter(sha256=sha256).values_list("document", flat=True).first()
    if document is None:
        raise PackNotFound(sha256=sha256)
    return read_document(bytes(document))
