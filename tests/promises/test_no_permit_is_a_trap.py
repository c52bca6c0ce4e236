"""Promise 3, of cases: an application that was not sent, and what was said in one, reaches nobody else.

A draft for a permit is invisible to every officer and program of staff. What an applicant answers, writes or
objects is kept unreadable, stays in the case, and its closed parts are for those who examine it.

Broken for a try, and seen to fail: a filing found by staff before it is sent; words of a hearing kept
unencrypted; the closed opinion told to whoever may open the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection

from sojourn.accounts.roles import ROLES
from sojourn.applications import actions as applications
from sojourn.applications.models import Application
from sojourn.cases import actions as cases
from sojourn.cases.models import Case
from sojourn.cases.types import Opinion, Side
from sojourn.catalogue import queries as catalogue
from sojourn.flows.announce_intention import answer_intention
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.people.models import Person
from tests.factories import filings
from tests.factories.cases import ANSWERS, FILED_ON, apply, opened
from tests.factories.cases import officer as staff
from tests.promises.conftest import SignIn
from tests.promises.stories import cases as stories
from tests.sites.api.conftest import program_of
from tests.sites.searching import look

pytestmark = pytest.mark.django_db

TOLD = {"passport.surname": "Unsentova", "passport.number": "55UN00001", "present.lawful-until": "2020-01-01"}


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


@pytest.fixture
def draft(db: None) -> Application:
    """Begun, long after the stay ended, and not sent."""
    pack = catalogue.current()
    with transaction():
        applications.start(
            pack.service_for("residence"),
            pack=pack,
            language="en",
            answers={**ANSWERS, **TOLD},
            holder=filings.holder(),
            by=filings.GUEST,
        )
    return Application.objects.get()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_no_officer_and_no_program_of_theirs_finds_a_draft(
    role: str, draft: Application, officer: SignIn
) -> None:
    client, program = officer(role), program_of(staff("one", role).account_id or draft.id)
    pages = (
        "cases/?whose=office&stage=open",
        "cases/?q=Unsentova",
        f"cases/?q={draft.reference}",
        "cases/late/",
    )
    for page in (*pages, "people/?q=Unsentova", f"log/?q={draft.id}", f"cases/{draft.id}/"):
        said = look(client, f"/en/office/{page}").content.decode()
        assert "Unsentova</" not in said, page
        assert "Application begun" not in said, page
    for path in ("/cases", f"/cases/{draft.reference}", f"/applications/{draft.reference}"):
        answer = program.get(path)
        assert answer.status_code in {403, 404} or b'"items":[]' in answer.content, path
    assert Case.objects.count() == Person.objects.count() == 0


def test_it_goes_after_its_term_and_nobody_was_told(draft: Application) -> None:
    kept = FILED_ON - catalogue.current().law(FILED_ON).ago("retention.draft")
    with clock.frozen(FILED_ON + kept + timedelta(days=2)):
        erase_what_is_past()
    assert Application.objects.count() == 0


SAID = (
    "a beating at home",
    "he keeps my papers",
    "I fear for my child",
    "a note of the service",
    "unsure of it",
)


def test_what_was_said_in_a_case_is_not_readable_in_the_database() -> None:
    answered, message, appeal, opinion, typed = SAID
    case_id = stories.announce(apply().case_id)
    with transaction():
        answer_intention(opened(case_id), words=answered, by=filings.GUEST)
        cases.write_message(case_id, side=Side.APPLICANT, words=message, by=filings.GUEST)
        asked = {"body": "security", "question": "Known?", "reply_by": date(2026, 6, 20)}
        _, consultation = cases.consult(case_id, **asked, by=stories.AUTHOR)  # type: ignore[arg-type]
    with transaction():
        told = {"outcome": Opinion.NO_OBJECTION, "public_opinion": "None.", "closed_opinion": opinion}
        cases.record_opinion(case_id, consultation_id=consultation, by=stories.AUTHOR, **told)  # type: ignore[arg-type]
        cases.keep_working_paper(case_id, form="propose", typed={"closed": typed}, by=stories.AUTHOR)
    other = stories.refuse(apply({"passport.number": "OTHER0001"}).case_id, filings.GUEST)
    with transaction():
        appeal_decision(opened(other), words=appeal, by=filings.GUEST)
    found = [f"{table}: {words}" for table, text in everything() for words in SAID if readable(words, text)]
    assert found == []


def everything() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("catalogue_"):
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
                yield table, str(cursor.fetchone()[0])


def readable(words: str, text: str) -> bool:
    return words in text or words.encode().hex() in text


@pytest.mark.parametrize(
    ("role", "reads"), [("case-officer", True), ("supervisor", True), ("counter-officer", False)]
)
def test_the_closed_opinion_is_for_those_who_examine(role: str, reads: bool, officer: SignIn) -> None:
    case_id = apply().case_id
    asked = {"body": "security", "question": "Known?", "reply_by": date(2026, 6, 20)}
    with transaction():
        _, consultation = cases.consult(case_id, **asked, by=stories.AUTHOR)  # type: ignore[arg-type]
    with transaction():
        told = {"outcome": Opinion.OBJECTION, "public_opinion": "See law.", "closed_opinion": "An informer."}
        cases.record_opinion(case_id, consultation_id=consultation, by=stories.AUTHOR, **told)  # type: ignore[arg-type]
    said = officer(role).get(f"/en/office/cases/{case_id}/").content.decode()
    assert ("An informer." in said) is reads
