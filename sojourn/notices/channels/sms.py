"""Text messages through an HTTP gateway: one POST of JSON, repeated safely by its id.

Sent: `{"id", "to", "text"}` with `Authorization: Bearer …` and `Idempotency-Key`. Any 2xx is acceptance; 400,
404, 410 and 422 mean that this message will never be taken; everything else is tried again.
"""

from __future__ import annotations

import http.client
import json
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from sojourn.notices.errors import DeliveryFailed
from sojourn.notices.types import Letter

_NEVER = frozenset({400, 404, 410, 422})


@dataclass(frozen=True, slots=True)
class Sms:
    url: str
    token: str
    patience: float = 10.0

    def deliver(self, letter: Letter) -> None:
        body = json.dumps({"id": str(letter.id), "to": letter.address, "text": letter.text.strip()})
        try:
            status = self._post(body.encode(), str(letter.id))
        except (OSError, http.client.HTTPException) as failed:
            raise DeliveryFailed(reason=type(failed).__name__) from None
        if not 200 <= status < 300:
            raise DeliveryFailed(permanent=status in _NEVER, reason=f"answer {status}")

    def _post(self, body: bytes, key: str) -> int:
        parts = urlsplit(self.url)
        line = self._line(parts.scheme, parts.hostname or "localhost", parts.port)
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
        }
        try:
            line.request("POST", parts.path or "/", body, headers)
            return line.getresponse().status
        finally:
            line.close()

    def _line(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.patience)
        secure = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=self.patience, context=secure)
