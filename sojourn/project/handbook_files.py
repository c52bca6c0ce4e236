"""The handbook as files: a folder for each language, read without a server."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from sojourn.catalogue.types import Pack
from sojourn.lib import clock
from sojourn.sites.portal.chapters import chapters
from sojourn.sites.portal.frame import service_name

_NAMES = {"az": "Azərbaycanca", "en": "English", "ru": "Русский", "ar": "العربية"}
_STYLE = ("sojourn.css", "noto-sans-latin.woff2", "noto-sans-latin-ext.woff2", "noto-sans-cyrillic.woff2")


def write_handbook(pack: Pack, folder: Path) -> list[Path]:
    """Write the handbook of a pack in every language it speaks. Gives the pages written."""
    clock.set_zone(pack.zone)
    folder.mkdir(parents=True, exist_ok=True)
    for name in _STYLE:
        found = finders.find(f"ui/{name}")
        if isinstance(found, str):
            shutil.copy(found, folder / name)
    pages = [page for language in pack.languages for page in _in(pack, language, folder)]
    start = folder / "index.html"
    where = f"{pack.languages[0]}/index.html"
    start.write_text(
        f'<!doctype html><meta http-equiv="refresh" content="0; url={where}"><a href="{where}">{where}</a>',
        encoding="utf-8",
    )
    return [start, *pages]


def _in(pack: Pack, language: str, folder: Path) -> list[Path]:
    home = folder / language
    home.mkdir(exist_ok=True)
    written = []
    with translation.override(language):
        known = chapters(pack, language)
        for chapter in (None, *known):
            name = f"{chapter.service.code}.html" if chapter else "index.html"
            page = render_to_string(
                "portal/parts/handbook_alone.html",
                {
                    "alone": True,
                    "pack": pack,
                    "language": language,
                    "direction": pack.direction(language),
                    "service_name": service_name(pack),
                    "chapters": known,
                    "chapter": chapter,
                    "languages": [
                        {"code": each, "name": _NAMES.get(each, each), "address": f"../{each}/{name}"}
                        for each in pack.languages
                    ],
                },
            )
            path = home / name
            path.write_text(page, encoding="utf-8")
            written.append(path)
    return written
