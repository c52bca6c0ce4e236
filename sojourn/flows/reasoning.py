"""The grounds of a decision: coded reasons with the values in their sentences, and an officer's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date

from sojourn.cases.errors import ReasonMissing, ReasonUnknown, TextMissing
from sojourn.catalogue.types import Phrase, PhraseUse
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.errors import ValueMissing
from sojourn.flows.letter_words import locale_of, money_in_words
from sojourn.lib.money import Money
from sojourn.payments import queries as payments

Values = Mapping[str, Mapping[str, str]]
"""What stands in the sentences: by the code of the reason, then by the name of the value."""

_OF_MONEY = frozenset({"amount", "limit"})
_NEED_TEXT = frozenset({PhraseUse.REFUSE, PhraseUse.NOT_EXAMINED, PhraseUse.CANCEL})


def grounds(
    file: CaseFile,
    codes: Sequence[str],
    words: Mapping[str, str],
    use: PhraseUse,
    *,
    values: Values | None = None,
    until: date | None = None,
    ended_on: date | None = None,
) -> dict[str, str]:
    """The text of what is decided, by language; a refusal needs the officer's own beside the coded reasons.

    until: the last day of what is granted; ended_on: of what ends early.
    Raises: ReasonMissing, ReasonUnknown, ValueMissing, TextMissing.
    """
    check_known(file, codes, use)
    own = {language: text.strip() for language, text in words.items() if text.strip()}
    authentic = file.pack.languages[0]
    if use in _NEED_TEXT and authentic not in own:
        raise TextMissing(language=authentic)
    told = with_sentences(file, codes, own, values=values, until=until, ended_on=ended_on)
    if use is PhraseUse.LAPSE and authentic not in told:
        raise TextMissing(language=authentic)
    return told


def check_known(file: CaseFile, codes: Sequence[str], *uses: PhraseUse) -> None:
    """Only what the service gives as a reason is one. Raises: ReasonMissing, ReasonUnknown."""
    if not codes:
        raise ReasonMissing
    known = {phrase.code for use in uses for phrase in file.service.phrases_for(use)}
    unknown = sorted(set(codes) - known)
    if unknown:
        raise ReasonUnknown(codes=unknown)


def with_sentences(
    file: CaseFile,
    codes: Sequence[str],
    words: Mapping[str, str],
    *,
    values: Values | None = None,
    until: date | None = None,
    ended_on: date | None = None,
) -> dict[str, str]:
    """The sentences that hold values, filled, before the officer's words; those without are in the letter.

    In every language of the pack, for the person may read in any; what the officer wrote in the authentic one
    only is said in that one. Raises: ValueMissing; TextMissing, where a reason speaks of words that follow.
    """
    speaking = any(each.words for each in file.service.phrases if each.code in codes)
    if speaking and not words.get(file.pack.languages[0], "").strip():
        raise TextMissing(language=file.pack.languages[0])
    named = [each for each in file.service.phrases if each.fields and each.code in codes]
    if not named:
        return {language: text for language, text in words.items() if text.strip()}
    authentic, told = file.pack.languages[0], {}
    days = {"until": until, "ended-on": ended_on}
    known = [(each, _known(file, each) | days | _given(each, values)) for each in named]
    for language in file.pack.languages:
        own = words.get(language) or words.get(authentic, "")
        filled = [_filled(file, phrase, said, language) for phrase, said in known]
        told[language] = "\n".join(part for part in (*filled, own.strip()) if part)
    return told


def _given(phrase: Phrase, values: Values | None) -> dict[str, str | date]:
    """What was typed; a day as machines write it, and what is none was not given."""
    told = (values or {}).get(phrase.code, {})
    read = {name: _day(value) if name in phrase.days else value.strip() for name, value in told.items()}
    return {name: value for name, value in read.items() if value}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _filled(file: CaseFile, phrase: Phrase, known: Mapping[str, Any], language: str) -> str:
    sentence = file.pack.find_text(f"reasons.{phrase.code}", language) or phrase.code
    missing = sorted(name for name in phrase.fields if not known.get(name))
    if missing:
        raise ValueMissing(reason=phrase.code, values=missing)
    said = {name.replace("-", "_"): _said(file, known[name], language) for name in phrase.fields}
    return sentence.format_map(said)


def _known(file: CaseFile, phrase: Phrase) -> dict[str, Any]:
    """What the case itself tells of the values, so that nobody types it."""
    ground = file.service.find_ground(file.case.ground)
    asked = file.page.corrections[-1] if file.page.corrections else None
    is_of_money = not _OF_MONEY.isdisjoint(phrase.fields)
    owed = payments.list_of(file.case.subject, to=THE_STORY) if is_of_money else ()
    return {
        "article": ground.article if ground else None,
        "asked-on": asked.asked_on if asked else None,
        "missing": tuple(dict.fromkeys(item.path for item in asked.items)) if asked else None,
        "amount": owed[-1].amount if owed else None,
        "limit": owed[-1].due_on if owed else None,
    }


def _said(file: CaseFile, value: Any, language: str) -> str:
    if isinstance(value, Money):
        return money_in_words(value, file.pack)[language]
    if isinstance(value, date):
        return format_date(value, "long", locale=locale_of(language))
    if isinstance(value, tuple):
        return ", ".join(_labels(file, value, language))
    return " ".join(str(value).split())


def _labels(file: CaseFile, paths: Sequence[str], language: str) -> Iterator[str]:
    for path in paths:
        yield file.pack.find_text(f"{file.case.service}.{path}.label", language) or path
