"""Letters signed: anyone who opens the PDF sees who issued it and that no byte was changed since.

The port is `Signer`; `KeySigner` holds the key itself, a deployment with a signing service brings another.
Source: ETSI EN 319 142-1 (PAdES), baseline B-B.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sojourn.lib import keys

_LIFE = timedelta(days=3652)
_FIELD = "Signature"
_SERIAL_DIGITS = 16


class Signer(Protocol):
    """Signs a finished PDF; what was there before stays byte for byte, the signature is appended."""

    def sign(self, content: bytes) -> bytes: ...


class KeySigner:
    """Signs with the key of this installation and a certificate that key signed itself."""

    def __init__(self, key: keys.Key, organisation: str) -> None:
        self._signer = _signer(key, organisation)

    def sign(self, content: bytes) -> bytes:
        told = signers.PdfSignatureMetadata(
            field_name=_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        output, document = io.BytesIO(), IncrementalPdfFileWriter(io.BytesIO(content))
        signing = signers.PdfSigner(told, signer=self._signer)
        with ThreadPoolExecutor(1) as apart:  # pyHanko runs an event loop; who calls may be inside another
            apart.submit(signing.sign_pdf, document, output=output).result()
        return output.getvalue()


def signer() -> Signer:
    """Who signs the letters of this installation. Raises: KeyMissing."""
    return KeySigner(keys.get(keys.Use.DOCUMENT_SIGNATURE), settings.SIGNING_ORGANISATION)


def certificate(key: keys.Key, organisation: str) -> x509.Certificate:
    """The certificate of a signing key, for ten years; the same key makes the same name and serial number."""
    named = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation} {key.id}"),
    ]
    subject, public = x509.Name(named), key.private_key.public_key()
    begins = datetime.combine(date.fromisoformat(key.created_on), time(), UTC)
    digest = x509.SubjectKeyIdentifier.from_public_key(public).digest
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(public)
    builder = builder.serial_number(int(digest.hex()[:_SERIAL_DIGITS], 16) | 1)
    builder = builder.not_valid_before(begins).not_valid_after(begins + _LIFE)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier(digest), critical=False)
    return builder.add_extension(usage, critical=True).sign(key.private_key, hashes.SHA256())


@lru_cache(maxsize=4)
def _signer(key: keys.Key, organisation: str) -> signers.SimpleSigner:
    """Made once for a key: a certificate that is made anew would be another one."""
    made = certificate(key, organisation).public_bytes(serialization.Encoding.DER)
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(made),
        signing_key=asn1_keys.PrivateKeyInfo.load(key.secret),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
