"""What may stand in an address: a reference as we write them, and nothing else."""

from __future__ import annotations


class ReferenceConverter:
    """Capitals, digits and hyphens: whatever else was typed leads to no page and asks nothing."""

    regex = "[A-Z0-9-]{6,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
