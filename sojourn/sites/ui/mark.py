"""The crane in a single line, and the other small drawings of the interface."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

CRANE = (
    "M3 53C12 47 19 43.5 26 42.5C20 33 15 20 19 6C29 12 36 22 38.5 35C43 33 45.5 28.5 47 24.5"
    "C48.5 20.5 51 18.3 54 19.2L61 22.5L53.5 23.2C51 24 50 29 47.5 34C44.5 40 38.5 44.5 31 45.5"
    "C25 46.3 19 46.5 11 51"
)

# State is told by word and shape: each kind of state has a shape of its own, readable without colour.
SHAPES = {
    "good": '<circle cx="5" cy="5" r="5"/>',
    "wait": '<circle cx="5" cy="5" r="4.3" fill="none" stroke="currentColor" stroke-width="1.4"/>'
    '<path d="M5 .7a4.300 4.300 0 0 0 0 8.600z"/>',
    "wrong": '<path d="M5 .3 10 9.700H0z"/>',
    "info": '<path d="M5 0l5 5-5 5-5-5z"/>',
    "plain": '<path d="M.7.7h8.600v8.600H.7z" fill="none" stroke="currentColor" stroke-width="1.4"/>',
}

ICONS = {
    "chevron": '<path d="M2 1l4 5-4 5" fill="none" stroke="currentColor" stroke-width="2"/>',
    "back": '<path d="M6 1L2 6l4 5" fill="none" stroke="currentColor" stroke-width="2"/>',
}

SIGNS = {
    "info": '<circle cx="12" cy="12" r="10" {line}/><path d="M12 11v6M12 7v.5" {line}/>',
    "good": '<circle cx="12" cy="12" r="10" {line}/><path d="M7.500 12.500l3 3 6-7" {line}/>',
    "wait": '<circle cx="12" cy="12" r="10" {line}/><path d="M12 6.500V12l3.500 2.500" {line}/>',
    "wrong": '<path d="M12 2.500 22.500 21H1.500z" {line}/><path d="M12 9.500v5M12 17.500v.5" {line}/>',
}
LINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@cache
def crane() -> SafeString:
    """The mark, drawn with the colour of the text around it."""
    return format_html(
        '<svg viewBox="0 0 64 60" aria-hidden="true" focusable="false"><path d="{}" fill="none" '
        'stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
        CRANE,
    )


@cache
def shape(kind: str) -> SafeString:
    """The small shape before a state's word."""
    return _drawing("0 0 10 10", SHAPES.get(kind, SHAPES["plain"]), 'fill="currentColor" ')


def sign(kind: str) -> SafeString:
    """The sign beside a notice or an error."""
    return _drawing("0 0 24 24", SIGNS.get(kind, SIGNS["info"]).replace("{line}", LINE))


def icon(kind: str) -> SafeString:
    """An arrow that turns with the direction of writing."""
    return _drawing("0 0 8 12", ICONS[kind], 'class="turns" ')


def _drawing(box: str, inner: str, more: str = "") -> SafeString:
    return mark_safe(f'<svg {more}viewBox="{box}" aria-hidden="true" focusable="false">{inner}</svg>')  # noqa: S308
