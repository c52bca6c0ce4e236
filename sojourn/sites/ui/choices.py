"""Long lists of choices, written once per pack and language, and marked for one answer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sojourn.catalogue.types import Pack
from sojourn.lib import names


def countries(pack: Pack, language: str, chosen: str = "") -> SafeString:
    """Options of a country question, in the order of the language's alphabet."""
    found = pack.find_country(str(chosen)) if chosen else None
    return _marked(_countries(_Once(pack), language), found.code if found else str(chosen))


def districts(pack: Pack, language: str, chosen: str = "") -> SafeString:
    """Options of the districts a dwelling can stand in."""
    return _marked(_districts(_Once(pack), language), str(chosen))


class _Once:
    """A pack as a key of the cache: its hash says everything about it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.key = pack.sha256 or str(id(pack))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.key == self.key


@lru_cache(maxsize=16)
def _countries(once: _Once, language: str) -> SafeString:
    listed = [each for each in once.pack.countries.values() if each.listed]
    return _options(((each.code, once.pack.name_of(each, language)) for each in listed), language)


@lru_cache(maxsize=16)
def _districts(once: _Once, language: str) -> SafeString:
    places = once.pack.territory.places()
    return _options(((each.code, once.pack.name_of(each, language)) for each in places), language)


def _options(pairs: Iterable[tuple[str, str]], language: str) -> SafeString:
    ordered = sorted(pairs, key=lambda pair: names.sort_key(pair[1], language))
    return format_html_join("", '<option value="{}">{}</option>', ordered)


def _marked(options: SafeString, chosen: str) -> SafeString:
    """The options with one of them chosen; what is not among them stands first, as it was typed."""
    if not chosen:
        return options
    value = f'<option value="{escape(chosen)}"'
    if value not in options:
        return mark_safe(f"{value} selected>{escape(chosen)}</option>{options}")  # noqa: S308  # escaped
    return mark_safe(options.replace(value, f"{value} selected", 1))  # noqa: S308
