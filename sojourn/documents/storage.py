"""A local folder that never shows half a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage


class PrivateFolder(FileSystemStorage):
    """Files appear whole or not at all, and only their owner may read them."""

    def __init__(self, **options: Any) -> None:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(**{**modes, **options, "allow_overwrite": True})

    def _save(self, name: str, content: IO[Any]) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=".")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.read())
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(target)
        return name

    def every(self) -> Iterator[tuple[str, datetime]]:
        """Each address with the instant it was last written."""
        for folder in self.listdir("")[0] if self.exists("") else []:
            for name in (name for name in self.listdir(folder)[1] if not name.startswith(".")):
                yield name, self.get_modified_time(f"{folder}/{name}")
