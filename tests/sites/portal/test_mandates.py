"""Someone lets another act for them: offered, accepted, used, seen, ended; nobody is signed up unasked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from sojourn.accounts.models import Account
from sojourn.applications.models import Application
from sojourn.audit.models import Event
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices.models import Message
from sojourn.organisations import actions as organisations
from sojourn.organisations.models import Mandate
from sojourn.organisations.types import Right
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.sites.portal.conftest import APPLY, PASSPORT, SERVICE, STAY, Receptionist, Visitor, as_account

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Visitor]
AGENT = "agent@example.org"
LIST, GIVE = "/en/account/mandates/", "/en/account/mandates/give/"
OFFER = {"contact": AGENT, "called": "Leyla", "may": [SERVICE, "departure-notice", "documents"]}


@pytest.fixture
def principal(signed_in: SignIn) -> Visitor:
    return signed_in("leyla@example.org")


@pytest.fixture
def agent(signed_in: SignIn) -> Visitor:
    return signed_in(AGENT)


def offer(by: Visitor, **changed: object) -> Visitor:
    by.open(GIVE)
    return by.send({**OFFER, **changed})


def newest() -> Mandate:
    found = Mandate.objects.order_by("-id").first()
    assert found
    return found


def say(who: Visitor, mandate: Mandate, **pressed: str) -> int:
    return int(who.client.post(f"{LIST}{mandate.id}/answer/", pressed).status_code)


def accepted(principal: Visitor, agent: Visitor, **changed: object) -> Mandate:
    offer(principal, **changed)
    assert say(agent, newest(), accept="1") == 302
    return newest()


def act(agent: Visitor, mandate: Mandate) -> Visitor:
    """Register a stay for the principal, from the page where one acts for them."""
    begin = f"{APPLY}?for={mandate.id}"
    assert begin in agent.open(f"{LIST}{mandate.id}/acting/").text.replace("&amp;", "&")
    agent.open(begin).send(PASSPORT, to=begin).follow()
    assert agent.says("You act for Leyla")
    return agent.send(STAY).follow().send({"contact.channel": "none"}).follow()


def account_of(address: str) -> UUID:
    return UUID(str(filings.account(address)))


def test_a_mandate_is_offered_accepted_used_and_seen(principal: Visitor, agent: Visitor) -> None:
    offer(principal).follow()
    assert principal.says("Your offer is on its way", "Not accepted yet", "agent@example.org", "Leyla")
    assert agent.open("/en/account/").says("Someone asks you to act for them")
    assert agent.open(LIST).says("Leyla asks you to act for them", "Accept", "Open the documents")
    assert say(agent, newest(), accept="1") == 302
    assert agent.open(LIST).says("You act for Leyla")
    act(agent, newest())
    assert agent.says("The stay is registered", "You act for Leyla")
    assert principal.open("/en/account/").says("agent@example.org acts for you", "Filed by mandate")
    link = re.search(r"/en/documents/[0-9a-f-]{36}/", principal.text)
    assert link
    for side in (principal, agent):
        assert side.open(link[0]).answer.content.startswith(b"%PDF-")


def test_who_filed_for_whom_where_and_when_are_four_facts(principal: Visitor, agent: Visitor) -> None:
    act(agent, accepted(principal, agent))
    by, for_ = account_of(AGENT), account_of("leyla@example.org")
    for row in (Application.objects.get(), Registration.objects.get()):
        assert row.filed_by["account"] == str(by)
        assert (row.principal_kind, row.principal_id) == ("account", for_)
        assert row.door == "portal"
        assert row.received_on
    assert Application.objects.get().submitted_at
    assert Registration.objects.get().entered_at
    for event in Event.objects.filter(
        kind__in=["application:started", "application:submitted", "stay:registered"]
    ):
        assert event.actor["on_behalf_of"] == {"kind": "account", "id": str(for_)}
    told = Message.objects.filter(account_id=for_, about_kind="registration")
    assert told.count() == 1


def test_once_ended_the_next_step_is_refused(principal: Visitor, agent: Visitor) -> None:
    mandate = accepted(principal, agent)
    begin = f"{APPLY}?for={mandate.id}"
    agent.open(begin).send(PASSPORT, to=begin).follow()
    here = agent.answer.request["PATH_INFO"]
    assert principal.client.post(f"{LIST}{mandate.id}/end/").status_code == 302
    form = {**agent.fields(), **STAY}
    for answer in (
        agent.client.post(here, form),
        agent.client.get(here),
        agent.client.get(begin),
        agent.client.get(f"{LIST}{mandate.id}/acting/"),
    ):
        assert answer.status_code == 403
        assert "You may not act here for someone else" in answer.content.decode()
    assert not Registration.objects.exists()
    assert [each.kind for each in Event.objects.filter(subject_id=mandate.id).order_by("subject_number")] == [
        "mandate:offered",
        "mandate:accepted",
        "mandate:ended",
    ]


def test_what_was_filed_for_someone_is_closed_to_a_former_agent(principal: Visitor, agent: Visitor) -> None:
    mandate = accepted(principal, agent)
    done = act(agent, mandate).answer.request["PATH_INFO"]
    stay = Registration.objects.get().id
    principal.client.post(f"{LIST}{mandate.id}/end/")
    for address in (done, f"/en/documents/{stay}/", f"/en/departure/{stay}/"):
        assert agent.open(address).answer.status_code == 403
    assert principal.open(f"/en/departure/{stay}/").answer.status_code == 200


def test_a_mandate_for_registering_neither_opens_documents_nor_ends_a_stay(
    principal: Visitor, agent: Visitor
) -> None:
    filings.register(by=principal_actor())
    own = Registration.objects.get().id
    mandate = accepted(principal, agent, may=[SERVICE])
    assert agent.open(f"/en/documents/{own}/").answer.status_code == 404
    assert agent.open(f"{LIST}{mandate.id}/acting/").says("Nothing registered yet")
    assert agent.open(f"/en/departure/{own}/").answer.status_code == 404


def test_a_mandate_for_documents_opens_them_and_no_more(principal: Visitor, agent: Visitor) -> None:
    filings.register(by=principal_actor())
    own = Registration.objects.get().id
    mandate = accepted(principal, agent, may=["documents"])
    assert agent.open(f"/en/documents/{own}/").answer.status_code == 200
    assert agent.open(f"/en/departure/{own}/").answer.status_code == 404
    assert agent.open(f"{APPLY}?for={mandate.id}").answer.status_code == 403


def principal_actor() -> Actor:
    return Actor(ActorKind.PERSON, Door.PORTAL, account_id=account_of("leyla@example.org"))


def test_a_departure_told_by_mandate_is_recorded_for_the_principal(
    principal: Visitor, agent: Visitor
) -> None:
    act(agent, accepted(principal, agent))
    stay = Registration.objects.get()
    left = {"departure.left-on.day": "9", "departure.left-on.month": "6", "departure.left-on.year": "2026"}
    agent.open(f"/en/departure/{stay.id}/").send({**left, "departure.left-for": "abroad"})
    ended = Event.objects.get(kind="stay:ended")
    assert ended.actor["on_behalf_of"]["id"] == str(account_of("leyla@example.org"))
    assert Message.objects.filter(account_id=account_of("leyla@example.org")).count() == 3


def test_an_offer_reads_the_same_whether_the_contact_has_an_account(
    principal: Visitor, agent: Visitor
) -> None:
    answers = []
    for contact in (AGENT, "nobody@example.org"):
        offer(principal, contact=contact)
        page = principal.follow().text.replace(contact, "…")
        answers.append(re.sub(r"[0-9a-f-]{36}|value=\"[\w-]+\"|nonce=\"[^\"]+\"", "", page))
        assert Message.objects.filter(contact__isnull=False).order_by("-id")[0].account_id is None
    assert answers[0] == answers[1]


def test_nobody_acts_unasked_and_a_stranger_cannot_answer(
    principal: Visitor, agent: Visitor, signed_in: SignIn
) -> None:
    offer(principal)
    stranger = signed_in("stranger@example.org")
    assert say(stranger, newest(), accept="1") == 404
    assert Visitor().client.post(f"{LIST}{newest().id}/answer/", {"accept": "1"}).status_code == 404
    assert stranger.open(f"{LIST}{newest().id}/").answer.status_code == 404
    assert say(agent, newest(), decline="1") == 302
    assert say(agent, newest(), accept="1") == 404
    assert principal.open(LIST).says("Nobody acts for you")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"contact": "leyla@example.org"}, "This is your own address"),
        ({"contact": "nobody"}, "Enter an e-mail address, or a phone number"),
        ({"called": " "}, "Enter your name as they know it"),
        ({"may": []}, "Mark at least one thing they may do"),
        ({"may": ["pigeon"]}, "Mark at least one thing they may do"),
        ({"until.year": "2025"}, "Enter a day after today and within three years"),
        ({"until.year": "9999999999"}, "Enter a day after today and within three years"),
        ({"until.day": "x"}, "Enter a day after today and within three years"),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_and_the_rest_kept(
    principal: Visitor, changed: dict[str, object], said: str
) -> None:
    offer(principal, **changed)
    assert principal.answer.status_code == 422
    assert principal.says("There is a problem", said)
    if "contact" not in changed:
        assert AGENT in principal.text
    assert not Mandate.objects.exists()


def test_a_hotel_lets_an_agency_work_at_its_desk(receptionist: Receptionist, agent: Visitor) -> None:
    manage(receptionist)
    hotel = receptionist.visitor
    assert hotel.open(GIVE).says("For whom shall they act?", "Hotel Lotus")
    offer(hotel, whom=str(receptionist.organisation), called="")
    mandate = newest()
    assert (mandate.principal_kind, mandate.principal_id) == ("organisation", receptionist.organisation)
    assert agent.open(receptionist.desk).answer.status_code == 404
    assert agent.open(LIST).says("Hotel Lotus asks you to act for them")
    assert say(agent, mandate, accept="1") == 302
    assert agent.open(receptionist.desk).answer.status_code == 200
    assert agent.open("/en/host/").address == receptionist.desk
    assert hotel.client.post(f"{LIST}{mandate.id}/end/").status_code == 302
    assert agent.open(receptionist.desk).answer.status_code == 404
    ended = Event.objects.get(kind="mandate:ended")
    assert ended.actor["on_behalf_of"]["kind"] == "organisation"


def test_only_who_manages_an_organisation_gives_mandates_for_it(receptionist: Receptionist) -> None:
    hotel = receptionist.visitor
    assert not hotel.open(GIVE).says("Hotel Lotus")
    offer(hotel, whom=str(receptionist.organisation))
    assert newest().principal_kind == "account"


def manage(receptionist: Receptionist) -> None:
    account = Account.objects.get(id=receptionist.visitor.client.session["_auth_user_id"])
    with transaction():
        organisations.add_member(
            receptionist.organisation,
            account_id=account.id,
            rights=[Right.REGISTER_GUESTS, Right.MANAGE_MEMBERS],
            from_on=date(2026, 1, 1),
            by=SYSTEM,
        )


def test_an_organisation_accepts_through_who_manages_it(
    receptionist: Receptionist, principal: Visitor
) -> None:
    manage(receptionist)
    agency = receptionist.visitor
    offer(principal, contact="desk@1400000001.example")
    assert say(agency, newest(), accept="1", **{"as": str(receptionist.organisation)}) == 302
    mandate = newest()
    assert Subject(mandate.agent_kind, mandate.agent_id) == Subject("organisation", receptionist.organisation)
    act(agency, mandate)
    assert Registration.objects.get().principal_id == account_of("leyla@example.org")
    assert (
        as_account(Account.objects.get(id=account_of("leyla@example.org")))
        .open("/en/account/")
        .says("Filed by mandate")
    )
