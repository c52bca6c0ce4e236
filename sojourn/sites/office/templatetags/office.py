"""What a statement, a standing, a country or a role is called in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import ROLES
from sojourn.people.types import FamilyLinkView
from sojourn.sites.office.desk import Desk
from sojourn.sites.office.words import CODES, RELATIVES, SUBJECTS, word
from sojourn.sites.ui.spoken import spoken_date

register = template.Library()

_KINDS = {
    "hotel": gettext_noop("Hotel"),
    "company": gettext_noop("Company"),
    "body": gettext_noop("Public body or aid organisation"),
}
_ROLES = (
    gettext_noop("Counter officer"),
    gettext_noop("Case officer"),
    gettext_noop("Supervisor"),
    gettext_noop("Protection officer"),
    gettext_noop("Internal control officer"),
    gettext_noop("Auditor"),
    gettext_noop("Administrator"),
)


@register.filter
def statement_name(kind: str) -> str:
    return word(CODES["kinds"], kind)


@register.filter
def standing_name(standing: str) -> str:
    return word(CODES["standing"], standing)


_OTHER_SIDE = {"parent": "child", "guardian": "ward", "representative": "represented"}


@register.filter
def relative_name(kind: str) -> str:
    return word(RELATIVES, kind)


@register.filter
def link_name(link: FamilyLinkView) -> str:
    """What the relative is to the person looked at."""
    return word(RELATIVES, _OTHER_SIDE.get(link.kind, link.kind) if link.is_first else link.kind)


@register.filter
def subject_name(kind: str) -> str:
    return word(SUBJECTS, kind)


@register.filter
def role_name(code: str) -> str:
    return gettext(ROLES[code].name) if code in ROLES else code


@register.filter
def hold_name(kind: str) -> str:
    return word(CODES["hold_kind"], kind)


@register.filter
def class_name(confidentiality: str) -> str:
    return word(CODES["class"], confidentiality)


@register.filter
def kind_name(kind: str) -> str:
    return word(_KINDS, kind)


@register.filter
def right_name(right: str) -> str:
    return word(CODES["rights"], right)


@register.filter
def of(names: Mapping[Any, str], key: object) -> str:
    """What something is called in a table of names."""
    return names.get(key, "–")


@register.filter
def country(code: str | None, desk: Desk) -> str:
    """A country in the reader's language; a code the pack does not know stands as it is."""
    found = desk.pack.find_country(code) if code else None
    return desk.pack.name_of(found, desk.language) if found else code or ""


_SEXES = {"male": gettext_noop("Male"), "female": gettext_noop("Female"), "other": gettext_noop("Other")}
_STATES, _UNSAID = ("state", "issuing_state", "code"), ("mrz", "key", "status")
_ORDER = ("surname", "given", "kind", "issuing_state", "number", "expires_on")
_OPTIONS = {"kind": "passport.kind", "reason": "passport.none"}
"""Where the pack says what a code of a travel document, or of its absence, is called."""


@register.filter
def said(value: Mapping[str, Any], desk: Desk) -> str:
    """A statement's value in one line; machine-readable spellings are left to the machine."""
    parts = sorted(value.items(), key=lambda each: _ORDER.index(each[0]) if each[0] in _ORDER else 0)
    return ", ".join(_part(name, part, desk) for name, part in parts if part and name not in _UNSAID)


def _part(name: str, part: Any, desk: Desk) -> str:
    if name in _STATES:
        return country(str(part), desk)
    if name == "sex":
        return word(_SEXES, part)
    if name in _OPTIONS:
        service = desk.pack.service_for("registration").code
        return desk.pack.find_text(f"{service}.{_OPTIONS[name]}.options.{part}", desk.language) or str(part)
    if name in ("date", "expires_on"):
        return spoken_date(str(part))
    return ", ".join(map(str, part)) if isinstance(part, list) else str(part)


@register.filter
def channel_name(code: object) -> str:
    return word(CODES["channel"], code)
