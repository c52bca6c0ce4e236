"""Why no place of a quota is given."""

from __future__ import annotations

from sojourn.lib.errors import Refusal


class NoPlaceLeft(Refusal):
    """All places of the year are taken: it waits for one to become free, or for the next year."""

    year: int


class PlaceUnknown(Refusal):
    """Nobody asked for a place for this."""
