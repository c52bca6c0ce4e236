"""Files as people hand them in, and as attackers do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.storage import storages
from PIL import Image

from sojourn.documents.types import Filing
from sojourn.lib.types import Subject


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A store of its own for each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "sojourn.documents.storage.PrivateFolder",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    storages.__dict__.pop("backends", None)
    storages._storages.clear()  # type: ignore[attr-defined]
    yield tmp_path / "files"
    storages.__dict__.pop("backends", None)
    storages._storages.clear()  # type: ignore[attr-defined]


@pytest.fixture
def filing() -> Filing:
    return Filing(Subject("registration", uuid4()), "passport-copy")


def pdf(*, script: bool = False, pages: int = 1) -> bytes:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        if script:
            document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            document.attachments["evil.exe"] = b"MZ"
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def picture(kind: str = "PNG", *, size: tuple[int, int] = (60, 40), exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()
