"""What cannot be done with a stay."""

from sojourn.lib.errors import Refusal


class RegistrationNotFound(Refusal):
    """There is no such registration for you."""


class AlreadyEnded(Refusal):
    """This registration has already ended."""


class DepartureBeforeArrival(Refusal):
    """The day of departure lies before the day of arrival."""


class DepartureNotYet(Refusal):
    """The day of departure has not come yet."""


class AlreadyDecided(Refusal):
    """Another officer has already dealt with this."""


class EndsBeforeArrival(Refusal):
    """The last lawful day lies before the day of arrival."""
