"""The Merkle tree of RFC 6962 over SHA-256: its root, its growth, and both kinds of proof.

Source: RFC 6962 section 2.1; verification as written out in RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sojourn.lib.canonical import sha256

EMPTY_ROOT = sha256(b"")


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


@dataclass(slots=True)
class Frontier:
    """The roots of the complete subtrees of a growing tree, largest first: all that appending needs."""

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash; equal subtrees join as in binary addition."""
        carried, size = leaf, self.size
        while size & 1:
            carried, size = node_hash(self.roots.pop(), carried), size >> 1
        self.roots.append(carried)
        self.size += 1

    def root(self) -> bytes:
        if not self.roots:
            return EMPTY_ROOT
        root = self.roots[-1]
        for larger in reversed(self.roots[:-1]):
            root = node_hash(larger, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes in their order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from one leaf up to the root. Raises: IndexError for a leaf not in the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*inclusion_proof(left, index), root_of(right)]
    return [*inclusion_proof(right, index - middle), root_of(left)]


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The hashes that show that the first `earlier` leaves are still the beginning of the tree.

    Raises: IndexError for a size the tree never had.
    """
    if not 0 <= earlier <= len(leaves):
        raise IndexError(earlier)
    return _subproof(leaves, earlier, whole=True) if earlier else []


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    middle = _split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if earlier <= middle:
        return [*_subproof(left, earlier, whole=whole), root_of(right)]
    return [*_subproof(right, earlier - middle, whole=False), root_of(left)]


def proves_inclusion(proof: Sequence[bytes], *, leaf: bytes, index: int, size: int, root: bytes) -> bool:
    """Whether a proof leads from this leaf hash, at this place, to this root."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(sibling, reached)
            place, last = _skip_lone(place, last)
        else:
            reached = node_hash(reached, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def proves_consistency(
    proof: Sequence[bytes], *, earlier: int, earlier_root: bytes, size: int, root: bytes
) -> bool:
    """Whether a proof shows that the tree of `size` leaves begins with the tree of `earlier` leaves."""
    if not 0 <= earlier <= size:
        return False
    if earlier in {0, size}:
        return not proof and earlier_root == (root if earlier else EMPTY_ROOT)
    path = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = earlier - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    reached_earlier = reached = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached_earlier, reached = node_hash(sibling, reached_earlier), node_hash(sibling, reached)
            place, last = _skip_lone(place, last)
        else:
            reached = node_hash(reached, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and reached_earlier == earlier_root and reached == root


def _skip_lone(place: int, last: int) -> tuple[int, int]:
    """Pass the levels at which a node has no sibling and rises unchanged."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1
