"""Every fact that is recorded says how it ends: nothing is kept for ever by accident."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from sojourn.audit.types import KINDS, EventKind, Redaction
from tests.architecture.source import ROOT, modules

PERMANENT = "permanent"
OWN_TERMS = {PERMANENT, "by-event-kind", "try"}
"""What a model may say instead of a term: it holds nothing personal; its values end as their events
say; it counts tries and is forgotten when they no longer count."""

PERSONAL_WORDS = re.compile(
    r"(^|_)(name|names|surname|birth|birth_date|passport|document_number|phone|email|contact|address|place|words"
    r"|nationality|relation|relative|reason|answer|kind|district|arrived_on|leaves_on|lawful_until|days_late)$"
    r"|^(on|first_day|last_day|from_on|until_on|ended_on)$"
)
"""Names of facts that tell of a person, and the days of a stay, a document, a family or a protection; as a
plain fact they could never be redacted.
"""

THINGS = ("account", "subject", "host", "document", "outcome", "about", "organisation")
NOT_PERSONAL = {"changed_place", *(f"{thing}_kind" for thing in THINGS)}
NOT_OF_A_PERSON = {
    "audit:redacted.reason",
    "notice:given-up.reason",
    "document:erased.reason",
    "organisation:entered.district",
    "organisation:changed.district",
}
"""Reasons that are a code of ours, never somebody's words; where an organisation is."""

DAYS_OF_AN_ACT = {"case", "account", "organisation", "mandate"}
"""Subjects whose plain days are those of an act: when the office did something with a case; when an
organisation ended; from when until when an account, told by its id alone and emptied by its own term, held
a role, a membership or a mandate.
"""
DAYS = {"on", "from_on", "until_on", "ended_on"}


def declared_kinds() -> dict[str, EventKind]:
    """Every kind of event the product declares."""
    for module in modules():
        if module.parts[1:] == ("events",):
            importlib.import_module(module.name)
    return {name: kind for name, kind in KINDS.items() if not name.startswith("thing:")}


def terms_of(pack: str) -> set[str]:
    """The retention terms a pack gives, as its parameters name them."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "packs" / pack).rglob("*.yaml")]
    return {term for text in texts for term in re.findall(r"^retention\.([a-z-]+):", text, re.MULTILINE)}


def packs() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "packs").glob("*/pack.yaml"))


def unending(kinds: Iterable[EventKind], terms: set[str]) -> Iterator[str]:
    """Personal facts whose term no law gives, and plain facts that tell of a person."""
    for kind in kinds:
        for name, redaction in kind.personal.items():
            if redaction.term not in terms:
                yield f"{kind.name}.{name}: no retention.{redaction.term}"
        for name in set(kind.plain) - NOT_PERSONAL:
            of_an_act = kind.subject in DAYS_OF_AN_ACT and name in DAYS
            if PERSONAL_WORDS.search(name) and not of_an_act and f"{kind.name}.{name}" not in NOT_OF_A_PERSON:
                yield f"{kind.name}.{name}: told in plain"


def badly_named(kinds: Iterable[EventKind]) -> Iterator[str]:
    """`subject:happened`, with a part between where needed."""
    return (kind.name for kind in kinds if not re.fullmatch(r"[a-z-]+(:[a-z-]+){1,2}", kind.name))


def undeclared(every: Iterable[type[models.Model]], terms: set[str]) -> Iterator[str]:
    """Models that do not say which columns are personal and how long a row is kept."""
    for model in every:
        term, personal = getattr(model, "retention", None), getattr(model, "personal", None)
        if term is None or personal is None:
            yield f"{model._meta.label}: declares no retention or no personal columns"
        elif term not in terms | OWN_TERMS:
            yield f"{model._meta.label}: no retention.{term}"
        elif personal and term == PERMANENT:
            yield f"{model._meta.label}: personal and kept for ever"
        else:
            yield from _not_columns(model, personal)


def _not_columns(model: type[models.Model], personal: Iterable[str]) -> Iterator[str]:
    for name in personal:
        try:
            model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
        except FieldDoesNotExist:
            if name not in {field.attname for field in model._meta.concrete_fields}:
                yield f"{model._meta.label}.{name}: no such column"


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("sojourn.")]


@pytest.mark.parametrize("pack", packs())
def test_every_personal_fact_of_an_event_has_a_term(pack: str) -> None:
    assert sorted(unending(declared_kinds().values(), terms_of(pack))) == []


@pytest.mark.parametrize("pack", packs())
def test_every_row_has_a_term_and_says_what_in_it_is_personal(pack: str) -> None:
    assert sorted(undeclared(ours(), terms_of(pack))) == []


def test_events_are_named_for_what_happened_to_what() -> None:
    assert list(badly_named(declared_kinds().values())) == []
    assert declared_kinds()


def example(name: str = "thing:example", **parts: object) -> EventKind:
    kind = EventKind(name, subject="thing", **parts)  # type: ignore[arg-type]
    del KINDS[name]
    return kind


def test_a_personal_fact_without_a_term_is_found() -> None:
    kind = example(personal={"name": Redaction("nowhere")})
    assert list(unending([kind], {"registration"})) == ["thing:example.name: no retention.nowhere"]
    assert list(unending([kind], {"nowhere"})) == []


@pytest.mark.parametrize(
    "fact",
    [
        *("name", "host_name", "birth_date", "contact", "words", "reason", "hold_kind", "relation"),
        *("nationality", "arrived_on", "on", "first_day", "last_day", "from_on", "until_on"),
    ],
)
def test_a_person_told_of_in_plain_is_found(fact: str) -> None:
    assert list(unending([example(plain=(fact,))], set())) == [f"thing:example.{fact}: told in plain"]


def test_the_days_of_an_act_are_not_those_of_a_person() -> None:
    act = EventKind("case:example", subject="case", plain=("on", "first_day"))
    del KINDS[act.name]
    assert list(unending([act], set())) == ["case:example.first_day: told in plain"]


def test_a_bad_name_is_found() -> None:
    assert list(badly_named([example("Happened")])) == ["Happened"]


@pytest.mark.parametrize(
    ("retention", "personal", "found"),
    [
        (None, (), "declares no retention"),
        ("nowhere", (), "no retention.nowhere"),
        (PERMANENT, ("text",), "kept for ever"),
        ("registration", ("missing",), "no such column"),
    ],
)
def test_an_undeclared_row_is_found(retention: str | None, personal: tuple[str, ...], found: str) -> None:
    class Wrong(models.Model):
        text = models.TextField()

        class Meta:
            app_label = "lib"

    del apps.all_models["lib"]["wrong"]
    Wrong.retention, Wrong.personal = retention, personal  # type: ignore[attr-defined]
    (said,) = undeclared([Wrong], {"registration"})
    assert found in said
    Wrong.retention, Wrong.personal = "registration", ("text",)  # type: ignore[attr-defined]
    assert list(undeclared([Wrong], {"registration"})) == []
