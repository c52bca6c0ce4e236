"""Signing a seal and judging one: ECDSA, the two halves r and s side by side, never DER.

Source: ICAO Doc 9303-13 (8th ed.) §2.5; the hash goes with the size of the curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

from sojourn.lib.seal import codec
from sojourn.lib.seal.errors import CertificateUnusable


class Verdict(StrEnum):
    """What can be said offline about a seal that could be read."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    SIGNER_UNKNOWN = "signer-unknown"


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate that is trusted, with the names by which a seal refers to it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePublicKey
    name: str
    reference: str

    def sealed(self, header: codec.Header) -> bool:
        """Whether a seal names this certificate: the signer, and the serial number in hexadecimal."""
        return header.signer == self.name and _trimmed(header.certificate) == _trimmed(self.reference)

    def was_valid_on(self, day: date) -> bool:
        begins = self.certificate.not_valid_before_utc.date()
        return begins <= day <= self.certificate.not_valid_after_utc.date()


def sign(
    header: codec.Header, features: tuple[codec.Feature, ...], *, key: ec.EllipticCurvePrivateKey
) -> bytes:
    """The finished seal. Raises: ValueError for what a seal cannot hold."""
    return sign_bytes(codec.encode_unsigned(header, features), key=key)


def sign_bytes(unsigned: bytes, *, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The same for a header and features that are bytes already."""
    r, s = utils.decode_dss_signature(key.sign(unsigned, ec.ECDSA(_hash_for(key.key_size))))
    half = _half(key)
    return codec.close(unsigned, r.to_bytes(half, "big") + s.to_bytes(half, "big"))


def judge(seal: codec.Seal, *, trusted: tuple[Signer, ...]) -> Verdict:
    """Genuine only if a trusted certificate that the seal names, valid on the day of sealing, made the
    signature.
    """
    if not seal.signature:
        return Verdict.UNSIGNED
    named = [signer for signer in trusted if signer.sealed(seal.header)]
    valid = [signer for signer in named if signer.was_valid_on(seal.header.sealed_on)]
    if not valid:
        return Verdict.SIGNER_UNKNOWN
    return Verdict.GENUINE if any(is_signed_by(seal, signer.key) for signer in valid) else Verdict.ALTERED


def is_signed_by(seal: codec.Seal, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the signature fits the bytes and the key; says nothing about trust."""
    half = _half(key)
    if len(seal.signature) != 2 * half:
        return False
    r, s = (int.from_bytes(part, "big") for part in (seal.signature[:half], seal.signature[half:]))
    try:
        key.verify(utils.encode_dss_signature(r, s), seal.signed, ec.ECDSA(_hash_for(key.key_size)))
    except InvalidSignature:
        return False
    return True


def read_signers(content: bytes) -> tuple[Signer, ...]:
    """Every certificate in a PEM file, or the one in a DER file. Raises: CertificateUnusable."""
    try:
        pem = b"-----BEGIN" in content
        found = x509.load_pem_x509_certificates(content) if pem else [x509.load_der_x509_certificate(content)]
    except ValueError as broken:
        raise CertificateUnusable(reason="this is not a certificate") from broken
    return tuple(_signer(certificate) for certificate in found)


def _signer(certificate: x509.Certificate) -> Signer:
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError) as unknown:
        raise CertificateUnusable(reason="its curve is not supported here") from unknown
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise CertificateUnusable(reason="a seal needs an elliptic-curve key")
    country, name = (_named(certificate, oid) for oid in (NameOID.COUNTRY_NAME, NameOID.COMMON_NAME))
    return Signer(certificate, key, f"{country}{name}", f"{certificate.serial_number:X}")


def _named(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def to_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _half(key: ec.EllipticCurvePublicKey | ec.EllipticCurvePrivateKey) -> int:
    """Bytes of r and of s."""
    return -(-key.key_size // 8)


def _trimmed(reference: str) -> str:
    return reference.upper().lstrip("0")


def _hash_for(bits: int) -> hashes.HashAlgorithm:
    if bits <= 224:
        return hashes.SHA224()
    if bits <= 256:
        return hashes.SHA256()
    return hashes.SHA384() if bits <= 384 else hashes.SHA512()
