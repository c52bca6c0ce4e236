"""Family links on a person's page: recorded as told, disputed, ended; never through someone unseen."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from sojourn.audit.models import Access, Event
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.people.models import FamilyLink
from sojourn.stays.models import Registration
from tests.factories.filings import OFFICER, holder, register
from tests.factories.registrations import ANSWERS
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db


def person(number: str, surname: str) -> UUID:
    told = {**ANSWERS, "passport.number": number, "passport.surname": surname}
    receipt = register(told, held=holder(number))
    return UUID(str(Registration.objects.get(id=receipt.registration_id).person_id))


def link(client: Client, of: UUID, relative: object, kind: str = "child", **more: str) -> int:
    told = {"relative": str(relative), "kind": kind, **more}
    return client.post(f"/en/office/people/{of}/family/", told).status_code


def page(client: Client, of: UUID, part: str = "") -> str:
    return client.get(f"/en/office/people/{of}/{part}").content.decode()


def test_a_link_is_recorded_by_the_number_of_a_document_and_read_from_both_sides(desk: Desk) -> None:
    mother, child = person("MOTHER123", "Kalandadze"), person("CHILD4567", "Kalandadze")
    client = desk("case-officer")
    assert link(client, mother, "CHILD4567", linked_on="2020-05-01", shown="yes") == 302
    kept = FamilyLink.objects.get()
    assert (kept.person_id, kept.relative_id, kept.kind, kept.standing) == (
        mother,
        child,
        "parent",
        "evidenced",
    )
    assert ">Child</a>" in page(client, mother)
    assert ">Parent</a>" in page(client, child)
    assert "Family link recorded" in page(client, mother, "history/")
    assert Access.objects.filter(listing="people", count=1).exists()


def test_the_relative_may_stand_first_and_is_found_by_the_address_of_the_page(desk: Desk) -> None:
    child, guardian = person("CHILD4567", "Kalandadze"), person("GUARD1234", "Other")
    client = desk("case-officer")
    assert link(client, child, f"https://example.org/az/office/people/{guardian}/", "guardian") == 302
    kept = FamilyLink.objects.get()
    assert (kept.person_id, kept.relative_id, kept.kind) == (guardian, child, "guardian")
    assert ">Guardian</a>" in page(client, child)
    assert ">Ward</a>" in page(client, guardian)


def test_a_link_is_disputed_and_ended_and_stays_on_file(desk: Desk) -> None:
    one, other = person("ONE123456", "Kalandadze"), person("OTHER1234", "Kalandadze")
    client = desk("case-officer")
    link(client, one, other, "spouse")
    at = f"/en/office/people/{other}/family/{FamilyLink.objects.get().id}"
    assert client.post(f"{at}/dispute/").status_code == 302
    assert FamilyLink.objects.get().disputed
    assert client.post(f"{at}/dispute/").status_code == 302
    assert not FamilyLink.objects.get().disputed
    assert client.post(f"{at}/end/").status_code == 302
    assert FamilyLink.objects.get().until_on is not None
    assert client.post(f"{at}/end/").status_code == 422
    assert client.post(f"{at}/dispute/").status_code == 422
    told = (
        Event.objects.filter(kind__startswith="person:family").order_by("id").values_list("kind", flat=True)
    )
    assert [kind.rsplit(":", 1)[1] for kind in told] == ["linked", "disputed", "disputed", "ended"]


@pytest.mark.parametrize(
    ("relative", "kind", "linked_on"),
    [("", "child", ""), ("Kaland", "child", ""), ("OTHER1234", "cousin", ""), ("OTHER1234", "child", "soon")],
)
def test_what_is_unclear_is_asked_again_and_keeps_what_was_typed(
    desk: Desk, relative: str, kind: str, linked_on: str
) -> None:
    one = person("ONE123456", "Kalandadze")
    person("OTHER1234", "Kalandadze")
    answer = desk("case-officer").post(
        f"/en/office/people/{one}/family/", {"relative": relative, "kind": kind, "linked_on": linked_on}
    )
    assert answer.status_code == 422
    assert f'value="{relative}"' in answer.content.decode()
    assert not FamilyLink.objects.exists()


def test_nobody_is_their_own_relative(desk: Desk) -> None:
    one = person("ONE123456", "Kalandadze")
    assert link(desk("case-officer"), one, one) == 422


def test_a_relative_under_protection_answers_as_nobody_does(desk: Desk) -> None:
    one, hidden = person("ONE123456", "Kalandadze"), person("HIDDEN123", "Zarubezhnaya")
    client = desk("case-officer")
    link(client, one, hidden, "sibling")
    at = f"/en/office/people/{one}/family/{FamilyLink.objects.get().id}"
    with transaction():
        reclassify_person(hidden, confidentiality=Confidentiality.PROTECTED, by=OFFICER)
    seen = page(client, one)
    assert "Family link" not in seen.replace("Record a family link", "")
    assert str(hidden) not in seen
    assert (
        client.post(f"{at}/end/").status_code == client.post(f"{at[:-36]}{uuid4()}/end/").status_code == 404
    )
    assert link(client, one, "HIDDEN123") == link(client, one, "NOBODY123") == 422
    assert link(client, one, hidden) == link(client, one, uuid4()) == 422


def test_who_may_not_record_links_is_not_offered_it(desk: Desk) -> None:
    one, other = person("ONE123456", "Kalandadze"), person("OTHER1234", "Kalandadze")
    client = desk("counter-officer")
    assert link(client, one, other) == 403
    assert "Record a family link" not in page(client, one)
