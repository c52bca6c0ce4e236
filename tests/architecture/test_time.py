"""One clock: the legal day and every instant come from `lib.clock`; tests and explanations can hold it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, calls, modules

CLOCK = "sojourn.lib.clock"
OTHER_CLOCKS = (
    *("date.today", "datetime.date.today", "datetime.today", "datetime.now", "datetime.datetime.now"),
    *("datetime.utcnow", "datetime.datetime.utcnow", "datetime.utcfromtimestamp"),
    *("timezone.now", "timezone.localdate", "timezone.localtime", "time.time", "functions.Now", "Now"),
)


def other_clocks(every: tuple[Module, ...]) -> Iterator[str]:
    """Calls that ask another clock, and columns filled by Django's own."""
    for module in every:
        if module.name == CLOCK:
            continue
        for call in calls(module.tree):
            if ast.unparse(call.func) in OTHER_CLOCKS:
                yield f"{module.name}:{call.lineno} {ast.unparse(call.func)}"
            if {keyword.arg for keyword in call.keywords} & {"auto_now", "auto_now_add"}:
                yield f"{module.name}:{call.lineno} fills itself by Django's clock"


@pytest.mark.parametrize("folder", ["sojourn", "packs"])
def test_nobody_asks_another_clock(folder: str) -> None:
    assert list(other_clocks(modules(folder))) == []


@pytest.mark.parametrize(
    "text",
    [
        "date.today()",
        "datetime.now()",
        "datetime.now(UTC)",
        "timezone.now()",
        "x = models.DateTimeField(auto_now_add=True)",
    ],
)
def test_another_clock_is_found(text: str) -> None:
    assert len(list(other_clocks((Module("sojourn.stays.actions", text),)))) == 1
