"""The page of the person an organisation applied for: reached by number and code, or from their account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.cases.types import CaseStatus
from sojourn.documents import actions as documents
from sojourn.documents.types import Examined
from sojourn.flows import answer_values, ending_permits, worker, worker_contact
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import CaseLetter, Purpose, list_letters, open_letter
from sojourn.lib import clock
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.parties.errors import PartyUnknown
from sojourn.parties.types import EndOutcome, EndView, PartyView, Said, SaidKind
from sojourn.sites.portal.answering import words_in
from sojourn.sites.portal.case_letters import NAMES
from sojourn.sites.portal.case_words import standing_of
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, show, use_pack
from sojourn.sites.portal.visitors import visiting
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.handed_in import CODES, refusal
from sojourn.sites.ui.sentences import sentence

_GOES_ON = frozenset({CaseStatus.GRANTED, CaseStatus.CANCEL_PROPOSED})
_TOLD = ("job.position", "job.activity", "workplace.place")
_DONE = ("paper", "objection", "answer")


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part on the table: who they are in it, the case, and where the page stands."""

    party: PartyView
    file: CaseFile
    address: str

    @property
    def employer(self) -> str:
        return answer_values.employer_name(self.file)

    @property
    def told(self) -> list[Said]:
        """What the office told them, and nobody else."""
        return [each for each in self.party.said if each.kind is SaidKind.TOLD]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is asked for them, as they may know it: the work, not the employer's reasons."""
        found = []
        for path in _TOLD:
            told = answer_values.answer(self.file, path)
            said = told.get(language(), "") if isinstance(told, dict) else str(told or "")
            label = self.file.pack.find_text(f"{self.file.case.service}.{path}.label", language()) or ""
            if said and label:
                found.append((label, said))
        return found

    @property
    def permit(self) -> CaseLetter | None:
        """The document itself, once there is one."""
        found = [each for each in list_letters(self.file) if each.purpose is Purpose.CARD]
        return found[-1] if found else None

    @property
    def letters(self) -> list[tuple[CaseLetter, str]]:
        """Our decisions, the newest first: they concern the person as well as who applied."""
        found = [each for each in list_letters(self.file) if each.about in self._decided]
        return [(each, str(NAMES[each.purpose])) for each in reversed(found)]

    @property
    def _decided(self) -> set[UUID | None]:
        return {each.id for each in self.file.page.decisions}

    @property
    def ended(self) -> date | None:
        """The last day of what ended early, while that decision is in force."""
        end = ending_permits.ended(self.file)
        return ending_permits.last_day_of(end) if end else None

    @property
    def may_contest_until(self) -> date | None:
        """The last day to contest what ended it, once its letter was served."""
        found = self.file.decision if self.ended else None
        return found.appeal_until if found else None

    @property
    def open_end(self) -> EndView | None:
        end = self.party.end
        is_open = end is not None and end.decided_at is None and self.file.case.status in _GOES_ON
        return end if is_open else None

    @property
    def may_give(self) -> bool:
        """A paper is taken while it may still matter."""
        over = (CaseStatus.REFUSED, CaseStatus.WITHDRAWN, CaseStatus.LAPSED, CaseStatus.NOT_EXAMINED)
        return self.file.case.status not in over


def open_part(request: HttpRequest, reference: str, code: str) -> Part:
    """Raises: Http404, alike for a wrong code and a case that does not exist."""
    try:
        party, file = worker.find_worker(reference, code)
    except PartyUnknown:
        raise not_there() from None
    account_id = visiting(request).account_id
    if account_id is not None and not worker_contact.may_take_part(file.case, account_id):
        raise not_there()
    use_pack(request, file.pack)
    return Part(party, file, reverse("portal:part", args=[reference, code]))


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Number and code as they stand in the letter, for whoever has it on paper."""
    reference = "".join(request.GET.get("number", "").split()).upper()
    code = "".join(request.GET.get("code", "").split())
    if reference and code:
        try:
            worker.find_worker(reference, code)
        except PartyUnknown:
            return show(request, "part_ask", status=404, number=reference, wrong=True)
        return HttpResponseRedirect(reverse("portal:part", args=[reference, code]))
    return show(request, "part_ask", number=reference, wrong=False)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """What concerns them, their own paper, and room to object or to answer."""
    own = open_part(request, reference, code)
    if request.method == "POST":
        return _take(request, own)
    return _draw(request, own)


@require_safe
def permit(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """The permit as a PDF, for the person it is about."""
    own = open_part(request, reference, code)
    letter = own.permit
    if letter is None:
        raise not_there()
    return _as_pdf(request, own, letter)


def _as_pdf(request: HttpRequest, own: Part, letter: CaseLetter) -> HttpResponse:
    by = visiting(request).actor

    def draw() -> bytes:
        with transaction():
            return open_letter(own.file, letter, language=language(), by=by)[1]

    return as_file(retry_deadlock(draw), f"{own.file.case.reference}.pdf")


@require_safe
def letter(request: HttpRequest, reference: str, code: str, key: str) -> HttpResponse:
    """One of our decisions as a PDF. From its opening by the person no time of who applied begins."""
    own = open_part(request, reference, code)
    found = next((each for each, _ in own.letters if each.key == key), None)
    if found is None:
        raise not_there()
    return _as_pdf(request, own, found)


def _take(request: HttpRequest, own: Part) -> HttpResponse:
    what = request.POST.get("do", "")
    if what == "join":
        return _join(request, own)
    if what == "paper" and own.may_give:
        return _paper(request, own)
    words, by = words_in(request), visiting(request).actor
    if what not in ("objection", "answer") or not words:
        return _draw(request, own, errors={"words": gettext("Please write a few words")}, what=what)
    told = {"objection": SaidKind.OBJECTION, "answer": SaidKind.ANSWER}[what]
    kind = SaidKind.EXPLOITATION if "exploited" in request.POST else told
    with transaction():
        worker.say(own.party, words, kind=kind, by=by)
    return HttpResponseRedirect(f"{own.address}?done={what}")


def _join(request: HttpRequest, own: Part) -> HttpResponse:
    """From now on it stands in the account of who is signed in."""
    visitor = visiting(request)
    if visitor.account_id is not None:
        with transaction():
            worker.join(own.party, own.file.case, account_id=visitor.account_id, by=visitor.actor)
    return HttpResponseRedirect(own.address)


def _paper(request: HttpRequest, own: Part) -> HttpResponse:
    """The health certificate: number, day, and a scan where there is one."""
    number = " ".join(request.POST.get("number", "").replace("\0", "").split())[:60]
    issued_on, errors = day_typed(request.POST.get("issued_on", "")), {}
    scan, refused = _scan(request)
    if not number:
        errors["number"] = gettext("Enter the number of the certificate")
    if issued_on is None or issued_on > clock.today():
        errors["issued_on"] = gettext("Enter the day, for example 27.3.2026")
    if refused:
        errors["scan"] = refused
    if errors:
        return _draw(request, own, errors=errors, what="paper")
    by = visiting(request).actor
    with transaction():
        worker.give_paper(own.party, number=number, issued_on=issued_on, scan=scan, by=by)
    return HttpResponseRedirect(f"{own.address}?done=paper")


def day_typed(typed: str) -> date | None:
    parts = typed.replace("/", ".").split(".")
    try:
        day, month, year = (int(each) for each in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _scan(request: HttpRequest) -> tuple[Examined | None, str]:
    handed_in = request.FILES.get("scan")
    if handed_in is None or handed_in.file is None:
        return None, ""
    try:
        return documents.examine(cast(BinaryIO, handed_in.file)), ""
    except tuple(CODES) as why:
        found = refusal("scan", CODES[type(why)])
        return None, sentence(found.code, found.values, str)


def _draw(
    request: HttpRequest, own: Part, *, errors: dict[str, str] | None = None, what: str = ""
) -> HttpResponse:
    wrong = errors or {}
    return show(
        request,
        "part",
        status=422 if wrong else 200,
        own=own,
        standing=standing_of(own.file.case),
        title=own.file.pack.find_text(f"{own.file.case.service}.title", language()),
        suspended=own.open_end is not None and own.open_end.outcome is EndOutcome.SUSPENDED,
        wrong=wrong,
        wrongs=[("yes", _wrongs(), "")],
        ticked=request.POST.getlist("exploited"),
        what=what,
        typed=request.POST,
        done=next((each for each in _DONE if each == request.GET.get("done")), ""),
        terms=own.file.terms,
        signed_in=visiting(request).account_id is not None,
        joined=own.party.account_id is not None,
    )


def _wrongs() -> str:
    return gettext(
        "Someone keeps my passport, does not pay me, threatens me or makes me work against my will"
    )
