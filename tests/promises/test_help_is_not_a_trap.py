"""Promise 3. Help is not a trap: a draft is its holder's own, reaches nobody, and is erased after its term.

What is said in a complaint, an interview or a claim has no room yet; the import contracts keep such rooms
apart from enforcement when they come.

Broken for a try, and seen to fail: `get_submitted` that finds drafts; the log page telling of one; answers
kept unencrypted; the term of a filing that was sent used for drafts.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from sojourn.accounts.roles import ROLES
from sojourn.applications import queries as applications
from sojourn.applications.errors import DraftNotFound
from sojourn.applications.models import Application
from sojourn.audit.models import Event, PersonalValue
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.models import Document
from sojourn.documents.types import Filing as About
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.people import queries as register
from sojourn.people.models import Person
from sojourn.stays.models import LateCandidate, Registration
from tests.architecture.source import calls, modules
from tests.factories import filings
from tests.factories.filings import GUEST, LATE, TODAY
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn
from tests.sites.searching import look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TOLD = (
    ANSWERS
    | LATE
    | {
        "passport.surname": "Unsentova",
        "passport.number": "55UN00001",
        "contact.channel": "email",
        "contact.address": "unsent@example.org",
    }
)
EVERYTHING = filings.reader(*Confidentiality)
PAGES = (
    "registrations/",
    "registrations/?late=yes",
    "late/",
    "objections/",
    "people/?q=Unsentova",
    "people/?q=55UN00001",
    "counter/",
)


@pytest.fixture
def draft(today: object) -> UUID:
    """Begun, late, with a file, and not sent."""
    begun = filings.begin(TOLD)
    with transaction():
        about = About(Subject("application", begun.id), "passport.copy")
        documents.keep_letter(b"%PDF-1.7 an unsent page", filing=about, by=GUEST)
    return begun.id


@pytest.mark.parametrize("role", sorted(ROLES))
def test_no_officer_of_any_role_sees_a_draft(role: str, draft: UUID, officer: SignIn) -> None:
    client = officer(role)
    pages = {page: look(client, f"/en/office/{page}").content.decode() for page in PAGES}
    assert [page for page, said in pages.items() if "Unsentova</" in said or str(draft) in said] == []
    reference = Application.objects.get().reference
    assert [page for page, said in pages.items() if reference in said] == []


def test_the_log_page_does_not_tell_that_something_was_begun(draft: UUID, officer: SignIn) -> None:
    client = officer("auditor")
    known, unknown = (
        client.get(f"/en/office/log/?q={at}").content.decode().replace(str(at), "")
        for at in (draft, UUID(int=5))
    )
    assert ("Application begun" in known, len(known)) == (False, len(unknown))


def test_no_query_for_staff_gives_a_draft(draft: UUID) -> None:
    assert applications.get_submitted(Subject("registration", draft), to=EVERYTHING) is None
    outcome = Subject("registration", UUID(int=9))
    Application.objects.update(outcome_kind=outcome.kind, outcome_id=outcome.id)
    assert applications.get_submitted(outcome, to=EVERYTHING) is None
    assert register.search("Unsentova", to=EVERYTHING).people == ()


def test_staff_pages_read_filings_by_the_one_query_that_knows_no_drafts() -> None:
    used = {
        call.func.attr  # type: ignore[attr-defined]
        for module in modules()
        if module.name.startswith("sojourn.sites.office")
        for names in [module.names()]
        for call in calls(module.tree)
        if names.get(str(getattr(getattr(call.func, "value", None), "id", "")))
        == "sojourn.applications.queries"
    }
    assert used <= {"get_submitted"}


def test_a_draft_has_no_consequence_whatever_it_says(draft: UUID) -> None:
    """Late as it is, nobody is recorded, told, counted or proposed to an officer."""
    for rows in (Person, Registration, LateCandidate, Message):
        assert rows.objects.count() == 0
    assert PersonalValue.objects.count() == 0


def test_what_a_draft_says_is_not_readable_in_the_database(draft: UUID) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("catalogue_"):
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
                kept = str(cursor.fetchone()[0])
                assert "Unsentova" not in kept, table
                assert b"Unsentova".hex() not in kept, table


def test_nobody_else_opens_a_draft(draft: UUID) -> None:
    reference = Application.objects.get().reference
    with pytest.raises(DraftNotFound):
        applications.get_draft(reference, holder=filings.holder("another browser"))
    assert Client().get(f"/en/apply/{reference}/check/").status_code == 404


def test_a_draft_is_erased_after_the_term_of_the_pack_and_leaves_only_that_it_was(draft: UUID) -> None:
    kept_until = TODAY + (TODAY - catalogue.current().law(TODAY).ago("retention.draft"))
    with clock.frozen(kept_until):
        erase_what_is_past()
    assert Application.objects.count() == 1
    with clock.frozen(kept_until + timedelta(days=1)):
        erase_what_is_past()
    assert Application.objects.count() == Document.objects.count() == 0
    told = Event.objects.filter(subject_id=draft).order_by("subject_number")
    assert [event.kind for event in told] == ["application:started", "application:drafts-erased"]
    assert all(not event.digests for event in told)


def test_saving_it_again_begins_the_term_again(draft: UUID) -> None:
    later = TODAY + timedelta(days=20)
    with clock.frozen(later), transaction():
        filings.applications.save(draft, answers={}, pages=["stay"], holder=filings.holder(), by=GUEST)
    with clock.frozen(later + timedelta(days=15)):
        erase_what_is_past()
    assert Application.objects.count() == 1
