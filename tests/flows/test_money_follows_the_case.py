"""What is owed goes where its case goes: under protection, to another office, to whoever follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.applications.models import Application
from sojourn.applications.types import State
from sojourn.cases import queries as case_files
from sojourn.cases.types import AppealOutcome, Power
from sojourn.documents import queries as documents
from sojourn.flows import case_messages
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.decide_case import approve_decision
from sojourn.flows.follow_case import follow_case
from sojourn.flows.produce_card import produce_card
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.flows.remind_of_payments import remind_of_payments
from sojourn.flows.transfer_case import transfer_case
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import Proof, Scope, Terms
from sojourn.payments import queries as charges
from sojourn.payments.types import Charge
from sojourn.permits import queries as permits
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    OFFICE,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    read_newest,
    refused,
)

pytestmark = pytest.mark.django_db
POWER = Power("supervisor", OFFICE)
ORDINARY = Reader(SYSTEM, "test")
REMINDED_ON = date(2026, 7, 25)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def author() -> Actor:
    return officer("author")


@pytest.fixture
def approver() -> Actor:
    return officer("approver", "supervisor")


def granted(author: Actor, approver: Actor, **more: str) -> UUID:
    case_id = apply({name.replace("_", "."): value for name, value in more.items()}).case_id
    propose(case_id, by=author)
    approve(case_id, by=approver)
    return case_id


def protect(case_id: UUID) -> None:
    with transaction():
        reclassify_person(
            opened(case_id).case.person_id, confidentiality=Confidentiality.PROTECTED, by=SYSTEM
        )


def owed(case_id: UUID, *, to: Reader = EVERYTHING) -> list[Charge]:
    return charges.list_of(Subject("case", case_id), to=to)


def person(name: str) -> UUID:
    contact = Contact(ContactKind.EMAIL, f"{name}@example.org")
    with transaction():
        return accounts.open_person_account(contact, display_name=name.title(), language="en", by=SYSTEM)


def test_a_case_protected_while_its_approver_reads_is_charged_as_protected(
    author: Actor, approver: Actor
) -> None:
    case_id = apply().case_id
    propose(case_id, by=author)
    read_before = opened(case_id)
    protect(case_id)
    with transaction():
        approve_decision(read_before, power=POWER, by=approver)
    assert owed(case_id, to=ORDINARY) == []
    assert [each.confidentiality for each in owed(case_id)] == [Confidentiality.PROTECTED]


def test_a_letter_and_a_card_made_from_a_file_opened_before_are_protected(
    author: Actor, approver: Actor
) -> None:
    case_id = granted(author, approver)
    pay(case_id)
    read_before = opened(case_id)
    protect(case_id)
    letter = next(each for each in list_letters(read_before) if each.purpose is Purpose.GRANTED)
    with transaction():
        open_letter(read_before, letter, language="en", by=author)
    with transaction():
        produce_card(read_before, by=author)
    subject = Subject("case", case_id)
    assert documents.list_documents(subject, to=ORDINARY) == []
    assert len(documents.list_documents(subject, to=EVERYTHING)) == 1
    assert permits.find_for(subject, to=ORDINARY) is None
    assert permits.find_for(subject, to=EVERYTHING) is not None


def test_a_case_given_to_another_office_takes_its_money_and_letters_along(
    author: Actor, approver: Actor
) -> None:
    case_id = granted(author, approver)
    read_newest(case_id, Purpose.GRANTED)
    here = replace(EVERYTHING, offices=frozenset({OFFICE}))
    there = replace(EVERYTHING, offices=frozenset({"rmd-lan"}))
    with transaction():
        transfer_case(case_id, office="rmd-lan", reason="moved house", by=author)
    subject = Subject("case", case_id)
    assert case_files.get_case(case_id, to=there).office == "rmd-lan"
    assert [len(owed(case_id, to=each)) for each in (here, there)] == [0, 1]
    assert [len(documents.list_documents(subject, to=each)) for each in (here, there)] == [0, 1]


def test_who_opens_their_case_with_the_code_of_the_counter_sees_what_they_owe(
    author: Actor, approver: Actor
) -> None:
    case_id, account = granted(author, approver), person("anna")
    application = opened(case_id).case.application_id
    with transaction():
        follow_case(application, account_id=account, by=SYSTEM)
    assert [each.subject for each in charges.list_of_account(account)] == [Subject("case", case_id)]
    with transaction():
        follow_case(application, account_id=person("another"), by=SYSTEM)
    assert len(charges.list_of_account(account)) == 1


def test_a_reminder_reaches_the_contact_where_no_account_follows_the_case(
    author: Actor, approver: Actor
) -> None:
    case_id = granted(author, approver)
    read_newest(case_id, Purpose.GRANTED)
    before = Message.objects.count()
    with clock.frozen(REMINDED_ON):
        assert remind_of_payments() == 1
        assert Message.objects.count() == before + 1
        assert remind_of_payments() == 0


def test_a_reminder_nobody_could_be_told_is_not_counted(author: Actor, approver: Actor) -> None:
    case_id = granted(author, approver, contact_address="")
    read_newest(case_id, Purpose.GRANTED)
    with clock.frozen(REMINDED_ON):
        assert remind_of_payments() == 0
        with transaction():
            follow_case(opened(case_id).case.application_id, account_id=person("anna"), by=SYSTEM)
        assert remind_of_payments() == 1


def test_who_filed_by_a_mandate_is_told_until_it_ends_and_the_person_always(author: Actor) -> None:
    principal, agent = Subject("account", person("anna")), Subject("account", person("lawyer"))
    case = replace(opened(apply().case_id).case, account_id=agent.id, principal=principal)
    terms = Terms(
        Scope.REGISTER_STAY, from_on=FILED_ON, until_on=date(2026, 7, 1), proof=Proof.DECLARED, services=()
    )
    with transaction():
        organisations.give_mandate(principal, agent=agent, terms=terms, by=SYSTEM)

    def told(on: date) -> set[UUID | None]:
        before = Message.objects.order_by("-id").values_list("id", flat=True).first()
        with clock.frozen(on), transaction():
            assert case_messages.tell(case, by=SYSTEM)
        return set(Message.objects.filter(id__gt=before).values_list("account_id", flat=True))

    assert told(date(2026, 6, 30)) == {agent.id, principal.id}
    assert told(date(2026, 7, 1)) == {principal.id}


def test_one_case_that_is_gone_keeps_nobody_from_being_reminded(
    author: Actor, approver: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = granted(author, approver)
    other = granted(author, approver, passport_number="BB7654321")
    for case_id in (gone, other):
        read_newest(case_id, Purpose.GRANTED)
    filing = opened(gone).filed.id
    Application.objects.filter(id=filing).update(state=State.DRAFT)
    with clock.frozen(REMINDED_ON):
        assert remind_of_payments() == 1


def test_the_time_to_pay_for_a_won_appeal_begins_with_its_service(author: Actor, approver: Actor) -> None:
    case_id = apply().case_id
    refused(case_id, author=author, approver=approver)
    with transaction():
        appeal_decision(opened(case_id), words="Twelve months, please.", by=GUEST)
    decided_on = date(2026, 9, 1)
    with clock.frozen(decided_on):
        with transaction():
            decide_appeal(
                opened(case_id),
                Answer(
                    AppealOutcome.OVERTURNED,
                    ("granted-on-appeal",),
                    {"az": "Müqavilə verilib."},
                    granted_from=decided_on,
                    granted_until=date(2027, 5, 31),
                ),
                power=POWER,
                by=officer("judge", "appeal-officer"),
            )
        (charge,) = owed(case_id)
        assert charge.due_on is None
        read_newest(case_id, Purpose.APPEAL)
        (charge,) = owed(case_id)
        assert charge.due_on is not None
        assert (charge.due_on - decided_on).days >= 30
