"""The applicant's way in: begun, answered, with files, sent."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.accounts.types import Scope
from sojourn.applications import actions as applications
from sojourn.applications import queries
from sojourn.applications.errors import DraftNotFound
from sojourn.applications.types import Draft, State
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseStatus
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.errors import ServiceUnknown
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.types import ADDRESS_PARTS, Pack, QuestionType, Service
from sojourn.documents import actions as documents
from sojourn.documents import queries as kept
from sojourn.documents.types import DocumentView, Examined, Filing
from sojourn.flows import types as flows
from sojourn.flows.case_file import CaseFile, find_own
from sojourn.flows.definitions import pack_of
from sojourn.flows.hand_in import class_of
from sojourn.flows.open_case import submit_application
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, proven
from sojourn.lib.types import Subject
from sojourn.sites.api import given, told
from sojourn.sites.api.answering import once, tell
from sojourn.sites.api.callers import Bearer, Caller, Request
from sojourn.sites.api.doors import Doors
from sojourn.sites.api.errors import AnswersUnknown, BodyNotUnderstood, DayNotReceived, FileNotAsked
from sojourn.sites.api.telling import findings_of, own_case

doors = Doors(tags=["applications"])
WRITES = Bearer(Scope.APPLICATIONS_WRITE, permission=Permission.CASES_ENTER)
READS = Bearer(Scope.APPLICATIONS_READ, Scope.APPLICATIONS_WRITE, permission=Permission.CASES_ENTER)
_PARTS = {
    QuestionType.ADDRESS: ADDRESS_PARTS,
    QuestionType.DATE: ("day", "month", "year"),
    QuestionType.PARTIAL_DATE: ("day", "month", "year"),
}
LARGEST = 10 * 1024 * 1024
_FILES = proven(SYSTEM, "files of the caller's own application")


@doors.writes("/applications", auth=WRITES, gives=told.Begun, status=201)
def begin_application(request: Request, body: given.NewApplication) -> HttpResponse:
    """Begin an application; its reference stays with it for good."""
    caller = request.auth

    def act() -> told.Begun:
        pack = catalogue.current()
        service = _decided(pack, body.service, caller)
        language = body.language if body.language in pack.languages else pack.languages[0]
        caller.check_covers(service.code)
        draft = applications.start(
            service, pack=pack, language=language, answers={}, holder=caller.holder, by=caller.actor
        )
        return told.Begun(reference=draft.reference, service=draft.service, state=draft.state.value)

    return once(request, act, status=201)


def _decided(pack: Pack, code: str, caller: Caller) -> Service:
    """Raises: ServiceUnknown, also for one that no officer decides, which has other doors, and for staff
    whose powers do not reach its class.
    """
    service = pack.service(code)
    if not service.is_decided or not caller.may_enter(service):
        raise ServiceUnknown(service=code)
    return service


@doors.reads("/applications/{reference}", auth=READS, gives=told.ApplicationTold)
def read_application(request: Request, reference: str) -> HttpResponse:
    """What was answered, what is said about it, where its case stands, its clock and how that was counted."""
    caller = request.auth
    file = find_own_file(caller, reference)
    draft = file.filed if file else _own_draft(caller, reference)
    service = pack_of(draft).service(draft.service)
    checked = check_answers(service, file.answers if file else draft.answers, on=draft.received_on)
    return tell(
        told.ApplicationTold(
            reference=draft.reference,
            service=draft.service,
            state=draft.state.value,
            language=draft.language,
            answers=dict(checked.raw),
            findings=findings_of(checked),
            case=own_case(file) if file else None,
        )
    )


@doors.writes("/applications/{reference}/answers", auth=WRITES, gives=told.Kept, method="PUT")
def put_answers(request: Request, reference: str, body: given.GivenAnswers) -> HttpResponse:
    """Keep answers beside those that are there; right or wrong, with what is said about all of them."""
    caller = request.auth

    def act() -> told.Kept:
        pages = sorted({path.partition(".")[0] for path in body.answers})
        draft = applications.save(
            reference, answers=body.answers, pages=pages, holder=caller.holder, by=caller.actor
        )
        _check_principal(caller, draft)
        service = pack_of(draft).service(draft.service)
        check_askable(service, body.answers)
        checked = check_answers(service, draft.answers)
        return told.Kept(
            reference=draft.reference, may_submit=checked.may_file, findings=findings_of(checked)
        )

    return once(request, act)


def check_askable(service: Service, answers: dict[str, Any]) -> None:
    """Only what the service asks is kept; a file comes through its own door. Raises: AnswersUnknown."""
    questions = service.questions()
    unknown = []
    for path in answers:
        question = questions.get(path)
        whole, _, part = path.rpartition(".")
        around = questions.get(whole)
        if around is not None and part in _PARTS.get(around.type, ()):
            continue
        if question is None or question.type is QuestionType.FILE:
            unknown.append(path)
    if unknown:
        raise AnswersUnknown(paths=unknown)


@doors.writes(
    "/applications/{reference}/files/{path}",
    auth=WRITES,
    gives=told.FileKept,
    status=201,
    takes_file=True,
)
def put_file(request: Request, reference: str, path: str) -> HttpResponse:
    """Hand in a file for a question, as the bytes of the request; its kind is told by its content."""
    caller, body = request.auth, request.read(LARGEST + 1)
    if not body:
        raise BodyNotUnderstood
    draft = _own_draft(caller, reference)
    service = pack_of(draft).service(draft.service)
    question = service.questions().get(path)
    if question is None or question.type is not QuestionType.FILE:
        raise FileNotAsked(paths=[path])
    examined = documents.examine(BytesIO(body))

    def act() -> told.FileKept:
        document = _keep(caller, draft, path, examined, service)
        return told.FileKept(
            reference=draft.reference, path=path, document=document.id, scan=document.scan.value
        )

    return once(request, act, status=201, body=body)


def _keep(caller: Caller, draft: Draft, path: str, examined: Examined, service: Service) -> DocumentView:
    """With a draft it becomes the answer; in a case it waits for the answer to the correction.

    Raises: FileNotAsked.
    """
    filing = Filing(Subject("application", draft.id), path, class_of(service, path))
    document = documents.keep_examined(examined, filing=filing, by=caller.actor)
    if draft.state is State.DRAFT:
        applications.save(
            draft.id,
            answers={path: str(document.id)},
            pages=[path.partition(".")[0]],
            holder=caller.holder,
            by=caller.actor,
        )
        return document
    file = find_own_file(caller, draft.reference)
    asked = file.page.corrections[-1].items if file and file.page.corrections else ()
    awaits = file is not None and file.case.status is CaseStatus.AWAITING_CORRECTION
    if not awaits or path not in {each.path for each in asked}:
        raise FileNotAsked(paths=[path])
    return document


def check_files(file: CaseFile, answers: dict[str, str]) -> None:
    """A file named in an answer is one handed in for this application. Raises: AnswersUnknown."""
    questions = file.service.questions()
    files = {
        path: value
        for path, value in answers.items()
        if path in questions and questions[path].type is QuestionType.FILE
    }
    if files:
        about = Subject("application", file.case.application_id)
        own = {(each.filing.kind, str(each.id)) for each in kept.list_documents(about, to=_FILES)}
        wrong = [path for path, value in files.items() if (path, value) not in own]
        if wrong:
            raise AnswersUnknown(paths=wrong)
    check_askable(file.service, {path: value for path, value in answers.items() if path not in files})


@doors.writes("/applications/{reference}/submit", auth=WRITES, gives=told.Receipt)
def submit(request: Request, reference: str, body: given.Sending | None = None) -> HttpResponse:
    """Send the application: a case is opened at once, with a receipt. Sent again it is the same receipt."""
    caller = request.auth

    def act() -> told.Receipt:
        draft = applications.take(reference, holder=caller.holder)
        _check_principal(caller, draft)
        filing = flows.Filing(caller.actor, _received(caller, body), draft.language)
        receipt = submit_application(draft, holder=caller.holder, filing=filing)
        proof = told.Certificate(number=receipt.number, code=receipt.code) if receipt.number else None
        return told.Receipt(
            reference=receipt.reference,
            status=CaseStatus.IN_REVIEW.value,
            filed_on=receipt.filed_on,
            due_on=receipt.due_on,
            certificate=proof,
            tracking_code=receipt.tracking_code or None,
        )

    return once(request, act)


def _received(caller: Caller, body: given.Sending | None) -> Any:
    """The day of the stamp. Raises: DayNotReceived."""
    today = clock.today()
    day = (body.received_on if body else None) or today
    if day > today or (day != today and not caller.is_staff):
        raise DayNotReceived
    return day


def find_own_file(caller: Caller, reference: str) -> CaseFile | None:
    """The caller's own case, or their principal's, as far as the mandate reaches. Raises: CaseNotFound."""
    file = find_own(reference, account_id=caller.account.id, principal=caller.principal)
    if file is None:
        return None
    caller.check_covers(file.case.service)
    if not caller.may_enter(file.service, file.case.confidentiality):
        raise CaseNotFound
    return file


def _own_draft(caller: Caller, reference: str) -> Draft:
    """Raises: DraftNotFound."""
    draft = queries.get_draft(reference, holder=caller.holder)
    _check_principal(caller, draft)
    return draft


def _check_principal(caller: Caller, draft: Draft) -> None:
    """What was begun for someone is gone on with for them, and by nobody whose mandate or power ended.

    Raises: DraftNotFound, CaseNotFound.
    """
    may = draft.principal == caller.principal and caller.may_enter(pack_of(draft).service(draft.service))
    if not may:
        raise DraftNotFound
    caller.check_covers(draft.service)
