"""The languages of the pages: those of the pack, then those the interface speaks beside them."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.conf.locale import LANG_INFO

WRITTEN_IN = "en"
"""The language of the interface's own texts; a language without an interface of its own reads these."""


def spoken(pack: Path, interface: Path) -> list[tuple[str, str]]:
    """Each language with its own name. `interface` is the folder of translations, one folder a language."""
    translated = sorted({WRITTEN_IN, *(folder.name for folder in interface.iterdir() if folder.is_dir())})
    return [(code, _own_name(code)) for code in dict.fromkeys((*_of_pack(pack), *translated))]


def _of_pack(folder: Path) -> list[str]:
    """The pack's languages; none where it cannot be read, which `pack check` tells with file and line."""
    try:
        head = yaml.load((folder / "pack.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return []
    told = head.get("languages") if isinstance(head, dict) else None
    return [code for code in told if isinstance(code, str)] if isinstance(told, list) else []


def _own_name(code: str) -> str:
    name = str(LANG_INFO.get(code, {}).get("name_local", code))
    return name[:1].upper() + name[1:]
