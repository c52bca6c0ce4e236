"""Cases that come under the protection desk: examined, granted and paid, or refused and contested."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pikepdf

from sojourn.applications.types import Holder
from sojourn.cases import actions as cases
from sojourn.cases.models import Case, Consultation
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.types import Filing as About
from sojourn.flows.case_letters import list_letters, open_letter
from sojourn.flows.open_case import CaseReceipt
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.payments.models import Charge, Receipt, Task
from sojourn.permits import actions as permits
from sojourn.permits.types import Cause, SealedHolder
from sojourn.reviews import actions as reviews
from sojourn.reviews.types import Cause as Change
from sojourn.reviews.types import NewReview, Teller
from tests.factories import filings
from tests.factories.cases import (
    FILED_ON,
    apply,
    approve,
    opened,
    pay,
    propose,
)
from tests.promises.stories import cases as stories

TOLD = {
    "passport.surname": "Zarubezhnaya",
    "passport.given-names": "Yelizaveta",
    "passport.number": "77ZZ99881",
    "contact.address": "yelizaveta@example.org",
    "dwelling.place.street": "Zarifa",
}
WORDS = ("Zarubezhnaya", "ZARUBEZHNAYA", "Yelizaveta", "YELIZAVETA", "77ZZ99881", "yelizaveta@", "Zarifa")


@dataclass(frozen=True)
class Hidden:
    """A case of the protection desk, and everything by which it could be asked for."""

    receipt: CaseReceipt
    values: dict[str, Any]

    @property
    def case_id(self) -> UUID:
        return self.receipt.case_id


def filed(more: Mapping[str, str] = TOLD) -> tuple[CaseReceipt, Actor]:
    """Filed from an account of her own, with a paper."""
    account = filings.account("yelizaveta@example.org")
    by = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)
    receipt = apply(more, holder=Holder(account_id=account), by=by)
    with transaction():
        about = About(Subject("application", opened(receipt.case_id).case.application_id), "passport.copy")
        documents.keep_letter(a_page(), filing=about, by=by)
    return receipt, by


def a_page() -> bytes:
    paper, kept = pikepdf.new(), io.BytesIO()
    paper.add_blank_page()
    paper.save(kept)
    return kept.getvalue()


def examined() -> CaseReceipt:
    """Another body was asked; nothing is decided yet."""
    receipt, _ = filed()
    asked = {"body": "security", "question": "Known?", "reply_by": date(2026, 6, 20)}
    with transaction():
        cases.consult(receipt.case_id, **asked, by=stories.AUTHOR)  # type: ignore[arg-type]
    return receipt


def granted() -> CaseReceipt:
    """Asked about, granted, paid twice; a letter opened."""
    receipt = examined()
    case_id, by = receipt.case_id, opened(receipt.case_id).case.account_id
    propose(case_id, by=stories.AUTHOR)
    approve(case_id, by=stories.APPROVER)
    for number in ("one", "two"):
        pay(case_id, external_id=number)
    _open_decision(case_id, Actor(ActorKind.PERSON, Door.PORTAL, account_id=by))
    return receipt


def contested() -> CaseReceipt:
    """Refused, served and appealed against."""
    receipt, by = filed(TOLD)
    stories.refuse(receipt.case_id, by)
    with transaction():
        stories.appeal_decision(opened(receipt.case_id), words="I do not agree.", by=by)
    _open_decision(receipt.case_id, by)
    return receipt


def _open_decision(case_id: UUID, by: Actor) -> None:
    letter = [each for each in list_letters(opened(case_id)) if each.key.startswith("decision-")][-1]
    with transaction():
        open_letter(opened(case_id), letter, language="en", by=by)


def hide(receipt: CaseReceipt) -> Hidden:
    """Her person comes under the protection desk, and everything with it."""
    case = opened(receipt.case_id).case
    with transaction():
        reclassify_person(case.person_id, confidentiality=Confidentiality.PROTECTED, by=filings.OFFICER)
    return Hidden(receipt, values_of(receipt))


def values_of(receipt: CaseReceipt) -> dict[str, Any]:
    row = Case.objects.get(id=receipt.case_id)
    charge, paid = Charge.objects.filter(subject_id=row.id).first(), None
    if charge:
        paid = Receipt.objects.filter(charge=charge).first()
    asked = Consultation.objects.filter(case_id=row.id).first()
    task = Task.objects.filter(charge=charge).first() if charge else None
    number, code = card_of(receipt)
    return {
        "case_id": row.id,
        "review_id": _review(row),
        "person_id": row.person_id,
        "account_id": row.account_id,
        "reference": receipt.reference,
        "document_id": _paper(row.application_id),
        "consultation_id": asked.id if asked else uuid4(),
        "consultation": asked.id if asked else uuid4(),
        "charge_id": charge.id if charge else uuid4(),
        "payment_number": charge.number if charge else "7777777777777",
        "receipt_id": paid.id if paid else uuid4(),
        "task_id": task.id if task else 8,
        "key": [each.key for each in list_letters(opened(row.id))][-1],
        "message": Message.objects.filter(account_id=row.account_id).latest("id").id,
        "number": number,
        "code": code,
        "stage": "interview",
    }


def _review(row: Case) -> UUID:
    """Something changed in her life, and it waits on the list of the desk."""
    new = NewReview(
        about=Subject("case", row.id),
        person_id=row.person_id,
        cause=Change.SEPARATION,
        teller=Teller.OFFICE,
        office=row.office,
        confidentiality=Confidentiality(row.confidentiality),
        words="Yelizaveta parted.",
    )
    with transaction():
        review, _ = reviews.open_review(new, by=stories.AUTHOR)
    return review.id


def _paper(application_id: UUID) -> UUID:
    from sojourn.documents.models import Document

    return UUID(str(Document.objects.filter(subject_id=application_id).earliest("id").id))


def card_of(receipt: CaseReceipt) -> tuple[str, str]:
    """A document the protection desk itself issues in the case."""
    case = opened(receipt.case_id).case
    with transaction():
        issued = permits.issue(
            "residence-card",
            pack=catalogue.current(),
            subject=case.subject,
            holder=SealedHolder("ZARUBEZHNAYA<<YELIZAVETA"),
            valid=(FILED_ON, None),
            confidentiality=Confidentiality.PROTECTED,
            cause=Cause.ISSUED,
            by=stories.AUTHOR,
        )
    return issued.number, issued.code


def nobody(like: Mapping[str, Any]) -> dict[str, Any]:
    """Ids, references, numbers and codes that are nobody's, of the same shape and length."""
    unknown: dict[str, Any] = {name: uuid4() for name, value in like.items() if isinstance(value, UUID)}
    unknown["consultation"] = unknown["consultation_id"]
    told = {name: re.sub(r"\d{7}", "7777777", like[name]) for name in ("reference", "number")}
    return (
        unknown
        | told
        | {
            "payment_number": re.sub(r"\d", "7", like["payment_number"]),
            "task_id": like["task_id"],
            "key": re.sub(r"[0-9a-f]{8}-.{27}", str(uuid4()), like["key"]).replace("pending", "pfnding"),
            "code": "Z" * len(like["code"]),
            "stage": like["stage"],
        }
    )
