"""Why a document is not issued, found or checked."""

from __future__ import annotations

from sojourn.lib.errors import Refusal


class DocumentUnknown(Refusal):
    """No such document has been issued."""


class AskAgainLater(Refusal):
    """There were several wrong tries; the next one is answered in a while."""

    seconds: int


class NoNumberPattern(Refusal):
    """The pack has no reference pattern for this kind of document."""
