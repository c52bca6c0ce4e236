"""The document of a granted case: made once the duty is paid, laid ready, handed over."""

from __future__ import annotations

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseView
from sojourn.catalogue.types import Before
from sojourn.flows import case_messages
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.complete_case import end_of_pending, is_handed_over, issue_card
from sojourn.flows.errors import DutyOwed, NothingGranted, StageOpen
from sojourn.flows.prolong_registration import follow_grant
from sojourn.flows.stages import still_open
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.payments import queries as charges
from sojourn.permits import queries as documents
from sojourn.permits.types import Issued, Standing


@transaction_required
def produce_card(file: CaseFile, *, by: Actor) -> Issued:
    """Make the document of what was granted and lay it ready.

    Raises: NothingGranted, ActNotAllowed, DutyOwed when the payment was taken back meanwhile.
    """
    if not is_handed_over(file.pack, file.service):
        raise NothingGranted(case=file.case.reference)
    case = cases.note_produced(file.case.id, by=by)
    check_paid(file)
    issued = issue_card(file, confidentiality=case.confidentiality, by=by)
    cases.note_ready(case.id, by=by)
    case_messages.tell(case, by=by)
    return issued


@transaction_required
def hand_over_card(file: CaseFile, *, by: Actor) -> CaseView:
    """The holder has the document: the case is closed, and the proof that it was pending ends.

    Raises: ActNotAllowed, DutyOwed when the payment was taken back meanwhile, StageOpen.
    """
    case = cases.note_handed_over(file.case.id, by=by)
    check_paid(file)
    if waits_for := still_open(file, Before.END):
        raise StageOpen(stages=[each.code for each in waits_for])
    end_of_pending(file, on=clock.today(), by=by)
    follow_grant(file.pack, file.service, case, until=file.terms[1], on=clock.today(), by=by)
    return case


def check_paid(file: CaseFile) -> None:
    """Asked under the lock of the case, for which every booking waits. Raises: DutyOwed."""
    if charges.is_owed(file.case.subject):
        raise DutyOwed


def card_stands(case: Subject) -> bool:
    """Whether the newest document of a case is good today or still to become so."""
    card = documents.find_for(case, to=THE_STORY)
    if card is None:
        return False
    day = max(clock.today(), card.valid[0])
    return documents.standing_on(day, card.id, to=THE_STORY) is not Standing.NOT_VALID
