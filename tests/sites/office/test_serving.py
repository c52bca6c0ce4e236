"""How a document reached its person is recorded at the office; terms run from the record that stands."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from sojourn.audit.models import Event, PersonalValue
from sojourn.documents.models import Document
from sojourn.flows.open_certificate import open_certificate
from sojourn.lib.db import transaction
from sojourn.notices import queries as notices
from sojourn.notices.models import Service
from tests.factories.filings import OFFICER, register
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db
PROOFS = {
    "signed-on-handover": {},
    "refusal-witnessed": {"first_witness": "Aysel Quliyeva", "second_witness": "Murad Həsənov"},
    "registered-post": {"post_number": "RR123456789AZ"},
    "through-representative": {"through": "Leyla Məmmədova, lawyer"},
    "public-notice": {"place": "Board of the office in Lankaran"},
}


@pytest.fixture
def served(_day: None) -> tuple[str, UUID]:
    """The page of a registration whose document was drawn, and the document."""
    receipt = register()
    with transaction():
        open_certificate(receipt.registration_id, language="en", by=OFFICER)
    document = Document.objects.get(subject_kind="permit").id
    return f"/en/office/registrations/{receipt.registration_id}/service/", UUID(str(document))


def record(client: Client, served: tuple[str, UUID], manner: str, **more: str) -> tuple[int, str]:
    page, document = served
    told = {"document": str(document), "manner": manner, "on": "01.06.2026", **PROOFS.get(manner, {}), **more}
    answer = client.post(page, told)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("manner", sorted(PROOFS))
def test_each_manner_is_recorded_with_what_proves_it_and_leaves_one_event(
    desk: Desk, served: tuple[str, UUID], manner: str
) -> None:
    client = desk("counter-officer")
    assert record(client, served, manner)[0] == 302
    page = client.get(served[0]).content.decode()
    assert "Terms run from this" in page
    assert [proof for proof in PROOFS[manner].values() if proof not in page] == []
    assert Event.objects.filter(kind="document:served").count() == 1
    told = PersonalValue.objects.filter(event__kind="document:served").values_list("value", flat=True)
    assert all(any(proof in str(value) for value in told) for proof in PROOFS[manner].values())


@pytest.mark.parametrize(
    ("manner", "effective"),
    [
        ("signed-on-handover", "1 June 2026"),
        ("registered-post", "8 June 2026"),
        ("public-notice", "15 June 2026"),
    ],
)
def test_terms_run_from_the_act_or_from_the_day_the_law_counts(
    desk: Desk, served: tuple[str, UUID], manner: str, effective: str
) -> None:
    client = desk("counter-officer")
    record(client, served, manner)
    assert f"Counts as served on {effective}" in client.get(served[0]).content.decode()
    registration = served[0].removesuffix("service/")
    assert f"Counts as served on {effective}" in client.get(registration).content.decode()


@pytest.mark.parametrize(
    ("manner", "lacking", "said"),
    [
        ("refusal-witnessed", {"second_witness": ""}, "Name two witnesses"),
        ("refusal-witnessed", {"second_witness": "AYSEL quliyeva"}, "Name two witnesses"),
        ("registered-post", {"post_number": " "}, "Enter the number of the registered letter"),
        ("through-representative", {"through": ""}, "Name the representative"),
        ("public-notice", {"place": ""}, "Say where the notice"),
        ("signed-on-handover", {"on": "11.06.2026"}, "lies in the future"),
        ("signed-on-handover", {"on": "31.02.2026"}, "Enter the day"),
        ("opened-in-portal", {}, "Choose how it was served"),
        ("not-served", {}, "Choose how it was served"),
    ],
)
def test_what_is_missing_is_said_what_was_typed_is_kept_and_nothing_is_recorded(
    desk: Desk, served: tuple[str, UUID], manner: str, lacking: dict[str, str], said: str
) -> None:
    status, page = record(desk("counter-officer"), served, manner, **lacking)
    assert (status, said in page) == (422, True)
    kept = [value for name, value in PROOFS.get(manner, {}).items() if name not in lacking]
    assert [value for value in kept if value not in page] == []
    assert not Service.objects.exists()


def test_a_wrong_record_is_corrected_by_a_later_one_with_its_reason_and_stays_to_be_read(
    desk: Desk, served: tuple[str, UUID]
) -> None:
    client = desk("counter-officer")
    record(client, served, "signed-on-handover")
    wrong = Service.objects.get().id
    assert "In place of" in client.get(f"{served[0]}?corrects={wrong}").content.decode()
    assert record(client, served, "registered-post", corrects=str(wrong))[0] == 422
    reason = "It was posted; the receipt of another was before me"
    assert record(client, served, "registered-post", corrects=str(wrong), reason=reason)[0] == 302
    assert [one.effective_on.isoformat() for one in notices.list_services(served[1]) if one.effective_on] == [
        "2026-06-08"
    ]
    page = client.get(served[0]).content.decode()
    assert "Corrected below" in page
    assert reason in page
    assert Service.objects.count() == 2
    assert Event.objects.filter(kind="document:service-corrected").count() == 1


def test_a_record_made_by_mistake_is_taken_out_of_every_clock(desk: Desk, served: tuple[str, UUID]) -> None:
    client = desk("counter-officer")
    record(client, served, "signed-on-handover")
    wrong = str(Service.objects.get().id)
    assert record(client, served, "not-served", corrects=wrong, reason="Another registration")[0] == 302
    assert notices.find_service([served[1]]) is None
    assert "no term runs from this" in client.get(served[0]).content.decode()


def test_a_record_is_corrected_once_and_then_its_correction(desk: Desk, served: tuple[str, UUID]) -> None:
    client = desk("counter-officer")
    record(client, served, "signed-on-handover")
    wrong = str(Service.objects.get().id)
    again = {"corrects": wrong, "reason": "The day was another", "on": "02.06.2026"}
    assert record(client, served, "signed-on-handover", **again)[0] == 302
    status, page = record(client, served, "signed-on-handover", **again)
    assert (status, "corrected already" in page) == (422, True)
    newest = str(Service.objects.exclude(id=wrong).get().id)
    assert record(client, served, "signed-on-handover", **{**again, "corrects": newest})[0] == 302
    assert Service.objects.count() == 3


def test_the_same_record_twice_is_one(desk: Desk, served: tuple[str, UUID]) -> None:
    client = desk("counter-officer")
    for _ in range(2):
        record(client, served, "signed-on-handover")
    assert Service.objects.count() == Event.objects.filter(kind="document:served").count() == 1


def test_what_was_never_drawn_cannot_have_been_served(desk: Desk) -> None:
    receipt = register()
    client = desk("counter-officer")
    page = f"/en/office/registrations/{receipt.registration_id}/service/"
    assert "No document has been drawn yet" in client.get(page).content.decode()
    assert record(client, (page, uuid4()), "signed-on-handover")[0] == 404
    assert not Service.objects.exists()


def test_who_may_not_record_reads_only_and_other_offices_find_nothing(
    desk: Desk, served: tuple[str, UUID]
) -> None:
    supervisor = desk("supervisor")
    assert "Record the service" not in supervisor.get(served[0]).content.decode()
    assert record(supervisor, served, "signed-on-handover")[0] == 403
    assert desk("counter-officer", "rmd-bak").get(served[0]).status_code == 404
    assert record(desk("counter-officer", "rmd-bak"), served, "signed-on-handover")[0] == 404
    assert not Service.objects.exists()
