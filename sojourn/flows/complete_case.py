"""What was granted and paid for is given: at once where nothing is handed over, else when it is fetched."""

from __future__ import annotations

from datetime import date

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, CaseView
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Before, GoodFrom, Pack, Service
from sojourn.flows import arrival_form, worker
from sojourn.flows.case_file import CaseFile, open_for_the_story
from sojourn.flows.errors import NothingGranted
from sojourn.flows.prolong_registration import end_with_pending, follow_grant
from sojourn.flows.stages import still_open
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.types import Confidentiality, Subject
from sojourn.permits import actions as permits
from sojourn.permits.types import Cause, Issued


def go_on_paid(case: CaseView, *, by: Actor, on: date | None = None) -> CaseView:
    """What was owed is covered: the document may be made; where none is handed over, the case is granted.

    Raises: ActNotAllowed, also when it lapsed.
    """
    return complete_case(cases.note_paid(case.id, on=on, by=by), by=by)


def complete_case(case: CaseView, *, by: Actor) -> CaseView:
    """Give what was granted, where nobody has to fetch it and every stage before the end was reached.

    An electronic document is made now, and the proof that the case was pending ends. Others stay as they are.
    """
    pack = catalogue.by_hash(case.pack_sha256)
    service = pack.service(case.service)
    if case.status is not CaseStatus.IN_PRODUCTION or is_handed_over(pack, service):
        return case
    file = open_for_the_story(case.id)
    if still_open(file, Before.END):
        return case
    if service.letters.card:
        issue_card(file, confidentiality=case.confidentiality, by=by)
    end_of_pending(file, on=clock.today(), by=by)
    follow_grant(pack, service, case, until=file.terms[1], on=clock.today(), by=by)
    worker.tell_of(file, by=by)
    return cases.complete(case.id, by=by)


def is_handed_over(pack: Pack, service: Service) -> bool:
    """Whether what is granted is a document somebody makes and hands to its holder."""
    return pack.document_of(service) is not None and not pack.is_electronic(service)


def end_of_pending(file: CaseFile, *, on: date, by: Actor) -> None:
    """The proof of the pending application holds up to a day."""
    permits.end(Subject("application", file.case.application_id), on=on, cause=Cause.EXPIRED, by=by)
    end_with_pending(file.service, file.case, on=on, by=by)


def issue_card(
    file: CaseFile, *, confidentiality: Confidentiality, from_on: date | None = None, by: Actor
) -> Issued:
    """The document of what was granted, of the class the case has now; from_on: not before that day.

    Raises: NothingGranted.
    """
    (first, last), kind = file.terms, file.card
    if first is None or kind is None:
        raise NothingGranted(case=file.case.reference)
    if file.pack.letters[kind].good_from is GoodFrom.ISSUE:
        first = min(first, clock.today())
    return permits.issue(
        kind,
        pack=file.pack,
        subject=file.case.subject,
        holder=arrival_form.sealed_holder(file.identity),
        valid=(max(first, from_on) if from_on else first, last),
        district=str(file.cleaned.get(f"{file.service.place_path}.district") or ""),
        confidentiality=confidentiality,
        shown=file.service.is_protected,
        by=by,
    )
