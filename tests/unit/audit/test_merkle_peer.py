"""Our tree and `pymerkle`'s agree: every root, every inclusion proof, and both sides' consistency proofs.

One known difference: for consistency `pymerkle` sends the hashes of its own layout, not the shortest list of
RFC 6962. So each side's proof is checked against the other's roots.
"""

from __future__ import annotations

import json
import os

import pytest

from sojourn.audit import merkle, rules
from sojourn.audit.models import Event
from tests.harness import merkle_peer, mrz_peers


@pytest.fixture(scope="module", autouse=True)
def installed_verifiers() -> None:
    mrz_peers.install()


def agree(entries: list[bytes]) -> None:
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    roots = [merkle.root_of(leaves[:size]) for size in range(len(leaves) + 1)]
    theirs = merkle_peer.tree_of(entries, claimed_roots=roots)
    assert theirs["roots"] == [root.hex() for root in roots]
    for size in range(1, len(leaves) + 1):
        for place in range(size):
            ours = [leaves[place], *merkle.inclusion_proof(leaves[:size], place)]
            assert theirs["paths"][size - 1][place] == [step.hex() for step in ours]
        for earlier in range(1, size + 1):
            assert theirs["consistent"][size - 1][earlier - 1]
            assert merkle.proves_consistency(
                merkle.consistency_proof(leaves[:size], earlier),
                earlier=earlier,
                earlier_root=bytes.fromhex(theirs["roots"][earlier]),
                size=size,
                root=bytes.fromhex(theirs["roots"][size]),
            )


def test_trees_of_every_size_up_to_forty_agree() -> None:
    agree([os.urandom(place % 50) for place in range(40)])


def test_the_tree_of_a_sealed_log_agrees(thirty_events: list[Event]) -> None:
    events = Event.objects.order_by("leaf__leaf_index").values()
    agree([rules.leaf_bytes(event) for event in events])


def test_the_peer_refuses_roots_that_are_not_those_of_the_entries() -> None:
    theirs = merkle_peer.tree_of([b"a", b"b"], claimed_roots=[b"\0" * 32] * 3)
    assert json.dumps(theirs["consistent"]) == "[[false], [false, false]]"
