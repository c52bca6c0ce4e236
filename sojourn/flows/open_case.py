"""An application is sent: it becomes a case with a number, a clock and a proof that it is pending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder, Party, Role, State
from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseView, NewCase
from sojourn.catalogue.facts import Context
from sojourn.catalogue.types import Pack, Service
from sojourn.documents import actions as papers
from sojourn.flows import arrival_form, case_messages, quota_places, special_regimes, worker, worker_contact
from sojourn.flows.assessment import readable
from sojourn.flows.definitions import pack_of
from sojourn.flows.errors import OrganisationMissing
from sojourn.flows.examination import Examination, examine, kept_of
from sojourn.flows.prolong_registration import prolong_while_pending
from sojourn.flows.track_filing import code_of
from sojourn.flows.types import Filing
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, proven
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import actions as people
from sojourn.people.types import HoldKind, Identity, Source
from sojourn.permits import actions as permits
from sojourn.permits import queries as certificates
from sojourn.permits.types import Cause, Issued


@dataclass(frozen=True, slots=True)
class CaseReceipt:
    """The answer to an application. tracking_code: by which an ordinary one is followed without an account;
    number and code: of the proof that it is pending, where there is one; due_on: by when the service means to
    decide, as it is known now.
    """

    case_id: UUID
    reference: str
    due_on: date
    filed_on: date
    number: str = ""
    code: str = ""
    tracking_code: str = ""
    first: bool = True


@transaction_required
def submit_application(
    given: UUID | Draft, *, holder: Holder, filing: Filing, family_file: UUID | None = None
) -> CaseReceipt:
    """Send a draft: a case is opened at once, complete or not. Sent again, it gives the same receipt.

    By its id, or as it was taken in this transaction. It is filed by the law that is current, and its clock
    runs from the day it was received, whenever it is entered. Source: R-PROC-1, R-STAY-6 of the pack.
    Raises: DraftNotFound, AnswersUnreadable, OrganisationMissing.
    """
    draft = given if isinstance(given, Draft) else applications.take(given, holder=holder)
    if draft.state is State.SUBMITTED and draft.outcome:
        return receipt_of(draft.outcome.id)
    pack = pack_of(draft)
    service = pack.service(draft.service)
    _check_principal(service, filing.by)
    checked = readable(service, draft.answers)
    worker_contact.check(service, checked.cleaned, by=filing.by)
    cleaned, who = checked.cleaned, arrival_form.identity(checked.cleaned)
    examined = examine(pack, service, cleaned, Context(filed_on=filing.received_on, door=filing.by.door))
    source = Source(reference=draft.reference, said_on=filing.received_on)
    class_ = service.class_of(cleaned)
    person_id = _applicant(service, who, source, filing, class_)
    new = _new_case(draft, pack, service, cleaned, examined, person_id, filing, family_file)
    case = cases.open_case(new, calendar=pack.law(filing.received_on).calendar, by=filing.by)
    case = special_regimes.stop_clock(case, examined.facts, law=pack.law(filing.received_on))
    proof = prove_pending(pack, service, case, who, examined, by=filing.by)
    applications.mark_submitted(
        replace(draft, pack_sha256=pack.sha256),
        outcome=case.subject,
        parties=[Party(Role.APPLICANT, Subject("person", person_id))],
        findings=[f"{one.path}:{one.code}" for one in checked.advice],
        received_on=filing.received_on,
        by=filing.by,
    )
    if class_ is not service.confidentiality:
        filed = applications.reclassify([case.subject], confidentiality=class_, by=filing.by)
        papers.reclassify(
            [Subject("application", each) for each in filed], confidentiality=class_, by=filing.by
        )
    if service.quota:
        quota_places.follow(case, by=filing.by)
    worker.name_worker(case, service, cleaned, by=filing.by)
    case_messages.tell_of_receipt(case, contact=cleaned.get("contact.address"), by=filing.by)
    return _receipt(case, proof, first=True)


def owed_by_organisation(service: Service) -> bool:
    """Whether an organisation applies and owes a duty; a State that asks for a person back owes none."""
    return service.is_for_organisations and service.fee is not None


def _check_principal(service: Service, by: Actor) -> None:
    """What an organisation owes is never filed in the name of whom it is about. R-WP-13.

    Raises: OrganisationMissing.
    """
    principal = by.on_behalf_of
    if owed_by_organisation(service) and (principal is None or principal.kind != "organisation"):
        raise OrganisationMissing(service=service.code)


def _applicant(
    service: Service, who: Identity, source: Source, filing: Filing, class_: Confidentiality
) -> UUID:
    """The person who applies. Of a service that is protected they stand where nobody else sees them, though
    they may be known elsewhere; what bars their removal is placed with the filing, there and here.
    """
    by, on = filing.by, filing.received_on
    if class_ is not Confidentiality.PROTECTED:
        return people.record(who, source=source, by=by)
    person_id = people.record(who, source=source, by=by, confidentiality=class_)
    if service.bars_removal:
        people.bar_removal(person_id, who=who, kind=HoldKind(service.held_as), from_on=on, by=by)
    return person_id


def receipt_of(case_id: UUID) -> CaseReceipt:
    """The receipt of an application that was sent, for the one who filed it."""
    case = case_files.get_filed(case_id)
    return _receipt(case, certificates.find_for(proof_of(case), to=proven(SYSTEM, "receipt")), first=False)


def _new_case(
    draft: Draft, pack: Pack, service: Service, cleaned: Mapping[str, Any], examined: Examination,
    person_id: UUID, filing: Filing, family_file: UUID | None,
) -> NewCase:  # fmt: skip
    office, kept = office_of(pack, service, cleaned, filing), kept_of(service, cleaned, examined)
    return NewCase(
        reference=draft.reference,
        service=service.code,
        pack_sha256=pack.sha256,
        application_id=draft.id,
        person_id=person_id,
        office=office,
        filed_on=filing.received_on,
        review_limit=kept.review_limit,
        language=filing.language,
        account_id=_inbox(filing),
        principal=filing.by.on_behalf_of,
        family_file_id=family_file,
        ground=kept.ground,
        speed=kept.speed,
        fee_class=kept.fee_class,
        custody_office=filing.by.office or office,
        place_of_filing=filing.by.office or filing.by.door.value,
        confidentiality=service.class_of(cleaned),
    )


def office_of(pack: Pack, service: Service, cleaned: Mapping[str, Any], filing: Filing) -> str:
    """Who decides: the desk of the service; the office of the address; that of the place of filing; else the
    one the pack names for an address nobody knows.
    """
    if service.desk:
        return service.desk
    found = pack.office_for(str(cleaned.get(f"{service.place_path}.district") or ""))
    if found is not None:
        return found.code
    of_filing = pack.offices.get(filing.by.office or "")
    if of_filing is not None and of_filing.decides:
        return of_filing.code
    return pack.unknown_address_office or next((one.code for one in pack.offices.values() if one.decides), "")


def _inbox(filing: Filing) -> UUID | None:
    return filing.by.account_id if filing.by.kind is ActorKind.PERSON else None


def prove_pending(
    pack: Pack, service: Service, case: CaseView, who: Identity, examined: Examination, *, by: Actor
) -> Issued | None:
    """The sealed proof of a pending application, for whoever applied while the stay was lawful. R-STAY-6."""
    pending, kind = examined.pending, service.letters.pending
    if kind is None or pending is None or pending.valid_until == pending.valid_from:
        return None
    prolong_while_pending(pack, service, case, on=case.filed_on, by=by)
    return permits.issue(
        kind,
        pack=pack,
        subject=proof_of(case),
        holder=arrival_form.sealed_holder(who),
        valid=(pending.valid_from, pending.valid_until),
        confidentiality=case.confidentiality,
        shown=service.is_protected,
        cause=Cause.APPLICATION_PENDING,
        by=by,
    )


def proof_of(case: CaseView) -> Subject:
    """What the proof of a pending application is about: the filing, apart from what may be granted later."""
    return Subject("application", case.application_id)


def _receipt(case: CaseView, proof: Issued | None, *, first: bool) -> CaseReceipt:
    return CaseReceipt(
        case_id=case.id,
        reference=case.reference,
        due_on=case.due_on,
        filed_on=case.filed_on,
        number=proof.number if proof else "",
        code=proof.code if proof else "",
        tracking_code=code_of(case.reference) if case.confidentiality is Confidentiality.ORDINARY else "",
        first=first,
    )
