"""Checks that a service which plays a part asks what the platform reads, under the paths it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sojourn.catalogue.service_checks import Whole
from sojourn.catalogue.services import DECIDED
from sojourn.catalogue.types import Question, Roles, Service
from sojourn.catalogue.types import QuestionType as Type


@dataclass(frozen=True, slots=True)
class Asked:
    """A question the platform reads: its type, whether it must be there, the options understood."""

    type: Type
    needed: bool = False
    required: bool = False
    options: frozenset[str] | None = None


_CHANNELS = frozenset({"email", "sms", "none"})
_YES_NO = frozenset({"yes", "no"})
IDENTITY: Mapping[str, Asked] = {
    "passport.surname": Asked(Type.PERSON_NAME, needed=True),
    "passport.given-names": Asked(Type.PERSON_NAME, needed=True),
    "passport.mrz": Asked(Type.TEXT),
    "passport.none": Asked(Type.CHOICE),
    "passport.kind": Asked(Type.CHOICE),
    "passport.issuing-state": Asked(Type.COUNTRY),
    "passport.number": Asked(Type.DOCUMENT_NUMBER),
    "passport.nationality": Asked(Type.COUNTRY),
    "passport.birth-date": Asked(Type.PARTIAL_DATE),
    "passport.sex": Asked(Type.CHOICE, options=frozenset({"female", "male", "other"})),
    "passport.expires-on": Asked(Type.DATE),
    "passport.copy": Asked(Type.FILE),
}
"""Who the person is: the same questions in every service that knows people."""

CONTACT: Mapping[str, Asked] = {
    "contact.channel": Asked(Type.CHOICE, options=_CHANNELS),
    "contact.address": Asked(Type.TEXT),
}

_STAY: Mapping[str, Asked] = {
    **IDENTITY,
    **CONTACT,
    "stay.arrived-here-on": Asked(Type.DATE, needed=True, required=True),
    "stay.place": Asked(Type.ADDRESS, needed=True, required=True),
    "stay.arrived-in-country-on": Asked(Type.DATE),
    "stay.leaves-on": Asked(Type.DATE),
    "stay.lawful-until": Asked(Type.DATE),
    "stay.host-kind": Asked(Type.CHOICE, options=frozenset({"owner", "hotel", "self", "other"})),
    "stay.host-name": Asked(Type.TEXT),
    "stay.host-contact": Asked(Type.TEXT),
    "stay.change-of-place": Asked(Type.CHOICE, options=_YES_NO),
}

CONTRACTS: Mapping[str, Mapping[str, Asked]] = {
    "registration": _STAY,
    "hosting": {**_STAY, "stay.guest-contact": Asked(Type.TEXT)},
    "departure": {
        "departure.number": Asked(Type.DOCUMENT_NUMBER, needed=True, required=True),
        "departure.code": Asked(Type.DOCUMENT_NUMBER, needed=True, required=True),
        "departure.left-on": Asked(Type.DATE, needed=True, required=True),
        "departure.left-for": Asked(Type.CHOICE),
    },
    "residence": {**IDENTITY, **CONTACT},
}
"""By part, the answer paths the platform reads. Published in docs/reference/pack.md."""

_RULES = {
    "registration": ("eligibility", "validity"),
    "hosting": ("eligibility", "validity"),
    "departure": (),
    "residence": (),
}
_REFERENCES = ("application", "registration")
_NUMBER = re.compile(r"([A-Z0-9-]|\{[a-z0-9 ]+\})+")
_PARAMETERS = ("service.days-after-post", "service.days-after-public-notice")


_LETTERS = ("sign-in-reference",)
"""Letters the counter prints beside the one the service issues."""


def check_roles(whole: Whole) -> None:
    """Every part is played by a service of the pack that keeps its contract."""
    roles = whole.pack.roles
    for role in (each.name for each in fields(Roles)):
        code = getattr(roles, role)
        if code is None:
            continue
        service = whole.pack.services.get(code)
        if service is None:
            whole.say(roles, role, expected="a service of the pack", found=code)
            continue
        _check(whole, role, service)
    if roles.registration:
        _check_references(whole)
        for name in (name for name in _PARAMETERS if name not in whole.pack.parameters):
            whole.say(roles, "registration", expected=f"the parameter {name}", found="nothing")
        for name in (name for name in _LETTERS if name not in whole.pack.letters):
            whole.say(roles, "registration", expected=f"the letter {name}", found="nothing")


def _check_references(whole: Whole) -> None:
    """Numbers stand in addresses and in the seal of a document."""
    patterns = whole.pack.references
    for name in _REFERENCES:
        if name not in patterns:
            whole.say(whole.pack, "references", expected=f"{name}: for the registration", found="nothing")
        elif not _NUMBER.fullmatch(patterns[name]):
            said = "capitals, digits and hyphens around the parts in braces"
            whole.say(patterns, name, expected=said, found=patterns[name])


def _check(whole: Whole, role: str, service: Service) -> None:
    for rule in _RULES[role]:
        if getattr(service, rule) is None:
            whole.say(service, "code", expected=f"{rule}: for the part {role}", found="nothing")
    if role == "registration" and service.letter is None:
        whole.say(service, "code", expected=f"letter: for the part {role}", found="nothing")
    if role == "residence" and not service.is_decided:
        whole.say(service, "outcome", expected=f"{DECIDED}, for the part {role}", found=service.outcome)
    check_contract(whole, service, CONTRACTS[role], f"the part {role}")


def check_contract(whole: Whole, service: Service, contract: Mapping[str, Asked], said_of: str) -> None:
    """The questions the platform reads are there, with the types it understands."""
    questions = service.questions()
    for path, asked in contract.items():
        question = questions.get(path)
        if question is None:
            if asked.needed:
                said = f"a question {path} for {said_of}"
                whole.say(service, "pages", expected=said, found="nothing")
            continue
        _check_question(whole, path, question, asked)


def _check_question(whole: Whole, path: str, question: Question, asked: Asked) -> None:
    if question.type is not asked.type:
        whole.say(question, "type", expected=f"{asked.type} for {path}", found=str(question.type))
    if asked.required and not question.required:
        whole.say(question, "answer", expected=f"required for {path}", found=str(question.answer))
    if asked.options is not None and not set(question.options) <= asked.options:
        said = f"of {', '.join(sorted(asked.options))} for {path}"
        whole.say(question, "options", expected=said, found=", ".join(question.options))
