"""Why a draft cannot be opened or sent."""

from sojourn.lib.errors import Refusal


class DraftNotFound(Refusal):
    """There is no such draft for you; it was sent, has expired or belongs to someone else."""


class AlreadySubmitted(Refusal):
    """This application has already been sent; nothing was sent twice."""


class ListNotFound(Refusal):
    """There is no such guest list for this organisation."""
