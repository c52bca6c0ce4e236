"""What can go wrong in the register of people."""

from sojourn.lib.errors import Refusal


class NoSuchHit(Refusal):
    """There is no such record beside this person, or it was dealt with already."""


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
