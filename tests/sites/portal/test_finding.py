"""Finding the right service: every way ends well, and of what is sensitive nothing remains."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Finder, FinderEnd, FinderQuestion, Pack
from tests.sites.portal.conftest import Visitor

pytestmark = pytest.mark.django_db
FIND = "/en/find/"


def loaded() -> tuple[Pack, Finder]:
    pack = catalogue.current()
    assert pack.finder is not None
    return pack, pack.finder


def answered(at: str, answer: str, language: str = "en", client: Client | None = None) -> Visitor:
    """What an answer to a question leads to."""
    visitor = Visitor(client or Client())
    visitor.answer = visitor.client.post(f"/{language}/find/", {"at": at, "answer": answer})
    return visitor.follow()


def ways(finder: Finder) -> Iterator[tuple[FinderQuestion, str, FinderQuestion | FinderEnd]]:
    for question in finder.questions:
        for answer in question.answers:
            step = finder.find_step(answer.to)
            assert step is not None
            yield question, answer.code, step


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_every_answer_leads_to_the_words_of_its_step(language: str) -> None:
    pack, finder = loaded()
    for question, answer, step in ways(finder):
        kind = "questions" if isinstance(step, FinderQuestion) else "ends"
        visitor = answered(question.code, answer, language)
        assert visitor.answer.status_code == 200
        assert visitor.says(pack.text(f"finder.{kind}.{step.code}.title", language)), (question.code, answer)


def led_to(client: Client, finder: Finder) -> set[str]:
    """The addresses of the portal that stand on a page some way from the first question ends at."""
    seen, waiting, found = set[str](), [finder.first()], set[str]()
    while waiting:
        question = waiting.pop()
        for answer in question.answers:
            step = finder.find_step(answer.to)
            assert step is not None
            if step.code in seen:
                continue
            seen.add(step.code)
            if isinstance(step, FinderQuestion):
                waiting.append(step)
                continue
            main = answered(question.code, answer.code, client=client).text.partition("<main")[2]
            found |= set(re.findall(r'href="([^"?#]+)', main.partition("</main>")[0]))
    return found


def test_every_service_a_petition_and_every_look_up_is_found_by_answering() -> None:
    """What nobody is led to stands in the pack with its reason."""
    pack, finder = loaded()
    found = led_to(Client(), finder)
    left_out = {each.service: each.reason for each in finder.left_out}
    of_rooms = {pack.roles.departure, pack.roles.hosting}
    missed = {
        code
        for code in set(pack.services) - set(left_out) - of_rooms
        if not any(address.startswith(f"/en/services/{code}/") for address in found)
    }
    assert missed == set()
    assert all(len(reason) > 20 for reason in left_out.values())
    assert not {address for code in left_out for address in found if code in address}
    for address in ("/en/track/", "/en/write/", "/en/receipt/", "/en/verify/", "/en/departure/"):
        assert any(each.startswith(address) for each in found), (address, sorted(found))


def test_every_end_leads_on_or_says_that_nothing_is_needed() -> None:
    _, finder = loaded()
    client, seen = Client(), set[str]()
    for question, answer, step in ways(finder):
        if not isinstance(step, FinderEnd):
            continue
        page = answered(question.code, answer, client=client)
        main = page.text.partition("<main")[2].partition("</main>")[0]
        found = set(re.findall(r'href="(/en/[^"#]*)"', main)) - {"/en/find/", "/en/services/"}
        if step.nothing:
            assert page.says("You need nothing from us")
        else:
            assert any(each for each in found if not each.startswith("/en/find/")) or step.matters, step.code
        for service in step.services:
            assert f"/en/services/{service}/" in found
        seen |= found
    for address in sorted(seen):
        assert client.get(address).status_code in (200, 302), address


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (("work", "employer"), "Work permit"),
        (("ends-soon", "temporary"), "Temporary residence permit"),
        (("live", "two-years"), "Permanent residence permit"),
        (("child-born", "parent-citizen"), "Determination of affiliation to citizenship"),
        (("child-born", "no-country"), "Statelessness determination"),
        (("fined", "pay"), "Paying a fine"),
        (("leaving", "home"), "Going home for good"),
        (("visiting", "short"), "You need nothing from us"),
        (("afraid",), "Refugee status"),
        (("no-country",), "Statelessness determination"),
        (("no-papers", "stayed-on"), "You can come out of it"),
        (("passport-kept", "passport"), "The passport is yours"),
    ],
)
def test_what_people_say_leads_to_what_they_need(answers: tuple[str, ...], words: str) -> None:
    visitor = Visitor().open(FIND)
    for answer in answers:
        visitor.send({"answer": answer}).follow()
    assert visitor.says(words)


def test_what_is_sensitive_shows_telephones_first_and_a_quick_way_out() -> None:
    _, finder = loaded()
    sensitive = [(question, answer) for question, answer, step in ways(finder) if step.sensitive]
    assert len(sensitive) > 10
    for question, answer in sensitive:
        main = answered(question.code, answer).text.partition("<main")[2]
        call, way_out = main.find('href="tel:'), main.find("data-exit")
        assert main.find("</h1>") < call < main.find('<p class="lead"'), answer
        assert way_out > 0
        assert re.search(r'<a [^>]*rel="noreferrer[^>]*data-exit', main)


def test_of_what_is_sensitive_nothing_stands_in_an_address_a_title_a_cookie_or_a_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pack, finder = loaded()
    caplog.set_level(logging.DEBUG)
    for question, answer, step in ways(finder):
        if not step.sensitive:
            continue
        client = Client()
        told = client.post(FIND, {"at": question.code, "answer": answer})
        page = told.content.decode()
        kind = "questions" if isinstance(step, FinderQuestion) else "ends"
        assert told.status_code == 200
        assert told["Cache-Control"] == "no-store"
        assert pack.text(f"finder.{kind}.{step.code}.title", "en") not in page.partition("</title>")[0]
        assert not set(client.cookies) - {"csrftoken"}
        assert client.get(f"{FIND}{step.code}/").status_code == 404
        assert f"find/{step.code}" not in page
    lines = " ".join(str(record.__dict__) for record in caplog.records)
    codes = [step.code for step in finder.steps() if step.sensitive and "-" in step.code]
    assert not [code for code in codes if code in lines]


def test_nothing_is_written_and_little_is_asked_of_the_database() -> None:
    Client().get(FIND)
    for sent in ({"at": "need", "answer": "afraid"}, {"at": "need", "answer": "work"}, {}):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            Client().post(FIND, sent)
        assert all(each["sql"].startswith("SELECT") for each in asked.captured_queries)
        assert len(asked) <= 2


def test_without_a_cookie_the_way_is_found_too() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(FIND, {"at": "need", "answer": "passport-kept"})
    assert answer.status_code == 200
    assert "How is it with you now?" in answer.content.decode()


def test_whoever_chooses_nothing_is_asked_again_at_the_field() -> None:
    visitor = Visitor().open(FIND).send()
    assert visitor.says("There is a problem", "Choose what fits best")
    assert '<a href="#answer">' in visitor.text
    assert 'id="answer"' in visitor.text


def test_an_answer_nobody_offered_is_no_answer() -> None:
    assert answered("need", "x" * 5000).says("Choose what fits best")
    assert answered("nowhere", "work").says("How is it with your work?")


def test_back_leads_to_the_question_before() -> None:
    first = Visitor().open(FIND).send({"answer": "ends-soon"}).follow()
    assert f'href="{FIND}"' in first.text
    second = first.send({"answer": "temporary"}).follow()
    assert f'class="back" href="{FIND}ends-soon/"' in second.text


def test_what_is_sensitive_is_shown_in_another_language_where_it_stands() -> None:
    finder = catalogue.current().finder
    assert finder
    for question, answer in [(q, a) for q, a, step in ways(finder) if step.sensitive]:
        shown = Client().post(FIND, {"at": question.code, "answer": answer}).content.decode()
        form = re.search(r'<form id="here".*?</form>', shown, re.S)
        assert form
        assert 'form="here" formaction="/ru/find/"' in shown
        fields = dict(re.findall(r'name="([^"]+)" value="([^"]+)"', form[0]))
        told = Client().post("/ru/find/", {**fields, "go": "stay"}).content.decode()
        assert re.findall(r'id="here".*?</form>', told, re.S) == [
            form[0].partition(" ")[2].replace("/en/", "/ru/")
        ]
        assert 'lang="ru"' in told


def test_back_among_what_is_sensitive_leaves_no_address_either() -> None:
    visitor = Visitor().open(FIND).send({"answer": "no-papers"})
    visitor.send({"answer": "lost"})
    visitor.answer = visitor.client.post(FIND, {"at": "no-papers", "back": "yes"})
    assert visitor.answer.status_code == 200
    assert visitor.says("Why have you no papers?")


def test_the_first_page_and_the_list_of_services_lead_here() -> None:
    for page in ("/en/", "/en/services/"):
        assert f'href="{FIND}"' in Visitor().open(page).text
