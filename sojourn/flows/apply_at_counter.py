"""An application brought on paper or said at the counter: the same case and clock as one sent from home,
and one paper to hand over.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder
from sojourn.catalogue import queries as catalogue
from sojourn.documents import letters
from sojourn.documents.bound import bind
from sojourn.documents.types import Examined
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.definitions import pack_of
from sojourn.flows.file_together import FILED_WITH, submit_together
from sojourn.flows.hand_in import hand_in
from sojourn.flows.open_case import CaseReceipt, receipt_of, submit_application
from sojourn.flows.open_certificate import office_named
from sojourn.flows.print_counter_paper import Paper, printed_once, sign_in_sheet
from sojourn.flows.register_at_counter import draft_of_paper, once_at_counter
from sojourn.flows.track_filing import code_of
from sojourn.flows.types import Filing
from sojourn.lib import clock, codes
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.permits import queries as permits

_NOTHING: Mapping[str, Examined] = MappingProxyType({})


@transaction_required
def apply_at_counter(
    answers: Mapping[str, str],
    *,
    service: str,
    key: str,
    filing: Filing,
    scans: Mapping[str, Examined] = _NOTHING,
    first: CaseFile | None = None,
) -> CaseReceipt:
    """Enter an application; `filing.received_on` is the day of its stamp. Sent again: the same receipt.

    service: its code; scans: the papers that came with it, by the question they answer; first: the case of
    the family's first member, whose family file this one goes into.
    Raises: AnswersUnreadable, KeyUsedDifferently, ServiceUnknown.
    """
    told = {**answers, FILED_WITH: first.case.reference} if first else dict(answers)
    entered: list[CaseReceipt] = []

    def act() -> str:
        pack = catalogue.current()
        draft, holder = draft_of_paper(pack, pack.service(service), told, filing)
        if scans:
            _hand_in(draft, holder, scans, filing)
        entered.append(_submit(draft, holder, filing, first))
        return str(entered[0].case_id)

    form = {**told, "": service}
    case_id = once_at_counter("case-counter", form, key=key, filing=filing, act=act, scans=scans)
    return entered[0] if entered else receipt_of(UUID(case_id))


def _hand_in(draft: Draft, holder: Holder, scans: Mapping[str, Examined], filing: Filing) -> None:
    service = pack_of(draft).service(draft.service)
    papers = hand_in(draft.id, service, scans, by=filing.by)
    pages = {path.partition(".")[0] for path in papers}
    applications.save(draft.id, answers=papers, pages=sorted(pages), holder=holder, by=filing.by)


def _submit(draft: Draft, holder: Holder, filing: Filing, first: CaseFile | None) -> CaseReceipt:
    if first is None:
        return submit_application(draft.id, holder=holder, filing=filing)
    return submit_together(draft.id, first=first.case.id, holder=holder, filing=filing)


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
    is_tracked = case.confidentiality is Confidentiality.ORDINARY
    told: dict[str, letters.Value] = {
        "holder": file.identity.names.whole,
        "certificate": proof.number if proof else None,
        "received": case.filed_on,
        "entered": clock.legal_day(case.entered_at),
        "valid-to": proof.valid[1] if proof else None,
        "days-late": None,
        "tracking": codes.spaced(code_of(case.reference), 5) if is_tracked else None,
        "office": office_named(pack, case.office),
    }
    sheet = sign_in_sheet(
        pack, case.application_id, reference=case.reference, told=told, language=language, by=by
    )
    bound = bind([*papers, sheet], title=sheet[0], language=language)
    return Paper(f"{case.reference}.pdf", bound)
