"""Signed callbacks between a provider and us: Standard Webhooks, HMAC-SHA256 over id, time and body.

A callback older or newer than five minutes is not one. What it says is a hint: it names a payment number.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from standardwebhooks import Webhook

from sojourn.lib import clock, keys
from sojourn.payments.errors import CallbackRefused

CHANGED = "payment.changed"
TOLERANCE = timedelta(minutes=5)
HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def callback_about(number: str) -> tuple[dict[str, str], bytes]:
    """Headers and body by which a provider tells that something changed about a number."""
    now, message_id = clock.now(), f"msg_{uuid4().hex}"
    told = {"type": CHANGED, "timestamp": now.isoformat(), "data": {"number": number}}
    body = json.dumps(told, separators=(",", ":"))
    signature = Webhook(keys.get(keys.Use.WEBHOOK).secret).sign(message_id, now, body)
    values = (message_id, str(int(now.timestamp())), signature)
    return dict(zip(HEADERS, values, strict=True)), body.encode()


def number_told(headers: Mapping[str, str], body: bytes) -> str:
    """The number a signed callback names. An older key is good until it is taken away.

    Raises: CallbackRefused for one that is unsigned, stale, altered, or says something else.
    """
    told = _verified(headers, body)
    match told:
        case {"type": "payment.changed", "data": {"number": str(number)}} if 0 < len(number) <= 64:
            return number
    raise CallbackRefused(reason="says nothing of a payment")


def _verified(headers: Mapping[str, str], body: bytes) -> Any:
    """What the body says, once its signature and its time are those of now, by our clock."""
    message_id, sent_at, signatures = (headers.get(name, "") for name in HEADERS)
    if not message_id or not re.fullmatch(r"[0-9]{1,11}", sent_at):
        raise CallbackRefused(reason="not signed")
    at = datetime.fromtimestamp(int(sent_at), UTC)
    if abs(clock.now() - at) > TOLERANCE:
        raise CallbackRefused(reason="not of now")
    try:
        text = body.decode()
        expected = [Webhook(key.secret).sign(message_id, at, text) for key in keys.every(keys.Use.WEBHOOK)]
        if not any(_same(one, given) for one in expected for given in signatures.split()):
            raise CallbackRefused(reason="not signed by the provider")
        return json.loads(text)
    except ValueError as unreadable:
        raise CallbackRefused(reason="unreadable") from unreadable


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
