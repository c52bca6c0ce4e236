"""A foreigner's stay is registered at once and answered with a document anyone can verify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder, Party, Role, State
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import Pack, Service
from sojourn.documents import actions as documents
from sojourn.flows import arrival_form, messages
from sojourn.flows.arrival_form import Cleaned
from sojourn.flows.assessment import Assessment, assess, readable
from sojourn.flows.types import Filing, Receipt
from sojourn.lib.actor import SYSTEM, proven
from sojourn.lib.db import transaction, transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import actions as people
from sojourn.people.queries import has_open_hold
from sojourn.people.types import Identity, Source
from sojourn.permits import actions as permits
from sojourn.permits import queries as certificates
from sojourn.permits.errors import DocumentUnknown
from sojourn.stays import actions as stays
from sojourn.stays import queries as registrations
from sojourn.stays.types import Arrival, Doubts, Guest, Registered, Side

CERTIFICATE = "registration"
_RECEIPT = proven(SYSTEM, "receipt")


@dataclass(frozen=True, slots=True)
class Entered:
    """A stay in the register, its person and its receipt, and who may know of them now."""

    receipt: Receipt
    person_id: UUID
    confidentiality: Confidentiality = Confidentiality.ORDINARY


@transaction_required
def register_stay(draft_id: UUID, *, holder: Holder, filing: Filing) -> Receipt:
    """Send a draft: the stay is entered at once. Sent again, it gives the same receipt.

    Source: Migration Code art. 21-22 as dated in the pack.
    Raises: DraftNotFound, AnswersUnreadable.
    """
    draft = applications.take(draft_id, holder=holder)
    if draft.state is State.SUBMITTED and draft.outcome:
        return receipt_of(draft.outcome.id)
    pack = catalogue.by_hash(draft.pack_sha256)
    service = pack.service(draft.service)
    if pack.role_of(service.code) == "hosting":
        filing = replace(filing, told_by=Side.HOST)
    checked = readable(service, draft.answers)
    entered = enter(pack, service, checked.cleaned, reference=draft.reference, filing=filing)
    _close(draft, entered, advice=checked.advice, filing=filing)
    messages.tell_of_registration(entered.receipt, checked.cleaned, filing=filing)
    return entered.receipt


@transaction_required
def enter(
    pack: Pack,
    service: Service,
    answers: Cleaned,
    *,
    reference: str,
    filing: Filing,
    doubts: Doubts = (),
) -> Entered:
    """One guest, one registration, one document: the part every door shares.

    `doubts` are kept with a stay whose answers are kept nowhere else.
    """
    who = arrival_form.identity(answers)
    assessment = assess(pack, service, answers, filing)
    try:
        with transaction():
            arrival, registered = _register(
                pack, who, answers, assessment, reference=reference, filing=filing, doubts=doubts
            )
    except _Repeated as repeated:
        return _again(repeated.registration_id)
    issued = permits.issue(
        CERTIFICATE,
        pack=pack,
        subject=Subject("registration", registered.id),
        holder=arrival_form.sealed_holder(who),
        valid=(assessment.valid_from, assessment.valid_until),
        district=arrival.place.district,
        by=filing.by,
    )
    return Entered(_receipt(arrival, registered.id, issued.number, issued.code), arrival.guest.person_id)


class _Repeated(Exception):
    """This filer has filed this guest, place and day before: nothing of the repeat is kept."""

    def __init__(self, registration_id: UUID) -> None:
        super().__init__(registration_id)
        self.registration_id = registration_id


def _register(
    pack: Pack,
    who: Identity,
    answers: Cleaned,
    assessment: Assessment,
    *,
    reference: str,
    filing: Filing,
    doubts: Doubts,
) -> tuple[Arrival, Registered]:
    """The person and the stay. Raises: _Repeated."""
    source = Source(reference=reference, said_on=filing.received_on)
    guest = Guest(people.record(who, source=source, by=filing.by), arrival_form.told(who), doubts)
    arrival = _arrival(pack, answers, guest, assessment, reference=reference, filing=filing)
    registered = stays.register(_shielded(arrival, guest.person_id), by=filing.by)
    if not registered.first:
        raise _Repeated(registered.id)
    return arrival, registered


def _again(registration_id: UUID) -> Entered:
    """What was answered the first time, about the person it was answered for."""
    first = registrations.get_filed(registration_id, to=_RECEIPT)
    return Entered(receipt_of(registration_id), first.person_id, first.confidentiality)


def _receipt(arrival: Arrival, registration_id: UUID, number: str, code: str) -> Receipt:
    return Receipt(
        registration_id=registration_id,
        reference=arrival.reference,
        number=number,
        code=code,
        voluntary=arrival.voluntary,
        lawful_until=arrival.lawful_until,
        days_late=arrival.lateness.days if arrival.lateness else 0,
        first=True,
    )


def receipt_of(registration_id: UUID) -> Receipt:
    """The receipt of a registration that stands, for the one who filed it."""
    kept = registrations.get_filed(registration_id, to=_RECEIPT)
    certificate = certificates.find_for(Subject("registration", registration_id), to=_RECEIPT)
    if certificate is None:
        raise DocumentUnknown(registration=registration_id)
    return Receipt(
        registration_id=kept.id,
        reference=kept.reference,
        number=certificate.number,
        code=certificate.code,
        voluntary=kept.voluntary,
        lawful_until=kept.lawful_until,
        days_late=kept.days_late,
        first=False,
    )


def _arrival(
    pack: Pack, answers: Cleaned, guest: Guest, assessment: Assessment, *, reference: str, filing: Filing
) -> Arrival:
    place = arrival_form.place(answers)
    return Arrival(
        reference=reference,
        guest=guest,
        place=place,
        host=arrival_form.host(answers, filing.desk),
        arrived_on=arrival_form.told_day(answers, "stay.arrived-here-on"),
        lawful_until=assessment.valid_until,
        received_on=filing.received_on,
        voluntary=assessment.voluntary,
        pack_sha256=pack.sha256,
        office=_office(pack, place.district),
        arrived_in_country_on=arrival_form.day(answers, "stay.arrived-in-country-on"),
        leaves_on=arrival_form.day(answers, "stay.leaves-on"),
        changed_place=answers.get("stay.change-of-place") == "yes",
        lateness=assessment.lateness,
        filer=filing.filer,
        told_by=Side.HOST if filing.desk else filing.told_by,
        guest_contact=answers.get("stay.guest-contact") or "",
    )


def _office(pack: Pack, district: str) -> str:
    """The office competent for a district today; a country without offices has one for all."""
    office = pack.office_for(district)
    return office.code if office else ""


def _shielded(arrival: Arrival, person_id: UUID) -> Arrival:
    """Nobody under an open protective hold becomes a candidate; row, receipt and work are the same."""
    if arrival.lateness and has_open_hold(person_id):
        return replace(arrival, lateness=replace(arrival.lateness, is_shielded=True))
    return arrival


def _close(draft: Draft, entered: Entered, *, advice: Sequence[Finding], filing: Filing) -> None:
    outcome = Subject("registration", entered.receipt.registration_id)
    applications.mark_submitted(
        draft,
        outcome=outcome,
        parties=[Party(Role.APPLICANT, Subject("person", entered.person_id))],
        findings=[f"{one.path}:{one.code}" for one in advice],
        received_on=filing.received_on,
        by=filing.by,
    )
    if not entered.receipt.first:
        _follow(draft, outcome, entered.confidentiality)


def _follow(draft: Draft, outcome: Subject, confidentiality: Confidentiality) -> None:
    """A filing sent again stands in the class its registration has come into, with its files."""
    applications.reclassify([outcome], confidentiality=confidentiality, by=SYSTEM)
    about = [Subject("application", draft.id)]
    documents.reclassify(about, confidentiality=confidentiality, by=SYSTEM)
