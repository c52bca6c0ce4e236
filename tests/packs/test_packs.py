"""Both packs are whole: law, places, offices, texts; and one of them is of no country at all."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from sojourn.audit.types import KINDS
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.types import Pack, QuestionType
from sojourn.lib.references import Pattern
from tests.packs.scenarios import ROOT

UNSEEN = re.compile(r"[\u200b\u2066-\u2069\u202a-\u202e]")
PACKS = ("azerbaijan", "arcadia")


@cache
def pack(name: str) -> Pack:
    return compile_folder(ROOT / name).pack


class TestAzerbaijan:
    def test_every_unit_of_the_iso_list_is_there_and_one_that_has_no_code_yet(self) -> None:
        codes = set(pack("azerbaijan").territory.districts)
        assert len({code for code in codes if re.fullmatch(r"AZ-[A-Z]{2,3}", code)}) == 78
        assert "AZ-X-AGD" in codes

    @pytest.mark.parametrize(
        ("district", "office"),
        [
            ("AZ-BA-NES", "rmd-bak"),
            ("AZ-AST", "rmd-lan"),
            ("AZ-SA", "rmd-sak"),
            ("AZ-SAK", "rmd-sak"),
            ("AZ-AGS", "rmd-yev"),
            ("AZ-AGU", "rmd-agu"),
            ("AZ-ORD", "nx-sms"),
            ("AZ-SUS", "rmd-yev"),
            ("AZ-SM", "rmd-bak"),
        ],
    )
    def test_a_place_belongs_to_one_office(self, district: str, office: str) -> None:
        found = pack("azerbaijan").office_for(district)
        assert found is not None
        assert found.code == office

    def test_every_place_a_dwelling_can_stand_in_has_an_office(self) -> None:
        country = pack("azerbaijan")
        assert all(country.office_for(place.code) for place in country.territory.places())
        assert len([place for place in country.territory.places() if place.parent == "AZ-BA"]) == 12

    @pytest.mark.parametrize("language", ["az", "ru"])
    def test_every_source_of_a_service_or_of_a_value_is_named_in_the_language_of_its_reader(
        self, language: str
    ) -> None:
        country = pack("azerbaijan")
        told = {source for service in country.services.values() for source in service.sources}
        told |= {each.source for values in country.parameters.values() for each in values.values}
        english = re.compile(r"\b(art|of|the|Law|Code|before)\b")
        assert [each for each in sorted(told) if english.search(country.source_in(each, language))] == []

    def test_places_of_the_same_language_have_different_names(self) -> None:
        country = pack("azerbaijan")
        for language in country.languages:
            names = [country.name_of(place, language) for place in country.territory.places()]
            assert len(names) == len(set(names))

    @pytest.mark.parametrize(
        ("code", "found", "kind"),
        [
            ("D", "DEU", "state"),
            ("DEU", "DEU", "state"),
            ("RKS", "XKX", "state"),
            ("XXA", "XXA", "stateless"),
            ("XXB", "XXB", "refugee"),
            ("XXC", "XXC", "refugee"),
            ("XXX", "XXX", "unspecified"),
            ("NAM", "NAM", "state"),
            ("UTO", "UTO", "specimen"),
        ],
    )
    def test_nationalities_as_documents_write_them(self, code: str, found: str, kind: str) -> None:
        country = pack("azerbaijan").find_country(code)
        assert country is not None
        assert (country.code, country.kind) == (found, kind)

    @pytest.mark.parametrize(
        ("day", "is_open"),
        [
            (date(2015, 3, 25), False),  # Novruz days that met the weekend
            (date(2015, 3, 26), False),
            (date(2016, 3, 24), False),
            (date(2026, 3, 30), False),
            (date(2026, 3, 31), True),
            (date(2026, 11, 9), False),
            (date(2026, 11, 12), True),
            (date(2026, 6, 5), True),
            (date(2026, 6, 6), False),
        ],
    )
    def test_the_calendar(self, day: date, is_open: bool) -> None:
        assert pack("azerbaijan").calendar.is_working(day) is is_open

    def test_registration_has_at_most_three_pages_with_the_summary(self) -> None:
        service = pack("azerbaijan").service("registration-of-stay")
        assert len([page for page in service.pages if not page.on_summary]) + 1 <= 3

    def test_the_answer_paths_others_rely_on(self) -> None:
        questions = pack("azerbaijan").service("registration-of-stay").questions()
        assert set(questions) >= {
            *(f"passport.{name}" for name in ("mrz", "kind", "issuing-state", "number", "surname")),
            *(f"passport.{name}" for name in ("given-names", "nationality", "birth-date", "sex")),
            *(f"passport.{name}" for name in ("expires-on", "none", "copy")),
            *(f"stay.{name}" for name in ("arrived-in-country-on", "arrived-here-on", "leaves-on")),
            *(f"stay.{name}" for name in ("lawful-until", "visa-number", "place", "host-kind")),
            *(f"stay.{name}" for name in ("host-name", "host-contact", "change-of-place")),
            "contact.channel",
            "contact.address",
        }
        assert questions["stay.place"].type is QuestionType.ADDRESS


@pytest.mark.parametrize("name", PACKS)
class TestEveryPack:
    def test_names_and_hosts_of_the_demonstration_are_of_the_pack(self, name: str) -> None:
        demonstration = pack(name).demonstration
        for names in demonstration.names:
            assert names.nationality in pack(name).countries
            assert names.female
            assert names.male
            assert names.surnames
        places = {place.code for place in pack(name).territory.places()}
        assert {host.district for host in demonstration.hosts} <= places

    def test_references_are_patterns_with_a_check_character(self, name: str) -> None:
        """All but the number of a card, which carries its check digit in the machine-readable zone."""
        services = pack(name).services.values()
        cards = {service.letters.card for service in services}
        cards |= {each.letter for service in services for each in service.cards}
        for purpose, pattern in pack(name).references.items():
            reference = Pattern(pattern).format(42, service="QY", year=2026)
            assert reference.isascii()
            assert purpose in cards or Pattern(pattern).is_well_formed(reference)

    def test_no_text_holds_marks_nobody_can_see(self, name: str) -> None:
        for texts in pack(name).texts.values():
            assert not [
                path for path, text in texts.items() if re.search(r"[\u200b\u2066-\u2069\u202a-\u202e]", text)
            ]

    def test_a_right_to_left_language_is_known_as_such(self, name: str) -> None:
        assert {pack(name).direction(language) for language in pack(name).languages if language == "ar"} <= {
            "rtl"
        }
        assert pack(name).direction("en") == "ltr"


def test_the_country_keeps_each_kind_of_record_for_a_stated_time() -> None:
    """Every redaction a room declares names a retention term of the pack."""
    terms = {redaction.term for kind in KINDS.values() for redaction in kind.personal.values()}
    assert {f"retention.{term}" for term in terms} <= set(pack("azerbaijan").parameters)


def test_arcadia_has_another_currency_calendar_and_writing() -> None:
    country, arcadia = pack("azerbaijan"), pack("arcadia")
    assert country.currency != arcadia.currency
    assert country.rest_days != arcadia.rest_days
    assert arcadia.direction("ar") == "rtl"
    for role in ("registration", "residence"):
        assert len(arcadia.service_for(role).pages) < len(country.service_for(role).pages)
