"""Where packs lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def folder_of(given: str) -> Path:
    """A folder as given, or the pack of that name beside the platform; by default the country's own."""
    path = Path(given) if given else Path()
    if given and (path / "pack.yaml").is_file():
        return path.resolve()
    return Path(settings.BASE_DIR) / "packs" / (given or settings.PACK)
