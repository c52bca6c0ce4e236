"""What is written in a petition before it is sent: carried from page to page, sealed, kept nowhere.

The browser holds one sealed text in the page and no cookie; on the server nothing is kept but the papers.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.catalogue.types import Matter, Pack, PetitionDesk
from sojourn.lib import clock
from sojourn.lib.errors import SojournError
from sojourn.lib.fields import SealedValueBroken, decrypt, encrypt
from sojourn.petitions import actions
from sojourn.petitions.types import NewPetition, Told

LONGEST = 10_000
_LENGTHS = {"words": LONGEST, "where": 500, "office": 60, "officer": 200, "name": 200, "contact": 254}
_PLACE = "petition-form"
_GOOD_FOR = timedelta(hours=12)
_SEALED_AT_MOST = 200_000


class FormLost(SojournError):
    """What was typed cannot be read any more: it is too old, or was changed on the way."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A petition being written. `code` is shown once it was sent."""

    id: str
    code: str
    began: str
    matter: str
    words: str = ""
    where: str = ""
    office: str = ""
    officer: str = ""
    name: str = ""
    contact: str = ""
    safe: bool = False

    @property
    def petition_id(self) -> UUID:
        return UUID(self.id)


def begin(matter: str) -> Writing:
    """A new one. Its id is random: a number by time would tell when it was begun."""
    random = UUID(bytes=secrets.token_bytes(16), version=4)
    return Writing(str(random), actions.new_code(), clock.now().isoformat(), matter)


def seal(writing: Writing) -> str:
    content = json.dumps(asdict(writing), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(encrypt(content, place=_PLACE)).decode()


def unseal(text: str) -> Writing:
    """Raises: FormLost."""
    if not text or len(text) > _SEALED_AT_MOST:
        raise FormLost
    try:
        told = json.loads(decrypt(base64.urlsafe_b64decode(text), place=_PLACE))
        writing = Writing(**told)
    except (SealedValueBroken, SojournError, binascii.Error, ValueError, TypeError, IndexError):
        raise FormLost from None
    if clock.now() - datetime.fromisoformat(writing.began) > _GOOD_FOR:
        raise FormLost
    return writing


def steps(matter: Matter, *, signed_in: bool) -> list[str]:
    """The pages of a matter, in their order. Whoever signed in is reached by the account."""
    asked = ["words", "place", "papers", "contact", "check"]
    if signed_in and not matter.is_sensitive:
        asked.remove("contact")
    return asked


def fields_of(step: str, matter: Matter) -> tuple[str, ...]:
    if step == "place":
        staff = ("office", "officer", "where") if matter.about_staff else ()
        return staff or (("office",) if matter.desk is PetitionDesk.OFFICE else ("where",))
    return {"words": ("words",), "contact": ("name", "contact")}.get(step, ())


def typed(writing: Writing, step: str, matter: Matter, data: Mapping[str, str]) -> Writing:
    """With what was typed on a page; lines stay lines, signs nobody sees go."""
    said: dict[str, Any] = {
        name: _plain(data.get(name, ""))[: _LENGTHS[name]] for name in fields_of(step, matter)
    }
    writing = replace(writing, **said)
    return replace(writing, safe=data.get("safe") == "yes") if step == "contact" else writing


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n")
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()


def wrong(writing: Writing, step: str, matter: Matter, pack: Pack) -> dict[str, str]:
    """What must be put right on a page, by field."""
    if step == "words" and not writing.words:
        return {"words": gettext("Write a few words")}
    if step == "place" and writing.office and writing.office not in active_offices(pack):
        return {"office": gettext("Choose an office from the list")}
    return _wrong_contact(writing, matter) if step == "contact" else {}


def _wrong_contact(writing: Writing, matter: Matter) -> dict[str, str]:
    found: dict[str, str] = {}
    if matter.named and not writing.name:
        found["name"] = gettext("Enter your name")
    if matter.named and not writing.contact:
        found["contact"] = gettext("Enter an e-mail address or a telephone number")
    if writing.contact:
        try:
            read_contact(writing.contact)
        except ContactNotUnderstood:
            found["contact"] = gettext("Enter an e-mail address, or a number with the code of the country")
    return found


def active_offices(pack: Pack) -> dict[str, str]:
    """Offices that can be named, by code."""
    return {code: code for code, office in pack.offices.items() if office.active}


def as_new(writing: Writing, matter: Matter, *, language: str, account_id: UUID | None) -> NewPetition:
    """What is sent. Of what is sensitive no account is told; a name alone is as much as its writer gave."""
    account_id = None if matter.is_sensitive else account_id
    told = Told(
        words=writing.words,
        where=writing.where,
        office=writing.office,
        officer=writing.officer,
        name=writing.name,
        contact=writing.contact,
        safe=writing.safe or (matter.named and bool(writing.contact)),
    )
    writer = ("account", str(account_id)) if account_id else (told.name, told.contact)
    return NewPetition(
        id=writing.petition_id,
        code=writing.code,
        matter=matter.code,
        told=told,
        language=language,
        account_id=account_id,
        writer=writer if any(writer) else (),
    )


def is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
