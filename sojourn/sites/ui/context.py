"""What every page knows: its language, itself in the other languages, whether this is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """This page in one language, called by the language's own name."""

    code: str
    name: str
    address: str
    current: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Context processor."""
    current = get_language() or settings.LANGUAGE_CODE
    return {
        "language": current,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "languages": languages(request.get_full_path(), current),
        "demonstration": getattr(settings, "DEMONSTRATION", False),
    }


def languages(address: str, current: str) -> tuple[LanguageLink, ...]:
    """The same address under each language; an address without a language leads to the start page."""
    return tuple(
        LanguageLink(code, name, in_language(address, code), code == current)
        for code, name in settings.LANGUAGES
    )


def in_language(address: str, code: str) -> str:
    """Swap the first path segment, which names the language."""
    first, _, rest = address.lstrip("/").partition("/")
    known = {known for known, _ in settings.LANGUAGES}
    return f"/{code}/{rest}" if first in known else f"/{code}/"
