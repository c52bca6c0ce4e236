"""Why a request was refused before it reached a room."""

from sojourn.lib.errors import Refusal


class NotSignedIn(Refusal):
    """A token is shown with every request, as `Authorization: Bearer …`; this one opens nothing."""


class TooManyTries(Refusal):
    """Too many tokens that open nothing came from here; wait a quarter of an hour."""


class ScopeMissing(Refusal):
    """The token was not issued for this."""


class HeaderNotUnderstood(Refusal):
    """A header does not say what it should."""


class BodyNotUnderstood(Refusal):
    """The body is not what this address takes."""


class AnswersUnknown(Refusal):
    """The service does not ask this, or takes it as a file."""


class FileNotAsked(Refusal):
    """No file is asked for here now."""


class CodeUnknown(Refusal):
    """The pack knows no such code here."""


class DayNotReceived(Refusal):
    """An application is received today; only staff at a counter enter an earlier day of its stamp."""
