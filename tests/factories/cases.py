"""Cases as they come in at each door, and the officers who work on them. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sojourn.accounts import actions as accounts
from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases.types import DecisionKind, Power
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Before
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.case_file import CaseFile, open_file
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.open_case import CaseReceipt, submit_application
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.receive_payment import receive_payment
from sojourn.flows.record_stage import record_stage
from sojourn.flows.serve_letter import read_own_letter
from sojourn.flows.stages import still_open
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.payments import queries as charges
from sojourn.payments.types import Booked, ProviderNotice

FILED_ON = date(2026, 6, 1)
OFFICE = "rmd-bak"
ANSWERS: dict[str, str] = {
    "request.kind": "issue",
    "applicant.filer": "self",
    "ground.main": "work",
    "speed.speed": "standard",
    "term.months": "12",
    "passport.surname": "Eriksson",
    "passport.given-names": "Anna Maria",
    "passport.nationality": "SWE",
    "passport.birth-date": "1990-08-12",
    "passport.sex": "female",
    "passport.kind": "passport",
    "passport.issuing-state": "SWE",
    "passport.number": "AA1234567",
    "passport.expires-on": "2031-01-01",
    "present.lawful-until": "2026-08-20",
    "dwelling.place.district": "AZ-BA-NAR",
    "dwelling.place.street": "Nizami",
    "dwelling.place.house": "5",
    "contact.channel": "email",
    "contact.address": "anna@example.org",
}
REFUSED_FOR = ("refused-ground-absent",)
HOLDER = Holder(secret="browser of Anna")
GUEST = Actor(ActorKind.GUEST, Door.PORTAL)
EVERYTHING = Reader(SYSTEM, "test", classes=frozenset(Confidentiality))


def officer(name: str, role: str = "case-officer") -> Actor:
    """An officer with an account and a role."""
    with transaction():
        account = accounts.open_staff_account(
            name, display_name=name.title(), password="crane over the lake", language="en", by=SYSTEM
        )
        accounts.grant_role(account, role, office=None, from_on=date(2026, 1, 1), by=SYSTEM)
    return Actor(ActorKind.STAFF, Door.OFFICE, account_id=account, office=OFFICE)


def apply(
    more: Mapping[str, str] | None = None,
    *,
    holder: Holder = HOLDER,
    by: Actor = GUEST,
    on: date = FILED_ON,
    language: str = "en",
) -> CaseReceipt:
    """An application begun and sent."""
    pack = catalogue.current()
    with transaction():
        draft = applications.start(
            pack.service_for("residence"),
            pack=pack,
            language=language,
            answers={**ANSWERS, **(more or {})},
            holder=holder,
            by=by,
        )
        return submit_application(draft.id, holder=holder, filing=Filing(by, on, language))


def opened(case_id: UUID) -> CaseFile:
    return open_file(case_id, to=EVERYTHING)


def propose(
    case_id: UUID,
    *,
    by: Actor,
    kind: DecisionKind = DecisionKind.GRANT,
    reasons: tuple[str, ...] = (),
    until: date | None = None,
) -> None:
    words = {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."}
    wish = Wish(kind, reasons or ("granted-as-asked",), words, granted_until=until)
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=by)


def approve(case_id: UUID, *, by: Actor) -> None:
    with transaction():
        approve_decision(opened(case_id), power=Power("supervisor", OFFICE), by=by)


def reach(case_id: UUID, *, by: Actor) -> None:
    """What comes before a grant is recorded."""
    for each in still_open(opened(case_id), Before.GRANT):
        with transaction():
            record_stage(opened(case_id), each.code, on=clock.today(), by=by)


def pay(case_id: UUID, *, at: datetime | None = None, external_id: str = "") -> Booked:
    """The duty paid in full."""
    (charge,) = [each for each in charges.list_of(opened(case_id).case.subject, to=EVERYTHING)][-1:]
    notice = ProviderNotice(
        "sandbox", external_id or f"pay-{charge.id}", charge.number, charge.amount, at or clock.now()
    )
    with transaction():
        return receive_payment(notice, by=SYSTEM)


def announced(case_id: UUID, *, by: Actor, reasons: tuple[str, ...] = REFUSED_FOR) -> None:
    """An intended refusal announced and read in the portal."""
    with transaction():
        announce_intention(opened(case_id), reasons=reasons, words={"az": "Müqavilə yoxdur."}, by=by)
    read_newest(case_id, Purpose.INTENTION)


def read_newest(case_id: UUID, purpose: Purpose) -> None:
    """The applicant opens the newest letter of a purpose."""
    file = opened(case_id)
    letter = [each for each in list_letters(file) if each.purpose is purpose][-1]
    with transaction():
        read_own_letter(file, letter, language="en", by=GUEST)


def refused(case_id: UUID, *, author: Actor, approver: Actor, reasons: tuple[str, ...] = REFUSED_FOR) -> None:
    """Announced, answered, refused, and read by the applicant."""
    announced(case_id, by=author, reasons=reasons)
    with transaction():
        answer_intention(opened(case_id), words="The contract was handed in.", by=GUEST)
    propose(case_id, by=author, kind=DecisionKind.REFUSE, reasons=reasons)
    approve(case_id, by=approver)
    read_newest(case_id, Purpose.REFUSED)


def finished(case_id: UUID, *, author: Actor, approver: Actor) -> None:
    """Granted, paid, the card made and handed over; every letter read by the applicant."""
    propose(case_id, by=author)
    approve(case_id, by=approver)
    pay(case_id)
    with transaction():
        produce_card(opened(case_id), by=author)
    with transaction():
        hand_over_card(opened(case_id), by=author)
    file = opened(case_id)
    for letter in list_letters(file):
        with transaction():
            read_own_letter(file, letter, language="en", by=GUEST)
