"""The page of the person an organisation applied for: reached by number and code, or from their account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseStatus
from sojourn.documents import actions as documents
from sojourn.documents.types import Examined
from sojourn.flows import answer_values, ending_permits, worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import CaseLetter, Purpose, list_letters, open_letter
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.canonical import sha256
from sojourn.lib.db import answer_once, retry_deadlock, transaction
from sojourn.parties.types import EndOutcome, EndView, PartyView, Said, SaidKind
from sojourn.sites.portal.answering import words_in
from sojourn.sites.portal.case_letters import NAMES
from sojourn.sites.portal.case_words import standing_of
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import KEY_LENGTH
from sojourn.sites.portal.frame import language, show, use_pack
from sojourn.sites.portal.help_lines import lines_in
from sojourn.sites.portal.visitors import visiting
from sojourn.sites.portal.worker_door import draw_door, find_part
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.handed_in import CODES, refusal
from sojourn.sites.ui.sentences import sentence

_GOES_ON = frozenset({CaseStatus.GRANTED, CaseStatus.CANCEL_PROPOSED})
_TOLD = ("job.position", "job.activity", "workplace.place")
_DONE = ("paper", "objection", "answer", "report")


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
        """The last day of what ended early, while that decision is in force and no appeal suspends it."""
        end = ending_permits.ended(self.file)
        holds = end is None or case_files.holds_granted(self.file.case)
        return None if end is None or holds else ending_permits.last_day_of(end)

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
        is_accepted = self.party.paper is not None and self.party.paper.accepted is True
        return not is_accepted and self.ended is None and self.file.case.status not in over


def open_part(request: HttpRequest, reference: str) -> Part | None:
    """Nothing, alike, for whoever holds no pass and for a case that does not exist. Raises: Http404."""
    found = find_part(request, reference)
    if found is None:
        return None
    party, file = found
    use_pack(request, file.pack)
    return Part(party, file, reverse("portal:part", args=[reference]))


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, reference: str) -> HttpResponse:
    """What concerns them, their own paper, and room to object or to answer."""
    own = open_part(request, reference)
    if own is None:
        return draw_door(request, reference, status=404, closed=True)
    if request.method == "POST":
        return _take(request, own)
    return _draw(request, own)


@require_safe
def permit(request: HttpRequest, reference: str) -> HttpResponse:
    """The permit as a PDF, for the person it is about."""
    own = open_part(request, reference)
    letter = own.permit if own else None
    if own is None or letter is None:
        raise not_there()
    return _as_pdf(request, own, letter)


def _as_pdf(request: HttpRequest, own: Part, letter: CaseLetter) -> HttpResponse:
    by = visiting(request).actor

    def draw() -> bytes:
        with transaction():
            return open_letter(own.file, letter, language=language(), by=by)[1]

    return as_file(retry_deadlock(draw), f"{own.file.case.reference}.pdf")


@require_safe
def letter(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """One of our decisions as a PDF. From its opening by the person no time of who applied begins."""
    own = open_part(request, reference)
    found = next((each for each, _ in own.letters if each.key == key), None) if own else None
    if own is None or found is None:
        raise not_there()
    return _as_pdf(request, own, found)


def _take(request: HttpRequest, own: Part) -> HttpResponse:
    """One form: what stands in its other half is never lost."""
    what, words = request.POST.get("do", ""), words_in(request)
    if what == "join":
        return _join(request, own)
    gives = what == "paper" or (not words and bool(request.POST.get("number")))  # sent by the enter key
    if gives and own.may_give:
        return _paper(request, own, words)
    told = {"objection": SaidKind.OBJECTION, "answer": SaidKind.ANSWER}.get(what)
    if told is None or not words:
        return _draw(request, own, errors={"words": gettext("Please write a few words")})
    kind = SaidKind.EXPLOITATION if "exploited" in request.POST else told
    _once(request, own, f"{kind}:{words}", lambda: worker.say(own.party, words, kind=kind, by=_by(request)))
    done = "report" if kind is SaidKind.EXPLOITATION else what
    return HttpResponseRedirect(f"{own.address}?done={done}")


def _once(request: HttpRequest, own: Part, sent: str, act: Callable[[], None]) -> None:
    """Two presses of one button say and give it once; the same key with other words is another saying."""
    digest = sha256(sent.encode())
    key = f"{own.party.id.hex}:{request.POST.get('key', '')[:KEY_LENGTH]}:{digest.hex()[:16]}"

    def done() -> bool:
        act()
        return True

    with transaction():
        answer_once("part", key, request_hash=digest, act=done)


def _by(request: HttpRequest) -> Actor:
    return visiting(request).actor


def _join(request: HttpRequest, own: Part) -> HttpResponse:
    """From now on it stands in the account of who is signed in."""
    visitor = visiting(request)
    if visitor.account_id is not None:
        with transaction():
            worker.join(own.party, own.file.case, account_id=visitor.account_id, by=visitor.actor)
    return HttpResponseRedirect(own.address)


def _paper(request: HttpRequest, own: Part, words: str) -> HttpResponse:
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
        return _draw(request, own, errors=errors)
    kept = sha256(scan.original).hex() if scan else ""

    def give() -> None:
        worker.give_paper(own.party, number=number, issued_on=issued_on, scan=scan, by=_by(request))

    _once(request, own, f"{number}:{issued_on}:{kept}", give)
    if not words:
        return HttpResponseRedirect(f"{own.address}?done=paper")
    again = open_part(request, own.file.case.reference)
    return _draw(request, again or own, done="paper")


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
    request: HttpRequest, own: Part, *, errors: dict[str, str] | None = None, done: str = ""
) -> HttpResponse:
    wrong = errors or {}
    keeps = not done or "words" in wrong
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
        typed=request.POST if keeps else {"words": request.POST.get("words", "")},
        done=done or next((each for each in _DONE if each == request.GET.get("done")), ""),
        lines=lines_in(own.file.pack),
        quick_exit=True,
        terms=own.file.terms,
        signed_in=visiting(request).account_id is not None,
        joined=own.party.account_id is not None,
    )


def _wrongs() -> str:
    return gettext(
        "Someone keeps my passport, does not pay me, threatens me or makes me work against my will"
    )
