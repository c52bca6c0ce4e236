"""The certificate a signer publishes, so that a seal can be checked by anyone without us.

Source: ICAO Doc 9303-13 (8th ed.) §2.6: the subject is the two-letter country and the signer's two
characters, the serial number is the reference the seal carries. Ours is signed by its own key; a State that
runs a country signing authority has the same key certified there and publishes that certificate instead.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_LIFE = timedelta(days=3652)


def self_signed(
    key: ec.EllipticCurvePrivateKey, *, country: str, signer: str, reference: str, valid_from: date
) -> x509.Certificate:
    """A certificate for ten years. `country` has two letters, `signer` two characters, `reference` is
    hexadecimal.
    """
    named = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, country),
        x509.NameAttribute(NameOID.COMMON_NAME, signer),
    ]
    subject = x509.Name(named)
    begins = datetime.combine(valid_from, time(), UTC)
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    )
    builder = (
        builder.serial_number(int(reference, 16)).not_valid_before(begins).not_valid_after(begins + _LIFE)
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return builder.add_extension(identifier, critical=False).sign(key, hashes.SHA256())
