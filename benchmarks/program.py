"""A program at the API: a token, one connection, JSON."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from benchmarks.visitor import Unexpected

ROOT = "/api/v1"


@dataclass
class Program:
    """Every write gets a key of its own."""

    base: str
    token: str
    patience: float = 60
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", path, None)

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        return self._ask("POST", path, body)

    def put(self, path: str, body: object) -> dict[str, Any]:
        return self._ask("PUT", path, body)

    def _ask(self, method: str, path: str, body: object) -> dict[str, Any]:
        """The answer. Raises: Unexpected for a refusal, OSError when nobody answers."""
        if self._connection is None:
            parts = urlsplit(self.base)
            self._connection = http.client.HTTPConnection(
                parts.hostname or "localhost", parts.port or 80, timeout=self.patience
            )
        headers = {"Authorization": f"Bearer {self.token}"}
        content = None if body is None else json.dumps(body).encode()
        if method != "GET":
            headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
        self._connection.request(method, f"{ROOT}{path}", content, headers)
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status >= 400:
            raise Unexpected(f"{method} {path} answered {answer.status} {said[:400]!r}")
        told: dict[str, Any] = json.loads(said)
        return told
