"""The page for those who write programs: its commands are sent as they stand there, one after another."""

from __future__ import annotations

import json
import re
import shlex
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.sites.api.conftest import Program, begun, good, problem

PAGE = Path(__file__).parents[3] / "docs/how-to/api.md"
ANY = "…"


def commands() -> list[tuple[list[str], Any]]:
    """Every `curl` of the page: its words, and the answer told below it, where one is."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    calls = [call for block in blocks for call in re.split(r"^(?=curl )", block, flags=re.MULTILINE)[1:]]
    return [(shlex.split(call, comments=True), _told_below(call)) for call in calls]


def _told_below(call: str) -> Any:
    line = next((line for line in call.splitlines() if line.startswith("# {")), "# null")
    return json.loads(line[2:].replace(f", {ANY}}}", "}"))


def scanned() -> bytes:
    page = BytesIO()
    Image.new("RGB", (300, 200), "white").save(page, "PDF")
    return page.getvalue()


def run(words: list[str], programs: dict[str, Program], reference: str) -> Any:
    """What `curl` would send, with the token of whoever the door is for."""
    path = next(word for word in words if word.startswith("$API")).removeprefix("$API")
    program = programs[path.split("/")[1]]
    options = dict(pairwise(words))
    sent = scanned() if "--data-binary" in options else options.get("-d", "").encode()
    answer = program.client.generic(
        options.get("-X", "POST" if sent else "GET"),
        f"/api/v1{path.replace('$REF', reference)}",
        sent,
        content_type="application/octet-stream" if "--data-binary" in options else "application/json",
        headers=program.headers(),
    )
    assert answer.status_code in (200, 201), (words, answer.content)
    return answer.json()


def check_as_told(answer: Any, told: Any) -> None:
    """An answer holds what the page says of it; `…` is anything, and of a list the first is shown."""
    if isinstance(told, dict):
        for name, value in told.items():
            check_as_told(answer[name], value)
    elif isinstance(told, list):
        check_as_told(answer[0], told[0])
    else:
        assert told in (ANY, None, answer)


def test_every_command_of_the_page_goes_through_and_is_answered_as_it_says(
    anna: Program, author: Program
) -> None:
    reference, programs = "", {"applications": anna, "cases": author}
    for words, told in commands():
        answer = run(words, programs, reference)
        reference = reference or answer["reference"]
        check_as_told(answer, told)
    assert good(author.get(f"/cases/{reference}"))["status"] == "proposed"


def test_each_step_answers_with_the_version_the_next_one_takes(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = begun(anna)
    good(anna.post(f"/applications/{reference}/submit"))
    wish = {"kind": "grant", "reasons": ["granted-as-asked"], "words": {"az": "x"}, "version": 1}
    for _ in range(2):
        step = good(author.post(f"/cases/{reference}/proposals", wish), 201)
        back = {"reason": "Once more.", "version": step["version"]}
        step = good(approver.post(f"/cases/{reference}/return", back))
        wish["version"] = step["version"]
    step = good(author.post(f"/cases/{reference}/proposals", wish), 201)
    step = good(approver.post(f"/cases/{reference}/approval", {"version": step["version"]}), 201)
    read = good(author.get(f"/cases/{reference}"))
    assert (step["version"], step["status"]) == (read["version"], read["status"])


@pytest.mark.parametrize("missing", ["dwelling.place.district", "speed.speed"])
def test_a_refusal_tells_findings_as_the_answers_do(anna: Program, missing: str) -> None:
    reference = begun(anna)
    kept = good(anna.put(f"/applications/{reference}/answers", {"answers": {missing: ""}}))
    assert not kept["may_submit"]
    refused = problem(anna.post(f"/applications/{reference}/submit"), 422, "answers-unreadable")
    assert refused["findings"] == [each for each in kept["findings"] if each["weight"] == "error"]
    assert [each["path"] for each in refused["findings"]] == [missing]
