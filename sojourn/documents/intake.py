"""Looking at a file before it is kept: size, kind by content, one kind only, and a safe copy."""

from __future__ import annotations

import subprocess
import sys
from typing import BinaryIO

import puremagic

from sojourn.documents import safe_copy, scanning
from sojourn.documents.errors import (
    Infected,
    KindNotAccepted,
    MoreThanOneKind,
    TooLarge,
    UnpacksTooLarge,
    Unreadable,
)
from sojourn.documents.types import Examined, MediaType, Scan

LIMIT = 10 * 1024 * 1024
_CHUNK = 64 * 1024
_SECONDS = 30
_SIGNATURES = {
    b"%PDF-": MediaType.PDF,
    b"\xff\xd8\xff": MediaType.JPEG,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
}
_ACTIVE = (b"<html", b"<script", b"<?php", b"<!doctype html")
_HEAD, _TAIL = 1024, 66_000  # a browser sniffs the first, a ZIP directory stands in the second


def examine(stream: BinaryIO) -> Examined:
    """Raises: TooLarge, KindNotAccepted, MoreThanOneKind, Infected, UnpacksTooLarge, Unreadable."""
    content = _read(stream)
    media_type = _kind_of(content)
    _check_one_kind(content, media_type)
    found = scanning.scan(content)
    if found is Scan.INFECTED:
        raise Infected
    return Examined(content, media_type, _safe(content, media_type), found)


def _read(stream: BinaryIO) -> bytes:
    content = bytearray()
    while chunk := stream.read(_CHUNK):
        content += chunk
        if len(content) > LIMIT:
            raise TooLarge(limit=LIMIT)
    return bytes(content)


def _kind_of(content: bytes) -> MediaType:
    for signature, media_type in _SIGNATURES.items():
        if content.startswith(signature):
            return media_type
    raise KindNotAccepted(found=_name_of(content))


def _name_of(content: bytes) -> str:
    """What it seems to be, so that the refusal can say it."""
    try:
        return str(puremagic.from_string(content[:_CHUNK], mime=True)) or "unknown"
    except (puremagic.PureError, ValueError):
        return "unknown"


def _check_one_kind(content: bytes, media_type: MediaType) -> None:
    head = content[:_HEAD].lower()
    if b"PK\x05\x06" in content[-_TAIL:] or any(mark in head for mark in _ACTIVE):
        raise MoreThanOneKind
    if media_type is not MediaType.PDF and b"%PDF-" in content:
        raise MoreThanOneKind
    if media_type is MediaType.PDF and content[content.rfind(b"%%EOF") + 5 :].strip(b"\r\n\t \0"):
        raise MoreThanOneKind


def _safe(content: bytes, media_type: MediaType) -> bytes:
    command = [sys.executable, "-m", safe_copy.__name__, media_type.value]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnpacksTooLarge from None
    if done.returncode == safe_copy.UNREADABLE:
        raise Unreadable
    if done.returncode or not done.stdout:  # also ended by the system for taking too much
        raise UnpacksTooLarge
    return done.stdout
