"""One applicant with a case in every standing, and the officers who see them: what pages are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases import actions as cases
from sojourn.cases.types import ItemToCorrect, Side
from sojourn.catalogue import queries as catalogue
from sojourn.flows import worker
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.object_to_registration import token_for
from sojourn.flows.open_case import receipt_of
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.request_correction import request_correction
from sojourn.flows.reviews import open_review
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices.models import Message
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import Proof, Scope, Terms
from sojourn.parties import queries as parties
from sojourn.payments import queries as charges
from sojourn.payments.types import Charge
from sojourn.petitions import actions as petitions
from sojourn.petitions.types import NewPetition, Told
from sojourn.reviews import queries as reviews
from sojourn.reviews.types import Cause, Teller
from tests.factories import claims, filings, labour
from tests.factories.cases import EVERYTHING, approve, opened, pay, propose
from tests.journeys.residence import Applicant, announced, applicant, granted, refused, served, staff

OVERDUE = timedelta(days=150)


@dataclass
class World:
    """Each standing is reached when it is first asked for."""

    anna: Applicant = field(default_factory=lambda: applicant("Everywhere"))
    author: Actor = field(default_factory=staff)
    approver: Actor = field(default_factory=lambda: staff("supervisor"))

    def _filed(self, surname: str, on: date | None = None) -> UUID:
        return replace(applicant(surname), actor=self.anna.actor).applied(on=on)

    def reference(self, case_id: UUID) -> str:
        return opened(case_id).case.reference

    @cached_property
    def petition(self) -> UUID:
        """Told of an officer, with a question of the desk."""
        told = Told("He wanted money.\nTwice.", "Counter 4", "rmd-lan", "Kamran", contact="k@example.org")
        new = NewPetition(uuid4(), petitions.new_code(), "bribery", told, "en")
        with transaction():
            found = petitions.file_petition(new, pack=catalogue.current(), by=self.author)
            petitions.write(found.id, found.desk, words="On which day?", to=EVERYTHING, by=self.author)
        return found.id

    @cached_property
    def examined(self) -> UUID:
        """With a message and a question to another body."""
        case_id = self._filed("Examined")
        with transaction():
            cases.write_message(case_id, side=Side.APPLICANT, words="When?", by=self.anna.actor)
        return case_id

    @cached_property
    def dependent(self) -> UUID:
        """Whose right rests on somebody else of the family."""
        alone = applicant("Dependent")
        told = {**alone.answers, "ground.main": "family-of-permit-holder"}
        return replace(alone, actor=self.anna.actor, answers=told).applied()

    @cached_property
    def consultation(self) -> UUID:
        with transaction():
            _, found = cases.consult(
                self.examined,
                body="border-service",
                question="On which days?",
                reply_by=clock.today() + timedelta(days=9),
                by=self.author,
            )
        return found

    @cached_property
    def late(self) -> UUID:
        return self._filed("Latecomer", clock.today() - timedelta(days=40))

    @cached_property
    def asked(self) -> UUID:
        case_id = self._filed("Asked")
        items = [ItemToCorrect("dwelling.place", "correct-answer", "Which flat?")]
        with transaction():
            request_correction(opened(case_id), items=items, by=self.author)
        served(case_id, Purpose.CORRECTION)
        return case_id

    @cached_property
    def heard(self) -> UUID:
        case_id = self._filed("Heard")
        announced(case_id, by=self.author)
        return case_id

    @cached_property
    def claimed(self) -> UUID:
        """Whose decision may take longer, with reasons."""
        return claims.claim(filings.account("claimant@example.org"), on=clock.today()).case_id

    @cached_property
    def proposed(self) -> UUID:
        case_id = self._filed("Proposed")
        propose(case_id, by=self.author)
        return case_id

    @cached_property
    def unread(self) -> UUID:
        """Granted, the letter not opened yet."""
        case_id = self._filed("Unread")
        propose(case_id, by=self.author)
        approve(case_id, by=self.approver)
        return case_id

    @property
    def unread_letter(self) -> str:
        return [each.key for each in list_letters(opened(self.unread)) if each.purpose is Purpose.GRANTED][-1]

    @cached_property
    def owed(self) -> UUID:
        """Granted long ago, its duty unpaid."""
        case_id = self._filed("Owed", clock.today() - OVERDUE)
        with clock.frozen(clock.today() - OVERDUE):
            granted(case_id)
        return case_id

    @cached_property
    def paid(self) -> UUID:
        case_id = self._filed("Paid")
        granted(case_id)
        pay(case_id)
        return case_id

    @cached_property
    def refused(self) -> UUID:
        case_id = self._filed("Refused")
        refused(case_id, author=self.author, approver=self.approver)
        return case_id

    @cached_property
    def appealed(self) -> UUID:
        case_id = self._filed("Appealed")
        refused(case_id, author=self.author, approver=self.approver)
        with transaction():
            appeal_decision(opened(case_id), words="I do not agree.", by=self.anna.actor)
        return case_id

    @cached_property
    def carded(self) -> UUID:
        """Finished: the card is in its holder's hands."""
        case_id = self.paid
        with transaction():
            produce_card(opened(case_id), by=self.author)
        with transaction():
            hand_over_card(opened(case_id), by=self.author)
        return case_id

    def charge(self, case_id: UUID) -> Charge:
        return charges.list_of(opened(case_id).case.subject, to=EVERYTHING)[-1]

    @property
    def receipt(self) -> UUID:
        return charges.list_receipts(self.charge(self.paid).id)[-1].id

    @cached_property
    def draft(self) -> str:
        pack = catalogue.current()
        with transaction():
            return applications.start(
                pack.service_for("residence"),
                pack=pack,
                language="en",
                answers=dict(self.anna.answers),
                holder=Holder(account_id=self.anna.account_id),
                by=self.anna.actor,
            ).reference

    @property
    def certificate(self) -> str:
        """Number and code of a proof that an application is pending, as an address says them."""
        told = receipt_of(self.examined)
        return f"{told.number}/{told.code}"

    @property
    def message(self) -> UUID:
        _ = self.unread
        found = Message.objects.filter(account_id=self.anna.account_id).first()
        assert found
        return found.id

    @cached_property
    def mandate(self) -> UUID:
        """The applicant acts for somebody else."""
        principal = Subject("account", filings.account(f"principal-{self.anna.account_id}@example.org"))
        terms = Terms(Scope.EVERYTHING, clock.today(), None, Proof.DECLARED)
        with transaction():
            return organisations.give_mandate(
                principal, agent=Subject("account", self.anna.account_id), terms=terms, by=self.author
            )

    @cached_property
    def registration(self) -> UUID:
        return filings.register(on=clock.today()).registration_id

    @property
    def objection(self) -> str:
        """What the host of the registration was sent."""
        return token_for(self.registration)

    @property
    def person(self) -> UUID:
        return opened(self.examined).case.person_id

    @cached_property
    def employer(self) -> Actor:
        return labour.employer("Tunel Everywhere", tax_number=f"16{clock.now():%H%M%S%f}"[:10])

    @cached_property
    def labour(self) -> UUID:
        """A worker's permit, granted to the employer and paid."""
        today = clock.today()
        days = {
            "vacancy.announced-on": today - timedelta(days=28),
            "job.starts-on": today + timedelta(days=44),
            "passport.expires-on": today + timedelta(days=1500),
        }
        case_id = labour.apply(self.employer, {of: f"{day}" for of, day in days.items()}, on=today).case_id
        granted(case_id)
        pay(case_id)
        return case_id

    @cached_property
    def exempt(self) -> str:
        """What the employer began for a worker who needs no permit."""
        pack, by = catalogue.current(), self.employer
        with transaction():
            return applications.start(
                pack.service(labour.SERVICE),
                pack=pack,
                language="en",
                answers={"request.kind": "issue", "exemption.category": "permanent-residence"},
                holder=Holder(account_id=by.account_id),
                by=by,
            ).reference

    @property
    def part(self) -> str:
        """Number of a case in which the applicant is the worker, and took the part into the account."""
        found = parties.find_of(Subject("case", self.labour))
        assert found
        assert self.anna.account_id
        if found.account_id is None:
            with transaction():
                case = opened(self.labour).case
                worker.join(found, case, account_id=self.anna.account_id, by=self.anna.actor)
        return self.reference(self.labour)

    @cached_property
    def review(self) -> UUID:
        """A separation that was told of."""
        with transaction():
            file = opened(self.examined)
            open_review(file, Cause.SEPARATION, teller=Teller.OFFICE, words="We parted.", by=self.author)
        return reviews.list_of(Subject("case", self.examined), to=EVERYTHING)[-1].id

    @cached_property
    def hotel(self) -> UUID:
        desk, _ = filings.hotel("Hotel Everywhere", tax_number=f"15{clock.now():%H%M%S%f}"[:10])
        return desk.organisation_id


Address = Callable[[World], str]
