"""What an event, a statement, a standing or a role is called in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import ROLES
from sojourn.sites.office.desk import Desk
from sojourn.sites.ui.spoken import spoken_date

register = template.Library()

_EVENTS = {
    "stay:registered": gettext_noop("Stay registered"),
    "stay:ended": gettext_noop("Registration ended"),
    "stay:objected": gettext_noop("The owner objected"),
    "stay:objection-answered": gettext_noop("Objection answered"),
    "stay:lateness-decided": gettext_noop("Late filing decided"),
    "stay:lawful-until-corrected": gettext_noop("Last lawful day corrected"),
    "application:started": gettext_noop("Application begun"),
    "application:saved": gettext_noop("Answers saved"),
    "application:submitted": gettext_noop("Application sent"),
    "person:recorded": gettext_noop("Person recorded"),
    "person:told-more": gettext_noop("More told of the person"),
    "person:family:linked": gettext_noop("Family link recorded"),
    "person:family:ended": gettext_noop("Family link ended"),
    "person:reclassified": gettext_noop("Confidentiality changed"),
    "person:hold:placed": gettext_noop("Protection placed"),
    "person:hold:ended": gettext_noop("Protection ended"),
    "application:reclassified": gettext_noop("Confidentiality changed"),
    "document:reclassified": gettext_noop("Confidentiality changed"),
    "stay:reclassified": gettext_noop("Confidentiality changed"),
    "permit:reclassified": gettext_noop("Confidentiality changed"),
    "permit:issued": gettext_noop("Document issued"),
    "permit:noted": gettext_noop("State of the document noted"),
    "document:kept": gettext_noop("File kept"),
    "document:served": gettext_noop("Document served"),
    "account:opened": gettext_noop("Account opened"),
    "account:closed": gettext_noop("Account closed"),
    "account:named": gettext_noop("Name given"),
    "account:signed-in": gettext_noop("Signed in"),
    "organisation:entered": gettext_noop("Organisation entered"),
    "organisation:member-added": gettext_noop("Member added"),
    "organisation:member-ended": gettext_noop("Membership ended"),
    "account:sign-in-refused": gettext_noop("Sign-in refused"),
    "role:granted": gettext_noop("Role given"),
    "role:ended": gettext_noop("Role ended"),
    "audit:redacted": gettext_noop("Personal values erased"),
}
_STATEMENTS = {
    "name": gettext_noop("Name"),
    "birth": gettext_noop("Birth"),
    "sex": gettext_noop("Sex"),
    "citizenship": gettext_noop("Citizenship"),
    "status": gettext_noop("Status"),
    "travel-document": gettext_noop("Travel document"),
    "no-document": gettext_noop("Without a document"),
    "language": gettext_noop("Language"),
    "former-residence": gettext_noop("Former habitual residence"),
    "contact": gettext_noop("Contact"),
}
_STANDINGS = {
    "declared": gettext_noop("Declared"),
    "evidenced": gettext_noop("Shown by a document"),
    "established": gettext_noop("Established by a decision"),
}
_LINKS = {
    "spouse": gettext_noop("Spouse"),
    "parent": gettext_noop("Parent or child"),
    "sibling": gettext_noop("Brother or sister"),
    "guardian": gettext_noop("Guardian or ward"),
    "representative": gettext_noop("Representative or represented"),
    "other": gettext_noop("Relative"),
}
_SUBJECTS = {
    "registration": gettext_noop("Registration"),
    "application": gettext_noop("Application"),
    "person": gettext_noop("Person"),
    "document": gettext_noop("File"),
    "permit": gettext_noop("Document"),
    "account": gettext_noop("Account"),
    "organisation": gettext_noop("Organisation"),
}
_HOLDS = {
    "claim-pending": gettext_noop("A claim is pending"),
    "appeal-pending": gettext_noop("An appeal is pending"),
    "victim": gettext_noop("Victim"),
    "child": gettext_noop("Child"),
    "court-order": gettext_noop("Order of a court"),
    "risk-on-return": gettext_noop("Risk on return"),
}
_CLASSES = {
    "ordinary": gettext_noop("Ordinary"),
    "restricted": gettext_noop("Restricted"),
    "protected": gettext_noop("Protected: seen by the protection desk alone"),
}
_KINDS = {
    "hotel": gettext_noop("Hotel"),
    "company": gettext_noop("Company"),
    "body": gettext_noop("Public body or aid organisation"),
}
_RIGHTS = {
    "register-guests": gettext_noop("Register guests"),
    "read-messages": gettext_noop("Read messages"),
    "manage-members": gettext_noop("Manage members"),
}
_ROLES = (
    gettext_noop("Counter officer"),
    gettext_noop("Case officer"),
    gettext_noop("Supervisor"),
    gettext_noop("Protection officer"),
    gettext_noop("Auditor"),
    gettext_noop("Administrator"),
)


_CHANNELS = {
    "email": gettext_noop("E-mail"),
    "sms": gettext_noop("Text message"),
    "portal": gettext_noop("Inbox"),
}


def _named(words: Mapping[str, str], code: object) -> str:
    return gettext(words.get(str(code), str(code)))


@register.filter
def event_name(kind: str) -> str:
    """What happened, in words; a kind without words of its own stands as its code."""
    return _named(_EVENTS, kind)


@register.filter
def statement_name(kind: str) -> str:
    return _named(_STATEMENTS, kind)


@register.filter
def standing_name(standing: str) -> str:
    return _named(_STANDINGS, standing)


@register.filter
def link_name(kind: str) -> str:
    return _named(_LINKS, kind)


@register.filter
def subject_name(kind: str) -> str:
    return _named(_SUBJECTS, kind)


@register.filter
def role_name(code: str) -> str:
    return gettext(ROLES[code].name) if code in ROLES else code


@register.filter
def hold_name(kind: str) -> str:
    return _named(_HOLDS, kind)


@register.filter
def class_name(confidentiality: str) -> str:
    return _named(_CLASSES, confidentiality)


@register.filter
def kind_name(kind: str) -> str:
    return _named(_KINDS, kind)


@register.filter
def right_name(right: str) -> str:
    return _named(_RIGHTS, right)


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
        return _named(_SEXES, part)
    if name in _OPTIONS:
        service = desk.pack.service_for("registration").code
        return desk.pack.find_text(f"{service}.{_OPTIONS[name]}.options.{part}", desk.language) or str(part)
    if name in ("date", "expires_on"):
        return spoken_date(str(part))
    return ", ".join(map(str, part)) if isinstance(part, list) else str(part)


@register.filter
def channel_name(code: object) -> str:
    return _named(_CHANNELS, code)
