"""The auditor's pages: found by what is at hand, said in sentences, with the names of those who acted."""

from __future__ import annotations

import pytest
from django.test import Client

from sojourn.accounts.models import Account
from sojourn.applications.models import Application
from sojourn.audit.models import Access, Event
from sojourn.audit.types import ANY_SUBJECT, KINDS
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import OrganisationFacts, OrganisationKind
from sojourn.payments import queries as charges
from sojourn.permits.models import Permit
from sojourn.sites.office import words
from sojourn.sites.office.log import SEARCHED
from sojourn.stays.models import Registration
from tests.architecture.source import calls, modules
from tests.architecture.test_events import declared_kinds
from tests.factories.cases import EVERYTHING, apply, approve, officer, opened, pay, propose
from tests.factories.filings import GUEST, LATE, begin, register
from tests.factories.registrations import ANSWERS
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db


def asked(client: Client, typed: object, language: str = "en") -> str:
    answer = client.post(f"/{language}/office/log/", {"q": str(typed)})
    assert answer.status_code == 200
    return answer.content.decode()


def decided(desk: Desk) -> Registration:
    """A late registration a supervisor has set aside."""
    receipt = register({**ANSWERS, **LATE})
    here = f"/en/office/registrations/{receipt.registration_id}/"
    desk("supervisor").post(f"{here}lateness/", {"state": "set-aside", "reason": "In hospital until May."})
    return Registration.objects.get(id=receipt.registration_id)


def test_a_registration_is_found_by_whatever_is_at_hand(desk: Desk) -> None:
    stay = decided(desk)
    permit, auditor = Permit.objects.get(), desk("auditor", None)
    entry = Event.objects.filter(subject_id=stay.id).latest("id").id
    for typed in (
        permit.number,
        permit.number.replace("-", "").lower(),
        f" {permit.number} ",
        f"https://example.org/v/{permit.number}/AAAAA-AAAAA#abc",
        stay.reference,
        stay.id,
        f"https://example.org/az/office/registrations/{stay.id}/departure/",
        entry,
        f"#{entry}",
    ):
        assert "Late filing decided" in asked(auditor, typed), typed


def test_organisations_and_officers_are_found_by_number_and_name(desk: Desk) -> None:
    with transaction():
        organisations.enter_organisation(
            OrganisationFacts(OrganisationKind.HOTEL, "Hotel Lotus", tax_number="1400000001"), by=SYSTEM
        )
    desk("case-officer")
    auditor = desk("auditor", None)
    assert "Organisation entered" in asked(auditor, "1400000001")
    name = Account.objects.get(sign_in_name__startswith="case-officer").sign_in_name
    assert "Role given" in asked(auditor, name)


def test_it_says_who_did_it_where_and_why(desk: Desk) -> None:
    page = asked(desk("auditor", None), decided(desk).reference)
    told = page[page.index("Late filing decided") :]
    assert "supervisor</a> (Supervisor), in the office" in told
    assert "Lankaran" in told
    assert "Set aside" in told
    assert "In hospital until May." in told


@pytest.mark.parametrize(
    ("language", "said"),
    [("az", "Gecikmiş müraciət üzrə qərar verildi"), ("ru", "Решено по поданному с опозданием")],
)
def test_no_code_of_the_machine_is_shown_in_any_language(desk: Desk, language: str, said: str) -> None:
    page = asked(desk("auditor", None), decided(desk).reference, language)
    assert [kind for kind in KINDS if f">{kind}<" in page or f" {kind} " in page] == []
    assert "set-aside" not in page
    assert said in page


def test_everything_that_can_happen_to_what_is_looked_up_has_words() -> None:
    shown = {
        name
        for name, kind in declared_kinds().items()
        if kind.subject in {*words.SUBJECTS, ANY_SUBJECT} and not name.endswith(":reclassified")
    }
    assert shown - set(words.EVENTS) == set()


def test_who_looked_is_told_by_name_purpose_and_day(desk: Desk) -> None:
    stay = decided(desk)
    desk("case-officer").get(f"/en/office/registrations/{stay.id}/")
    page = asked(desk("auditor", None), stay.id)
    looked = page[page.index("Who looked") :]
    assert "case-officer</a> (Case officer), in the office" in looked
    assert "to handle a registration" in looked
    assert "10 June 2026" in looked


def test_every_reason_to_look_has_words() -> None:
    looks = [call for module in modules() if ".sites.office" in module.name for call in calls(module.tree)]
    listings = {
        keyword.value.value for call in looks for keyword in call.keywords if keyword.arg == "listing"
    }
    assert listings <= set(words.LISTINGS)
    purposes = {
        getattr(__import__(module.name, fromlist=["PURPOSE"]), "PURPOSE", None)
        for module in modules()
        if module.name.startswith("sojourn.sites.office.")
    }
    assert purposes - {None} <= set(words.PURPOSES)


def test_what_may_name_someone_in_a_filter_can_be_checked_by_the_auditor() -> None:
    named = {
        key.value
        for module in modules()
        if ".sites.office" in module.name
        for call in calls(module.tree)
        for keyword in call.keywords
        if keyword.arg == "private"
        for key in keyword.value.keys
    }
    assert named - {"words"} == set(SEARCHED)


def test_an_account_shows_what_it_looked_at(desk: Desk) -> None:
    stay = decided(desk)
    client = desk("case-officer")
    client.get(f"/en/office/registrations/{stay.id}/")
    client.post("/en/office/people/", {"q": "Kaland"})
    name = Account.objects.get(sign_in_name__startswith="case-officer").sign_in_name
    page = asked(desk("auditor", None), name)
    looked = page[page.index("What they looked at") : page.index("Who looked<")]
    assert "Search for a person" in looked
    assert f"?q={stay.id}" in looked


def test_a_suspected_search_is_confirmed_by_its_words(desk: Desk) -> None:
    register()
    desk("case-officer").post("/en/office/people/", {"q": "Kalandadze Nino"})
    auditor = desk("auditor", None)
    page = auditor.post("/en/office/log/searches/", {"words": " KALANDADZE nino"}).content.decode()
    assert "It was searched for" in page
    assert "case-officer</a> (Case officer)" in page
    other = auditor.post("/en/office/log/searches/", {"words": "Kalandadze Nina"}).content.decode()
    assert "Nobody searched for exactly these words" in other
    checks = Access.objects.filter(listing="searches")
    assert [look.count for look in checks.order_by("id")] == [1, 0]
    assert "alandadze" not in str([look.filter for look in checks])


def test_only_the_auditor_opens_the_log(desk: Desk) -> None:
    for role in ("counter-officer", "case-officer", "supervisor", "protection-officer", "administrator"):
        for page in ("log/", "log/searches/"):
            assert desk(role).get(f"/en/office/{page}").status_code == 403, (role, page)


def test_what_is_unknown_and_what_was_not_sent_are_answered_alike_and_noted(desk: Desk) -> None:
    draft = begin()
    auditor = desk("auditor", None)
    for typed in (draft.id, Application.objects.get().reference, "nothing at all", "\u200b", "9" * 18, "#"):
        page = asked(auditor, typed)
        assert "Nothing is known under this" in page or not str(typed).strip("\u200b")
    assert set(Access.objects.filter(listing="log").values_list("subject_id", "count")) == {(None, 0)}


def test_the_page_of_a_registration_tells_who_decided_and_why(desk: Desk) -> None:
    stay = decided(desk)
    page = desk("case-officer").get(f"/en/office/registrations/{stay.id}/history/").content.decode()
    history = page[page.index("Late filing decided") :]
    assert "supervisor (Supervisor), in the office" in history
    assert "In hospital until May." in history
    assert "Who looked" not in page


def test_a_supervisor_sees_who_of_the_own_office_looked(desk: Desk) -> None:
    stay = decided(desk)
    for office in ("rmd-lan", "rmd-gan"):
        desk("case-officer", office).get(f"/en/office/people/{stay.person_id}/")
    page = desk("supervisor").get(f"/en/office/people/{stay.person_id}/history/").content.decode()
    looked = page[page.index("Who looked") :]
    assert looked.count("case-officer (Case officer)") == 1


def test_who_acts_for_a_host_is_said_with_the_host(desk: Desk) -> None:
    with transaction():
        hotel = organisations.enter_organisation(
            OrganisationFacts(OrganisationKind.HOTEL, "Hotel Lotus", tax_number="1400000002"), by=SYSTEM
        )
    guest = register(by=GUEST.for_principal(Subject("organisation", hotel)))
    page = asked(desk("auditor", None), guest.reference)
    assert "Someone without an account, in the portal · on behalf of Hotel Lotus" in page


def test_a_case_and_its_duty_are_found_and_told_in_words(desk: Desk) -> None:
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    pay(case_id)
    auditor, case = desk("auditor", None), opened(case_id).case
    page = asked(auditor, case.reference)
    for said in ("Case opened", "Decision proposed", "Grant", "Grant approved", "Duty paid"):
        assert said in page
    (duty,) = charges.list_of(case.subject, to=EVERYTHING)
    assert f"?q={duty.id}" in page
    for language in ("az", "ru"):
        page = asked(auditor, case.reference, language)
        assert not [kind for kind in KINDS if f">{kind}<" in page]
    told = asked(auditor, duty.number)
    assert "Duty charged" in told
    assert "120\u00a0AZN" in told
