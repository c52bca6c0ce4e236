"""Answers as people read them back: one row for each question, with the way to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from sojourn.catalogue.forms import Checked, is_shown
from sojourn.catalogue.types import ADDRESS_PARTS, Pack, Page, Question, QuestionType, Service
from sojourn.lib.money import Money
from sojourn.sites.ui.form import DATE_PARTS, Drawing
from sojourn.sites.ui.spoken import spoken_date, spoken_money


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary."""

    path: str
    label: str
    value: str
    optional: bool = False


@dataclass(frozen=True)
class SpokenAnswers:
    """The answers to a service, in one language."""

    pack: Pack
    service: Service
    language: str
    checked: Checked
    officer: bool = False

    def rows(self, page: Page) -> list[Row]:
        """What was asked on a page. Optional questions nobody answered are left out."""
        return [row for row in self._rows(page) if row.value or not row.optional]

    def rows_to_change(self, page: Page) -> list[Row]:
        """All that was asked on a page, left open or not."""
        return list(self._rows(page))

    def _rows(self, page: Page) -> Iterator[Row]:
        words = Drawing(self.pack, self.service, self.language, officer=self.officer)
        for path, question in page.each_question():
            if not is_shown(question, self.checked.raw) or path.endswith(".mrz"):
                continue  # the lines stand in the answers they filled
            optional = question.answer == "optional"
            yield Row(path, words.label(path), self.say(path, question), optional)

    def say(self, path: str, question: Question) -> str:
        """One answer in words; what could not be understood stands as it was typed."""
        if question.type is QuestionType.ADDRESS:
            return self._address(path)
        if path not in self.checked.cleaned:
            return self._typed(path)
        return self._cleaned(path, question, self.checked.cleaned[path])

    def _cleaned(self, path: str, question: Question, value: Any) -> str:
        match question.type:
            case QuestionType.DATE | QuestionType.PARTIAL_DATE:
                return spoken_date(value)
            case QuestionType.CHOICE:
                return (
                    self.pack.find_text(f"{self.service.code}.{path}.options.{value}", self.language) or value
                )
            case QuestionType.COUNTRY:
                found = self.pack.find_country(value)
                return self.pack.name_of(found, self.language) if found else str(value)
            case QuestionType.FILE:
                return gettext("Given")
            case QuestionType.MONEY:
                return spoken_money(Money(value["minor"], value["currency"]))
            case _:
                return str(value)

    def _typed(self, path: str) -> str:
        raw = self.checked.raw.get(path)
        parts = (self.checked.raw.get(f"{path}.{part}") for part in DATE_PARTS)
        return str(raw) if raw else " ".join(str(part) for part in parts if part)

    def _address(self, path: str) -> str:
        """From small to large, the district by its name."""
        told = {part: self._part(f"{path}.{part}") for part in ADDRESS_PARTS}
        district = self.pack.territory.districts.get(told["district"])
        if district:
            told["district"] = self.pack.name_of(district, self.language)
        street = " ".join(told[part] for part in ("street", "house") if told[part])
        flat = gettext("flat {number}").format(number=told["flat"]) if told["flat"] else ""
        place = " ".join(told[part] for part in ("postal-code", "locality") if told[part])
        return ", ".join(part for part in (street, flat, place, told["district"]) if part)

    def _part(self, path: str) -> str:
        return str(self.checked.cleaned.get(path) or self.checked.raw.get(path) or "")
