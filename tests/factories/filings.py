"""Filings as they come in at each door, and the people who stand there. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account as Account
from sojourn.accounts.types import Contact, ContactKind
from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder
from sojourn.catalogue import queries as catalogue
from sojourn.flows.arrival_form import HostDesk
from sojourn.flows.errors import AnswersUnreadable as AnswersUnreadable
from sojourn.flows.register_at_counter import register_at_counter
from sojourn.flows.register_guest_list import register_guest_list as register_guest_list
from sojourn.flows.register_stay import register_stay
from sojourn.flows.types import Filing, Receipt
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import OrganisationFacts, OrganisationKind, Right
from sojourn.stays import actions as stays
from sojourn.stays.models import LateCandidate, Registration
from sojourn.stays.types import CandidateState, EndCause, Place
from tests.factories.registrations import ANSWERS

TODAY = date(2026, 6, 10)
GUEST = Actor(ActorKind.GUEST, Door.PORTAL)
OFFICER = Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), office="rmd-lan")
BROWSER = "browser one"
LATE = {"stay.arrived-in-country-on": "2026-05-01", "stay.arrived-here-on": "2026-05-01"}
"""Arrived forty days ago: long after the last day to file."""

GUEST_ROW: dict[str, str] = {
    path: told
    for path, told in ANSWERS.items()
    if not path.startswith(("stay.place.", "stay.host", "contact"))
}
"""A row of a hotel's list: the place and the host are the hotel's own."""


def holder(secret: str = BROWSER) -> Holder:
    return Holder(secret=secret)


def begin(
    answers: Mapping[str, str] = ANSWERS,
    *,
    by: Actor = GUEST,
    held: Holder | None = None,
    language: str = "en",
) -> Draft:
    """A draft, begun and not sent."""
    pack = catalogue.current()
    with transaction():
        return applications.start(
            pack.service_for("registration"),
            pack=pack,
            language=language,
            answers=answers,
            holder=held or holder(),
            by=by,
        )


def filing(
    by: Actor = GUEST, *, held: Holder | None = None, on: date = TODAY, desk: HostDesk | None = None
) -> Filing:
    """How it comes in: a guest is told apart by the secret of the browser."""
    secret = (held or holder()).secret_hash
    filer = secret.hex() if secret and by.account_id is None else ""
    return Filing(by, on, "en", desk, filer)


def send(draft: Draft, *, by: Actor = GUEST, held: Holder | None = None, on: date = TODAY) -> Receipt:
    with transaction():
        return register_stay(draft.id, holder=held or holder(), filing=filing(by, held=held, on=on))


def register(
    answers: Mapping[str, str] = ANSWERS, *, by: Actor = GUEST, held: Holder | None = None, on: date = TODAY
) -> Receipt:
    """A stay registered by its guest."""
    return send(begin(answers, by=by, held=held), by=by, held=held, on=on)


def account(address: str) -> UUID:
    """Someone with an account."""
    with transaction():
        return accounts.open_person_account(
            Contact(ContactKind.EMAIL, address),
            display_name=address.partition("@")[0],
            language="en",
            by=SYSTEM,
        )


def hotel(
    name: str = "Hotel Lotus",
    *,
    tax_number: str = "1400000001",
    rights: tuple[Right, ...] = (Right.REGISTER_GUESTS,),
) -> tuple[HostDesk, Actor]:
    """A hotel's desk, and its receptionist acting for it."""
    with transaction():
        organisation = organisations.enter_organisation(
            OrganisationFacts(OrganisationKind.HOTEL, name, tax_number, "AZ-LAN", "Nizami 12"), by=SYSTEM
        )
    receptionist = account(f"desk@{tax_number}.example")
    with transaction():
        organisations.add_member(
            organisation,
            account_id=receptionist,
            rights=list(rights),
            from_on=date(2026, 1, 1),
            by=SYSTEM,
        )
    actor = Actor(
        ActorKind.PERSON,
        Door.PORTAL,
        account_id=receptionist,
        on_behalf_of=Subject("organisation", organisation),
    )
    place = Place(district="AZ-LAN", street="Nizami", house="12")
    return HostDesk(organisation, name, place), actor


def at_counter(
    answers: Mapping[str, str] = ANSWERS, *, by: Actor = OFFICER, key: str = "form one", on: date = TODAY
) -> Receipt:
    """A stay entered by an officer from what someone brought."""
    with transaction():
        return register_at_counter(answers, key=key, filing=filing(by, on=on))


def end_all(on: date = TODAY) -> None:
    """Everybody has left."""
    for registration in Registration.objects.filter(ended_on=None).values_list("id", flat=True):
        with transaction():
            stays.end(registration, on=on, cause=EndCause.DEPARTED, by=GUEST)


def set_aside_all() -> None:
    """An officer has looked at every late filing and set it aside."""
    for candidate in LateCandidate.objects.filter(state=CandidateState.OPEN):
        with transaction():
            stays.decide_candidate(
                candidate.registration_id,
                state=CandidateState.SET_ASIDE,
                reason="A flood.",
                to=reader(),
                by=OFFICER,
            )


def depart(receipt: Receipt, on: date = TODAY) -> None:
    """Its guest has left."""
    with transaction():
        stays.end(receipt.registration_id, on=on, cause=EndCause.DEPARTED, by=GUEST)


def reader(*classes: Confidentiality, offices: frozenset[str] | None = None, purpose: str = "case") -> Reader:
    """An officer who may look into the classes named; the ordinary one when none is."""
    seen = frozenset(classes) or frozenset({Confidentiality.ORDINARY})
    return Reader(OFFICER, purpose, offices, seen)


EVERYTHING = reader(*Confidentiality)
"""Whoever may look into every class, for tests that are not about who may."""
