"""The Merkle tree: known values, and what proofs show for every tree."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.audit import merkle

trees = st.lists(st.binary(max_size=8), min_size=1, max_size=70).map(
    lambda entries: [merkle.leaf_hash(entry) for entry in entries]
)


def recursive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + recursive_root(leaves[:k]) + recursive_root(leaves[k:])).digest()


def test_an_empty_log_has_the_hash_of_nothing_as_its_root() -> None:
    assert merkle.Frontier().root() == sha256(b"").digest()


def test_the_leaves_and_roots_published_with_certificate_transparency() -> None:
    entries = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in entries]
    assert merkle.root_of(leaves[:1]).hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert merkle.root_of(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(trees)
def test_growing_leaf_by_leaf_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    frontier = merkle.Frontier()
    for count, leaf in enumerate(leaves, 1):
        frontier.append(leaf)
        assert frontier.root() == recursive_root(leaves[:count])
        assert len(frontier.roots) == count.bit_count()


@given(trees, st.data())
def test_every_leaf_can_be_proven_and_only_at_its_place(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = merkle.inclusion_proof(leaves, index)
    told = {"index": index, "size": len(leaves), "root": merkle.root_of(leaves)}
    assert merkle.proves_inclusion(proof, leaf=leaves[index], **told)
    assert not merkle.proves_inclusion(proof, leaf=merkle.leaf_hash(b"something else"), **told)
    assert not merkle.proves_inclusion([*proof, b"\0" * 32], leaf=leaves[index], **told)
    assert not merkle.proves_inclusion(proof, leaf=leaves[index], **{**told, "index": len(leaves)})
    if proof:
        assert not merkle.proves_inclusion(proof[:-1], leaf=leaves[index], **told)


@given(trees, st.data())
def test_an_earlier_tree_is_proven_to_be_the_beginning(leaves: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(0, len(leaves)))
    proof = merkle.consistency_proof(leaves, earlier)
    told = {
        "earlier": earlier,
        "earlier_root": merkle.root_of(leaves[:earlier]),
        "size": len(leaves),
        "root": merkle.root_of(leaves),
    }
    assert merkle.proves_consistency(proof, **told)
    assert not merkle.proves_consistency(proof, **{**told, "earlier_root": b"\1" * 32})
    assert not merkle.proves_consistency(proof, **{**told, "root": b"\1" * 32}) or earlier == 0
    assert not merkle.proves_consistency([*proof, b"\0" * 32], **told)


def test_a_place_outside_the_tree_has_no_proof() -> None:
    leaves = [merkle.leaf_hash(b"a")]
    with pytest.raises(IndexError):
        merkle.inclusion_proof(leaves, 1)
    with pytest.raises(IndexError):
        merkle.consistency_proof(leaves, 2)
    assert not merkle.proves_consistency([], earlier=2, earlier_root=b"", size=1, root=b"")
    assert not merkle.proves_consistency([], earlier=3, earlier_root=b"", size=5, root=b"")
