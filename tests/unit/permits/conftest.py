"""A small country for documents."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from sojourn.lib.types import Subject
from sojourn.permits.types import SealedHolder

HOLDER = SealedHolder("NGUYEN<<VAN<ANH", "VNM", "19900405", "C1234567")


@pytest.fixture
def pack() -> Any:
    return SimpleNamespace(references={"registration": "UT-{yyyy}-{7 digits}-{check}"})


@pytest.fixture
def subject() -> Subject:
    return Subject("registration", uuid4())
