"""What an officer does with what a party gave or said: accepts a paper, reads, decides an early end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404, HttpResponse

from sojourn.accounts.errors import PermissionMissing
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.documents import queries as documents
from sojourn.documents.errors import DocumentNotFound
from sojourn.flows import worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.decide_early_end import let_go_on, lift_suspension
from sojourn.flows.errors import LetterUnknown
from sojourn.flows.worker_letter import print_worker_letter
from sojourn.lib.types import Confidentiality, Subject
from sojourn.parties import actions as parties
from sojourn.parties import queries
from sojourn.parties.errors import PartyUnknown
from sojourn.sites.office import health_papers
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_handling import at_once
from sojourn.sites.office.case_steps import LONGEST, open_case
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.files import as_file

Act = Callable[[Desk, CaseFile], object]


def _read(desk: Desk, file: CaseFile) -> None:
    """What stood on the page; what came since stays unread."""
    party = queries.find_of(file.case.subject)
    if party is not None:
        protects = Confidentiality.PROTECTED in desk.reader.classes
        shown = [found for each in desk.request.POST.getlist("shown") if (found := read.uuid(each))]
        parties.note_read(party.id, shown=shown, protects=protects, by=desk.actor)


def _judge(desk: Desk, file: CaseFile, *, accepted: bool) -> None:
    """Raises: PermissionMissing where this officer could not open the certificate."""
    if not health_papers.may_open(desk, file):
        raise PermissionMissing(permission=Permission.SEE_DOCUMENTS)
    paper_id = read.uuid(desk.request.POST.get("paper", ""))
    worker.judge_paper(file, paper_id=paper_id, accepted=accepted, by=desk.actor)


ACTS: Mapping[str, tuple[Act, str]] = {
    "accept": (lambda desk, file: _judge(desk, file, accepted=True), "paper-judged"),
    "not-accept": (lambda desk, file: _judge(desk, file, accepted=False), "paper-judged"),
    "new-code": (lambda desk, file: worker.renew_code(file, by=desk.actor), "code-renewed"),
    "undo-join": (lambda desk, file: worker.undo_join(file, by=desk.actor), "join-undone"),
    "read": (_read, "words-read"),
    "lift": (lambda desk, file: lift_suspension(file, to=desk.reader, by=desk.actor), "suspension-lifted"),
    "goes-on": (lambda desk, file: let_go_on(file, by=desk.actor), "end-decided"),
}


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def letter(desk: Desk, case_id: UUID) -> HttpResponse:
    """The letter with number and code, to be printed and given to the worker alone. Raises: Http404."""
    try:
        paper = print_worker_letter(open_case(desk, case_id))
    except (PartyUnknown, LetterUnknown):
        raise Http404 from None
    return as_file(paper.content, f"{paper.name}.pdf")


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def write(desk: Desk, case_id: UUID) -> HttpResponse:
    """Tell the worker what concerns them alone; empty words are nothing."""
    words = read.fields(desk.request.POST, {"told": LONGEST})["told"]

    def tell(file: CaseFile, version: int | None) -> None:
        if words:
            worker.write_to(file, words, by=desk.actor)

    return at_once(desk, case_id, tell, "worker-told")


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def act(desk: Desk, case_id: UUID, what: str) -> HttpResponse:
    """One button on the page of the case. Raises: Http404."""
    if what not in ACTS:
        raise Http404
    do, said = ACTS[what]
    return at_once(desk, case_id, lambda file, version: do(desk, file), said)


@staff_page(Permission.SEE_DOCUMENTS, purpose=PURPOSE)
def scan(desk: Desk, case_id: UUID) -> HttpResponse:
    """The scan of the health certificate, for who may open it. Raises: DocumentNotFound, KeptApart."""
    file = open_case(desk, case_id)
    party = queries.find_of(file.case.subject)
    paper = party.paper if party else None
    if paper is None or paper.document_id is None:
        raise DocumentNotFound
    reader = health_papers.reader(desk, file)
    found = documents.get_document(paper.document_id, to=reader)
    subject = Subject("document", found.id)
    access.log_reading(
        to=reader, relation="office", subject=subject, confidentiality=found.filing.confidentiality
    )
    kind = found.safe.media_type
    return as_file(documents.read_safe_copy(found), f"{found.id}.{kind.ending}", media_type=kind)
