"""Checks a pack as a whole: every name it uses must stand for something, in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from zoneinfo import available_timezones

from sojourn.catalogue import rulebook
from sojourn.catalogue.building import Builder
from sojourn.catalogue.coming_of_age_checks import check_coming_of_age
from sojourn.catalogue.decision_checks import check_decisions
from sojourn.catalogue.finder_checks import check_finder
from sojourn.catalogue.law import Parameter, Unit, read_value
from sojourn.catalogue.petition_checks import check_petitions
from sojourn.catalogue.phrase_checks import check_phrases
from sojourn.catalogue.reader import Node, Place, Problems
from sojourn.catalogue.regime_checks import check_regimes
from sojourn.catalogue.rights_checks import check_rights
from sojourn.catalogue.role_checks import check_roles
from sojourn.catalogue.service_checks import ServiceCheck
from sojourn.catalogue.territory_checks import check_offices, check_territory
from sojourn.catalogue.text_checks import check_texts
from sojourn.catalogue.types import Letter, Pack, shared_path

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def _without_units(texts: Mapping[str, str]) -> dict[str, str]:
    """Each language has its own words for days and money, in as many forms as it needs."""
    return {path: text for path, text in texts.items() if not path.startswith("units.")}


@dataclass
class Check:
    """One check of one pack. Each method reports what it finds and none stops at the first."""

    pack: Pack
    root: Path
    tree: Node
    builder: Builder
    problems: Problems
    wanted_texts: dict[str, Place] = field(default_factory=dict)
    optional_texts: set[str] = field(default_factory=set)

    def run(self) -> None:
        rulebook.check_lock(self.root, self.problems)
        rulebook.check_names(self.root, self.pack.parameters or {}, self.problems)
        parts = [self.head, self.parameters]
        parts += [ServiceCheck(self, service).run for service in self.pack.services.values()]
        parts += [partial(self.letter, letter) for letter in self.pack.letters.values()]
        parts += [
            partial(check_roles, self),
            partial(check_decisions, self),
            partial(check_phrases, self),
            partial(check_petitions, self),
            partial(check_regimes, self),
            partial(check_coming_of_age, self),
            partial(check_rights, self),
            partial(check_finder, self),
            partial(check_territory, self),
            partial(check_offices, self),
            partial(check_texts, self),
            self.demonstration,
            self.texts,
        ]
        for part in parts:
            self.tolerantly(part)

    def tolerantly(self, part: Callable[[], None]) -> None:
        """A part whose shape is wrong cannot be looked into; its shape has been reported already."""
        try:
            part()
        except (AttributeError, TypeError, KeyError):
            if not self.problems.found:
                raise

    def say(self, built: object, name: str, *, expected: str, found: object) -> None:
        self.problems.add(self.builder.place(built, name), expected=expected, found=found)

    def want(self, path: str, place: Place) -> None:
        """A text that must exist in every language."""
        self.wanted_texts.setdefault(path, place)

    def head(self) -> None:
        pack = self.pack
        self.want("pack.name", self.builder.place(pack, "code"))
        self.want("pack.service-name", self.builder.place(pack, "code"))
        if pack.zone not in available_timezones():
            self.say(pack, "zone", expected="a time zone such as Europe/Paris", found=pack.zone)
        for language in pack.right_to_left:
            if language not in pack.languages:
                self.say(pack, "right-to-left", expected="a language of the pack", found=language)
        for kind in ("calendar-switch", "pause-switch", "service-switch"):
            named = getattr(pack, kind.replace("-", "_"))
            if named and named not in pack.parameters:
                self.say(pack, kind, expected="a parameter of the pack", found=named)

    def parameters(self) -> None:
        for name, parameter in self.pack.parameters.items():
            if parameter is not None:
                self.parameter(name, parameter)

    def parameter(self, name: str, parameter: Parameter) -> None:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name):
            self.say(parameter, "", expected="a dotted lower-kebab name", found=name)
        if not parameter.values:
            self.say(parameter, "values", expected="at least one dated value", found="none")
        starts = [dated.from_ for dated in parameter.values]
        known = [start for start in starts if start is not None]
        if known != sorted(set(known)) or None in starts[1:]:
            said = "values in the order of their dates, each date once, null only first"
            self.say(parameter, "values", expected=said, found=", ".join(map(str, starts)))
        for dated in parameter.values:
            self.value(name, parameter, dated)
            self.cells(name, dated.value)

    def value(self, name: str, parameter: Parameter, dated: object) -> None:
        raw = getattr(dated, "value", None)
        if not (getattr(dated, "source", None) or "").strip():
            said = f"the act and article {name} rests on; a value without a source is no law"
            self.say(dated, "source", expected=said, found="nothing")
        if (id(dated), "value") not in self.builder.places:
            self.say(dated, "", expected="value: (null where there is no such rule)", found="nothing")
        try:
            read_value(raw, parameter.unit, self.pack.currency)
        except (ValueError, TypeError, AttributeError, ArithmeticError):
            self.say(dated, "value", expected=f"a value of unit {parameter.unit} for {name}", found=raw)
        if parameter.unit is Unit.CHOICE and raw not in parameter.alternatives:
            self.say(dated, "value", expected=f"one of {', '.join(parameter.alternatives)}", found=raw)

    def cells(self, name: str, value: object) -> None:
        """A table may say in every language whom a column is for, and what a row is."""
        self.optional_texts.add(f"parameters.{name}.name")
        if isinstance(value, dict):
            self.optional_texts |= {f"parameters.{name}.rows.{row}" for row in value}
            rows = [row for row in value.values() if isinstance(row, dict)]
            self.optional_texts |= {f"parameters.{name}.columns.{column}" for row in rows for column in row}

    def letter(self, letter: Letter) -> None:
        for code in letter.texts:
            self.want(f"letters.{letter.code}.{code}", self.builder.place(letter, "texts"))
            text = self.pack.texts.get(self.pack.languages[0], {}).get(f"letters.{letter.code}.{code}", "")
            for name in _PLACEHOLDER.findall(text):
                if name.replace("_", "-") not in letter.fields:
                    said = f"the field {name.replace('_', '-')}, which its text {code} prints"
                    self.say(letter, "fields", expected=said, found="nothing")
        for language in letter.languages:
            if language not in self.pack.languages:
                self.say(letter, "languages", expected="a language of the pack", found=language)
        if (
            letter.template not in self.pack.templates
            and not (self.root / "letters" / letter.template).exists()
        ):
            self.say(letter, "template", expected="a template beside the letter", found=letter.template)

    def names(self, thing: object) -> None:
        missing = set(self.pack.languages) - set(getattr(thing, "names", None) or {})
        if thing is not None and missing:
            said = ", ".join(f"names.{language}" for language in sorted(missing))
            self.say(thing, "names", expected=f"a name in every language: {said}", found="nothing")

    def demonstration(self) -> None:
        for host in filter(None, self.pack.demonstration.hosts):
            if host.district not in self.pack.territory.districts:
                self.say(host, "district", expected="a district of the pack", found=host.district)
        for names in filter(None, self.pack.demonstration.names):
            if names.nationality not in self.pack.countries:
                self.say(names, "nationality", expected="a country of the pack", found=names.nationality)

    def texts(self) -> None:
        for language in self.pack.languages:
            texts = self.pack.texts.get(language, {})
            for path, place in self.wanted_texts.items():
                if path not in texts and shared_path(path) not in texts:
                    said = f"a text {path} in locale/{language}"
                    self.problems.add(place, expected=said, found="nothing")
        self.same_in_every_language()
        self.texts_that_name_nothing()

    def same_in_every_language(self) -> None:
        first, *others = self.pack.languages or ("",)
        base = _without_units(self.pack.texts.get(first, {}))
        for language in others:
            texts = _without_units(self.pack.texts.get(language, {}))
            for path in sorted((set(base) ^ set(texts)) - set(self.wanted_texts)):
                where, missing = (first, language) if path in base else (language, first)
                said = f"the text {path} in locale/{missing} too"
                self.problems.add(self.text_place(where, path), expected=said, found="nothing")
            for path in sorted(set(base) & set(texts)):
                wanted, found = (sorted(set(_PLACEHOLDER.findall(text[path]))) for text in (base, texts))
                if wanted != found:
                    said = f"the values {wanted} of locale/{first}"
                    self.problems.add(self.text_place(language, path), expected=said, found=str(found))

    def texts_that_name_nothing(self) -> None:
        """A text of a service, or of a table, that belongs to nothing in it is a slip of the pen."""
        known = set(self.wanted_texts) | self.optional_texts
        known |= {shared_path(path) for path in known}
        heads = {*self.pack.services, "shared", "petitions", "finder", "regimes", "parameters"}
        for language, texts in self.pack.texts.items():
            for path in texts:
                if path.partition(".")[0] in heads and path not in known:
                    said = "the path of a thing of the service"
                    self.problems.add(self.text_place(language, path), expected=said, found=path)

    def text_place(self, language: str, path: str) -> Place:
        node = self.tree.get("texts")
        for key in (language, path):
            node = node.get(key) if node else None
        return node.place if node else Place(f"locale/{language}", 1)
