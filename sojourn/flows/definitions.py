"""By which definition a filing is asked, and by which it becomes a case."""

from __future__ import annotations

from sojourn.applications.types import Draft, State
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack


def pack_of(draft: Draft) -> Pack:
    """Once it is sent, the pack it was filed by. Until then, of a service that is decided, the current one:
    the law that counts is that of the sending, however long ago the draft was begun.
    """
    begun_under = catalogue.by_hash(draft.pack_sha256)
    if draft.state is State.SUBMITTED or not begun_under.service(draft.service).is_decided:
        return begun_under
    current = catalogue.current()
    is_offered = current.code == begun_under.code and draft.service in current.services
    return current if is_offered else begun_under
