"""A country pack in memory. The dataclasses are the format: what they hold is what a pack may write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, get_args

from sojourn.catalogue.case_stages import DECIDED_ON, FILED, Before, CaseStage
from sojourn.catalogue.coming_of_age import ComingOfAge
from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.errors import ServiceUnknown
from sojourn.catalogue.extending import Extension
from sojourn.catalogue.finder import Finder, FinderEnd, FinderQuestion, FinderStep, Room, text_of
from sojourn.catalogue.law import Law, Parameter, Used, read_value
from sojourn.catalogue.petitions import Matter, PetitionDesk, Petitions
from sojourn.catalogue.questions import (
    ADDRESS_PARTS,
    Code,
    Importance,
    OutsideCode,
    Page,
    Path,
    Question,
    QuestionType,
    Shape,
)
from sojourn.catalogue.regimes import Regime
from sojourn.catalogue.representatives import UNKNOWN
from sojourn.catalogue.rights import (
    NO_RIGHTS,
    PERIOD_IN_BRACES,
    Rights,
    RightsShelf,
    RightsText,
    RightsWords,
    Telephone,
)
from sojourn.catalogue.roles import NO_ROLES, Role, Roles
from sojourn.catalogue.said_values import Telling
from sojourn.catalogue.services import (
    ApplicantKind,
    CaseAnswers,
    Consultation,
    Facts,
    Ground,
    Letters,
    Lists,
    OutcomeKind,
    Phrase,
    PhraseUse,
    Quota,
    RemedyBody,
    RequiredDocument,
    Service,
    ServiceOutcome,
)
from sojourn.catalogue.territory import District, Office, Region, Territory, offices_by_district
from sojourn.lib.mrz import Format
from sojourn.lib.working_days import Calendar

__all__ = [
    "ADDRESS_PARTS",
    "DECIDED_ON",
    "FILED",
    "PERIOD_IN_BRACES",
    "UNKNOWN",
    "Answers",
    "ApplicantKind",
    "Before",
    "CaseAnswers",
    "CaseStage",
    "ComingOfAge",
    "Condition",
    "Consultation",
    "Country",
    "Delivery",
    "Demonstration",
    "DemonstrationHost",
    "District",
    "Extension",
    "Facts",
    "Finder",
    "FinderEnd",
    "FinderQuestion",
    "FinderStep",
    "GoodFrom",
    "Ground",
    "Holiday",
    "Importance",
    "Letter",
    "Letters",
    "Lists",
    "Matter",
    "NameList",
    "Office",
    "OutcomeKind",
    "Pack",
    "Page",
    "Path",
    "PetitionDesk",
    "Petitions",
    "Phrase",
    "PhraseUse",
    "Question",
    "QuestionType",
    "Quota",
    "Region",
    "RemedyBody",
    "RequiredDocument",
    "Rights",
    "RightsText",
    "RightsWords",
    "Role",
    "Roles",
    "Room",
    "Service",
    "ServiceOutcome",
    "Shape",
    "Telephone",
    "Territory",
    "Zone",
    "shared_path",
    "text_of",
]


def shared_path(path: str) -> str:
    """Where the text of a thing of a service stands when several services share the thing."""
    return f"shared.{path.partition('.')[2]}"


_NOT_OF_A_CODE = re.compile(r"[^a-z0-9]+")


class Delivery(StrEnum):
    """How a document reaches its holder: over the counter, or made and served with the decision."""

    HANDED_OVER = "handed-over"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True)
class Zone:
    """The machine-readable zone of a card or booklet. nationality: a code in place of the holder's own."""

    format: Format = Format.TD1
    kind: Annotated[str, Shape(r"[ACIP][A-Z]?", "a document code of ICAO Doc 9303")] = "IR"
    nationality: OutsideCode | None = None


class GoodFrom(StrEnum):
    """From when a document holds: the first day of what was granted, or the day it was made."""

    TERM = "term"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Letter:
    """A document the service issues: its template, the fields the template needs and the texts it prints.

    good_from: `issue` where it continues what its holder has, so that it is good before its term begins;
    answers: fields that are answers of the application, by the paths of their questions; periods: fields that
    are times of the law, by their parameters.
    """

    code: Code
    template: str
    fields: tuple[Code, ...]
    texts: tuple[Code, ...]
    languages: tuple[Code, ...] = ()
    delivery: Delivery = Delivery.HANDED_OVER
    good_from: GoodFrom = GoodFrom.TERM
    answers: Mapping[str, Path] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=dict)
    zone: Zone = Zone()


@dataclass(frozen=True, slots=True)
class Country:
    """A State, or a status that stands in its place in a travel document (ICAO Doc 9303 part 3)."""

    code: OutsideCode
    kind: Code
    names: Mapping[str, str]
    icao: str | None = None
    iso2: str | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Holiday:
    on: date
    names: Mapping[str, str]
    kind: Code
    estimated: bool = False
    worked_instead: date | None = None


@dataclass(frozen=True, slots=True)
class NameList:
    """Common names of one nationality for the demonstration; `native` spells some of them in their script."""

    nationality: OutsideCode
    weight: int
    female: tuple[str, ...]
    male: tuple[str, ...]
    surnames: tuple[str, ...]
    female_surnames: tuple[str, ...] = ()
    native: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemonstrationHost:
    name: str
    district: OutsideCode
    kind: Code = "hotel"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Material for the generator. Nobody in it exists."""

    names: tuple[NameList, ...] = ()
    streets: tuple[str, ...] = ()
    hosts: tuple[DemonstrationHost, ...] = ()


@dataclass(frozen=True)
class Pack(Telling):
    """Everything one country says, as of one document."""

    code: Code
    version: str
    languages: tuple[Code, ...]
    zone: str
    currency: Annotated[str, Shape(r"[A-Z]{3}", "an ISO 4217 currency")]
    rest_days: tuple[int, ...]
    references: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    services: Mapping[str, Service]
    letters: Mapping[str, Letter]
    offices: Mapping[str, Office]
    territory: Territory
    countries: Mapping[str, Country]
    holidays: tuple[Holiday, ...]
    texts: Mapping[str, Mapping[str, str]]
    rules: Mapping[str, str]
    templates: Mapping[str, str]
    calendar_switch: str | None = None
    pause_switch: str | None = None
    service_switch: str | None = None
    unknown_address_office: Code | None = None
    right_to_left: tuple[Code, ...] = ()
    demonstration: Demonstration = Demonstration()
    roles: Roles = NO_ROLES
    rights: RightsShelf = NO_RIGHTS
    petitions: Petitions | None = None
    finder: Finder | None = None
    regimes: tuple[Regime, ...] = ()
    coming_of_age: ComingOfAge | None = None
    sha256: str = ""

    @cached_property
    def calendar(self) -> Calendar:
        """Closed days as announced; a rest day exchanged for a working one opens only by the switch."""
        opened: set[date] = set()
        if self.calendar_switch and self.parameters[self.calendar_switch].values[-1].value == "open":
            opened = {day.worked_instead for day in self.holidays if day.worked_instead}
        closed = frozenset(day.on for day in self.holidays)
        years = frozenset(day.year for day in closed)
        return Calendar(closed, years, frozenset(opened), frozenset(self.rest_days))

    def named(self) -> tuple[str, ...]:
        """The values of the law and the rules that the file of the pack itself names."""
        of_age = self.coming_of_age
        found = (self.calendar_switch, self.pause_switch, self.service_switch)
        told = self.petitions
        limits = (told.reply, told.study, told.answers, told.within) if told else ()
        return (*filter(None, found), *((of_age.age, of_age.rule) if of_age else ()), *limits)

    def answer_day_counts(self, on: date) -> bool:
        """Whether the day on which an answer arrives is a day of the clock again, not of the pause."""
        return self.pause_switch is not None and self.law(on)[self.pause_switch] == "answer-day-counts"

    def days_of_service(self, on: date, name: str) -> int:
        """After how many days what was sent on a day counts as served, by a parameter of that day; the last
        of them moves from a closed day where the switch of the pack says so.
        """
        law = self.law(on)
        moves = self.service_switch is not None and law[self.service_switch] == "moves"
        return (law.deadline(on, law[name], moves=moves).last_day - on).days

    def law(self, on: date) -> Law:
        """The law of one legal day, with an empty memory of what was used."""
        return Law(on, self.parameters, self.calendar, self.currency, known=self._read, regimes=self.regimes)

    @cached_property
    def _read(self) -> dict[tuple[str, date | None], Used]:
        return {}

    def service(self, code: str) -> Service:
        """Raises: ServiceUnknown."""
        found = self.services.get(code)
        if found is None:
            raise ServiceUnknown(service=code)
        return found

    def grounds_on(self, service: Service, day: date) -> tuple[Ground, ...]:
        """The grounds of a service that the law knew on a day."""
        named = self.parameters.get(service.grounds_in_force or "")
        dated = named.on(day) if named else None
        if named is None or dated is None:
            return service.grounds
        known = read_value(dated.value, named.unit, self.currency) or ()
        return tuple(each for each in service.grounds if each.code in known)

    def service_for(self, role: Role) -> Service:
        """The service that plays a part, whatever its pack calls it. Raises: ServiceUnknown."""
        found = self.find_service_for(role)
        if found is None:
            raise ServiceUnknown(service=role)
        return found

    def find_service_for(self, role: Role) -> Service | None:
        """The service that plays a part, where the pack has one."""
        return self.services.get(getattr(self.roles, role) or "")

    def role_of(self, code: str) -> Role | None:
        """The part a service plays, if it plays one."""
        roles: tuple[Role, ...] = get_args(Role)
        return next((role for role in roles if getattr(self.roles, role) == code), None)

    def text(self, path: str, language: str) -> str:
        """A text in a language, or in the pack's first language where the pack does not speak it.

        Raises: KeyError for a path that is no text; the check of a pack finds those before it is loaded.
        """
        found = self.find_text(path, language)
        if found is None:
            raise KeyError(path)
        return found

    def find_text(self, path: str, language: str) -> str | None:
        """An optional text such as a question's help; a service's own, or that of what it shares."""
        if language not in self.texts:
            language = self.languages[0]
        texts = self.texts[language]
        found = texts.get(path) or texts.get(shared_path(path))
        return self.fill_in(found, language) if found and "{" in found else found

    def source_in(self, source: str, language: str) -> str:
        """A source of the law as it is called in a language; as the pack writes it where no text says so."""
        return (
            self.find_text(f"sources.{_NOT_OF_A_CODE.sub('-', source.lower()).strip('-')}", language)
            or source
        )

    def name_of(self, thing: District | Country | Holiday, language: str) -> str:
        return thing.names.get(language) or thing.names[self.languages[0]]

    def find_country(self, code: str) -> Country | None:
        """By the pack's code or by the code a machine-readable zone uses (`D` for Germany)."""
        return self.countries.get(code) or self._by_icao.get(code)

    @cached_property
    def _by_icao(self) -> dict[str, Country]:
        return {found.icao: found for found in self.countries.values() if found.icao}

    @cached_property
    def _office_by_district(self) -> dict[str, Office]:
        return offices_by_district(self.offices.values())

    def office_for(self, district: str) -> Office | None:
        """The active office whose area holds a district, looked up from small to large."""
        for code in self.territory.chain(district):
            if code in self._office_by_district:
                return self._office_by_district[code]
        return None

    def document_of(self, service: Service) -> Letter | None:
        """The document a grant of a service is shown by; none: the letter of the decision is all there is."""
        return self.letters.get(service.letters.card or "")

    def is_electronic(self, service: Service) -> bool:
        """Whether the document of a service is made and served with the decision."""
        document = self.document_of(service)
        return document is not None and document.delivery is Delivery.ELECTRONIC

    def direction(self, language: str) -> str:
        return "rtl" if language in self.right_to_left else "ltr"


Answers = Mapping[str, Any]
