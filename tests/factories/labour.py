"""Employers who ask for work permits. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sojourn.accounts.models import Account
from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.catalogue import queries as catalogue
from sojourn.flows.open_case import CaseReceipt, submit_application
from sojourn.flows.types import Filing
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.organisations.types import Right
from tests.factories import cases, filings

SERVICE = "work-permit"
FILED_ON = date(2026, 6, 1)
ANSWERS: dict[str, str] = {
    "request.kind": "issue",
    "exemption.category": "none",
    "passport.kind": "passport",
    "passport.issuing-state": "TUR",
    "passport.surname": "Yıldırım",
    "passport.given-names": "Deniz",
    "passport.nationality": "TUR",
    "passport.number": "U1234567",
    "passport.birth-date": "1986-04-17",
    "passport.sex": "male",
    "passport.expires-on": "2031-01-01",
    "worker.where": "abroad",
    "worker-contact.address": "deniz@example.org",
    "worker-contact.language": "en",
    "job.position": "Tunel mühəndisi",
    "job.activity": "construction",
    "job.starts-on": "2026-07-15",
    "workplace.place.district": "AZ-BA-NAR",
    "workplace.place.street": "Nizami",
    "workplace.place.house": "5",
    "contract.kind": "open-ended",
    "vacancy.announced-on": "2026-05-04",
    "vacancy.answer": "nobody-found",
    "term.months": "12",
    "speed.speed": "fast",
    "contact.channel": "none",
}


def employer(
    name: str = "Tunel MMC", *, tax_number: str = "1400000091", right: Right = Right.APPLY_FOR_WORKERS
) -> Actor:
    """Someone who acts for a company."""
    return filings.hotel(name, tax_number=tax_number, rights=(right,))[1]


def officer(name: str, role: str = "case-officer") -> Actor:
    """An officer who may have acted before: asked for again it is the same one."""
    found = Account.objects.filter(sign_in_name=name).first()
    if found is None:
        return cases.officer(name, role)
    return Actor(ActorKind.STAFF, Door.OFFICE, account_id=found.id, office=cases.OFFICE)


def apply(by: Actor, more: Mapping[str, str] | None = None, *, on: date = FILED_ON) -> CaseReceipt:
    """A work permit asked for."""
    pack, holder = catalogue.current(), Holder(account_id=by.account_id)
    with transaction():
        draft = applications.start(
            pack.service(SERVICE),
            pack=pack,
            language="en",
            answers={**ANSWERS, **(more or {})},
            holder=holder,
            by=by,
        )
        return submit_application(draft.id, holder=holder, filing=Filing(by, on, "en"))
