"""A small pack with one service that asks one question of every type."""

from __future__ import annotations

from typing import Any

from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.types import (
    Country,
    District,
    Facts,
    Importance,
    Lists,
    Pack,
    Page,
    Question,
    QuestionType,
    Service,
    Territory,
)
from sojourn.lib.types import Confidentiality

REQUIRED = Importance.REQUIRED

PASSPORT = Page(
    "passport",
    (
        Question(
            "document",
            QuestionType.GROUP,
            travel_document=True,
            questions=(
                Question("mrz", QuestionType.TEXT, lines=3),
                Question("surname", QuestionType.PERSON_NAME, REQUIRED, autocomplete="family-name"),
                Question("number", QuestionType.DOCUMENT_NUMBER, REQUIRED),
                Question("nationality", QuestionType.COUNTRY, REQUIRED),
                Question("birth-date", QuestionType.PARTIAL_DATE, REQUIRED, autocomplete="bday"),
            ),
        ),
        Question("copy", QuestionType.FILE),
    ),
)
STAY = Page(
    "stay",
    (
        Question("arrived-on", QuestionType.DATE, REQUIRED),
        Question("place", QuestionType.ADDRESS, REQUIRED),
        Question("guests", QuestionType.INTEGER, minimum=1),
        Question("rent", QuestionType.MONEY),
        Question("host-kind", QuestionType.CHOICE, REQUIRED, options=("self", "other")),
        Question(
            "host-name",
            QuestionType.TEXT,
            shows_when=Condition(question="stay.host-kind", is_="other"),
        ),
        Question("remark", QuestionType.TEXT, lines=4),
    ),
)
SERVICE = Service(
    code="welcome",
    short="WEL",
    version=1,
    confidentiality=Confidentiality.ORDINARY,
    outcome="at-once",
    parties=("applicant",),
    pages=(PASSPORT, STAY),
    facts=Facts("welcome.facts", {}),
    lists=Lists(frozenset({"ARC", "EOL"}), {}, frozenset({"N", "S"}), "ARC"),
)


def texts() -> dict[str, str]:
    """A label for every question: its code with a capital."""
    found = {"welcome.passport.title": "Travel document", "welcome.stay.title": "Stay"}
    for page in SERVICE.pages:
        for question in page.questions:
            for each in (question, *question.questions):
                found[f"welcome.{page.code}.{each.code}.label"] = each.code.replace("-", " ").capitalize()
                for option in each.options:
                    found[f"welcome.{page.code}.{each.code}.options.{option}"] = option.capitalize()
    found["welcome.stay.arrived-on.help"] = "The day in the stamp"
    found["welcome.stay.arrived-on.why"] = "The term runs from this day"
    return found


def small_pack(**more: Any) -> Pack:
    districts = {
        "N": District("N", "district", {"en": "North"}),
        "S": District("S", "district", {"en": "South"}),
    }
    countries = {
        "EOL": Country("EOL", "state", {"en": "Eolia", "az": "Ədliyyə", "ru": "Эолия"}),
        "ARC": Country("ARC", "state", {"en": "Arcadia", "az": "Çinar", "ru": "Аркадия"}),
    }
    filled: dict[str, Any] = {
        "code": "small",
        "version": "1",
        "languages": ("en",),
        "zone": "UTC",
        "currency": "EUR",
        "rest_days": (5, 6),
        "references": {},
        "parameters": {},
        "services": {"welcome": SERVICE},
        "letters": {},
        "offices": {},
        "territory": Territory(districts),
        "countries": countries,
        "holidays": (),
        "texts": {"en": texts()},
        "rules": {},
        "templates": {},
        "sha256": "0" * 64,
    }
    return Pack(**filled | more)
