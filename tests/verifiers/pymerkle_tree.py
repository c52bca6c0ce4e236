"""Run where `pymerkle` is installed: entries of a log on stdin, its roots and proofs on stdout."""

import json
import sys

from pymerkle import InmemoryTree, verify_consistency
from pymerkle.proof import InvalidProof


def consistent(tree: InmemoryTree, earlier: int, later: int, roots: list[bytes]) -> bool:
    """Whether the library's proof between two sizes holds for the roots we claim."""
    try:
        verify_consistency(roots[earlier], roots[later], tree.prove_consistency(earlier, later))
    except InvalidProof:
        return False
    return True


asked = json.load(sys.stdin)
claimed = [bytes.fromhex(root) for root in asked["roots"]]
tree = InmemoryTree(algorithm="sha256")
for entry in asked["entries"]:
    tree.append_entry(bytes.fromhex(entry))
sizes = range(1, tree.get_size() + 1)
json.dump(
    {
        "roots": [tree.get_root(size).hex() for size in (0, *sizes)],
        "paths": [
            [[step.hex() for step in tree.prove_inclusion(place, size).path] for place in range(1, size + 1)]
            for size in sizes
        ],
        "consistent": [[consistent(tree, a, b, claimed) for a in range(1, b + 1)] for b in sizes],
    },
    sys.stdout,
)
