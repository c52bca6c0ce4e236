"""What the answers of the registration form mean: who, where, with whom, since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sojourn.lib import mrz
from sojourn.lib.partial_date import PartialDate
from sojourn.people.types import Identity, PersonName, Sex, TravelDocument
from sojourn.permits.types import SealedHolder
from sojourn.stays.types import Host, HostKind, Place, Told

Cleaned = Mapping[str, Any]
"""Answers as the catalogue understood them, by dotted path; absent where nothing was typed."""


@dataclass(frozen=True, slots=True)
class HostDesk:
    """The organisation that files for its guests; its name and place stand in for what a guest would type."""

    organisation_id: UUID
    name: str
    place: Place


def identity(answers: Cleaned) -> Identity:
    """The person as declared. One without a document, a surname or a whole birth date is a person too."""
    number = answers.get("passport.number")
    document = None
    if number:
        document = TravelDocument(
            kind=answers.get("passport.kind") or "passport",
            issuing_state=answers.get("passport.issuing-state") or "",
            number=number,
            expires_on=day(answers, "passport.expires-on"),
            mrz=answers.get("passport.mrz"),
        )
    sex, birth = answers.get("passport.sex"), answers.get("passport.birth-date")
    return Identity(
        names=PersonName(
            surname=answers.get("passport.surname"), given=answers.get("passport.given-names"), mrz=None
        ),
        birth=PartialDate.parse(birth) if birth else None,
        sex=Sex(sex) if sex else None,
        nationality=answers.get("passport.nationality"),
        travel_document=document,
        no_document_reason=answers.get("passport.none"),
    )


def place(answers: Cleaned) -> Place:
    return Place(
        district=answers["stay.place.district"],
        locality=answers.get("stay.place.locality") or "",
        street=answers.get("stay.place.street") or "",
        house=answers.get("stay.place.house") or "",
        flat=answers.get("stay.place.flat") or "",
        postal_code=answers.get("stay.place.postal-code") or "",
    )


def host(answers: Cleaned, desk: HostDesk | None) -> Host:
    if desk:
        return Host(HostKind.HOTEL, desk.name, "", desk.organisation_id)
    return Host(
        HostKind(answers.get("stay.host-kind") or "other"),
        answers.get("stay.host-name") or "",
        answers.get("stay.host-contact") or "",
    )


def told(who: Identity) -> Told:
    """The guest in the words of this filing."""
    document = who.travel_document
    return Told(
        surname=who.names.surname or "",
        given=who.names.given or "",
        born=str(who.birth or ""),
        nationality=who.nationality or "",
        document_state=document.issuing_state if document else "",
        document_number=document.number if document else "",
    )


def sealed_holder(who: Identity) -> SealedHolder:
    """The guest as the seal says them: in the letters of a machine-readable zone."""
    birth = who.birth
    parts = (birth.year, birth.month, birth.day) if birth else (0, 0, 0)
    widths = zip(parts, (4, 2, 2), strict=True)
    return SealedHolder(
        name=mrz.name_field(who.names.surname, who.names.given),
        nationality=who.nationality or "",
        birth="".join(f"{part:0{width}d}" if part else "<" * width for part, width in widths)
        if birth
        else "",
        travel_document=mrz.as_number(who.travel_document.number) if who.travel_document else "",
    )


def day(answers: Cleaned, path: str) -> date | None:
    """A whole date of the form, where one was given."""
    written = answers.get(path)
    return date.fromisoformat(written) if written else None


def told_day(answers: Cleaned, path: str) -> date:
    """A date the form does not let go without. Raises: KeyError."""
    return date.fromisoformat(answers[path])
