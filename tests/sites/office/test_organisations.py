"""A real hotel is let in by the administrator, and its people act for it from their own accounts."""

from __future__ import annotations

import pytest
from django.test import Client

from sojourn.audit.models import Access, Event
from sojourn.organisations.models import Member, Organisation
from tests.factories.filings import hotel
from tests.sites.office.conftest import Desk
from tests.sites.portal.conftest import as_account, statements
from tests.sites.searching import look

pytestmark = pytest.mark.django_db
HOTEL = {
    "kind": "hotel",
    "name": "Hotel Under the Plane Tree",
    "tax_number": "1400 000 777",
    "district": "AZ-LAN",
    "address": "Nizami 12",
    "email": "desk@planetree.example",
    "phone": "+99412 345 67 89",
    "key": "first",
}
MEMBER = {
    "contact": "aysel@planetree.example",
    "called": "Aysel at the desk",
    "rights": ["register-guests", "read-messages"],
    "from_on": "2026-06-10",
}
ENTER = "/en/office/organisations/enter/"


def enter(client: Client, **more: str) -> str:
    answer = client.post(ENTER, {**HOTEL, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_hotel_is_entered_and_its_receptionist_registers_guests(desk: Desk) -> None:
    client = desk("administrator", None)
    page = enter(client)
    assert client.post(f"{page}members/", MEMBER).status_code == 302
    shown = client.get(page).content.decode()
    assert "Aysel at the desk · aysel@planetree.example" in shown
    assert "Register guests" in shown
    member = Member.objects.select_related("account").get()
    visitor = as_account(member.account).open(f"/en/host/{member.organisation_id}/")
    assert "Hotel Under the Plane Tree" in visitor.text
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"organisation:entered", "organisation:member-added"} <= kinds
    assert Access.objects.filter(subject_kind="organisation", purpose="organisations").exists()


def test_the_same_form_or_tax_number_again_is_the_same_organisation(desk: Desk) -> None:
    client = desk("administrator", None)
    first = enter(client)
    assert enter(client) == first
    assert enter(client, key="second", tax_number="1400000777", name="Plane Tree") == first
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " \u200b "}, "Enter the name"),
        ({"kind": "palace"}, "Choose the kind"),
        ({"district": "nowhere"}, "Choose a district"),
        ({"address": ""}, "Enter the address"),
        ({"email": "desk"}, "Enter an e-mail address"),
        ({"phone": "five"}, "Enter a phone number"),
        ({"tax_number": "<b>1</b>"}, "letters and digits"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    desk: Desk, wrong: dict[str, str], said: str
) -> None:
    answer = desk("administrator", None).post(ENTER, {**HOTEL, "name": "Kept & Sons", **wrong})
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert ("Kept &amp; Sons" in page) is ("name" not in wrong)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"contact": "nobody"}, {"rights": []}, {"from_on": "soon"}, {"until_on": "2026-06-01"}, {"contact": ""}],
)
def test_a_member_without_contact_right_or_term_is_not_let_in(desk: Desk, wrong: dict[str, str]) -> None:
    client = desk("administrator", None)
    page = enter(client)
    answer = client.post(f"{page}members/", {**MEMBER, **wrong})
    assert answer.status_code == 422
    assert "Aysel at the desk" in answer.content.decode()
    assert not Member.objects.exists()


def test_a_membership_ends_today(desk: Desk) -> None:
    client = desk("administrator", None)
    page = enter(client)
    client.post(f"{page}members/", MEMBER)
    member = Member.objects.get()
    assert client.post(f"{page}members/{member.account_id}/end/").status_code == 302
    assert "Ended" in client.get(page).content.decode()
    assert as_account(member.account).open(f"/en/host/{member.organisation_id}/").answer.status_code == 404


def test_an_organisation_is_found_by_its_tax_number_or_in_the_list(desk: Desk) -> None:
    for number in range(52):
        hotel(f"Hotel {number:02}", tax_number=f"15{number:08}")
    client = desk("administrator", None)
    first = client.get("/en/office/organisations/?kind=hotel").content.decode()
    assert "Hotel 49" in first
    assert "Hotel 50" not in first
    onward = first.rpartition('href="?kind=hotel&amp;after=')[2].partition('"')[0]
    further = client.get(f"/en/office/organisations/?kind=hotel&after={onward}").content.decode()
    assert "Hotel 51" in further
    found = look(client, "/en/office/organisations/?number=15 0000 0007").content.decode()
    assert "Hotel 07" in found
    assert "Hotel 08" not in found
    assert "No organisations here" in look(client, "/en/office/organisations/?number=1").content.decode()


def test_only_an_administrator_lets_organisations_in(desk: Desk) -> None:
    for role, office in (("supervisor", "rmd-lan"), ("auditor", None), ("protection-officer", None)):
        assert desk(role, office).get("/en/office/organisations/").status_code == 403
        assert desk(role, office).post(ENTER, HOTEL).status_code == 403


def test_the_list_costs_the_same_statements_however_long(desk: Desk) -> None:
    client = desk("administrator", None)
    counts = []
    for many in (1, 12):
        for number in range(many):
            hotel(f"Hotel {many} {number}", tax_number=f"16{many:04}{number:04}")
        client.get("/en/office/organisations/")
        counts.append(statements(lambda: client.get("/en/office/organisations/")))
    assert counts[0] == counts[1] <= 6, counts


CHANGED = {
    "name": "Hotel Under the Plane Trees",
    "district": "AZ-LAN",
    "address": "Nizami 14",
    "email": "",
    "phone": "+99412 345 67 89",
}


def test_name_place_and_contacts_are_corrected_and_what_differs_is_recorded_once(desk: Desk) -> None:
    client = desk("administrator", None)
    page = enter(client)
    assert "Hotel Under the Plane Tree" in client.get(f"{page}change/").content.decode()
    for _ in range(2):
        assert client.post(f"{page}change/", CHANGED).status_code == 302
    kept = Organisation.objects.get()
    assert (kept.name, kept.address, kept.contacts["email"]) == (CHANGED["name"], "Nizami 14", "")
    assert kept.tax_number == "1400000777"
    event = Event.objects.get(kind="organisation:changed")
    assert event.facts["changed"] == ["address", "contacts", "name"]


def test_a_wrong_change_is_said_and_nothing_is_changed(desk: Desk) -> None:
    client = desk("administrator", None)
    answer = client.post(f"{enter(client)}change/", {**CHANGED, "name": " ", "email": "desk"})
    assert answer.status_code == 422
    assert "Enter the name" in answer.content.decode()
    assert Organisation.objects.get().name == HOTEL["name"]


def test_for_an_ended_hotel_nobody_acts_until_it_goes_on(desk: Desk) -> None:
    client = desk("administrator", None)
    page = enter(client)
    client.post(f"{page}members/", MEMBER)
    assert client.post(f"{page}end/", {"ended_on": "10.06.2026", "reason": ""}).status_code == 422
    assert client.post(f"{page}end/", {"ended_on": "never", "reason": "Sold"}).status_code == 422
    assert client.post(f"{page}end/", {"ended_on": "10.06.2026", "reason": "Sold"}).status_code == 302
    member = Member.objects.select_related("account").get()
    address = f"/en/host/{member.organisation_id}/"
    assert as_account(member.account).client.get(address).status_code == 404
    refused = client.post(f"{page}members/", MEMBER)
    assert refused.status_code == 422
    assert "has ended" in refused.content.decode()
    assert client.post(f"{page}resume/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}resume/", {"reason": "Reopened by the same owner"}).status_code == 302
    assert client.post(f"{page}members/", MEMBER).status_code == 302
    recorded = Event.objects.filter(kind__startswith="organisation:").order_by("id")
    kinds = list(recorded.values_list("kind", flat=True))
    assert [kind.partition(":")[2] for kind in kinds][-4:] == [
        *("ended", "member-ended", "resumed", "member-added"),
    ]
