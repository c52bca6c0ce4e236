"""Which acts of this officer can still be taken back: nobody else has acted on them."""

from __future__ import annotations

from sojourn.audit import queries as log
from sojourn.cases.types import AssignmentCause
from sojourn.flows.case_file import CaseFile
from sojourn.sites.office.desk import Desk


def took_last(desk: Desk, file: CaseFile) -> bool:
    """Whether taking it is the last that happened to the case, and this officer did it."""
    return _mine_and_newest(desk, file, AssignmentCause.TAKEN)


def handed_last(desk: Desk, file: CaseFile) -> bool:
    """The same of a hand-over; and whoever has it now did not open it yet."""
    if not _mine_and_newest(desk, file, AssignmentCause.HANDED_OVER):
        return False
    made = file.page.assignments[-1]
    if made.account_id is None:
        return False
    return log.find_first_look(file.case.subject, account_id=made.account_id, since=made.at) is None


def _mine_and_newest(desk: Desk, file: CaseFile, cause: AssignmentCause) -> bool:
    made = file.page.assignments[-1] if file.page.assignments else None
    if made is None or made.cause is not cause or made.by != desk.account.id:
        return False
    return made.case_version == file.case.version


def proposed_it(desk: Desk, file: CaseFile) -> bool:
    """Whether the proposal that waits is this officer's own."""
    return file.proposal is not None and file.proposal.proposed_by == desk.account.id


def asked_nobody_yet(desk: Desk, file: CaseFile) -> bool:
    """Whether the request that waits reached nobody, and the case is in no other hands."""
    asked = file.page.corrections[-1] if file.page.corrections else None
    in_hand = file.case.handler_id in (None, desk.account.id)
    return in_hand and asked is not None and asked.served_on is None and asked.answered_on is None
