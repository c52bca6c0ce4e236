"""What the applicant says in a case: against an intended refusal, and in messages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, HearingView, Side
from sojourn.flows.announce_intention import answer_intention
from sojourn.lib.canonical import sha256
from sojourn.lib.db import answer_once, transaction
from sojourn.sites.portal.cases import LONGEST
from sojourn.sites.portal.filling import KEY_LENGTH
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.own_cases import OwnCase, act, find_own


def words_in(request: HttpRequest, name: str = "words") -> str:
    """What was typed, or nothing where it is longer than can be taken."""
    typed = request.POST.get(name, "").replace("\0", "").strip()
    return typed if len(typed) <= LONGEST else ""


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The reasons of an intended refusal, the time that is left, and room for an answer."""
    own = find_own(request, reference)
    told = _open_hearing(own)
    if told is None:
        return HttpResponseRedirect(own.address())
    if told.served_on is None:
        return HttpResponseRedirect(own.address("case-letter", f"intention-{told.id}"))
    words = words_in(request)
    if request.method == "POST" and words:
        return act(own, lambda: answer_intention(own.file, words=words, by=own.by), said="answered")
    return show(
        request,
        "case_answer",
        status=422 if request.method == "POST" else 200,
        own=own,
        told=own.told,
        reasons=reasons_of(own, told.reasons),
        words=own_words(told.words),
        until=told.answer_by,
        typed=request.POST.get("words", ""),
        wrong=request.method == "POST",
        back=own.address(),
    )


def _open_hearing(own: OwnCase) -> HearingView | None:
    if own.case.status is not CaseStatus.AWAITING_ANSWER or not own.file.page.hearings:
        return None
    return own.file.page.hearings[-1]


def reasons_of(own: OwnCase, codes: tuple[str, ...]) -> list[str]:
    """The sentences of coded reasons; one whose values stand in the officer's words is left to them."""
    found = [own.file.pack.find_text(f"reasons.{code}", language()) or "" for code in codes]
    return [each for each in found if each and "{" not in each]


def own_words(words: dict[str, str] | object) -> str:
    """An officer's words in the language of the page, or in the one they were written in."""
    told = dict(words) if isinstance(words, dict) else {}
    return told.get(language()) or next(iter(told.values()), "")


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, reference: str) -> HttpResponse:
    """What was written to and fro; opening the page reads what is new."""
    own = find_own(request, reference)
    words = words_in(request)
    if request.method == "POST" and words:
        return act(own, lambda: _write(own, words, request.POST.get("key", "")), onward="case-messages")
    shown = own.file.page.messages
    if any(each.side is Side.OFFICE and each.read_at is None for each in shown):
        with transaction():
            cases.mark_messages_read(own.case.id, side=Side.APPLICANT, by=own.by)
    return show(
        request,
        "case_messages",
        status=422 if request.method == "POST" else 200,
        own=own,
        told=own.told,
        messages=shown,
        typed=request.POST.get("words", ""),
        wrong=request.method == "POST",
        back=own.address(),
    )


def _write(own: OwnCase, words: str, key: str) -> None:
    """Two presses of one button write one message."""

    def write() -> str:
        return str(cases.write_message(own.case.id, side=Side.APPLICANT, words=words, by=own.by).id)

    name = f"message:{own.case.id.hex}:{key[:KEY_LENGTH]}"
    answer_once("portal", name, request_hash=sha256(words.encode()), act=write)
