"""Promises 5 and 8, of cases: held together by one file, each has a case, a decision and a duty alone.

Whoever filed some of them sees those; what others of the family filed is theirs, and a case that came under
the protection desk is not told of through the rest.

Broken for a try, and seen to fail: the cases of a file shown by the file instead of by who filed; a case
found by its number whoever filed it; the family in the office read without the reader; the case, the filing
or the charge of a protected child left with the account that filed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pypdfium2
import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Verdict
from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases.types import CaseStatus, CaseView
from sojourn.catalogue import queries as catalogue
from sojourn.flows import case_messages
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.file_together import submit_together
from sojourn.flows.open_case import CaseReceipt
from sojourn.flows.reclassify_person import Sight, reclassify_person
from sojourn.flows.sign_in_with_counter_code import sign_in_with_counter_code
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.payments import queries as charges
from tests.factories import filings
from tests.factories.cases import ANSWERS, EVERYTHING, FILED_ON, apply, approve, opened, propose
from tests.promises.conftest import SignIn, signed_in
from tests.promises.doors import addresses, asked
from tests.promises.stories import cases as stories
from tests.sites.api.conftest import program_of

pytestmark = pytest.mark.django_db

HUSBAND = {"passport.surname": "Oakley", "passport.given-names": "Robin", "passport.number": "OAK000001"}
CHILD = {"passport.surname": "Oakley", "passport.given-names": "Pip", "passport.number": "OAK000002"}
WIFE = {"passport.surname": "Maple", "passport.given-names": "Jasmine", "passport.number": "MAP000003"}
HERS = ("Maple", "Jasmine", "MAP000003")


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with clock.frozen(FILED_ON):
        yield FILED_ON


@dataclass(frozen=True)
class Family:
    """He filed for himself and the child; she filed herself; one file holds the three."""

    account: UUID
    his: CaseReceipt
    childs: CaseReceipt
    hers: CaseReceipt

    @property
    def ids(self) -> tuple[UUID, UUID, UUID]:
        return self.his.case_id, self.childs.case_id, self.hers.case_id


@pytest.fixture
def family(db: None) -> Family:
    him, her = filings.account("robin@example.org"), filings.account("jasmine@example.org")
    his = apply(HUSBAND, by=person(him), holder=Holder(account_id=him))
    return Family(him, his, together(CHILD, him, his), together(WIFE, her, his))


def person(account: UUID) -> Actor:
    return Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)


def together(answers: dict[str, str], account: UUID, first: CaseReceipt) -> CaseReceipt:
    pack, holder, by = catalogue.current(), Holder(account_id=account), person(account)
    told = {**ANSWERS, **answers}
    service = pack.service_for("residence")
    with transaction():
        draft = applications.start(service, pack=pack, language="en", answers=told, holder=holder, by=by)
        filing = Filing(by, FILED_ON, "en")
        return submit_together(draft.id, first=first.case_id, holder=holder, filing=filing)


def test_one_file_holds_three_cases_of_three_people(family: Family) -> None:
    cases = [opened(each).case for each in family.ids]
    assert len({each.family_file_id for each in cases}) == 1
    assert len({each.person_id for each in cases}) == len({each.reference for each in cases}) == 3


def test_he_sees_what_he_filed_and_nothing_of_what_she_filed(family: Family) -> None:
    client = signed_in(family.account)
    pages = ["account/", "inbox/", *(f"cases/{each.reference}/" for each in (family.his, family.childs))]
    said = " ".join(client.get(f"/en/{page}").content.decode() for page in pages)
    assert "Pip" in said
    assert family.childs.reference in said
    assert [word for word in (*HERS, family.hers.reference) if word in said] == []


def test_her_case_is_nobodys_to_him_at_every_address(family: Family) -> None:
    client, program = signed_in(family.account), program_of(family.account)
    letter = list_letters(opened(family.hers.case_id))[0].key
    values = {"reference": family.hers.reference, "key": letter, "code": "term", "document": UUID(int=7)}
    for address in addresses():
        if address.name.startswith("portal:") and "reference" in address.parts:
            answer = asked(client, address.of(values), {}, post=None)
            assert answer.status in {404, 405}, address
    for path in ("", "/letters", "/charges", "/messages"):
        assert program.get(f"/applications/{family.hers.reference}{path}").status_code in {404, 405}
        assert program.get(f"/applications/{family.his.reference}{path}").status_code in {200, 405}


def test_each_is_decided_charged_and_written_to_alone(family: Family) -> None:
    his, _, hers = family.ids
    propose(his, by=stories.AUTHOR)
    approve(his, by=stories.APPROVER)
    stories.refuse(hers, filings.GUEST)
    found = [opened(each).case.status for each in family.ids]
    assert found == [CaseStatus.AWAITING_PAYMENT, CaseStatus.IN_REVIEW, CaseStatus.REFUSED]
    owed = [len(charges.list_of(opened(each).case.subject, to=EVERYTHING)) for each in family.ids]
    assert owed == [1, 0, 0]
    said = words_of(his, Purpose.GRANTED)
    assert "Robin" in said
    assert [word for word in (*HERS, "Pip", family.hers.reference) if word in said] == []


def words_of(case_id: UUID, purpose: Purpose) -> str:
    letter = next(each for each in list_letters(opened(case_id)) if each.purpose is purpose)
    with transaction():
        _, content = open_letter(opened(case_id), letter, language="en", by=filings.GUEST)
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))


def protect(case_id: UUID, sight: Sight = Sight.THEIR_OWN) -> None:
    person_id, class_ = opened(case_id).case.person_id, Confidentiality.PROTECTED
    with transaction():
        reclassify_person(person_id, confidentiality=class_, sight=sight, by=filings.OFFICER)


@pytest.mark.parametrize("role", ["case-officer", "supervisor", "counter-officer"])
def test_when_she_comes_under_protection_the_file_does_not_tell_of_her(
    role: str, family: Family, officer: SignIn
) -> None:
    address, client = f"/en/office/cases/{family.his.case_id}/", officer(role)
    assert "Maple" in client.get(address).content.decode()
    protect(family.hers.case_id)
    said = client.get(address).content.decode()
    assert "Pip" in said
    assert [word for word in (*HERS, family.hers.reference, str(family.hers.case_id)) if word in said] == []
    assert "Maple" in officer("protection-officer").get(address).content.decode()


def test_that_she_came_under_protection_changes_nothing_of_what_he_filed(family: Family) -> None:
    """Nor is it told by what he filed himself: the pages stay as they were, letter for letter."""
    client = signed_in(family.account)
    pages = ["account/", "inbox/", *(f"cases/{each.reference}/" for each in (family.his, family.childs))]
    before = [asked(client, f"/en/{page}", {}, post=None).text for page in pages]
    protect(family.hers.case_id)
    assert [asked(client, f"/en/{page}", {}, post=None).text for page in pages] == before


def charged(case_id: UUID) -> None:
    propose(case_id, by=stories.AUTHOR)
    approve(case_id, by=stories.APPROVER)


def outside(case: CaseReceipt, account: UUID) -> list[tuple[str, object]]:
    """What every address of the portal and of the API answers about a case, its number taken out."""
    client, program = signed_in(account), program_of(account)
    client.get("/en/")
    parts = {part: UUID(int=7) for address in addresses() for part in address.parts}
    values = parts | {"reference": case.reference, "key": "decision-1", "code": "term", "number": 1}
    found: list[tuple[str, object]] = []
    for address in addresses():
        if address.name.startswith("portal:") and "reference" in address.parts:
            for post in (None, {"words": "x"}):
                answer = asked(client, address.of(values), {"reference": case.reference}, post=post)
                found.append((address.name, (answer.status, answer.text, answer.leads_to)))
        if address.name.startswith("api:") and "reference" in address.parts:
            path = address.of(values).removeprefix("/api/v1")
            for said in (program.get(path), program.post(path, {"words": "x"})):
                text = said.content.decode().replace(case.reference, "<reference>")
                found.append((address.name, (said.status_code, text)))
    return found


def test_a_case_he_filed_for_a_child_under_protection_is_to_him_one_that_never_was(family: Family) -> None:
    charged(family.childs.case_id)
    assert signed_in(family.account).get(f"/en/cases/{family.childs.reference}/").status_code == 200
    protect(family.childs.case_id)
    like = re.sub(r"\d{7}", "7777777", family.childs.reference)
    unknown = outside(replace(family.childs, reference=like), family.account)
    assert outside(family.childs, family.account) == unknown
    client, program = signed_in(family.account), program_of(family.account)
    for page in ("account/", "inbox/", f"cases/{family.his.reference}/"):
        said = client.get(f"/en/{page}")
        assert not {"Pip", family.childs.reference} & set(re.split(r"[\s<>/\"]", said.content.decode()))
    inbox = client.get("/en/inbox/").content.decode()
    about = Message.objects.filter(about_id=family.childs.case_id).values_list("id", flat=True)
    assert about
    assert [each for each in about if str(each) in inbox] == []
    assert family.childs.reference not in program.get("/applications").content.decode()
    assert charges.list_of_account(family.account) == []


def test_nobody_is_told_any_more_at_the_contact_that_was_typed_for_the_child(family: Family) -> None:
    protect(family.childs.case_id)
    before = Message.objects.count()
    with transaction():
        told = case_messages.tell(opened(family.childs.case_id).case, contact="robin@example.org", by=SYSTEM)
    assert (told, Message.objects.count()) == (False, before)


def test_a_code_printed_before_opens_nothing_and_one_printed_since_opens_it_again(family: Family) -> None:
    case = opened(family.childs.case_id).case
    printed = a_code(case)
    protect(case.id)
    holder = Holder(account_id=filings.account("pip@example.org"))
    assert sign_in(case.reference, printed, Holder(account_id=family.account)) is Verdict.WRONG
    assert sign_in(case.reference, a_code(case), holder) is Verdict.RIGHT
    assert opened(case.id).case.account_id == holder.account_id


def a_code(case: CaseView) -> str:
    with transaction():
        about = Subject("application", case.application_id)
        return accounts.make_counter_code(about, reference=case.reference, by=filings.OFFICER)


def sign_in(reference: str, code: str, holder: Holder) -> Verdict:
    with transaction():
        said, _ = sign_in_with_counter_code(reference, code, holder=holder, caller="1.1.1.1", by=SYSTEM)
    return said


def test_who_filed_for_themselves_keeps_their_case_and_the_person_may_choose(family: Family) -> None:
    protect(family.his.case_id)
    assert opened(family.his.case_id).case.account_id == family.account
    protect(family.his.case_id, Sight.NOBODY)
    assert opened(family.his.case_id).case.account_id is None
    protect(family.childs.case_id, Sight.AS_CHOSEN)
    assert opened(family.childs.case_id).case.account_id == family.account
    page = signed_in(family.account).get(f"/en/cases/{family.childs.reference}/")
    assert page.status_code == 200


def test_who_said_they_filed_for_another_person_loses_sight_of_them() -> None:
    account = filings.account("agent@example.org")
    told = CHILD | {"applicant.filer": "other-person"}
    case_id = apply(told, by=person(account), holder=Holder(account_id=account)).case_id
    protect(case_id)
    assert opened(case_id).case.account_id is None
