"""The protection desk sees why; everybody else sees that, and of protected people nothing at all."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from sojourn.applications.models import Application
from sojourn.audit.models import Access, Event
from sojourn.lib.db import transaction
from sojourn.people.models import Person, ProtectiveHold
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.stays.models import LateCandidate, Registration
from tests.factories.filings import LATE, holder, register
from tests.factories.registrations import ANSWERS
from tests.sites.office.conftest import Desk
from tests.sites.searching import look

pytestmark = pytest.mark.django_db


@pytest.fixture
def nino(_day: None) -> UUID:
    """Someone whose late registration everybody in the office sees so far."""
    receipt = register({**ANSWERS, **LATE})
    return UUID(str(Registration.objects.get(id=receipt.registration_id).person_id))


def at(person: UUID) -> str:
    return f"/en/office/people/{person}/"


def test_a_hold_is_placed_and_ended_with_its_reason(desk: Desk, nino: UUID) -> None:
    client = desk("protection-officer", None)
    placed = {"kind": "risk-on-return", "from_on": "2026-06-10", "until_on": "2026-12-31"}
    assert client.post(f"{at(nino)}protection/", placed).status_code == 302
    page = client.get(at(nino)).content.decode()
    assert "<strong>Risk on return</strong>" in page
    hold = ProtectiveHold.objects.get()
    end = f"{at(nino)}protection/{hold.id}/end/"
    assert client.post(end, {"end_reason": ""}).status_code == 422
    assert client.post(end, {"end_reason": "Safe again"}).status_code == 302
    assert "Safe again" in client.get(at(nino)).content.decode()
    assert client.post(end, {"end_reason": "Once more"}).status_code == 422
    kinds = list(Event.objects.filter(subject_id=nino).order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == ["person:hold:placed", "person:hold:ended"]


@pytest.mark.parametrize(
    "wrong", [{"kind": "other"}, {"from_on": ""}, {"until_on": "never"}, {"until_on": "2026-01-01"}]
)
def test_a_hold_without_kind_or_days_is_not_placed(desk: Desk, nino: UUID, wrong: dict[str, str]) -> None:
    placed = {"kind": "victim", "from_on": "2026-06-10", "until_on": "", **wrong}
    assert desk("protection-officer", None).post(f"{at(nino)}protection/", placed).status_code == 422
    assert not ProtectiveHold.objects.exists()


def test_others_see_that_someone_is_protected_and_never_why(desk: Desk, nino: UUID) -> None:
    placed = {"kind": "victim", "from_on": "2026-06-10", "until_on": "2026-12-31"}
    desk("protection-officer", None).post(f"{at(nino)}protection/", placed)
    client = desk("case-officer")
    page = client.get(at(nino)).content.decode()
    assert "Until 31 December 2026. Ask the protection desk before any step." in page
    assert "Victim" not in page
    assert "Who may know of this person" not in page
    hold = ProtectiveHold.objects.get()
    for address in ("protection/", f"protection/{hold.id}/end/", "class/"):
        assert client.post(f"{at(nino)}{address}", placed).status_code == 403


def test_someone_protected_is_found_by_the_protection_desk_alone(desk: Desk, nino: UUID) -> None:
    protection, officer = desk("protection-officer", None), desk("supervisor", None)
    stay = Registration.objects.get()
    pages = ("people/?q=Kaland", "people/?q=12AB34567", "registrations/", "late/")
    assert all("Kalandadze" in look(officer, f"/en/office/{page}").content.decode() for page in pages)

    assert protection.post(f"{at(nino)}class/", {"confidentiality": "protected"}).status_code == 302

    for page in pages:
        assert "Kalandadze" not in look(officer, f"/en/office/{page}").content.decode(), page
    for there, nowhere in (
        (at(nino), at(uuid4())),
        (f"/en/office/registrations/{stay.id}/", f"/en/office/registrations/{uuid4()}/"),
        (f"/en/office/registrations/{stay.id}/document/", f"/en/office/registrations/{uuid4()}/document/"),
    ):
        hidden, unknown = officer.get(there), officer.get(nowhere)
        assert hidden.status_code == unknown.status_code == 404
        assert len(hidden.content) == len(unknown.content)
    for page in ("people/?q=Kaland", "people/?q=12AB34567", "registrations/"):
        assert "Kalandadze" in look(protection, f"/en/office/{page}").content.decode(), page
    classes = {
        model.objects.get().confidentiality for model in (Person, Registration, LateCandidate, Application)
    }
    assert classes == {2}


@pytest.mark.usefixtures("_day")
def test_a_document_of_someone_protected_is_still_worth_what_it_was(desk: Desk) -> None:
    receipt = register()
    nino = UUID(str(Registration.objects.get().person_id))
    desk("protection-officer", None).post(f"{at(nino)}class/", {"confidentiality": "protected"})
    with transaction():
        assert verify(receipt.number, receipt.code, caller_key="x") is Verdict.VALID


def test_a_class_nobody_knows_changes_nothing(desk: Desk, nino: UUID) -> None:
    answer = desk("protection-officer", None).post(f"{at(nino)}class/", {"confidentiality": "secret"})
    assert answer.status_code == 422
    assert Person.objects.get().confidentiality == 0


@pytest.fixture
def alike(nino: UUID, desk: Desk) -> UUID:
    """Someone with her document, birth date and name, recorded where others see them."""
    desk("protection-officer", None).post(f"{at(nino)}class/", {"confidentiality": "protected"})
    register(ANSWERS, held=holder("another browser"))
    return UUID(str(Person.objects.exclude(id=nino).get().id))


@pytest.mark.usefixtures("alike")
def test_who_looks_at_the_list_of_protected_people_seen_again_is_kept(desk: Desk) -> None:
    client = desk("protection-officer", None)
    assert "Registered again elsewhere" in client.get("/en/office/people/").content.decode()
    look = Access.objects.get(listing="hits")
    assert (look.relation, look.count) == ("protection", 1)


def test_a_record_of_another_person_is_told_apart_with_the_reason(
    desk: Desk, nino: UUID, alike: UUID
) -> None:
    client = desk("protection-officer", None)
    assert "Registered again elsewhere" in client.get(at(nino)).content.decode()
    apart = f"{at(nino)}apart/{alike}/"
    assert client.post(apart, {"apart_reason": " "}).status_code == 422
    for _ in range(2):
        assert client.post(apart, {"apart_reason": "Twins: the photo differs"}).status_code == 302
    page = client.get(at(nino)).content.decode()
    assert "Registered again elsewhere" not in page
    assert "Twins: the photo differs" in page
    assert "Registered again elsewhere" not in client.get("/en/office/people/").content.decode()
    event = Event.objects.get(kind="person:told-apart")
    assert (event.subject_id, event.confidentiality) == (nino, 2)
    assert Person.objects.get(id=alike).confidentiality == 0


def test_only_a_record_that_looks_alike_is_told_apart_and_only_by_the_desk(
    desk: Desk, nino: UUID, alike: UUID
) -> None:
    reason = {"apart_reason": "Another"}
    assert desk("protection-officer", None).post(f"{at(nino)}apart/{uuid4()}/", reason).status_code == 422
    assert desk("case-officer").post(f"{at(nino)}apart/{alike}/", reason).status_code == 403
    assert not Event.objects.filter(kind="person:told-apart").exists()
