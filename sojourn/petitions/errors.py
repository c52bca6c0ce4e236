"""Why a petition is not taken, found or dealt with."""

from __future__ import annotations

from sojourn.lib.errors import Refusal


class PetitionNotFound(Refusal):
    """There is no such petition for this reader."""


class MatterUnknown(Refusal):
    """Nobody reads petitions about this here."""


class WriterUnnamed(Refusal):
    """Whoever writes about this says who they are and how they are reached."""


class AlreadyEnded(Refusal):
    """The petition was dealt with already."""


class NotRepeated(Refusal):
    """It was not answered often enough to be a repeated one."""


class AlreadyProlonged(Refusal):
    """The time to answer was prolonged already."""


class ReasonMissing(Refusal):
    """An officer who ends, prolongs or hands on a petition says why."""


class BodyUnknown(Refusal):
    """The pack names no such body."""


class DeskUnsuitable(Refusal):
    """What is of this class is not read at that desk."""


class NobodyLeft(Refusal):
    """Nobody at the desk would be left to read it."""


class SentAlready(Refusal):
    """The same form was sent before with other words."""
