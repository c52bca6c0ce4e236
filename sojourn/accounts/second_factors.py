"""How allauth keeps the second factors of our accounts: secrets encrypted, names neutral."""

from __future__ import annotations

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from sojourn.accounts.models import Account
from sojourn.lib.fields import decrypt, encrypt

_PLACE = "mfa_authenticator.data"


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Plugged in by `MFA_ADAPTER`."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(encrypt(text.encode(), place=_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(base64.b64decode(encrypted_text), place=_PLACE).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as a passkey knows it: its host name, without the port."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Sojourn"}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """What the person's device shows beside the key; an address would tell on them, so it is not used."""
        shown = user.sign_in_name or "Sojourn"
        return {"id": str(user.pk).encode(), "display_name": shown, "name": shown}
