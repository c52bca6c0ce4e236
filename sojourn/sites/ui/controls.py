"""How a question is drawn: by which control, and all that the control's template reads."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sojourn.sites.ui.form import Field

_CONTROLS = {
    "date": "date",
    "choice": "choices",
    "select": "select",
    "country": "select",
    "file": "file",
    "lines": "textarea",
}
_UNUSED = dict.fromkeys(("size", "empty", "many", "inline"), "")
"""What only `<c-…>` in a page may ask for; told, since a template looks long for a name nobody told."""


def question(field: Field) -> SafeString:
    """One question of a service, whatever its type."""
    return _untouched(replace(field, value=""), get_language()) if field.is_untouched else _drawn(field)


@lru_cache(maxsize=512)
def _untouched(field: Field, language: str | None) -> SafeString:
    """A question nobody answered yet says only what the pack says: it is drawn once in a language."""
    return _drawn(field)


def _drawn(field: Field) -> SafeString:
    return render_to_string("ui/question.html", {"field": field, **control(field)})


def control(field: Field) -> dict[str, Any]:
    """The template of the control and every name it uses."""
    kind = _CONTROLS.get(field.kind, "input")
    return {
        **_UNUSED,
        "control": f"ui/controls/{kind}.html",
        "id": field.id,
        "name": field.path,
        "label": field.label,
        "hint": field.hint,
        "error": field.error,
        "advice": field.advice,
        "optional": field.optional,
        "described": described_by(field.id, field.hint, field.error, field.advice),
        "value": field.value,
        "kept": field.value,
        "options": field.choices,
        "slot": field.options,
        "type": "text",
        "width": "30" if kind == "select" else field.width,
        "unit": field.unit,
        "rows": field.rows,
        "lines": field.machine,
        "birthday": field.autocomplete,
        "typeahead": field.kind == "country",
        "accept": ".pdf,.jpg,.jpeg,.png",
        "attrs": _attributes(field) if kind in ("input", "textarea") else "",
    }


def described_by(element: str, hint: object = "", error: object = "", advice: object = "") -> str:
    """The ids a control is described by, for `aria-describedby`; empty when there is nothing."""
    parts = (("hint", hint), ("wrong", error), ("advice", advice))
    return " ".join(f"{element}-{kind}" for kind, said in parts if said)


def _attributes(field: Field) -> SafeString:
    told = {"spellcheck": "false"} if field.kind == "lines" else field.attributes
    return format_html_join(" ", '{}="{}"', told.items())
