"""Why signing in, or giving a power, was refused. A wrong code is an answer instead: it must be counted."""

from sojourn.lib.errors import Refusal, SojournError


class ContactNotUnderstood(Refusal):
    """This is neither an e-mail address nor a phone number with its country code."""


class NameTaken(Refusal):
    """Another account signs in by this name."""


class PasswordTooWeak(Refusal):
    """A password has at least twelve characters and is not one everybody uses."""


class PasswordUnchanged(Refusal):
    """The first password was given by someone else; another one takes its place."""


class PasskeyRefused(Refusal):
    """The passkey did not prove who it belongs to."""


class LastFactor(Refusal):
    """The last second factor of a staff account is replaced, never removed."""


class AccountUnknown(Refusal):
    """There is no such account of staff."""


class GrantUnknown(Refusal):
    """This role was never granted."""


class RoleUnknown(Refusal):
    """There is no role of this name."""


class PowerNotGranted(Refusal):
    """This power cannot be given: to oneself, beyond its term, or for an officer who does not hold it."""


class RolesIncompatible(Refusal):
    """Nobody holds these two roles at once."""


class PermissionMissing(Refusal):
    """The account does not hold this permission here today."""


class TokenUnknown(Refusal):
    """There is no such token, or it has ended."""


class TokenNotIssued(Refusal):
    """A token has a name, at least one scope, and an end within a year."""


class NotADemonstration(SojournError):
    """Demonstration accounts are made in demonstration mode only, and not beside real ones."""
