"""Checks the values in the sentences of coded reasons: each has a name, and what is a day is one of them."""

from __future__ import annotations

from sojourn.catalogue.service_checks import Whole
from sojourn.catalogue.types import Phrase


def check_phrases(whole: Whole) -> None:
    """An officer types a value under its name, in any language of the pack."""
    for service in filter(None, whole.pack.services.values()):
        for phrase in filter(None, service.phrases):
            _values(whole, phrase)


def _values(whole: Whole, phrase: Phrase) -> None:
    for name in phrase.fields:
        whole.want(f"values.{name}", whole.builder.place(phrase, "fields"))
    for name in phrase.days:
        if name not in phrase.fields:
            said = f"one of its fields ({', '.join(phrase.fields) or 'none'})"
            whole.say(phrase, "days", expected=said, found=name)
