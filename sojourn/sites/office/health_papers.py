"""Who opens a health paper: the officer who has the case in hand and judges it; each look is logged.

Others of the office know that it was handed in; those whose class reaches it see it as ever.
"""

from __future__ import annotations

from dataclasses import replace

from sojourn.accounts.roles import Permission
from sojourn.flows.case_file import CaseFile
from sojourn.lib.actor import Reader
from sojourn.lib.types import Confidentiality
from sojourn.sites.office.desk import Desk


def is_in_hand(desk: Desk, file: CaseFile) -> bool:
    """Whether this officer examines the case now."""
    in_hand = file.case.handler_id == desk.account.id
    return in_hand and desk.may(Permission.CASES_WORK) and desk.may(Permission.SEE_DOCUMENTS)


def reader(desk: Desk, file: CaseFile) -> Reader:
    """For health papers of this case alone: of the class they have by themselves, no higher."""
    if not is_in_hand(desk, file):
        return desk.reader
    return replace(desk.reader, classes=desk.reader.classes | {Confidentiality.RESTRICTED})


def may_open(desk: Desk, file: CaseFile) -> bool:
    """Whether this desk opens health papers of the case."""
    sees = reader(desk, file).may_see(Confidentiality.RESTRICTED)
    return sees and desk.may(Permission.SEE_DOCUMENTS)


def reader_of(desk: Desk, file: CaseFile, path: str) -> Reader:
    """Who opens the file that answers a question of the application."""
    is_health = any(each.health and each.question == path for each in file.service.documents)
    return reader(desk, file) if is_health else desk.reader
