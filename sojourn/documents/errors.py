"""Why a file is not taken, and how a stored one or a letter can fail."""

from __future__ import annotations

from sojourn.lib.errors import Refusal, SojournError


class TooLarge(Refusal):
    """The file is larger than may be handed in."""


class KindNotAccepted(Refusal):
    """Only PDF, JPEG and PNG files are accepted."""


class MoreThanOneKind(Refusal):
    """The file pretends to be of several kinds at once."""


class UnpacksTooLarge(Refusal):
    """The file unpacks to more than a computer should hold."""


class Unreadable(Refusal):
    """The file is damaged, or locked with a password."""


class Infected(Refusal):
    """The file carries harmful software; it was not kept."""


class KeptApart(Refusal):
    """The file waits to be checked for harmful software, or was found to carry some; nobody can open it."""


class DocumentNotFound(Refusal):
    """There is no such document for this reader."""


class FileDamaged(SojournError):
    """A stored file is missing, or is not what was stored."""


class LetterFailed(SojournError):
    """The letter could not be set from its template and data."""


class LetterTooLong(SojournError):
    """The letter has more pages than its kind allows."""


class LetterTooSlow(SojournError):
    """The letter took longer to set than a letter may."""
