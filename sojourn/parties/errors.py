"""Why something of a party is refused."""

from __future__ import annotations

from sojourn.lib.errors import Refusal


class PartyUnknown(Refusal):
    """There is no such party, or the code is not theirs."""


class AnotherPaper(Refusal):
    """The party gave another certificate meanwhile: it is to be looked at first."""


class EndNotOpen(Refusal):
    """No notice of an early end waits for this."""


class EndSuspended(Refusal):
    """The end is suspended: what is granted goes on while something is looked into."""


class StillToBeHeard(Refusal):
    """The party may still answer."""

    until: object
