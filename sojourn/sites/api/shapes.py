"""The shapes of small things that requests and answers share: days, texts, codes, sums of money."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)

from sojourn.lib.money import Money

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = (1900, 2199)
CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
PATH_PATTERN = r"^[a-z0-9-]{1,60}(\.[a-z0-9-]{1,60}){1,3}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}$"


def _day(told: Any) -> date:
    """A day of a calendar as ISO 8601 writes it, and nothing that only looks like one."""
    if isinstance(told, date):
        return told
    if not isinstance(told, str) or not _DAY.fullmatch(told):
        raise ValueError("a day is written YYYY-MM-DD")
    day = date.fromisoformat(told)
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise ValueError("a day lies between 1900 and 2199")
    return day


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
Path = Annotated[str, StringConstraints(pattern=PATH_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Version = Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]
Words = Annotated[dict[Language, Text], Field(max_length=10)]
Values = Annotated[dict[Code, Annotated[dict[Code, Short], Field(max_length=20)]], Field(max_length=50)]
"""What stands in the sentences of coded reasons: by the reason, then by the name of the value."""
Codes = Annotated[list[Code], Field(min_length=1, max_length=50)]
Answers = Annotated[
    dict[Path, Annotated[str, StringConstraints(max_length=4000)]], Field(min_length=1, max_length=400)
]
Flag = StrictBool


class Given(Schema):
    """What a request brings: nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid")


def _open(schema: dict[str, Any]) -> None:
    """Names may be added to answers; programs ignore what they do not know."""
    schema.pop("additionalProperties", None)


class Told(BaseModel):
    """What an answer tells."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_open)


class Sum(Told):
    """Money in minor units of its currency."""

    minor: int
    currency: str


def sum_of(money: Money | None) -> Sum | None:
    return Sum(minor=money.minor, currency=money.currency) if money else None
