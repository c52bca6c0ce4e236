"""What Schemathesis is given: programs with tokens, a draft, a case, and a proposed one to aim at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from sojourn.sites.api.api import api
from tests.sites.api.conftest import Program, begun, good, person, sent, staff
from tests.sites.api.test_lifecycle import GRANT

load_all_checks()


def described() -> BaseSchema:
    """The published document, asked of the product in this process."""
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
    schema.app = WSGIHandler()
    return schema


SCHEMA = described()
DOORS = [(path, method) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods]


@dataclass
class World:
    """Who asks, and what there is to ask about."""

    applicant: Program
    officer: Program
    references: Iterator[str]
    keys: Iterator[int]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Requests leave the transaction of the test open."""
    anna, officer = person(), staff("fuzz", "protection-officer")
    draft, case, proposed = begun(anna), sent(anna), sent(anna, {"passport.number": "ZZ1"})
    good(staff("author").post(f"/cases/{proposed}/proposals", GRANT), 201)
    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    try:
        yield World(anna, officer, cycle((draft, case, proposed, "")), count())
    finally:
        for signal in both:
            signal.connect(close_old_connections)


def fuzz(path: str, method: str, world: World, *, examples: int) -> None:
    """So many requests as the document describes them, and so many that it does not."""
    for mode in GenerationMode:
        drawn = SCHEMA[path][method.upper()].as_strategy(generation_mode=mode)

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=drawn)
        def send(case: schemathesis.Case) -> None:
            ask(case, world)

        send()


def ask(case: schemathesis.Case, world: World) -> None:
    """Send what was drawn; mostly about something that is there, else it would end at the first lookup.

    What is understood may still be refused: that a wish which fits the document is granted is no promise.
    """
    program = world.officer if case.path.startswith("/api/v1/cases") else world.applicant
    shown = {"Authorization": f"Bearer {program.secret}"}
    case.headers.update(shown)  # judged by what is sent: one that was wrong in nothing but its token is right
    left_out = [positive_data_acceptance]
    reference = next(world.references)
    if reference and "reference" in case.path_parameters:
        case.path_parameters["reference"] = reference
        case.headers.pop("On-Behalf-Of", None)
        if case.method == "POST":
            case.headers["Idempotency-Key"] = f"fuzzed-{next(world.keys):09d}"
        left_out.append(negative_data_rejection)
    case.call_and_validate(headers=shown, excluded_checks=left_out)
