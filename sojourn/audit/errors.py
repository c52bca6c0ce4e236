"""How recording and proving can fail."""

from sojourn.lib.errors import SojournError


class FactsDiffer(SojournError):
    """The facts of an event are not those its kind declares."""


class LogBroken(SojournError):
    """The log does not prove: an entry was altered or is missing."""
