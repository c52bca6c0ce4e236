"""Why a seal could not be read. Whether a readable seal is genuine is a verdict, never an error."""

from __future__ import annotations

from sojourn.lib.errors import Refusal


class SealUnreadable(Refusal):
    """These bytes are not a visible digital seal."""


class NothingToRead(Refusal):
    """No seal was found in this file."""


class CertificateUnusable(Refusal):
    """The signer certificate cannot be used to check a seal."""
