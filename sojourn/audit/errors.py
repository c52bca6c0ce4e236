"""How recording and proving can fail."""

from sojourn.lib.errors import SojournError


class FactsDiffer(SojournError):
    """The facts of an event are not those its kind declares."""


class LogBroken(SojournError):
    """The log does not prove: an entry was altered or is missing."""


class EventAltered(LogBroken):
    """An event is not what was sealed: its row gives another leaf."""


class EventMissing(LogBroken):
    """An event that was sealed is missing."""


class NumberMissing(LogBroken):
    """An event is missing: the numbers of its subject do not run 1, 2, 3."""


class EventKeptFromSealing(LogBroken):
    """An event has no leaf and does not wait for one: somebody took it out of the sealer's way."""


class ValueAltered(LogBroken):
    """A personal value is not the one that was recorded: value and salt give another digest."""


class ValueMissing(LogBroken):
    """A personal value is missing and no redaction tells why."""


class LeafAltered(LogBroken):
    """A leaf is not the one that was signed, while its event is."""


class LeafMissing(LogBroken):
    """A leaf that was signed is missing."""


class EntriesRewritten(LogBroken):
    """The leaves do not give the root that was signed: entries after the last good head were rewritten."""


class HeadAltered(LogBroken):
    """A head does not stand under its signature."""


class HeadMissing(LogBroken):
    """A signed head is missing."""


class OutsideHeadsUnreadable(LogBroken):
    """The file of heads kept outside the database is not one we wrote."""


class ExportUnreadable(LogBroken):
    """The file is not an exported log; the line that cannot be read is named."""
