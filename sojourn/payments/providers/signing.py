"""Signed callbacks between a provider and us: Standard Webhooks, HMAC-SHA256 over id, time and body.

A callback older or newer than five minutes is not one. What it says is a hint: it names a payment number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from standardwebhooks import Webhook, WebhookVerificationError

from sojourn.lib import clock, keys
from sojourn.payments.errors import CallbackRefused

CHANGED = "payment.changed"
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
    given = {name: headers.get(name, "") for name in HEADERS}
    for key in reversed(keys.every(keys.Use.WEBHOOK)):
        try:
            return Webhook(key.secret).verify(body, given)
        except (WebhookVerificationError, ValueError):  # the library lets bad base64 and bad text through
            continue
    raise CallbackRefused(reason="not signed, or not of now")
