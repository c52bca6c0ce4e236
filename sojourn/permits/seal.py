"""The seal on a document: our profile, the signer of this deployment and its published certificate."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sojourn.lib import clock, keys
from sojourn.lib.seal import certificate, codec, profile, signature
from sojourn.permits.types import ToIssue

_UNKNOWN = re.compile(r"[^0-9A-Z<-]", re.ASCII)
_TEST_KEY_REACHES_BACK = timedelta(days=3 * 366)  # a demonstration has a past


def make(document: ToIssue, *, number: str) -> bytes:
    """The sealed bytes. A character no seal knows is written as a filler; the paper says it in full."""
    holder, today = document.holder, clock.today()
    first_day, last_day = document.valid
    features = profile.features_of(
        profile.StayDocument(
            number=number,
            holder=_sealable(holder.name),
            nationality=_sealable(holder.nationality),
            birth=_sealable(holder.birth.replace("-", "")),
            travel_document=_sealable(holder.travel_document),
            valid_from=first_day,
            valid_to=last_day,
            district=_sealable(document.district),
        )
    )
    key = keys.get(keys.Use.DOCUMENT_SEAL)
    header = codec.Header(
        country=settings.SEAL_STATE,
        signer=settings.SEAL_SIGNER,
        certificate=reference_of(key),
        issued_on=today,
        sealed_on=today,
        feature_definition=profile.FEATURE_DEFINITION,
        document_category=profile.DOCUMENT_CATEGORY,
    )
    return signature.sign(header, features, key=key.private_key)


def _sealable(text: str) -> str:
    return _UNKNOWN.sub("<", text.upper())


def reference_of(key: keys.Key) -> str:
    """How a seal names its certificate: the serial number, or the id of the key."""
    issued = _issued_certificate(settings.SEAL_CERTIFICATE)
    return issued.reference if issued else key.id.upper()


def signer_certificate() -> bytes:
    """The certificate to publish, PEM: the one an authority issued, or one signed by the key itself."""
    if settings.SEAL_CERTIFICATE:
        return Path(settings.SEAL_CERTIFICATE).read_bytes()
    return _self_signed(keys.get(keys.Use.DOCUMENT_SEAL).id)


@lru_cache(maxsize=8)
def _self_signed(key_id: str) -> bytes:
    key = keys.by_id(keys.Use.DOCUMENT_SEAL, key_id)
    valid_from = date.fromisoformat(key.created_on)
    made = certificate.self_signed(
        key.private_key,
        country=settings.SEAL_SIGNER[:2],
        signer=settings.SEAL_SIGNER[2:],
        reference=key.id,
        valid_from=valid_from - _TEST_KEY_REACHES_BACK if key.test else valid_from,
    )
    return signature.to_pem(made)


@lru_cache(maxsize=2)
def _issued_certificate(path: str) -> signature.Signer | None:
    return signature.read_signers(Path(path).read_bytes())[0] if path else None
