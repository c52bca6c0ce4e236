"""How telling someone something can fail."""

from sojourn.lib.errors import OutsideFailure, Refusal, SojournError


class NoRecipient(SojournError):
    """A message is for an account, a contact, or both."""


class MessageUnknown(Refusal):
    """There is no such message, or it is not yours."""


class ServiceIncomplete(Refusal):
    """A witnessed refusal names its witness; registered post has its number."""


class DeliveryFailed(OutsideFailure):
    """The message could not be handed over."""
