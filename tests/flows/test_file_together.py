"""A family files together: one file, and a case, a fee and a decision for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sojourn.accounts import actions as accounts
from sojourn.applications import actions as applications
from sojourn.applications import queries as filings
from sojourn.applications.models import Application
from sojourn.applications.types import Draft, Holder
from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.errors import CaseNotFound
from sojourn.catalogue import queries as catalogue
from sojourn.flows.case_file import open_filed_file
from sojourn.flows.file_together import FILED_WITH, begin_for_family, submit_together
from sojourn.flows.open_case import CaseReceipt
from sojourn.flows.sign_in_with_counter_code import sign_in_with_counter_code
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from tests.factories import filings as people
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, HOLDER, apply, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def another(first: CaseReceipt) -> Draft:
    with transaction():
        file = opened(first.case_id)
        return begin_for_family(file, pack=catalogue.current(), language="en", holder=HOLDER, by=GUEST)


def send(draft: Draft, first: CaseReceipt) -> CaseReceipt:
    with transaction():
        more = {"passport.surname": "Eriksson", "request.kind": "issue", "applicant.filer": "self"}
        applications.save(draft.id, answers=more, pages=["passport"], holder=HOLDER, by=GUEST)
        filing = Filing(GUEST, FILED_ON, "en")
        return submit_together(draft.id, first=first.case_id, holder=HOLDER, filing=filing)


def test_what_is_shared_is_filled_in_and_nothing_else() -> None:
    first = apply()
    draft = another(first)
    assert draft.answers["dwelling.place.district"] == "AZ-BA-NAR"
    assert draft.answers["speed.speed"] == "standard"
    assert draft.answers["contact.address"] == "anna@example.org"
    assert draft.answers["ground.main"] == "family-of-permit-holder"
    assert draft.answers["relative.name"] == opened(first.case_id).identity.names.whole
    assert draft.answers[FILED_WITH] == first.reference
    assert not [path for path in draft.answers if path.startswith(("passport.", "applicant."))]


def test_each_has_a_case_of_their_own_in_one_file() -> None:
    first = apply()
    second = send(another(first), first)
    third = send(another(first), first)
    files = {opened(each.case_id).case.family_file_id for each in (first, second, third)}
    assert len(files) == 1
    (file,) = files
    assert file is not None
    found = case_files.list_family(file, to=EVERYTHING)
    assert [each.reference for each in found] == [one.reference for one in (first, second, third)]
    assert Event.objects.filter(kind="case:joined-family", subject_id=first.case_id).count() == 1


def test_a_case_that_is_not_there_has_no_family() -> None:
    first = apply()
    with pytest.raises(CaseNotFound), transaction():
        cases.join_family(Subject("case", another(first).id).id, by=GUEST)


def test_the_holder_of_a_filing_opens_its_case_as_the_applicant_sees_it() -> None:
    receipt = apply()
    file = open_filed_file(filings.get_draft(receipt.reference, holder=HOLDER))
    assert file.case.id == receipt.case_id
    assert not file.page.assignments
    (held,) = filings.list_held([file.case.application_id], holder=HOLDER)
    assert held.reference == receipt.reference
    assert filings.list_held([file.case.application_id], holder=replace(HOLDER, secret="another")) == []


def test_a_printed_code_gives_the_case_to_the_account_too() -> None:
    receipt, account = apply(), people.account("anna@example.org")
    filing = filings.get_draft(receipt.reference, holder=HOLDER)
    with transaction():
        code = accounts.make_counter_code(
            Subject("application", filing.id), reference=receipt.reference, by=SYSTEM
        )
    with transaction():
        Application.objects.filter(id=filing.id).update(secret_hash=None)
        sign_in_with_counter_code(
            receipt.reference, code, holder=Holder(account_id=account), caller="x", by=GUEST
        )
    assert opened(receipt.case_id).case.account_id == account
    own = case_files.find_own_by_reference(receipt.reference, account_id=account)
    assert own is not None
    assert own.id == receipt.case_id
    assert Event.objects.filter(kind="case:given-to-holder").count() == 1
