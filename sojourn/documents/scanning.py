"""The malware scanner on this machine: asked about every file before anybody opens it.

While it does not answer, a file is taken in and kept apart: the filing stands, and nobody sees the file until
it was looked at. Source: clamd(8), command INSTREAM.
"""

from __future__ import annotations

import socket
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

from sojourn.documents.types import Scan

_SECONDS = 20
_CHUNK = 256 * 1024
_LONGEST_ANSWER = 4096


def scan(content: bytes) -> Scan:
    """What the scanner says of these bytes; `WAITING` when it does not answer, `NONE` when there is none."""
    if not settings.SCANNER_URL:
        return Scan.NONE
    try:
        return _read(_ask(settings.SCANNER_URL, content))
    except OSError:
        return Scan.WAITING


def _ask(address: str, content: bytes) -> bytes:
    with closing(_connect(address)) as line:
        line.settimeout(_SECONDS)
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), _CHUNK):
            part = content[at : at + _CHUNK]
            line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall(bytes(4))
        answer = bytearray()
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
            received = line.recv(_LONGEST_ANSWER)
            if not received:
                break
            answer += received
    return bytes(answer).rstrip(b"\0\n")


def _connect(address: str) -> socket.socket:
    """`tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_SECONDS)
        line.connect(parts.path)
        return line
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=_SECONDS)


def _read(answer: bytes) -> Scan:
    """Anything but a plain answer is no answer: a file over the scanner's own limit waits too."""
    if answer.endswith(b" FOUND"):
        return Scan.INFECTED
    return Scan.CLEAN if answer.endswith(b": OK") else Scan.WAITING
