"""A chapter of the handbook: one service as its pack has it, in words, with the law it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_noop

from sojourn.catalogue.authoring import Money, Period
from sojourn.catalogue.queries import cell_words, uses_of
from sojourn.catalogue.types import Pack, PhraseUse, RequiredDocument
from sojourn.lib import clock
from sojourn.sites.portal.services import Told, in_words
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.spoken import spoken_date, spoken_money, spoken_period

if TYPE_CHECKING:
    from sojourn.catalogue.law import DatedValue

CONFIDENCES: Mapping[str, tuple[str, str]] = {
    "confirmed": (gettext_noop("confirmed in the law"), "good"),
    "known": (gettext_noop("known, not confirmed"), "plain"),
    "assumed": (gettext_noop("assumed"), "warning"),
}
CLOCKS = {
    "file-by": gettext_noop("When to apply"),
    "deadline": gettext_noop("Until it is decided"),
    "extension": gettext_noop("With more time, where an officer gives reasons for it"),
    "answer-by": gettext_noop("Until you are told"),
    "pending": gettext_noop("While it is pending"),
    "validity": gettext_noop("How long it is granted for"),
    "pay-by": gettext_noop("Time to pay"),
    "leave-by": gettext_noop("Time to leave after a refusal"),
    "consultations": gettext_noop("Time of other bodies to reply"),
}
OF_EVERY_CASE = {
    "procedure.correction-period": gettext_noop("Time to answer a request for correction"),
    "procedure.hearing-period": gettext_noop("Time to answer an intended refusal"),
    "appeal.period": gettext_noop("Time to appeal"),
}
ENDS = {
    PhraseUse.GRANT: gettext_noop("Granted"),
    PhraseUse.REFUSE: gettext_noop("Refused"),
    PhraseUse.NOT_EXAMINED: gettext_noop("Not examined"),
    PhraseUse.LAPSE: gettext_noop("Lapsed"),
    PhraseUse.CANCEL: gettext_noop("Cancelled"),
}
_PERIODS = ("period", "periods", "period-table")
_AMOUNTS = ("money", "money-table")
_SWITCH = "counting."


@dataclass(frozen=True, slots=True)
class Sure:
    """Where something stands in the law, and how sure that is."""

    source: str
    confidence: str

    @property
    def said(self) -> str:
        return gettext(CONFIDENCES[self.confidence][0])

    @property
    def kind(self) -> str:
        return CONFIDENCES[self.confidence][1]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: a name, what is said of it, and where it stands."""

    name: str
    told: tuple[str, ...] = ()
    law: Sure | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """A table of amounts from a day on; with one amount only, a single cell."""

    since: date | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    law: Sure

    @property
    def single(self) -> str:
        return self.rows[0][1][0] if not self.columns else ""


class _Open(dict[str, str]):
    """What an officer or a rule fills into a sentence."""

    def __missing__(self, key: str) -> str:
        return "…"


class Chapter(Told):
    """All a reader may want to know of a service, from the same data the rules and the forms are made of."""

    @cached_property
    def _uses(self) -> Mapping[str, frozenset[str]]:
        return uses_of(self.pack, self.service).parameters

    def sure(self, source: str, confidence: Any) -> Sure:
        return Sure(self.pack.source_in(source, self.language), str(confidence))

    def reason(self, code: str) -> str:
        """A coded sentence with what is filled in left open."""
        return (self.pack.find_text(f"reasons.{code}", self.language) or code).format_map(_Open())

    @property
    def conditions(self) -> list[Item]:
        """The grounds the law of today knows."""
        return [
            Item(
                self.pack.text(self.service.ground_text(each.code), self.language),
                (each.article,),
                self.sure(each.source, each.confidence),
            )
            for each in self.pack.grounds_on(self.service, clock.today())
        ]

    @property
    def looked_at(self) -> list[str]:
        """What the rules point out to applicant and officer."""
        return [self.reason(code) for code in self.service.reasons]

    @property
    def documents(self) -> list[Item]:
        drawing = Drawing(self.pack, self.service, self.language)
        return [self._document(each, drawing) for each in self.service.documents]

    def _document(self, document: RequiredDocument, drawing: Drawing) -> Item:
        name = self.say(f"documents.{document.code}.name")
        when = [
            self.pack.text(self.service.ground_text(ground.code), self.language)
            for ground in self.service.grounds
            if document.code in ground.documents
        ]
        if document.needed_when is not None:
            when += in_words(document.needed_when, drawing)
        return Item(name, tuple(dict.fromkeys(when[:8])), self.sure(document.source, document.confidence))

    @property
    def prices(self) -> list[Prices]:
        """The amounts of today and those to come."""
        names = sorted(self._uses.get("fee", frozenset()))
        return [
            self._price(name, dated)
            for name in names
            for dated in self._now_and_later(name)
            if self.pack.parameters[name].unit in _AMOUNTS and dated.value is not None
            if "threshold" not in name
        ]

    @property
    def another_card(self) -> list[Prices]:
        name = self.service.card_fee
        return [self._price(name, dated) for dated in self._now_and_later(name)] if name else []

    def _now_and_later(self, name: str) -> list[DatedValue]:
        parameter = self.pack.parameters[name]
        today = parameter.on(clock.today())
        later = [each for each in parameter.values if each.from_ and each.from_ > clock.today()]
        return ([today] if today else []) + later

    def _price(self, name: str, dated: DatedValue) -> Prices:
        law = self.sure(dated.source, dated.confidence)
        if not isinstance(dated.value, Mapping):
            return Prices(dated.from_, (), (("", (self._money(dated.value),)),), law)
        table = {row: dated.value[row] for row in sorted(dated.value, key=_length)}
        columns = list(dict.fromkeys(column for row in table.values() for column in row))
        said = {
            (row, column): cell_words(self.pack, name, row, column, self.language)
            for row in table
            for column in columns
        }
        across = {column: said[next(iter(table)), column][0] for column in columns}
        down = {row: said[row, columns[0]][1] for row in table}
        if len(columns) > len(table):
            cells = tuple(
                (across[column], tuple(self._money(table[row].get(column)) for row in table))
                for column in columns
            )
            return Prices(dated.from_, ("", *down.values()), cells, law)
        cells = tuple(
            (down[row], tuple(self._money(table[row].get(column)) for column in columns)) for row in table
        )
        return Prices(dated.from_, ("", *across.values()), cells, law)

    def _money(self, value: Any) -> str:
        return spoken_money(Money.of(value, self.pack.currency)) if value is not None else "–"

    @property
    def clocks(self) -> list[tuple[str, list[Item]]]:
        """Every limit by what it is for, as the law of today has it."""
        found = [
            (gettext(said), [*self._periods(self._uses.get(role, frozenset()))])
            for role, said in CLOCKS.items()
        ]
        if self.service.is_decided:
            found += [(gettext(said), [*self._periods([name])]) for name, said in OF_EVERY_CASE.items()]
        return [each for each in found if each[1]]

    def _periods(self, names: Iterable[str]) -> Iterator[Item]:
        for name in sorted(names):
            parameter = self.pack.parameters[name]
            dated = parameter.on(clock.today())
            if parameter.unit not in _PERIODS or name.startswith(_SWITCH) or dated is None or not dated.value:
                continue
            told = tuple(self._period_lines(dated.value))
            yield Item(self._called(name), told, self.sure(dated.source, dated.confidence))

    def _called(self, name: str) -> str:
        """What a value is, where the pack says it in this language."""
        found = self.pack.find_text(f"parameters.{name}.name", self.language)
        return found or (self.pack.parameters[name].description if self.language == "en" else "")

    def _period_lines(self, value: Any) -> Iterator[str]:
        if isinstance(value, Mapping):
            speed = self.service.case.speed if self.service.case else None
            for key, period in value.items():
                said = spoken_period(Period.parse(period))
                country = self.pack.find_country(key)
                of = self.say(f"{speed}.options.{key}") if speed else ""
                of = of or (self.pack.name_of(country, self.language) if country else "")
                yield f"{of}: {said}" if of and of != said else said
            return
        for period in value if isinstance(value, list | tuple) else [value]:
            yield spoken_period(Period.parse(period))

    @property
    def bodies(self) -> list[Item]:
        return [
            Item(
                self.say(f"consultations.{each.body}.name"),
                (self.say(f"consultations.{each.body}.question"),),
                self.sure(each.source, each.confidence),
            )
            for each in self.service.consultations
        ]

    @property
    def steps(self) -> list[str]:
        return [
            self.pack.text(self.service.stage_text(each.code), self.language) for each in self.service.stages
        ]

    @property
    def ends(self) -> list[tuple[str, list[str]]]:
        """How it can end: the answers on the merits, and the reasons an officer may give."""
        found = []
        for use, said in ENDS.items():
            answers = [
                self.pack.text(self.service.outcome_text(each.code), self.language)
                for each in self.service.outcomes_for(str(use))
            ]
            reasons = [self.reason(each.code) for each in self.service.phrases_for(use)]
            if reasons:
                found.append((", ".join(answers) or gettext(said), reasons))
        return found

    @property
    def letters_sent(self) -> list[str]:
        codes = [*self.service.letters.given().values(), *(each.letter for each in self.service.cards)]
        codes += filter(None, [self.service.letter])
        titles = [self.pack.find_text(f"letters.{code}.title", self.language) for code in codes]
        return list(dict.fromkeys(filter(None, titles)))

    @property
    def law(self) -> list[Sure]:
        """Everything the rules of this service look at, source by source, the least sure last."""
        names = frozenset().union(*self._uses.values()) if self._uses else frozenset()
        dated = [self.pack.parameters[name].on(clock.today()) for name in sorted(names)]
        found = {self.sure(each.source, each.confidence) for each in dated if each}
        order = list(CONFIDENCES)
        return sorted(found, key=lambda each: (order.index(each.confidence), each.source))

    @property
    def as_of(self) -> str:
        return spoken_date(clock.today())


def _length(row: str) -> tuple[int, str]:
    """Terms from short to long; other rows by name."""
    try:
        period = Period.parse(row)
    except ValueError:
        return (0, row)
    days = {"days": 1, "working-days": 1, "months": 30, "years": 365}
    return (period.length * days[period.unit.value], row)


def chapters(pack: Pack, language: str) -> list[Chapter]:
    """One for each service, by title."""
    found = [Chapter(pack, each, language) for each in pack.services.values()]
    return sorted(found, key=lambda chapter: chapter.title)
