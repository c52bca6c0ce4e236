"""Coded reasons an officer ticks, the values in their sentences, and words beside them in two languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from sojourn.catalogue.types import Phrase, PhraseUse
from sojourn.flows.case_file import CaseFile
from sojourn.sites.office import case_words
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_steps import LONGEST, two_languages

_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Value:
    """A value a reason's sentence needs."""

    name: str
    label: str
    typed: str
    is_day: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason as it is offered."""

    code: str
    uses: str
    sentence: str
    values: tuple[Value, ...]
    ticked: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the officer in one of the two languages."""

    name: str
    language: str
    authentic: bool
    typed: str


@dataclass(frozen=True, slots=True)
class Given:
    """What an officer ticked and wrote, as it was typed."""

    codes: tuple[str, ...]
    values: Mapping[str, str]
    words: Mapping[str, str]

    def by_reason(self, file: CaseFile) -> dict[str, dict[str, str]]:
        """The values of the reasons that were ticked, as their sentences take them."""
        ticked = [each for each in file.service.phrases if each.code in self.codes]
        return {
            each.code: {name: self._value(each, name) for name in each.fields}
            for each in ticked
            if each.fields
        }

    def _value(self, phrase: Phrase, name: str) -> str:
        """What was typed; a day as machines write it, so that every language says it in its own way."""
        typed = self.values.get(value_name(phrase, name), "")
        found = read.day(typed) if name in phrase.days else None
        return found.isoformat() if found else typed

    def missing(self, file: CaseFile, known: Collection[str] = ()) -> list[tuple[str, str]]:
        """The values that were not given for a reason that was ticked: each field with what is said of it.

        known: those the story fills in by itself, such as the last day of what is granted.
        """
        phrases = {each.code: each for each in file.service.phrases}
        language = get_language() or "en"
        said = gettext("The reason “{reason}” needs this value: {value}")
        no_day = gettext("“{value}” is a day, such as 27.3.2026. The reason: “{reason}”")
        return [
            (
                value_name(phrases[code], name),
                (no_day if self.values.get(value_name(phrases[code], name)) else said).format(
                    reason=_sentence(file, phrases[code], language), value=_label(file, name, language)
                ),
            )
            for code in self.codes
            for name in phrases[code].fields
            if self._is_wanting(phrases[code], name, known)
        ]

    def _is_wanting(self, phrase: Phrase, name: str, known: Collection[str]) -> bool:
        typed = self.values.get(value_name(phrase, name), "")
        if typed and name in phrase.days:
            return read.day(typed) is None
        return not typed and name not in known


def _label(file: CaseFile, name: str, language: str) -> str:
    """What the pack calls a value."""
    return file.pack.find_text(f"values.{name}", language) or name


def _sentence(file: CaseFile, phrase: Phrase, language: str) -> str:
    """A reason as it stands among those to tick."""
    found = file.pack.find_text(f"reasons.{phrase.code}", language)
    return case_words.without_values(found or phrase.code)


def value_name(phrase: Phrase, field: str) -> str:
    return f"value-{phrase.code}-{field}"


def phrases(file: CaseFile, uses: Sequence[PhraseUse]) -> list[Phrase]:
    """The coded reasons of these uses, each once, in the order of the pack."""
    return [each for each in file.service.phrases if any(use in each.uses for use in uses)]


def given(file: CaseFile, data: QueryDict, uses: Sequence[PhraseUse]) -> Given:
    """What was sent; reasons the pack does not know for these uses are left out."""
    known = phrases(file, uses)
    ticked = set(data.getlist("reasons"))
    names = {value_name(each, name): _LONGEST_VALUE for each in known for name in each.fields}
    words = read.fields(data, {f"words-{language}": LONGEST for language in two_languages(file)})
    return Given(
        tuple(each.code for each in known if each.code in ticked),
        read.fields(data, names),
        {language: words[f"words-{language}"] for language in two_languages(file)},
    )


def offered(file: CaseFile, language: str, uses: Sequence[PhraseUse], chosen: Given | None) -> list[Reason]:
    """The reasons to tick, in the officer's language."""
    ticked = set(chosen.codes) if chosen else set()
    return [
        Reason(
            each.code,
            " ".join(use.value for use in each.uses if use in uses),
            _sentence(file, each, language),
            tuple(
                Value(
                    value_name(each, name),
                    _label(file, name, language),
                    chosen.values.get(value_name(each, name), "") if chosen else "",
                    name in each.days,
                )
                for name in each.fields
            ),
            each.code in ticked,
        )
        for each in phrases(file, uses)
    ]


def words_asked(file: CaseFile, chosen: Given | None) -> list[Words]:
    """The texts to write, side by side: the authentic one and the person's."""
    authentic = file.pack.languages[0]
    return [
        Words(
            f"words-{language}",
            language,
            language == authentic,
            chosen.words.get(language, "") if chosen else "",
        )
        for language in two_languages(file)
    ]
