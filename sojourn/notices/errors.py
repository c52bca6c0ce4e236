"""How telling someone something can fail."""

from sojourn.lib.errors import OutsideFailure, Refusal, SojournError


class NoRecipient(SojournError):
    """A message is for an account, a contact, or both."""


class MessageUnknown(Refusal):
    """There is no such message, or it is not yours."""


class ServiceIncomplete(Refusal):
    """What proves a service is missing: two witnesses, the number of the letter, who took it, the place."""


class ServiceUnknown(Refusal):
    """There is no such record of service of this document, or another one has taken its place."""


class ServiceInTheFuture(Refusal):
    """A document is served on a day that has come."""


class DeliveryFailed(OutsideFailure):
    """The message could not be handed over."""
