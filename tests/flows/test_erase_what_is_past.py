"""Every night what is past its term is erased: rows, files, and the personal values of their events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account, CounterCode
from sojourn.applications.models import Application, ApplicationParty, GuestList
from sojourn.audit import queries as log
from sojourn.audit.models import Event, PersonalValue
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.models import Document
from sojourn.documents.types import Filing as About
from sojourn.flows import erase_what_is_past as story
from sojourn.flows.erase_what_is_past import SWEEPS, erase_what_is_past
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.print_counter_paper import print_counter_paper
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.models import DoorAnswer
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices.models import Attempt, Message, Service, UnsafeChannel
from sojourn.notices.types import Channel, Manner, Served
from sojourn.organisations import actions as organisations
from sojourn.organisations.models import Mandate, Member, Organisation
from sojourn.organisations.types import OrganisationFacts, OrganisationKind, Proof, Scope, Terms
from sojourn.people import actions as people
from sojourn.people.models import MatchKey, NameKey, Person, ProtectiveHold, Statement
from sojourn.people.types import HoldKind, LinkKind, Source
from sojourn.permits.models import Permit, ValidityEntry
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.project.jobs import EVERY, JOBS
from sojourn.stays.models import LateCandidate, Objection, Registration
from tests.factories import filings
from tests.factories.filings import GUEST, LATE, OFFICER, SYSTEM, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db

LEFT = TODAY
WITH_OWNER = ANSWERS | {"stay.host-kind": "owner", "stay.host-contact": "owner@example.org"}


def night(day: date) -> Mapping[str, int]:
    with clock.frozen(day):
        return {what: many for what, many in erase_what_is_past().items() if many}


def years_after(day: date, years: int, *, days: int = 0) -> date:
    return day.replace(year=day.year + years) + timedelta(days=days)


def stay(answers: Mapping[str, str] = ANSWERS, *, left: bool = True) -> Receipt:
    with clock.frozen(TODAY):
        made = filings.register(answers)
        if left:
            filings.depart(made, LEFT)
    return made


def handed_in(draft_id: UUID) -> None:
    """A copy of a passport page, by its id among the answers."""
    with transaction():
        documents.keep_letter(
            f"%PDF-1.7 {draft_id}".encode(),
            filing=About(Subject("application", draft_id), "passport-copy"),
            by=GUEST,
        )


def test_a_draft_nobody_sent_is_erased_after_thirty_days_with_what_was_handed_in() -> None:
    with clock.frozen(TODAY):
        handed_in(filings.begin().id)
    assert night(TODAY + timedelta(days=30)) == {}
    assert night(TODAY + timedelta(days=31)) == {"drafts": 1}
    assert (Application.objects.count(), Document.objects.count()) == (0, 0)


def test_a_filing_that_was_sent_is_no_draft() -> None:
    stay()
    assert "drafts" not in night(TODAY + timedelta(days=40))
    assert Application.objects.count() == 1


def test_what_a_hotel_did_not_mend_and_what_doors_answered_goes_with_the_drafts() -> None:
    with clock.frozen(TODAY):
        desk, receptionist = filings.hotel()
        bad = filings.GUEST_ROW | {"stay.arrived-here-on": "31.02.2026"}
        register_guest_list([bad], key="a", filing=filings.filing(receptionist, desk=desk))
        filings.at_counter()
    assert night(TODAY + timedelta(days=30)) == {}
    assert night(TODAY + timedelta(days=31)) == {"guest lists": 1, "answers of doors": 1}
    assert GuestList.objects.count() == DoorAnswer.objects.count() == 0


def test_a_registration_is_erased_five_years_after_its_end_and_its_filing_with_it() -> None:
    stay()
    night(years_after(LEFT, 5))
    assert Registration.objects.count() == Application.objects.count() == 1
    erased = night(years_after(LEFT, 5, days=1))
    assert (erased["registrations"], erased["filings"]) == (1, 1)
    assert (
        Registration.objects.count() == Application.objects.count() == ApplicationParty.objects.count() == 0
    )


def test_a_registration_that_goes_on_is_kept_however_old() -> None:
    stay(left=False)
    assert "registrations" not in night(years_after(TODAY, 9))


def test_the_personal_values_of_its_events_go_with_it() -> None:
    made = stay()
    about = Subject("registration", made.registration_id)
    assert PersonalValue.objects.filter(event__subject_id=about.id).count() >= 3
    night(years_after(LEFT, 5, days=1))
    assert PersonalValue.objects.filter(event__subject_id=about.id).count() == 0
    told = log.list_events(about, to=filings.reader())
    assert [each.kind for each in told][-2:] == ["stay:erased", "audit:redacted"]
    assert "host" not in told[0].facts


def test_no_question_lapses_by_itself() -> None:
    """A late filing or an objection nobody dealt with waits for its officer, and the registration with it."""
    stay(ANSWERS | LATE)
    objected = stay(WITH_OWNER)
    with clock.frozen(TODAY), transaction():
        filings.stays.object_to(objected.registration_id, words="Nobody stays here.", key="a", by=GUEST)
    assert "registrations" not in night(years_after(LEFT, 9))
    assert (LateCandidate.objects.count(), Objection.objects.count()) == (1, 1)
    with clock.frozen(TODAY), transaction():
        filings.set_aside_all()
        filings.stays.answer_objection(
            Objection.objects.get().id, answer="We looked.", to=filings.reader(), by=OFFICER
        )
    assert night(years_after(LEFT, 9))["registrations"] == 2
    assert LateCandidate.objects.count() == Objection.objects.count() == 0


def test_a_letter_goes_with_the_permit_it_belongs_to_not_with_its_own_age() -> None:
    made = stay(left=False)
    with clock.frozen(TODAY), transaction():
        open_certificate(made.registration_id, language="en", by=GUEST)
        notices.record_service(
            Document.objects.get().id,
            served=Served(Manner.OPENED_IN_PORTAL, TODAY),
            days_after={Manner.REGISTERED_POST: 7},
            by=GUEST,
        )
    assert "documents" not in night(years_after(made.lawful_until, 5))
    assert night(years_after(made.lawful_until, 5, days=1))["documents"] == 1
    assert Document.objects.count() == Service.objects.count() == 0


def test_a_permit_is_erased_ten_years_after_its_end_and_then_verifies_as_unknown() -> None:
    made = stay()
    with clock.frozen(years_after(LEFT, 5)), transaction():
        assert verify(made.number, made.code, caller_key="a") is Verdict.NOT_VALID
    night(years_after(made.lawful_until, 10))
    assert Permit.objects.count() == 1
    assert night(years_after(made.lawful_until, 10, days=1))["permits"] == 1
    assert Permit.objects.count() == ValidityEntry.objects.count() == 0


def test_with_a_permit_go_the_days_it_was_worth_something() -> None:
    stay()
    issued = Permit.objects.get().id
    values = PersonalValue.objects.filter(event__subject_id=issued)
    night(years_after(LEFT, 10))
    assert {each.name for each in values} == {"first_day", "last_day"}
    night(years_after(LEFT, 11))
    assert not values.all().exists()


def test_with_a_registration_go_all_days_of_its_stay() -> None:
    made = stay()
    night(years_after(LEFT, 5, days=1))
    told = Event.objects.filter(subject_kind="registration", subject_id=made.registration_id)
    kept = {name for event in told for name in event.facts}
    assert kept.isdisjoint({"arrived_on", "lawful_until", "leaves_on", "on"})
    assert not PersonalValue.objects.filter(event__in=told).exists()


def test_with_a_person_go_the_days_of_their_family_and_their_holds() -> None:
    stay()
    stay(ANSWERS | {"passport.number": "OTHER1"})
    one, other = Person.objects.order_by("id").values_list("id", flat=True)
    with clock.frozen(TODAY), transaction():
        link = people.link_family(
            one, relative_id=other, kind=LinkKind.SIBLING, source=Source(), from_on=TODAY, by=OFFICER
        )
        people.end_link(link, on=TODAY, by=OFFICER)
        hold = people.place_hold(one, kind=HoldKind.CHILD, from_on=TODAY, by=OFFICER)
        people.end_hold(hold, on=TODAY, reason="Grown up.", by=OFFICER)
    night(years_after(TODAY, 11))
    told = Event.objects.filter(subject_kind="person", subject_id=one)
    assert {name for event in told for name in event.facts}.isdisjoint({"from_on", "until_on"})
    assert not PersonalValue.objects.filter(event__in=told).exists()


def test_a_message_is_erased_after_two_years_with_the_record_of_its_delivery() -> None:
    stay(WITH_OWNER)
    with clock.frozen(TODAY), transaction():
        assert notices.deliver_next()
    assert Attempt.objects.count() == 1
    assert "messages" not in night(years_after(TODAY, 2))
    assert night(years_after(TODAY, 2, days=1))["messages"] == 1
    assert Message.objects.count() == Attempt.objects.count() == 0


def test_a_person_is_forgotten_ten_years_after_the_last_record_when_nothing_names_them() -> None:
    stay()
    assert "people" not in night(years_after(TODAY, 10))
    assert night(years_after(TODAY, 10, days=1))["people"] == 1
    for told in (Person, Statement, MatchKey, NameKey):
        assert told.objects.count() == 0
    assert PersonalValue.objects.filter(event__subject_kind="person").count() == 0


def test_a_person_who_came_again_is_kept_as_long_as_the_newer_stay() -> None:
    stay()
    again = years_after(TODAY, 9)
    with clock.frozen(again):
        later = filings.register(
            ANSWERS
            | {"stay.arrived-in-country-on": str(again), "stay.arrived-here-on": str(again)}
            | {"stay.leaves-on": "", "passport.expires-on": ""},
            on=again,
        )
    assert "people" not in night(years_after(TODAY, 11))
    with clock.frozen(years_after(TODAY, 11)):
        filings.depart(later, years_after(TODAY, 11))
    assert "people" not in night(years_after(again, 10))
    assert night(years_after(again, 10, days=1))["people"] == 1


def test_who_is_protected_from_removal_is_never_forgotten_meanwhile() -> None:
    stay()
    with clock.frozen(TODAY), transaction():
        people.place_hold(Person.objects.get().id, kind=HoldKind.CLAIM_PENDING, from_on=TODAY, by=OFFICER)
    assert "people" not in night(years_after(TODAY, 30))
    assert ProtectiveHold.objects.count() == 1


def test_an_account_nobody_uses_is_emptied_after_three_years() -> None:
    with clock.frozen(TODAY):
        account = filings.account("leyla@example.org")
    assert "accounts" not in night(years_after(TODAY, 3))
    assert night(years_after(TODAY, 3, days=1))["accounts"] == 1
    kept = Account.objects.get(id=account)
    assert (kept.email, kept.email_index, kept.display_name, kept.is_active) == (None, None, None, False)
    assert PersonalValue.objects.filter(event__subject_id=account).count() == 0
    assert night(years_after(TODAY, 4)) == {}


def test_with_an_account_goes_which_of_its_channels_were_not_safe() -> None:
    with clock.frozen(TODAY):
        account = filings.account("leyla@example.org")
        with transaction():
            notices.choose_safe_channels(account, unsafe=[Channel.SMS], by=GUEST)
    night(years_after(TODAY, 3, days=1))
    assert UnsafeChannel.objects.count() == 0


def test_an_account_in_use_or_in_office_stays() -> None:
    with clock.frozen(TODAY):
        used = filings.account("leyla@example.org")
        with transaction():
            officer = accounts.open_staff_account(
                "officer", display_name="O", password="seven geese over", language="en", by=SYSTEM
            )
            accounts.grant_role(officer, "case-officer", office=None, from_on=TODAY, by=SYSTEM)
    with clock.frozen(years_after(TODAY, 2)), transaction():
        accounts.sign_out(used, by=GUEST)
    assert "accounts" not in night(years_after(TODAY, 4))


def test_memberships_and_mandates_go_ten_years_after_their_end_and_the_organisation_stays() -> None:
    with clock.frozen(TODAY):
        desk, receptionist = filings.hotel()
        agent = filings.account("agent@example.org")
        with transaction():
            assert receptionist.account_id
            organisations.end_membership(
                desk.organisation_id, account_id=receptionist.account_id, on=TODAY, by=SYSTEM
            )
            organisations.give_mandate(
                Subject("account", receptionist.account_id),
                agent=Subject("account", agent),
                terms=Terms(Scope.EVERYTHING, TODAY, TODAY + timedelta(days=1), Proof.DECLARED),
                by=receptionist,
            )
    night(years_after(TODAY, 10))
    assert (Member.objects.count(), Mandate.objects.count()) == (1, 1)
    night(years_after(TODAY, 10, days=2))
    assert (Member.objects.count(), Mandate.objects.count(), Organisation.objects.count()) == (0, 0, 1)


def test_an_organisation_that_ended_goes_after_ten_years_with_what_the_log_tells_of_it() -> None:
    trader = OrganisationFacts(OrganisationKind.COMPANY, "Nino Kalandadze", tax_number="1700000009")
    with clock.frozen(TODAY), transaction():
        ended = organisations.enter_organisation(trader, by=OFFICER)
        organisations.end_organisation(ended, on=TODAY, reason="Nino stops.", by=OFFICER)
    values = PersonalValue.objects.filter(event__subject_id=ended)
    night(years_after(TODAY, 10))
    assert {each.name for each in values} == {"name", "tax_number", "reason"}
    assert Organisation.objects.filter(id=ended).exists()
    assert night(years_after(TODAY, 10, days=1)) == {"organisations": 1}
    assert not values.all().exists()
    assert not Organisation.objects.filter(id=ended).exists()


def test_an_organisation_goes_after_its_members_and_what_it_was_to_do_for_others_ends() -> None:
    with clock.frozen(TODAY):
        desk, receptionist = filings.hotel()
        principal = filings.account("leyla@example.org")
        with transaction():
            organisations.give_mandate(
                Subject("account", principal),
                agent=Subject("organisation", desk.organisation_id),
                terms=Terms(Scope.EVERYTHING, TODAY, None, Proof.DECLARED),
                by=receptionist,
            )
            organisations.end_organisation(desk.organisation_id, on=TODAY, reason="Closed.", by=SYSTEM)
    gone = years_after(TODAY, 10, days=1)
    assert night(gone)["organisations"] == 1
    assert (Member.objects.count(), Organisation.objects.count()) == (0, 0)
    assert Mandate.objects.get().ended_on == gone
    night(years_after(gone, 10, days=1))
    assert not Mandate.objects.exists()


def test_an_organisation_that_goes_on_is_kept_however_old() -> None:
    with clock.frozen(TODAY):
        filings.hotel()
    night(years_after(TODAY, 40))
    assert Organisation.objects.count() == 1
    assert PersonalValue.objects.filter(event__kind="organisation:entered").exists()


def test_codes_printed_at_the_counter_go_with_the_filings() -> None:
    with clock.frozen(TODAY):
        entered = filings.at_counter().registration_id
        with transaction():
            print_counter_paper(entered, key="a", language="en", to=filings.EVERYTHING, by=OFFICER)
    assert CounterCode.objects.count() == 1
    night(years_after(TODAY, 6))
    assert CounterCode.objects.count() == 0


def test_a_second_run_finds_nothing_more() -> None:
    stay(WITH_OWNER)
    far = years_after(TODAY, 40)
    assert night(far)
    assert night(far) == {}


def test_a_long_register_is_swept_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(7):
        stay(ANSWERS | {"passport.number": f"N{at:06d}"})
    batches = []
    erase = filings.stays.erase_ended_before
    monkeypatch.setattr(
        story.stays,
        "erase_ended_before",
        lambda day, by: batches.append(erase(day, by=by, limit=3)) or batches[-1],
    )
    assert night(years_after(LEFT, 6))["registrations"] == 7
    assert [len(batch) for batch in batches] == [3, 3, 1, 0]


def test_nothing_personal_is_left_of_anyone_in_the_end() -> None:
    """Forty years on, no table and no event knows the guest, the owner or the host's word any more."""
    stay(WITH_OWNER)
    with clock.frozen(TODAY):
        filings.register(WITH_OWNER | LATE | {"passport.number": "OTHER1"}, held=filings.holder("another"))
        filings.set_aside_all()
        filings.end_all()
    night(years_after(TODAY, 40))
    left = {table: rows for table, rows in rows_of_tables().items() if rows}
    told = [
        table
        for table, rows in left.items()
        if any(word in rows for word in ("Kalandadze", "owner@", "Nino"))
    ]
    assert told == []
    assert PersonalValue.objects.count() == 0


def rows_of_tables() -> dict[str, str]:
    """Every table as text, but the pack, in whose lists of names anyone may stand."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("catalogue_"):
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
                found[table] = str(cursor.fetchone()[0])
    return found


def test_every_term_is_one_the_pack_gives() -> None:
    law = catalogue.current().law(TODAY)
    for term, _ in SWEEPS.values():
        assert law.ago(f"retention.{term}") < TODAY


def test_it_runs_by_itself_every_night() -> None:
    assert "flows.erase-what-is-past" in JOBS
    assert EVERY["flows.erase-what-is-past"].endswith("* * *")
