"""The edge of every door: one transaction, an answer given once to a key, and the answer as it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpResponse
from pydantic import BaseModel

from sojourn.lib.canonical import sha256
from sojourn.lib.db import AnsweredMeanwhile, find_answer, keep_answer, retry_deadlock, transaction
from sojourn.lib.errors import Refusal
from sojourn.sites.api.callers import BEHALF, DOOR, Request

REPLAYED = "Idempotent-Replayed"


def tell(answer: BaseModel, status: int = 200) -> HttpResponse:
    return _response(answer.model_dump_json().encode(), status)


def once(
    request: Request, act: Callable[[], BaseModel], *, status: int = 200, body: bytes | None = None
) -> HttpResponse:
    """Act in a transaction of its own. The same key with the same request gets the first answer again.

    A refusal is not kept: what was refused may be asked again under the same key. Raises: what `act` refuses,
    KeyUsedDifferently.
    """
    caller = request.auth
    asked = _hash(request, body) if caller.key else b""
    if caller.key and caller.shown.answered:
        return _again(caller.shown.answered.to(asked, door=DOOR))

    def story() -> bytes:
        with transaction():
            told = act().model_dump_json()
            if caller.key:
                keep_answer(DOOR, caller.kept_under, request_hash=asked, answer=[status, json.loads(told)])
            return told.encode()

    try:
        return _response(retry_deadlock(story), status)
    except (AnsweredMeanwhile, Refusal):
        answered = find_answer(DOOR, caller.kept_under) if caller.key else None
        if answered is None:
            raise
        return _again(answered.to(asked, door=DOOR))


def _hash(request: Request, body: bytes | None) -> bytes:
    """What tells one request from another under the same key."""
    said = (request.method or "", request.get_full_path(), request.headers.get(BEHALF, ""))
    return sha256("\n".join(said).encode() + b"\n" + (request.body if body is None else body))


def _again(answer: list[object]) -> HttpResponse:
    status, told = answer
    response = _response(json.dumps(told).encode(), int(str(status)))
    response[REPLAYED] = "true"
    return response


def _response(body: bytes, status: int) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    return response
