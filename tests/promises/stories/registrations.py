"""Stories of stays, of mandates, and of what every night does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import CodePurpose, Contact, ContactKind
from sojourn.applications.models import Application
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.forms import check_answers
from sojourn.flows.answer_objection import answer_objection
from sojourn.flows.correct_lawful_until import correct_lawful_until
from sojourn.flows.end_expired_registrations import end_expired_registrations
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.flows.give_mandate import accept_mandate, decline_mandate, end_mandate, offer_mandate
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.print_certificates import print_certificates
from sojourn.flows.print_counter_paper import print_counter_paper
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.flows.record_service import record_service, served_documents
from sojourn.flows.register_at_counter import register_at_counter
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.register_stay import enter, register_stay
from sojourn.flows.send_code import send_code
from sojourn.flows.sign_in_with_counter_code import sign_in_with_counter_code
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.types import Manner, Served
from sojourn.organisations.types import Proof, Scope, Terms
from sojourn.people.models import Person
from tests.factories import filings
from tests.factories.filings import GUEST, GUEST_ROW, LATE, OFFICER
from tests.factories.registrations import ANSWERS
from tests.promises.stories import Story

CONTACTS = {"contact.channel": "email", "contact.address": "nino@example.org"}


@dataclass(frozen=True)
class World:
    """What stories are told of: a stay, a draft, a filing entered at the counter, a hotel."""

    stay: Receipt
    objection: UUID
    draft: filings.Draft
    printed_code: str
    reference: str
    entered: UUID
    hotel: tuple[filings.HostDesk, Actor]
    offered: UUID


def world() -> World:
    entered = filings.at_counter(ANSWERS | {"passport.number": "CNT00001"})
    about = Subject("application", Application.objects.get(reference=entered.reference).id)
    with transaction():
        open_certificate(entered.registration_id, language="en", by=OFFICER)
        printed = accounts.make_counter_code(about, reference=entered.reference, by=OFFICER)
    owner = {"stay.host-kind": "owner", "stay.host-contact": "owner@example.org"}
    stay = filings.register(ANSWERS | owner)
    with transaction():
        token = token_for(stay.registration_id)
        objection = object_to_registration(token, words="No.", key="b", by=GUEST)
    return World(
        stay=stay,
        objection=objection,
        draft=filings.begin(ANSWERS | LATE | CONTACTS | {"passport.number": "NEW00001"}),
        printed_code=printed,
        reference=entered.reference,
        entered=entered.registration_id,
        hotel=filings.hotel(),
        offered=_offered(),
    )


AGENT = Contact(ContactKind.EMAIL, "agent@example.org")


def _principal() -> Actor:
    return Actor(ActorKind.PERSON, Door.PORTAL, account_id=filings.account("principal@example.org"))


def _offer() -> UUID:
    by = _principal()
    whose = Subject("account", by.account_id or UUID(int=0))
    terms = Terms(Scope.EVERYTHING, date(2026, 6, 10), date(2026, 12, 31), Proof.DECLARED)
    return offer_mandate(whose, to=AGENT, called="Leyla", terms=terms, language="en", caller="1.1.1.1", by=by)


def _offered() -> UUID:
    with transaction():
        return _offer()


def _accept(w: World) -> None:
    agent = filings.account(AGENT.address)
    by = Actor(ActorKind.PERSON, Door.PORTAL, account_id=agent)
    accept_mandate(w.offered, agent=Subject("account", agent), proved=[AGENT], by=by)


def _end_mandate(w: World) -> None:
    by = _principal()
    end_mandate(w.offered, sides=[Subject("account", by.account_id or UUID(int=0))], by=by)


def _enter(w: World) -> None:
    pack = catalogue.current()
    service = pack.service_for("registration")
    cleaned = check_answers(service, ANSWERS | {"passport.number": "NEW00002"}).cleaned
    enter(pack, service, cleaned, reference="R-1", filing=filings.filing())


def _guest_list(w: World) -> None:
    desk, receptionist = w.hotel
    register_guest_list([GUEST_ROW], key="a", filing=filings.filing(receptionist, desk=desk))


def _correct(w: World) -> None:
    until, stay = date(2026, 9, 30), w.stay.registration_id
    correct_lawful_until(stay, until=until, reason="The stamp.", to=filings.reader(), by=OFFICER)


def _print(w: World) -> None:
    print_counter_paper(w.entered, key="a", language="en", to=filings.reader(), by=OFFICER)


def _serve(w: World) -> None:
    (document,) = served_documents(w.entered, to=filings.reader())
    served = Served(Manner.SIGNED_ON_HANDOVER, date(2026, 6, 10))
    record_service(w.entered, document.id, served=served, to=filings.reader(), by=OFFICER)


def _send_code(w: World) -> None:
    contact = Contact(ContactKind.EMAIL, "nino@example.org")
    send_code(contact, purpose=CodePurpose.SIGN_IN, language="en", caller="1.1.1.1", by=GUEST)


def _answer(w: World) -> None:
    answer_objection(w.objection, answer="We looked.", to=filings.reader(), by=OFFICER)


_INSIDE: dict[str, Callable[[World], object]] = {
    "accept_mandate": _accept,
    "decline_mandate": lambda w: decline_mandate(w.offered, proved=[AGENT], by=GUEST),
    "end_mandate": _end_mandate,
    "offer_mandate": lambda _: _offer(),
    "answer_objection": _answer,
    "correct_lawful_until": _correct,
    "enter": _enter,
    "notify_departure": lambda w: notify_departure(w.stay.registration_id, on=date(2026, 6, 10), by=GUEST),
    "object_to_registration": lambda w: object_to_registration(
        token_for(w.stay.registration_id), words="No.", key="a", by=GUEST
    ),
    "open_certificate": lambda w: open_certificate(w.stay.registration_id, language="en", by=GUEST),
    "print_counter_paper": _print,
    "record_service": _serve,
    "reclassify_person": lambda w: reclassify_person(
        Person.objects.earliest("id").id, confidentiality=Confidentiality.PROTECTED, by=OFFICER
    ),
    "register_at_counter": lambda w: register_at_counter(
        ANSWERS | {"passport.number": "NEW00003"}, key="b", filing=filings.filing(OFFICER)
    ),
    "register_stay": lambda w: register_stay(w.draft.id, holder=filings.holder(), filing=filings.filing()),
    "send_code": _send_code,
    "sign_in_with_counter_code": lambda w: sign_in_with_counter_code(
        w.reference, w.printed_code, holder=filings.holder("new"), caller="1.1.1.1", by=GUEST
    ),
}
A_CENTURY_LATER = date(2126, 6, 10)


def _far_from_now(story: Callable[[], object]) -> Callable[[World], object]:
    def told(w: World) -> object:
        with clock.frozen(A_CENTURY_LATER):
            return story()

    return told


_OWN: dict[str, Callable[[World], object]] = {
    "register_guest_list": _guest_list,
    "end_expired_registrations": _far_from_now(end_expired_registrations),
    "erase_what_is_past": _far_from_now(erase_what_is_past),
    "print_certificates": lambda w: print_certificates(
        [w.stay.registration_id], language="en", title="Guests", by=OFFICER
    ),
}


def _begun(story: Callable[[World], object]) -> Story:
    return lambda: partial(story, world())


STORIES = {name: _begun(story) for name, story in _INSIDE.items()}
OWN_TRANSACTIONS = {name: _begun(story) for name, story in _OWN.items()}
