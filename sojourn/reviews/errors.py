"""Why something of a review is refused."""

from __future__ import annotations

from sojourn.lib.errors import Refusal


class ReviewNotFound(Refusal):
    """There is no such review, or it may not be seen."""


class ReviewClosed(Refusal):
    """This review was closed already."""
