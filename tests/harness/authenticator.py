"""An authenticator in software: makes a passkey and signs with it, as a phone would."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

_PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Authenticator:
    """One device with one key. `origin` is what the browser believes it is looking at."""

    def __init__(self, origin: str = "http://localhost") -> None:
        self.origin = origin
        self.id = os.urandom(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.owner = b""

    def create(self, options: dict[str, Any]) -> str:
        """Make a key as `navigator.credentials.create` would; the JSON a browser posts."""
        asked = options["publicKey"]
        self.owner = websafe_decode(asked["user"]["id"])
        credential = AttestedCredentialData.create(
            bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        flags = _PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(_hash(asked["rp"]["id"]), flags, 0, credential)
        client = self._client("webauthn.create", asked["challenge"])
        attested = AttestationObject.create("none", data, {})
        response = {"clientDataJSON": client.b64, "attestationObject": websafe_encode(attested)}
        return self._answer(response, clientExtensionResults={"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> str:
        """Sign a challenge as `navigator.credentials.get` would."""
        asked = options["publicKey"]
        data = AuthenticatorData.create(_hash(asked["rpId"]), _PRESENT_AND_VERIFIED, 1)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": client.b64,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.owner),
        }
        return self._answer(response, clientExtensionResults={})

    def _client(self, what: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(type=what, challenge=challenge, origin=self.origin)

    def _answer(self, response: dict[str, Any], **more: Any) -> str:
        name = websafe_encode(self.id)
        answer = {"id": name, "rawId": name, "type": "public-key", "response": response, **more}
        return json.dumps(answer | {"authenticatorAttachment": "platform"})


def _hash(relying_party: str) -> bytes:
    return hashlib.sha256(relying_party.encode()).digest()
