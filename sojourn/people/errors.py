"""What can go wrong in the register of people."""

from sojourn.lib.errors import Refusal


class PersonNotFound(Refusal):
    """There is no such person for this reader."""


class HoldNotOpen(Refusal):
    """This protective hold is unknown or has ended."""


class LinkNotOpen(Refusal):
    """This family link is unknown or has ended."""


class LinkToSelf(Refusal):
    """Nobody is their own relative."""


class EndBeforeStart(Refusal):
    """It cannot end before it began."""
