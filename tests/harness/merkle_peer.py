"""Asks `pymerkle` (GPL, in a process and environment of its own) what a log of these entries looks like."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.harness.mrz_peers import VERIFIERS

PEER = VERIFIERS.parent / ".cache/verifiers/pymerkle/bin/python"


def tree_of(entries: Sequence[bytes], *, claimed_roots: Sequence[bytes]) -> dict[str, Any]:
    """Roots for every size, inclusion paths for every leaf of every size, and which pairs of sizes agree."""
    question = {"entries": [each.hex() for each in entries], "roots": [root.hex() for root in claimed_roots]}
    command = [str(PEER), str(VERIFIERS / "pymerkle_tree.py")]
    answer = subprocess.run(
        command, input=json.dumps(question), capture_output=True, text=True, check=True, timeout=120
    )
    said: dict[str, Any] = json.loads(answer.stdout)
    return said
