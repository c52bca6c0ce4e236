"""What a web process reads before its first visitor comes, and then leaves alone."""

from __future__ import annotations

import gc
from contextlib import suppress

from django.db import DatabaseError, connection
from django.urls import get_resolver


def warm() -> None:
    """Read every address and the current pack, then take what is there out of the search for garbage.

    Code, settings and pack live as long as the process and are a few hundred thousand objects: looking
    through them again and again cost some visitors a tenth of a second. Without a pack or a database the
    process starts all the same; the pack is then read by the first visit that needs it.
    """
    from sojourn.catalogue import queries as catalogue  # its tables are there only now
    from sojourn.catalogue.errors import NoPackLoaded

    _ = get_resolver().url_patterns
    with suppress(NoPackLoaded, DatabaseError):
        catalogue.current()
    connection.close()  # each thread that answers opens its own
    gc.collect()
    gc.freeze()
