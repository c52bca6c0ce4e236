"""How charging and giving back can be refused. A notice of a payment is never refused: it has an outcome."""

from sojourn.lib.errors import OutsideFailure, Refusal, SojournError


class ChargeUnknown(Refusal):
    """There is no such charge, or it is not yours."""


class ReceiptUnknown(Refusal):
    """There is no such payment, or it is not yours."""


class TaskUnknown(Refusal):
    """There is no such task, or it is done."""


class AmountNotChargeable(SojournError):
    """A charge is more than nothing and less than the largest amount."""


class ChargeCancelled(Refusal):
    """The charge was cancelled; nothing is owed any more."""


class ChargeNotCancelled(Refusal):
    """The charge was not cancelled: it is owed, or paid."""


class NothingToRefund(Refusal):
    """No more can be given back than came in beyond what is owed."""


class ReceiptAllocated(Refusal):
    """The payment already stands on a charge, or was taken back."""


class TaskClosesItself(Refusal):
    """This task is done when the money has found its place, not before."""


class NoNumberPattern(SojournError):
    """The pack does not say what a payment number looks like (`references: payment`)."""


class NumbersUsedUp(SojournError):
    """No free payment number was found; the pattern of the pack has too few digits."""


class BooksDiffer(SojournError):
    """The books do not agree with themselves."""


class ProviderUnknown(Refusal):
    """This deployment has no payment provider of that name."""


class ProviderFailed(OutsideFailure):
    """The payment provider did not answer as agreed."""


class CallbackRefused(Refusal):
    """The callback is not signed by the provider, is not of now, or says nothing we know."""
