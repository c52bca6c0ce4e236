"""Looking everything over, proving a contact once, and sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries as account_queries
from sojourn.accounts.types import CodePurpose, Contact, Verdict
from sojourn.applications import queries as filings
from sojourn.applications.errors import AlreadySubmitted, DraftNotFound
from sojourn.applications.types import Draft, Holder
from sojourn.catalogue.forms import Checked, Finding, check_answers
from sojourn.catalogue.types import Role
from sojourn.flows import open_case, register_stay, worker_contact
from sojourn.flows.errors import AnswersUnreadable
from sojourn.flows.file_together import FILED_WITH, submit_together
from sojourn.flows.send_code import send_code
from sojourn.flows.types import Filing, Receipt
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.sites.portal import contacts, not_needed
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import Filling, is_sent, keep, open_filling, typed_on
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.help_lines import lines_of
from sojourn.sites.portal.outlook import outlook_of
from sojourn.sites.portal.services import needs_quick_exit
from sojourn.sites.portal.visitors import signed_in
from sojourn.sites.ui.form import Drawing, Form
from sojourn.sites.ui.sentences import sentence
from sojourn.sites.ui.spoken_answers import Row, SpokenAnswers

_EMPTY = "missing-advised"
Sender = Callable[..., Receipt | open_case.CaseReceipt]
SENDERS: Mapping[Role, Sender] = {
    "registration": register_stay.register_stay,
    "hosting": register_stay.register_stay,
}
"""The story that begins when the service that plays a part is sent; what officers decide on is a case."""


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one page, with the way back to it."""

    title: str
    address: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class ChangeableRow:
    """One answer, with the way to its question. page: what its page asks, where its label does not say it."""

    page: str
    label: str
    value: str
    optional: bool
    change: str


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that was answered, with advice, and the question how to be reached."""
    filling = open_filling(request, reference)
    if is_sent(filling):
        return HttpResponseRedirect(filling.address("done"))
    if request.method != "POST":
        return _draw(request, filling)
    try:
        return _check_and_send(request, filling)
    except AlreadySubmitted:  # sent by another press of the button at this moment
        return HttpResponseRedirect(filling.address("done"))


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, reference: str) -> HttpResponse:
    """The code that proves the contact; the right one sends the filing."""
    filling = open_filling(request, reference)
    if is_sent(filling):
        return HttpResponseRedirect(filling.address("done"))
    contact = contacts.told_in(filling.answers)
    if contact is None:
        return HttpResponseRedirect(filling.address("check"))
    if request.method == "POST" and "again" in request.POST:
        return _send_code(filling, contact, instead_of=request.POST.get("sent", ""))
    if request.method == "POST":
        return _try_code(request, filling, contact)
    said = {
        "wrong": gettext("This is not the code we sent"),
        "over": gettext("This code is not valid any more"),
        "replaced": gettext("This code was replaced by a newer one. Enter the code we sent last."),
    }
    problem = next((text for word, text in said.items() if word in request.GET), "")
    return show(
        request,
        "code",
        contact=contact,
        sent=request.GET.get("sent", "")[:40],
        again="again" in request.GET,
        problem=problem,
        back=filling.address("check"),
        limited="limited" in request.GET,
    )


def _check_and_send(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Keep how to be reached; then ask for the code, or send at once where none is needed."""
    answers = {
        path: value for page in filling.on_summary for path, value in typed_on(page, request.POST).items()
    }
    changed = {path: value for path, value in answers.items() if filling.answers.get(path) != value}
    checked = check_answers(filling.service, {**filling.answers, **answers})
    contact = contacts.told_in(checked.raw)
    if not checked.may_file or contacts.findings(checked.raw) or _of_applicant(filling, checked):
        _keep(filling, changed)
        return _look_again(filling)
    if contact is None or _is_own(request, contact):
        return _send(filling, changed)
    return _send_code(_keep(filling, changed), contact)


def _keep(filling: Filling, answers: Mapping[str, str]) -> Filling:
    if not answers:
        return filling
    pages = [page.code for page in filling.on_summary]
    with transaction():
        return keep(filling, answers, pages=pages, key="", language=language())


def _is_own(request: HttpRequest, contact: Contact) -> bool:
    """Someone signed in has proved the contacts of the account."""
    account = signed_in(request)
    return account is not None and contact in account_queries.contacts_of(account)


def _send(filling: Filling, changed: Mapping[str, str]) -> HttpResponse:
    def story() -> None:
        with transaction():
            kept = _keep(filling, changed)
            _tell(kept)

    try:
        retry_deadlock(story)
    except AnswersUnreadable:
        return _look_again(filling)
    return HttpResponseRedirect(filling.address("done"))


def _look_again(filling: Filling) -> HttpResponse:
    """Nothing is sent while something cannot be worked with; the summary says what, and leads to it."""
    return HttpResponseRedirect(f"{filling.address('check')}?look=1")


def _tell(filling: Filling) -> Receipt | open_case.CaseReceipt:
    """Begin the story of this service, in the caller's transaction."""
    role = filling.pack.role_of(filling.service.code)
    sender = SENDERS.get(role) if role else None
    visitor = filling.visitor
    filing = visitor.filing(language(), by=filling.actor)
    if filling.service.is_decided and filling.draft is not None:
        return _apply(filling.draft, visitor.holder, filing)
    if sender is None or filling.draft is None:
        raise not_there()
    return sender(filling.draft.id, holder=visitor.holder, filing=filing)


def _apply(draft: Draft, holder: Holder, filing: Filing) -> open_case.CaseReceipt:
    """Alone, or into one file with the family of a case this visitor holds."""
    first = _filed_with(draft, holder)
    if first is None:
        return open_case.submit_application(draft.id, holder=holder, filing=filing)
    return submit_together(draft.id, first=first, holder=holder, filing=filing)


def _filed_with(draft: Draft, holder: Holder) -> UUID | None:
    reference = str(draft.answers.get(FILED_WITH) or "")
    try:
        first = filings.get_draft(reference, holder=holder) if reference else None
    except DraftNotFound:
        return None
    found = first.outcome if first and first.principal == draft.principal else None
    return found.id if found and found.kind == "case" else None


def _send_code(filling: Filling, contact: Contact, *, instead_of: str = "") -> HttpResponse:
    """Send a code to the contact; beyond the limits say so, and that nothing is lost."""
    earlier = contacts.code_id(instead_of) if instead_of else None
    with transaction():
        sent = send_code(
            contact,
            purpose=CodePurpose.CONFIRM_CONTACT,
            language=language(),
            caller=filling.visitor.address,
            by=filling.actor,
            instead_of=earlier,
        )
    word = {"sent": str(sent)} if sent else {"limited": "1"}
    if sent and earlier:
        word["again"] = "1"
    return HttpResponseRedirect(f"{filling.address('code')}?{urlencode(word)}")


def _try_code(request: HttpRequest, filling: Filling, contact: Contact) -> HttpResponse:
    """A right code sends in the same transaction; a wrong one is counted, so it commits too."""
    typed, sent = request.POST.get("code", "")[:40], request.POST.get("sent", "")

    def story() -> Verdict:
        with transaction():
            checked = accounts.check_code(
                contacts.code_id(sent), typed, purpose=CodePurpose.CONFIRM_CONTACT, by=filling.visitor.actor
            )
            if checked.verdict is not Verdict.RIGHT:
                return checked.verdict
            if checked.contact != contact:  # proved another address than the one now told
                return Verdict.OVER
            _tell(filling)
            return Verdict.RIGHT

    try:
        verdict = retry_deadlock(story)
    except AnswersUnreadable:  # changed in another window after the summary was sent; the code stays good
        return _look_again(filling)
    if verdict is Verdict.RIGHT:
        return HttpResponseRedirect(filling.address("done"))
    said = verdict if verdict in (Verdict.WRONG, Verdict.REPLACED) else Verdict.OVER
    word = {"sent": sent, said.value: "1"}
    return HttpResponseRedirect(f"{filling.address('code')}?{urlencode(word)}")


def _draw(request: HttpRequest, filling: Filling) -> HttpResponse:
    checked = check_answers(filling.service, filling.answers)
    drawing = Drawing(filling.pack, filling.service, language(), filling.answers)
    looked = "look" in request.GET
    asking = Drawing(
        filling.pack,
        filling.service,
        language(),
        contacts.with_default(filling.answers, signed_in(request)),
        (*checked.findings, *contacts.findings(checked.raw)) if looked else (),
    )
    return show(
        request,
        "check",
        quick_exit=needs_quick_exit(filling.service),
        lines=lines_of(filling),
        title=drawing.text("title"),
        acting=filling.acting,
        parts=_parts(filling, checked, drawing) if filling.is_certain else [],
        rows=[] if filling.is_certain else _rows(filling, checked, drawing),
        forms=[asking.form(page) for page in filling.on_summary],
        errors=[*_errors(filling, checked, drawing), *_own_errors(filling, asking)],
        missing=_missing(filling, checked, drawing),
        advice=_advice(filling, checked, drawing),
        outlook=outlook_of(filling, checked),
        not_needed=_not_needed(filling, drawing),
        reference=filling.draft.reference if filling.draft else "",
        back=filling.address("page", filling.pages[-1].code),
        step=len(filling.pages) + 1 if filling.is_certain else 0,
        asks_code=signed_in(request) is None,
    )


def _not_needed(filling: Filling, drawing: Drawing) -> tuple[str, str] | None:
    """That nothing has to be sent, and the page that says why."""
    if not_needed.find(filling) is None:
        return None
    return drawing.text("exempt.title"), filling.address("not-needed")


def _parts(filling: Filling, checked: Checked, drawing: Drawing) -> list[Part]:
    spoken = SpokenAnswers(filling.pack, filling.service, language(), checked)
    return [
        Part(drawing.text(f"{page.code}.title"), _to(filling, page.code), spoken.rows_to_change(page))
        for page in filling.pages
    ]


def _rows(filling: Filling, checked: Checked, drawing: Drawing) -> list[ChangeableRow]:
    """Of many pages with one question each: every answer in one list, each with its way back."""
    spoken = SpokenAnswers(filling.pack, filling.service, language(), checked)
    found = []
    for page in filling.pages:
        title = drawing.text(f"{page.code}.title")
        for row in spoken.rows_to_change(page):
            way = _to(filling, page.code, row.path)
            said = "" if title == row.label else title
            found.append(ChangeableRow(said, row.label, row.value, row.optional, way))
            title = ""  # said once a page
    return found


def _to(filling: Filling, page: str, path: str = "") -> str:
    """A page, to be changed and come back from; with a path, the field on it."""
    anchor = f"#{path.replace('.', '-')}" if path else ""
    return f"{filling.address('page', page)}?then=check{anchor}"


def _errors(filling: Filling, checked: Checked, drawing: Drawing) -> list[tuple[str, str]]:
    """What stands in the way, each with the address of its field."""
    pages = {page.code for page in filling.pages}
    found = [*checked.errors, *_of_applicant(filling, checked)]
    return _said(filling, [one for one in found if one.path.partition(".")[0] in pages], drawing)


def _of_applicant(filling: Filling, checked: Checked) -> tuple[Finding, ...]:
    """The worker would be reached at who applies for them."""
    return worker_contact.findings(filling.service, checked.cleaned, by=filling.actor)


def _advice(filling: Filling, checked: Checked, drawing: Drawing) -> list[tuple[str, str]]:
    pages = {page.code for page in filling.pages}
    found = [one for one in checked.advice if one.path.partition(".")[0] in pages]
    return _said(filling, [one for one in found if one.code != _EMPTY or filling.is_certain], drawing)


def _missing(filling: Filling, checked: Checked, drawing: Drawing) -> list[tuple[str, str]]:
    """What is empty and may be asked for later, where it would otherwise fill the page with one sentence."""
    pages = {page.code for page in filling.pages}
    return [
        (_to(filling, one.path.partition(".")[0], one.path), drawing.label(one.path))
        for one in checked.advice
        if one.code == _EMPTY and one.path.partition(".")[0] in pages and not filling.is_certain
    ]


def _said(filling: Filling, found: list[Finding], drawing: Drawing) -> list[tuple[str, str]]:
    return [
        (
            _to(filling, one.path.partition(".")[0], one.path),
            f"{drawing.label(one.path)}: {sentence(one.code, one.values, drawing.label)}",
        )
        for one in found
    ]


def _own_errors(filling: Filling, asking: Drawing) -> list[tuple[str, str]]:
    forms: list[Form] = [asking.form(page) for page in filling.on_summary]
    return [(f"#{field}", said) for form in forms for field, said in form.errors]
