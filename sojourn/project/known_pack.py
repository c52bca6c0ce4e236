"""Whether the pack in its folder is the one that became current at an earlier start, to the byte."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.folders import folder_of


def is_current() -> bool:
    """Neither the pack nor what reads and checks it has changed since, and nothing else was loaded."""
    try:
        kept: dict[str, str] = json.loads(_note().read_text())
    except (OSError, ValueError):
        return False
    current = catalogue.find_current_hash()
    return current is not None and kept == {"files": fingerprint(), "pack": current}


def remember() -> None:
    """To be called when the pack in its folder has just become current."""
    _note().parent.mkdir(parents=True, exist_ok=True)
    _note().write_text(json.dumps({"files": fingerprint(), "pack": catalogue.find_current_hash()}))


def fingerprint() -> str:
    """One hash of every file of the pack and of the programs that compile it."""
    base, pack = Path(settings.BASE_DIR), folder_of(settings.PACK)
    told = sha256()
    for file in [*_files(pack), *_files(base / "sojourn", "*.py"), base / "requirements" / "run.lock"]:
        told.update(f"{file}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return told.hexdigest()


def _files(folder: Path, named: str = "*") -> list[Path]:
    return sorted(each for each in folder.rglob(named) if each.suffix != ".pyc" and each.is_file())


def _note() -> Path:
    return Path(settings.VAR) / "run" / "pack.json"
