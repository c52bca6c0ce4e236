"""What the room of quotas records: what becomes of a place. Of whom it is, tells what it is about."""

from __future__ import annotations

from sojourn.audit.types import EventKind

_KNOWN = ("about", "service", "year", "activity", "before")

PLACE_HELD = EventKind("place:held", subject="place", plain=_KNOWN)
PLACE_QUEUED = EventKind("place:queued", subject="place", plain=_KNOWN)
PLACE_CONSUMED = EventKind("place:consumed", subject="place", plain=_KNOWN)
PLACE_RELEASED = EventKind("place:released", subject="place", plain=_KNOWN)
PLACE_NOT_COUNTED = EventKind("place:not-counted", subject="place", plain=_KNOWN)
PLACE_RECLASSIFIED = EventKind("place:reclassified", subject="place")
FORECAST_TOLD = EventKind(
    "organisation:forecast-told", subject="organisation", plain=("service", "year", "needed", "is_late")
)
PLACE_FORGOTTEN = EventKind("place:forgotten", subject="place", plain=("service", "year", "activity"))
