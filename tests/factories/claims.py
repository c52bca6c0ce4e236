"""Claims of people who ask for protection, from the draft to the decision. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder
from sojourn.cases import actions as cases
from sojourn.cases.types import DecisionKind, Power
from sojourn.catalogue import queries as catalogue
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.open_case import CaseReceipt, submit_application
from sojourn.flows.types import Filing
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from tests.factories.cases import EVERYTHING, FILED_ON, opened

SERVICE = "refugee-status"
DESK = "protection-desk"
TOLD: dict[str, str] = {
    "applicant.filer": "self",
    "request.kind": "claim",
    "passport.none": "held-by-others",
    "passport.surname": "Zarubezhnaya",
    "passport.given-names": "Yelizaveta",
    "passport.nationality": "BLR",
    "passport.birth-date": "1990-08-12",
    "passport.kind": "passport",
    "passport.issuing-state": "BLR",
    "passport.number": "77ZZ99881",
    "languages.spoken": "Belarusian",
    "interviewer.sex": "woman",
    "interviewer.alone": "yes",
    "fear.because": "opinion",
    "fear.story": "They came for me at night in Zarifa street.",
    "living.place.district": "AZ-BA-NAR",
    "contact.channel": "email",
    "contact.address": "yelizaveta@example.org",
}
NAMELESS = {
    "applicant.filer": "self",
    "request.kind": "claim",
    "passport.surname": "Zarubezhnaya",
    "passport.none": "never-had",
    "languages.spoken": "Belarusian",
}
"""All somebody without any paper may have to say."""


def of_the_desk() -> Actor:
    """An officer of the protection desk."""
    return Actor(ActorKind.STAFF, Door.OFFICE, account_id=uuid4(), office=DESK)


AUTHOR, APPROVER = of_the_desk(), of_the_desk()


def at_home(account: UUID) -> tuple[Actor, Holder]:
    """The person at their own phone."""
    return Actor(ActorKind.PERSON, Door.PORTAL, account_id=account), Holder(account_id=account)


def begun(account: UUID, answers: Mapping[str, str] = TOLD, *, service: str = SERVICE) -> Draft:
    """A draft nobody sent."""
    pack, (by, holder) = catalogue.current(), at_home(account)
    with transaction():
        return applications.start(
            pack.service(service), pack=pack, language="en", answers=answers, holder=holder, by=by
        )


def claim(
    account: UUID, answers: Mapping[str, str] = TOLD, *, service: str = SERVICE, on: date = FILED_ON
) -> CaseReceipt:
    draft, (by, holder) = begun(account, answers, service=service), at_home(account)
    with transaction():
        return submit_application(draft.id, holder=holder, filing=Filing(by, on, "en"))


def recognised(case_id: UUID, *, author: Actor = AUTHOR, approver: Actor = APPROVER) -> None:
    """Granted by two officers of the protection desk."""
    words = {"az": "Söhbət aparılıb.", "en": "The interview was held."}
    wish = Wish(DecisionKind.GRANT, ("recognised-refugee",), words, outcome="recognised")
    with transaction():
        cases.take(case_id, by=author)
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=author)
    with transaction():
        approve_decision(opened(case_id), power=Power("protection-officer", DESK), by=approver)
