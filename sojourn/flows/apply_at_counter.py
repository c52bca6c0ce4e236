"""An application brought on paper or said at the counter: the same case and clock as one sent from home,
and one paper to hand over.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sojourn.documents import letters
from sojourn.documents.bound import bind
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.open_case import CaseReceipt, receipt_of, submit_application
from sojourn.flows.open_certificate import office_named
from sojourn.flows.print_counter_paper import Paper, printed_once, sign_in_sheet
from sojourn.flows.register_at_counter import draft_of_paper, once_at_counter
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.permits import queries as permits


@transaction_required
def apply_at_counter(answers: Mapping[str, str], *, key: str, filing: Filing) -> CaseReceipt:
    """Enter an application; `filing.received_on` is the day of its stamp. Sent again: the same receipt.

    Raises: AnswersUnreadable, KeyUsedDifferently.
    """
    entered: list[CaseReceipt] = []

    def act() -> str:
        draft, holder = draft_of_paper("residence", answers, filing)
        entered.append(submit_application(draft.id, holder=holder, filing=filing))
        return str(entered[0].case_id)

    case_id = once_at_counter("case-counter", answers, key=key, filing=filing, act=act)
    return entered[0] if entered else receipt_of(UUID(case_id))


@transaction_required
def print_case_paper(file: CaseFile, *, key: str, language: str, by: Actor) -> Paper:
    """The certificate of the pending application, where there is one, and a sheet with reference and code.

    Raises: AlreadyPrinted (the same key again), LetterFailed.
    """
    return printed_once("case-paper", file.case.id, key=key, by=by, draw=lambda: _print(file, language, by))


def _print(file: CaseFile, language: str, by: Actor) -> Paper:
    case, pack = file.case, file.pack
    papers: list[tuple[str, bytes]] = []
    for letter in list_letters(file):
        if letter.purpose is Purpose.PENDING:
            papers.append((case.reference, open_letter(file, letter, language=language, by=by)[1]))
    proof = permits.find_for(Subject("application", case.application_id), to=THE_STORY)
    told: dict[str, letters.Value] = {
        "holder": file.identity.names.whole,
        "certificate": proof.number if proof else None,
        "received": case.filed_on,
        "entered": clock.legal_day(case.entered_at),
        "valid-to": proof.valid[1] if proof else None,
        "days-late": None,
        "office": office_named(pack, case.office),
    }
    sheet = sign_in_sheet(
        pack, case.application_id, reference=case.reference, told=told, language=language, by=by
    )
    bound = bind([*papers, sheet], title=sheet[0], language=language)
    return Paper(f"{case.reference}.pdf", bound)
