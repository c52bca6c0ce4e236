"""`sojourn seal`: check the seal on a document, or write our certificate, without database or network."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sojourn.lib import clock
from sojourn.lib.seal import c40, profile, reading, signature
from sojourn.lib.seal.codec import Seal
from sojourn.lib.seal.errors import CertificateUnusable, NothingToRead, SealUnreadable
from sojourn.lib.seal.signature import Verdict
from sojourn.permits import seal as ours

_EXIT = {Verdict.GENUINE: 0, Verdict.ALTERED: 1, Verdict.UNSIGNED: 1, Verdict.SIGNER_UNKNOWN: 2}
_CANNOT_READ, _CANNOT_CHECK = 3, 4
_SAID = {
    Verdict.GENUINE: "GENUINE: the seal was made by the trusted signer and nothing in it was changed.",
    Verdict.ALTERED: "NOT GENUINE: the signature does not fit what the seal says.",
    Verdict.UNSIGNED: "NOT GENUINE: the seal carries no signature.",
    Verdict.SIGNER_UNKNOWN: "NOT CHECKED: the trusted certificates do not include the one the seal names,"
    " or it was not valid on the day of sealing.",
}
_HELP = f"""Exit codes of verify: 0 genuine; 1 not genuine; 2 signer not among the trusted;
{_CANNOT_READ} no readable seal in the file; {_CANNOT_CHECK} certificate unusable."""


class Command(BaseCommand):
    help = "Check the seal on a PDF, a picture or raw bytes without a network, or write our certificate."
    needs_database = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.epilog = _HELP
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="what a seal says, and whether it is genuine", epilog=_HELP)
        verify.add_argument("file", type=Path, metavar="FILE", help="PDF, PNG, JPEG or the bytes of a seal")
        verify.add_argument(
            "--trust", type=Path, required=True, metavar="CERT", help="PEM or DER, may hold many"
        )
        verify.add_argument("--json", action="store_true", help="machine-readable answer")
        acts.add_parser("certificate", help="write the certificate of our seals, PEM")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "certificate":
            self.stdout.write(ours.signer_certificate().decode(), ending="")
            return
        signers = _signers(options["trust"])
        found = [(seal, signature.judge(seal, trusted=signers)) for seal in _seals(options["file"])]
        if options["json"]:
            told = [_told(seal) | {"verdict": verdict.value} for seal, verdict in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2, default=str))
        else:
            self.stdout.write("\n\n".join(_written(seal, verdict) for seal, verdict in found))
        code = max(_EXIT[verdict] for _, verdict in found)
        if code:
            raise SystemExit(code)


TESTS = "UTO"
"""Utopia, the State in whose name specimens are made. Source: ICAO Doc 9303-3 s. 5."""


def _signers(path: Path) -> tuple[signature.Signer, ...]:
    try:
        return signature.read_signers(path.read_bytes())
    except (OSError, CertificateUnusable) as unusable:
        raise CommandError(
            f"The certificate {path} cannot be used: {unusable}", returncode=_CANNOT_CHECK
        ) from unusable


def _seals(path: Path) -> tuple[Seal, ...]:
    try:
        return reading.from_file(path.read_bytes())
    except (OSError, NothingToRead, SealUnreadable) as unread:
        raise CommandError(
            f"No seal could be read from {path}: {unread}", returncode=_CANNOT_READ
        ) from unread


def _told(seal: Seal) -> dict[str, Any]:
    """Header and, as far as we know the profile, what the features say."""
    said: dict[str, Any] = {"header": asdict(seal.header)}
    try:
        document = profile.read(seal)
    except SealUnreadable:
        said["features"] = {f"{feature.tag:02x}": _guess(feature.value) for feature in seal.features}
        return said
    said["document"] = {name: value for name, value in asdict(document).items() if value}
    said["covers_today"] = _covers(document)
    return said


def _covers(document: profile.StayDocument) -> bool:
    today = clock.legal_day(clock.now())
    begins, ends = document.valid_from or today, document.valid_to or today
    return begins <= today <= ends


def _guess(value: bytes) -> str:
    """Another issuer's feature: as text where it is C40, else in hexadecimal."""
    try:
        return c40.decode(value)
    except SealUnreadable:
        return value.hex()


def _written(seal: Seal, verdict: Verdict) -> str:
    said = _told(seal)
    lines = {f"header {name}": value for name, value in said["header"].items()}
    lines |= said.get("document", {}) | said.get("features", {})
    if "covers_today" in said:
        lines["covers today"] = (
            "yes" if said["covers_today"] else "no (ask the service for the present state)"
        )
    if seal.header.country == TESTS:
        lines["note"] = "a demonstration: this code is of no State, it stands for one in tests"
    width = max(len(name) for name in lines)
    rows = [f"  {name.replace('_', ' '):<{width}}  {value}" for name, value in lines.items()]
    return "\n".join([_SAID[verdict], *rows])
