"""What people are told of their rights, in more languages than the pack speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sojourn.catalogue.law import Confidence
from sojourn.catalogue.questions import Code

PERIOD_IN_BRACES = re.compile(r"\{([a-z0-9.-]+)\}")
"""A period of the law in a sentence, by the name of its parameter."""


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number people may call; `names`: whose it is, by language."""

    code: Code
    number: str
    source: str
    confidence: Confidence
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RightsWords:
    """What stands around every text on rights in one language.

    reviewed, not_reviewed: how it was checked. leave: on the button by which the page is left quickly.
    """

    telephones: str
    law: str
    reviewed: str
    not_reviewed: str
    other_languages: str
    leave: str = ""


@dataclass(frozen=True, slots=True)
class RightsSection:
    """A heading and its sentences; a period stands in them as the name of its parameter, in braces."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RightsText:
    """One text in one language. reviewed: someone who knows law and language has looked at it."""

    reviewed: bool
    title: str
    lead: str
    sections: tuple[RightsSection, ...]

    def each_sentence(self) -> Iterator[str]:
        yield self.title
        yield self.lead
        for section in self.sections:
            yield section.title
            yield from section.lines


@dataclass(frozen=True, slots=True)
class Rights:
    """One matter people are told of: which services it belongs to, whom they may call, in every language.

    sensitive: whoever reads it may have to leave the page quickly.
    """

    code: Code
    services: tuple[Code, ...]
    telephones: tuple[Code, ...]
    sources: tuple[str, ...]
    texts: Mapping[str, RightsText]
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class RightsShelf:
    """All of them. Empty in a pack that has none."""

    telephones: tuple[Telephone, ...]
    words: Mapping[str, RightsWords]
    texts: Mapping[str, Rights]

    def find_telephone(self, code: str) -> Telephone | None:
        return next((each for each in self.telephones if each.code == code), None)

    def of_service(self, service: str) -> tuple[Rights, ...]:
        """Those that belong to a service."""
        return tuple(each for each in self.texts.values() if service in each.services)


NO_RIGHTS = RightsShelf((), {}, {})
