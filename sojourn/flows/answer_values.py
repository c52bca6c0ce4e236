"""Answers of an application as a letter prints them, and the organisation that applied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext, override

from sojourn.catalogue.types import ADDRESS_PARTS, Letter, QuestionType
from sojourn.documents.letters import Value
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import OrganisationView

Told = Mapping[str, Value]


def told(file: CaseFile, letter: Letter) -> Told:
    """The fields a letter takes from the answers, and `employer` where an organisation applied."""
    found = {name: answer(file, path) for name, path in letter.answers.items()}
    return {**found, "employer": employer(file)} if "employer" in letter.fields else found


def employer(file: CaseFile) -> str | None:
    """Name and tax number of the organisation that applied."""
    known = _organisation(file)
    return ", ".join(part for part in (known.name, known.tax_number) if part) if known else None


def employer_name(file: CaseFile) -> str:
    known = _organisation(file)
    return known.name if known else ""


def _organisation(file: CaseFile) -> OrganisationView | None:
    principal = file.case.principal
    if principal is None or principal.kind != "organisation":
        return None
    return organisations.get_organisation(principal.id, to=THE_STORY)


def answer(file: CaseFile, path: str) -> Value:
    """One answer in every language of the pack; nothing where it was left open."""
    question = file.service.questions().get(path)
    if question is not None and question.type is QuestionType.ADDRESS:
        return {language: _address(file, path, language) for language in file.pack.languages}
    value = file.cleaned.get(path)
    if value is None or isinstance(value, date):
        return value
    if question is not None and question.type is QuestionType.CHOICE:
        named = f"{file.service.code}.{path}.options.{value}"
        return {language: file.pack.find_text(named, language) or value for language in file.pack.languages}
    return str(value)


def _address(file: CaseFile, path: str, language: str) -> str:
    """From small to large, the district by its name."""
    told = {part: str(file.cleaned.get(f"{path}.{part}") or "") for part in ADDRESS_PARTS}
    district = file.pack.territory.districts.get(told["district"])
    name = file.pack.name_of(district, language) if district else told["district"]
    street = " ".join(told[part] for part in ("street", "house") if told[part])
    with override(language):
        flat = gettext("flat {number}").format(number=told["flat"]) if told["flat"] else ""
    place = " ".join(told[part] for part in ("postal-code", "locality") if told[part])
    return ", ".join(part for part in (street, flat, place, name) if part)
