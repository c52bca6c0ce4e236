"""What a favourable outcome of a service is called: a certificate is given, a notice entered, a card made.

The words are the pack's, under `<service>.words`; a service without them grants.
"""

from __future__ import annotations

from functools import lru_cache

from sojourn.catalogue import queries as catalogue


@lru_cache(maxsize=4096)
def find(pack_sha256: str, service: str, word: str, language: str) -> str:
    """The word of a service for a status or an act; nothing where it has none of its own."""
    return catalogue.by_hash(pack_sha256).find_text(f"{service}.words.{word}", language) or ""
