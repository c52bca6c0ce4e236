"""Which pack is current, and any pack a case was filed under."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache

from sojourn.catalogue.authoring import Law, Period
from sojourn.catalogue.compiling import read_document
from sojourn.catalogue.errors import NoPackLoaded, PackNotFound
from sojourn.catalogue.models import StoredPack
from sojourn.catalogue.types import Pack
from sojourn.catalogue.uses import uses_of
from sojourn.catalogue.wording import cell as cell_words
from sojourn.lib import clock
from sojourn.lib.postgres import planned

__all__ = [
    "CURRENT",
    "by_hash",
    "cell_words",
    "current",
    "find_current_hash",
    "find_last_known",
    "find_loaded",
    "keep_current",
    "list_loaded",
    "one_law",
    "uses_of",
    "warnings_on",
]
_KEPT_IN_MEMORY = 16
_WARNINGS = "procedure.warning-before-limit"
CURRENT = """(SELECT pack_id FROM catalogue_current WHERE from_at <= %(now)s
  ORDER BY from_at DESC, id DESC LIMIT 1)"""
"""The hash of the current pack, for a statement that asks for other things as well."""
_last_known: list[Pack] = []
_kept: ContextVar[list[str] | None] = ContextVar("current_pack", default=None)
_CURRENT = "SELECT pack_id FROM catalogue_current WHERE from_at <= %s ORDER BY from_at DESC, id DESC LIMIT 1"


def current() -> Pack:
    """The pack that is current now; also sets the zone of the legal day. One SELECT. Raises: NoPackLoaded."""
    sha256 = find_current_hash()
    if sha256 is None:
        raise NoPackLoaded
    pack = by_hash(sha256)
    if clock.zone().key != pack.zone or not clock.knows_zone():
        clock.set_zone(pack.zone)
    _last_known[:] = [pack]
    return pack


def find_last_known() -> Pack | None:
    """The pack that was current when this process asked last; for pages that must not ask."""
    return _last_known[0] if _last_known else None


def find_current_hash() -> str | None:
    """Of the choices whose time has come, the last one. Written out: every page asks.

    Within `one_law` it is asked once.
    """
    kept = _kept.get()
    if kept:
        return kept[0]
    with planned() as cursor:
        cursor.execute(_CURRENT, [clock.now()])
        row = cursor.fetchone()
    keep_current(row[0] if row else None)
    return row[0] if row else None


@contextmanager
def one_law() -> Iterator[None]:
    """A request is answered by the pack that was current when it first asked."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def keep_current(sha256: str | None) -> None:
    """Which pack is current, as whoever began the request was told in a statement of theirs (`CURRENT`)."""
    kept = _kept.get()
    if kept is not None and sha256 is not None:
        kept[:] = [sha256]


def find_loaded(beginning: str) -> str | None:
    """The hash of the one pack ever loaded whose hash begins like this."""
    found = StoredPack.objects.filter(sha256__startswith=beginning.lower()).values_list("sha256", flat=True)
    return found[0] if len(found) == 1 else None


def list_loaded() -> list[str]:
    """The hashes of all packs ever loaded, the first one first: what was filed under any of them is kept."""
    return list(StoredPack.objects.order_by("loaded_at", "sha256").values_list("sha256", flat=True))


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def by_hash(sha256: str) -> Pack:
    """The pack with that hash, read once in each process. Raises: PackNotFound."""
    document = StoredPack.objects.filter(sha256=sha256).values_list("document", flat=True).first()
    if document is None:
        raise PackNotFound(sha256=sha256)
    return read_document(bytes(document))


def warnings_on(law: Law) -> list[tuple[int, date]]:
    """The number of each warning before a limit, and up to which last day it is given on this day; the widest
    first. None where the law does not warn.
    """
    if _WARNINGS not in law.parameters:
        return []
    periods: tuple[Period, ...] = law[_WARNINGS]
    return list(enumerate((law.deadline(law.day, each, moves=False).last_day for each in periods), start=1))
