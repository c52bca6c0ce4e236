"""What web and worker write to their logs: named facts, one JSON object a line, never anything personal.

Only the fields below leave the process. A path, a query, what was typed, the words of an exception or of a
library's message may hold a name or a number of a document: outside development they are dropped.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping, MutableMapping
from logging import LogRecord
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

FIELDS = frozenset(
    {
        "at",  # UTC
        "level",
        "logger",
        "event",
        "where",  # module and line of a library's message
        "method",
        "route",  # the name of the page, never its address
        "status",
        "milliseconds",
        "job",
        "job_id",
        "exception",  # its kind, never its words
        "frames",
    }
)
"""The allow-list. A field that is not here is dropped; whoever adds one answers for it."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_EVENT = re.compile(r"[a-z]+(?:[-_.:][a-z]+)*")
_LONGEST = 400
_FRAMES = 6
_ROOT = Path(__file__).resolve().parents[2]

_log = structlog.get_logger("sojourn.request")
Fields = MutableMapping[str, Any]


class RequestLog:
    """Middleware: one line for each request that reached a page, or was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match or response.status_code >= 400:
            _log.info(
                "request",
                method=request.method if request.method in _METHODS else "other",
                route=match.view_name if match else "none",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - begun) * 1000),
            )
        return response


def quote_library(_: Any, __: str, fields: Fields) -> Fields:
    """A library's message becomes the place it came from, its action and its job, where it names them."""
    record: LogRecord = fields["_record"]
    job = getattr(record, "job", None)
    known = job if isinstance(job, Mapping) else {}
    fields["event"] = str(getattr(record, "action", "message"))
    fields["where"] = f"{record.module}:{record.lineno}"
    fields["job"], fields["job_id"] = known.get("task_name"), known.get("id")
    fields["exc_info"] = record.exc_info
    return fields


def name_logger(_: Any, __: str, fields: Fields) -> Fields:
    fields["logger"] = fields["_record"].name
    return fields


def name_failure(_: Any, __: str, fields: Fields) -> Fields:
    """An exception is told by its kind and the lines it passed; its words may quote what was typed."""
    failed = fields.pop("exc_info", None)
    failed = sys.exc_info() if failed is True else failed
    if isinstance(failed, tuple) and failed[0] is not None:
        fields["exception"] = failed[0].__name__
        fields["frames"] = " < ".join(_frames(failed[2]))
    return fields


def _frames(trace: TracebackType | None) -> list[str]:
    """The last lines, innermost first."""
    passed: list[str] = []
    while trace is not None:
        passed.append(f"{_short(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}")
        trace = trace.tb_next
    return passed[::-1][:_FRAMES]


def _short(path: str) -> str:
    """Within the checkout from its root, within a library from its package."""
    return path.removeprefix(f"{_ROOT}/").rpartition("site-packages/")[2]


def only_allowed(_: Any, __: str, fields: Fields) -> Fields:
    """Drop every other field, and values that are no plain words or numbers."""
    kept = {name: _plain(value) for name, value in fields.items() if name in FIELDS and value is not None}
    event = str(kept.get("event", ""))
    return {**kept, "event": event if _EVENT.fullmatch(event) else "unnamed"}


def _plain(value: Any) -> str | int | float | bool:
    if isinstance(value, str):
        return value[:_LONGEST]
    return value if isinstance(value, int | float) else type(value).__name__


def configured(*, development: bool) -> dict[str, Any]:
    """Django's LOGGING; in development everything is shown as it is."""
    stamp: list[Any] = [
        name_logger,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True, key="at"),
    ]
    shown: list[Any] = (
        [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.dev.ConsoleRenderer()]
        if development
        else [name_failure, only_allowed, structlog.processors.JSONRenderer(sort_keys=True)]
    )
    structlog.configure(
        processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handed_up = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "told": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [] if development else [quote_library],
                "processors": [*stamp, *shown],
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "told"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "sojourn": {"level": "INFO"},
            "procrastinate": {"level": "WARNING"},
            "procrastinate.worker": {"level": "INFO"},
            "django": {**handed_up, "level": "WARNING"},
            "django.server": {**handed_up, "level": "WARNING"},
            "django.request": {"level": "ERROR"},  # each refusal has its request line
        },
    }
