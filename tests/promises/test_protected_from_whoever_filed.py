"""Promise 2, against the one who filed: what they filed for someone under protection is theirs no longer.

Broken for a try, and seen to fail: a case filed on behalf of someone counted as the person's own; the newest
page of cases taken instead of all; a principal left on the filing; messages left in the inbox or on their
way; the taking told to the ordinary auditor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from sojourn.accounts import actions as accounts
from sojourn.applications import actions as applications
from sojourn.applications.models import Application
from sojourn.applications.types import Holder
from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases.models import Case
from sojourn.flows.open_case import CaseReceipt
from sojourn.flows.reclassify_person import Sight, reclassify_person
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.register_stay import register_stay
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.lib.db import claim, held_row, transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import queries as inboxes
from sojourn.notices.models import Message
from sojourn.notices.types import State
from sojourn.payments import actions as payments
from sojourn.stays import queries as stays
from sojourn.stays.models import Registration
from sojourn.stays.types import Side
from tests.factories import filings
from tests.factories.cases import FILED_ON, apply, approve, opened, propose
from tests.factories.registrations import ANSWERS as STAY
from tests.promises.conftest import signed_in
from tests.promises.stories import cases as stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


@pytest.fixture
def filer(db: None) -> Actor:
    account = filings.account("agent@example.org")
    return Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)


def filed(by: Actor) -> CaseReceipt:
    return apply(by=by, holder=Holder(account_id=by.account_id))


def protect(person_id: UUID, sight: Sight = Sight.THEIR_OWN) -> None:
    class_ = Confidentiality.PROTECTED
    with transaction():
        reclassify_person(person_id, confidentiality=class_, sight=sight, by=filings.OFFICER)


@pytest.mark.parametrize("kind", ["organisation", "account"])
def test_what_was_filed_on_behalf_of_someone_is_nobodys_own(kind: str, filer: Actor) -> None:
    whom = filings.hotel()[0].organisation_id if kind == "organisation" else filings.account("b@example.org")
    receipt = filed(replace(filer, on_behalf_of=Subject(kind, whom)))
    protect(opened(receipt.case_id).case.person_id)
    case = opened(receipt.case_id).case
    assert (case.account_id, case.principal) == (None, None)
    held = Application.objects.get(id=case.application_id)
    assert (held.account_id, held.principal_kind, held.principal_id) == (None, "", None)


def test_all_that_was_filed_for_someone_is_taken_however_much_it_is(filer: Actor) -> None:
    case = Case.objects.get(id=filed(filer).case_id)
    filing = Application.objects.get(id=case.application_id)
    for number in range(55):
        filing.id, case.id = uuid4(), uuid4()
        filing.outcome_id, filing.reference = case.id, f"{filing.reference[:-7]}{number:07d}"
        case.application_id, case.reference = filing.id, filing.reference
        filing.save(force_insert=True)
        case.save(force_insert=True)
    protect(case.person_id, Sight.NOBODY)
    assert not Case.objects.filter(account_id__isnull=False).exists()
    assert not Application.objects.filter(account_id__isnull=False).exists()


def test_that_it_was_taken_is_told_to_the_protection_desk_alone(filer: Actor) -> None:
    case = opened(filed(filer).case_id).case
    propose(case.id, by=stories.AUTHOR)
    approve(case.id, by=stories.APPROVER)
    with transaction():
        about = Subject("application", case.application_id)
        accounts.make_counter_code(about, reference=case.reference, by=filings.OFFICER)
    protect(case.person_id, Sight.NOBODY)
    rooms = {"case", "application", "charge"}
    told = dict(
        Event.objects.filter(kind__endswith=":taken-from-filer").values_list("kind", "confidentiality")
    )
    told |= Event.objects.filter(kind="account:counter-code-ended").values_list("kind", "confidentiality")
    assert set(told) >= {*(f"{room}:taken-from-filer" for room in rooms), "account:counter-code-ended"}
    assert set(told.values()) == {Confidentiality.PROTECTED}


def test_a_row_read_before_is_read_again_when_it_was_taken(filer: Actor) -> None:
    case = opened(filed(filer).case_id).case
    protected, row = {"confidentiality": Confidentiality.PROTECTED, "by": filings.OFFICER}, Case(id=case.id)
    for take in (
        lambda: cases.take_from_filer([case.id], **protected),  # type: ignore[arg-type]
        lambda: applications.take_from_filer([case.subject], **protected),  # type: ignore[arg-type]
        lambda: applications.reclassify([case.subject], **protected),  # type: ignore[arg-type]
        lambda: payments.take_from_filer([case.subject], **protected),  # type: ignore[arg-type]
    ):
        with transaction():
            claim("case", case.id, row)
            assert held_row("case", case.id) is row
            take()
            assert held_row("case", case.id) is None


def test_no_message_about_it_stays_in_an_inbox_and_none_that_waits_goes_out(filer: Actor) -> None:
    case, client = opened(filed(filer).case_id).case, signed_in(filer.account_id or uuid4())
    about = Message.objects.filter(about_id=case.id)
    message = about.filter(account_id=filer.account_id).latest("id")
    assert str(message.id) in client.get("/en/inbox/").content.decode()
    protect(case.person_id, Sight.NOBODY)
    assert str(message.id) not in client.get("/en/inbox/").content.decode()
    assert client.get(f"/en/inbox/{message.id}/").status_code == 404
    assert inboxes.count_unread(to=Reader(filer, "own-messages")) == 0
    assert not about.filter(state=State.QUEUED).exists()
    assert about.filter(state=State.NOT_SENT).exists()
    told = Event.objects.filter(kind="notice:taken-from-recipient").values_list("confidentiality", flat=True)
    assert set(told) == {Confidentiality.PROTECTED}


def registered(by: Actor, number: str, told_by: Side = Side.GUEST) -> Registration:
    told = STAY | {"passport.number": number}
    draft = filings.begin(told, by=by, held=Holder(account_id=by.account_id))
    with transaction():
        filing = replace(filings.filing(by), told_by=told_by)
        receipt = register_stay(draft.id, holder=Holder(account_id=by.account_id), filing=filing)
    return Registration.objects.get(id=receipt.registration_id)


def seen(by: Actor) -> set[UUID]:
    return {each.id for each in stays.list_of_account(by.account_id or uuid4())}


def test_a_registration_told_by_another_than_the_guest_is_taken_with_its_filing_and_messages(
    filer: Actor,
) -> None:
    own, told = registered(filer, "HIS000001"), registered(filer, "HERS00001", Side.HOST)
    assert seen(filer) == {own.id, told.id}
    protect(told.person_id)
    assert seen(filer) == {own.id}
    assert not Application.objects.filter(outcome_id=told.id, account_id__isnull=False).exists()
    inbox = signed_in(filer.account_id or uuid4()).get("/en/inbox/").content.decode()
    about = Message.objects.filter(about_id=told.id).values_list("id", flat=True)
    assert about
    assert [each for each in about if str(each) in inbox] == []
    kinds = Event.objects.filter(kind="stay:taken-from-filer").values_list("confidentiality", flat=True)
    assert list(kinds) == [Confidentiality.PROTECTED]


def test_who_registered_themselves_and_then_another_keeps_their_own_alone(filer: Actor) -> None:
    own, second = registered(filer, "HIS000001"), registered(filer, "HERS00001")
    protect(own.person_id)
    protect(second.person_id)
    assert seen(filer) == {own.id}
    protect(own.person_id, Sight.NOBODY)
    assert seen(filer) == set()


def test_the_person_may_choose_that_the_filer_goes_on_seeing_a_registration(filer: Actor) -> None:
    told = registered(filer, "HERS00001", Side.HOST)
    protect(told.person_id, Sight.AS_CHOSEN)
    assert seen(filer) == {told.id}


def test_a_hotel_keeps_the_list_of_its_own_guests() -> None:
    desk, receptionist = filings.hotel()
    register_guest_list([filings.GUEST_ROW], key="k", filing=filings.filing(receptionist, desk=desk))
    row = Registration.objects.get()
    protect(row.person_id, Sight.NOBODY)
    given = stays.list_given_of_host([row.id], organisation_id=desk.organisation_id)
    assert [each.id for each in given] == [row.id]
