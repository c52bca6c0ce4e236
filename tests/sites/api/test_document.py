"""The document that describes the API: valid OpenAPI 3.1, the same as the copy that is kept, complete."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sojourn.lib.errors import Refusal
from sojourn.sites.api import errors, problems
from sojourn.sites.api.api import api

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "docs/reference/openapi.json"
LISTED = ROOT / "docs/reference/problems.md"
HEAD = """# Problems the API tells

Every refusal is `application/problem+json` (RFC 9457). Programs go by `type`; `title` is for people.
What someone may not know of and what does not exist are the same problem. Written and asserted by
`tests/sites/api/test_document.py`.

| type | status | meaning |
|---|---:|---|
"""


def document() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    return told


def test_the_kept_copy_is_what_is_published() -> None:
    text = json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("SOJOURN_WRITE_OPENAPI"):
        KEPT.write_text(text, encoding="utf-8")
    assert text == KEPT.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_it_is_published_to_everyone() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == document()


def test_it_is_valid_openapi_3_1() -> None:
    from jsonschema_rs import Draft202012Validator

    told = document()
    assert told["openapi"] == "3.1.0"
    for name, schema in told["components"]["schemas"].items():
        Draft202012Validator({**schema, "components": told["components"]})
        assert schema.get("type") == "object" or "enum" in schema, name
    ids = [door["operationId"] for methods in told["paths"].values() for door in methods.values()]
    assert len(set(ids)) == len(ids)
    known = {f"#/components/{kind}/{name}" for kind, named in told["components"].items() for name in named}
    assert references(told) <= known


def references(told: Any) -> set[str]:
    if isinstance(told, dict):
        own = {told["$ref"]} if isinstance(told.get("$ref"), str) else set()
        return own.union(*map(references, told.values()))
    return set().union(*map(references, told)) if isinstance(told, list) else set()


def test_every_write_takes_a_key_and_every_door_a_token() -> None:
    for path, methods in document()["paths"].items():
        for method, door in methods.items():
            shared = {each.get("$ref") for each in door["parameters"]}
            assert door["security"] == [{"Bearer": []}], path
            assert "#/components/parameters/OnBehalfOf" in shared
            assert ("#/components/parameters/IdempotencyKey" in shared) is (method == "post"), path


def page() -> str:
    known = {each.code: each for each in (*problems.PROBLEMS.values(), *problems.BY_STATUS.values())}
    known |= {each.code: each for each in (problems.REFUSED, problems.OUTSIDE)}
    lines = [
        f"| `{each.type}` | {each.status} | {each.title} |\n"
        for each in sorted(known.values(), key=lambda each: (each.status, each.code))
    ]
    return HEAD + "".join(lines)


def test_every_problem_is_listed() -> None:
    if os.environ.get("SOJOURN_WRITE_OPENAPI"):
        LISTED.write_text(page(), encoding="utf-8")
    assert page() == LISTED.read_text(encoding="utf-8")


def test_every_refusal_of_a_case_and_of_these_doors_has_its_problem() -> None:
    from sojourn.cases import errors as cases

    here = [
        each
        for module in (cases, errors)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Refusal) and each is not Refusal
    ]
    assert [each.__name__ for each in here if each not in problems.PROBLEMS] == []
