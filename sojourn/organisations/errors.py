"""Why something about an organisation or a mandate was refused."""

from sojourn.lib.errors import Refusal


class OrganisationUnknown(Refusal):
    """There is no such organisation, or it is not yours."""


class OrganisationEnded(Refusal):
    """The organisation has ended: nobody acts for it any more."""


class MayNotAct(Refusal):
    """The account may not act here for this principal."""


class MandateRefused(Refusal):
    """A mandate joins two different parties and ends after it begins."""


class MandateUnknown(Refusal):
    """There is no such mandate, or it is not yours to end."""
