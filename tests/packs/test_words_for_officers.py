"""What officers read of an application speaks of the person, never to them: to officers "you" is they."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sojourn.catalogue.types import Pack, Service
from sojourn.sites.ui.form import Drawing
from tests.packs.scenarios import compiled

SPEAKS_TO = {
    "en": re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE),
    "az": re.compile(
        r"\b(siz|sizi|sizə|sizdə|sizdən|sizin|sizinlə|özünüz\w*|\w+(?:sınız|siniz|sunuz|sünüz)"
        r"|\w+(?:ınız|iniz|unuz|ünüz)\w*)\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(r"\b(вы|вас|вам|вами|ваш\w*)\b", re.IGNORECASE),
}

SPEAKS_OF_ITSELF = {
    "en": re.compile(r"\b(I|me|my|mine)\b"),
    "ru": re.compile(r"\b(я|мне|меня|мной|мой|моя|моё|мои|моих)\b", re.IGNORECASE),
}


def asked(pack: Pack, service: Service, language: str) -> Iterator[tuple[str, str]]:
    """What its pages and questions are called on an officer's page."""
    words = Drawing(pack, service, language, officer=True)
    for page in service.pages:
        yield page.code, words.title_of(page)
        for path, _ in page.each_question():
            yield path, words.label(path)


def shown(pack: Pack, service: Service, language: str) -> Iterator[tuple[str, str]]:
    """Everything of a service that stands on an officer's page, by its path."""
    yield from asked(pack, service, language)
    words = Drawing(pack, service, language, officer=True)
    for page in service.pages:
        for path, question in page.each_question():
            for option in question.options:
                yield f"{path}.{option}", words.text(f"{path}.options.{option}")
    for stage in service.stages:
        yield stage.code, pack.find_text(service.stage_text(stage.code), language) or ""
    for outcome in service.outcomes:
        yield outcome.code, pack.find_text(service.outcome_text(outcome.code), language) or ""


def test_no_words_on_an_officers_page_speak_to_the_applicant() -> None:
    pack = compiled("azerbaijan")
    found = [
        f"{language} {service.code}.{path}: {said}"
        for service in pack.services.values()
        if service.is_decided
        for language in pack.languages
        for path, said in shown(pack, service, language)
        if SPEAKS_TO[language].search(said)
    ]
    assert found == []


def test_no_question_on_an_officers_page_speaks_as_the_applicant() -> None:
    pack = compiled("azerbaijan")
    found = [
        f"{language} {service.code}.{path}: {said}"
        for service in pack.services.values()
        if service.is_decided
        for language, speaks in SPEAKS_OF_ITSELF.items()
        for path, said in asked(pack, service, language)
        if speaks.search(said)
    ]
    assert found == []


def test_a_page_of_one_question_is_called_by_that_and_the_applicant_reads_their_own_words() -> None:
    pack = compiled("azerbaijan")
    service = pack.service("temporary-residence")
    page = next(each for each in service.pages if each.code == "passport")
    assert "Your" not in Drawing(pack, service, "en", officer=True).title_of(page)
    representative = next(each for each in service.pages if each.code == "representative")
    assert Drawing(pack, service, "en").title_of(representative) == "Who are you?"
    assert Drawing(pack, service, "en", officer=True).title_of(representative) != "Who are you?"
