"""Nothing personal reaches a log line, whichever way it came: path, query, form, exception, library."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from logging.config import dictConfig
from typing import Any

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from sojourn.project import logging as logs

SECRET = "Kalandadze"


@pytest.fixture
def lines(settings: Any) -> Iterator[io.StringIO]:
    """What web and worker write, as they are configured outside development."""
    config = logs.configured(development=False)
    written = io.StringIO()
    config["handlers"]["console"]["stream"] = written
    dictConfig(config)
    yield written
    dictConfig(settings.LOGGING)


def told(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_field_nobody_allowed_is_dropped(lines: io.StringIO) -> None:
    structlog.get_logger("sojourn.test").info("guest-seen", status=200, surname=SECRET, passport="12AB")
    [line] = told(lines)
    assert line == {
        "at": line["at"],
        "event": "guest-seen",
        "level": "info",
        "logger": "sojourn.test",
        "status": 200,
    }


def test_an_event_is_a_name_and_no_sentence(lines: io.StringIO) -> None:
    structlog.get_logger("sojourn.test").warning(f"could not register {SECRET}")
    structlog.get_logger("sojourn.test").warning("refused", route={"guest": SECRET})
    assert SECRET not in lines.getvalue()
    assert [line["event"] for line in told(lines)] == ["unnamed", "refused"]


def test_a_library_is_quoted_by_place_and_never_by_word(lines: io.StringIO) -> None:
    job = {"id": 7, "task_name": "notices.deliver", "task_kwargs": {"to": SECRET}}
    logging.getLogger("procrastinate.worker").info(
        f"Starting job for {SECRET}", extra={"action": "start_job", "job": job}
    )
    logging.getLogger("pikepdf").error("cannot read %s", SECRET)
    assert SECRET not in lines.getvalue()
    first, second = told(lines)
    assert (first["event"], first["job"], first["job_id"]) == ("start_job", "notices.deliver", 7)
    assert second["where"].startswith("test_logging:")


def test_an_exception_is_told_by_kind_and_lines(lines: io.StringIO) -> None:
    try:
        raise ValueError(f"duplicate key (surname)=({SECRET})")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /%s/", SECRET)
        structlog.get_logger("sojourn.test").exception("failed")
    assert SECRET not in lines.getvalue()
    for line in told(lines):
        assert line["exception"] == "ValueError"
        assert line["frames"].startswith("tests/unit/project/test_logging.py:")


@pytest.mark.django_db
def test_a_request_is_told_by_the_name_of_its_page(lines: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    client.get(f"/en/office/people/?q={SECRET}")
    client.post("/en/office/people/", {"q": SECRET})
    client.post(f"/en/verify/?number={SECRET}", {"number": SECRET, "code": SECRET})
    client.get(f"/en/done/{SECRET}/", headers={"user-agent": SECRET, "referer": f"/{SECRET}"})
    client.get(f"/en/no/{SECRET}/")
    client.generic(SECRET, "/en/")
    assert SECRET not in lines.getvalue()
    seen = [(line["method"], line["route"]) for line in told(lines)]
    assert seen[0] == ("GET", "office:people")
    assert seen[-2:] == [("GET", "none"), ("other", seen[-1][1])]
    assert all(isinstance(line["milliseconds"], int) for line in told(lines))


def test_static_files_leave_no_line(lines: io.StringIO) -> None:
    def found(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    logs.RequestLog(found)(RequestFactory().get("/static/ui/sojourn.css"))
    assert not told(lines)
    request = RequestFactory().get("/en/")
    request.resolver_match = resolve("/en/")
    logs.RequestLog(found)(request)
    assert [line["status"] for line in told(lines)] == [200]


def test_development_shows_everything() -> None:
    shown = logs.configured(development=True)["formatters"]["told"]["processors"]
    assert logs.only_allowed not in shown
    logs.configured(development=False)
