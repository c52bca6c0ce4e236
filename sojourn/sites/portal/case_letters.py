"""The letters of a case as the applicant finds them: by plain names, opened by a press, kept for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import (
    CaseLetter,
    Purpose,
    decision_of,
    find_letter,
    list_letters,
    open_letter,
    request_of,
)
from sojourn.flows.errors import LetterUnknown
from sojourn.flows.serve_letter import read_own_letter
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.sites.portal import case_words
from sojourn.sites.portal.another_card import AnotherCard
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.own_cases import OwnCase, find_own
from sojourn.sites.ui import outcome_words
from sojourn.sites.ui.files import as_file

NAMES: Mapping[Purpose, object] = {
    Purpose.PENDING: gettext_lazy("Certificate: your application is pending"),
    Purpose.CORRECTION: gettext_lazy("What we ask you to put right"),
    Purpose.INTENTION: gettext_lazy("We mean to refuse: the reasons"),
    Purpose.EXTENDED: gettext_lazy("Our decision takes longer: why, and until when"),
    Purpose.GRANTED: gettext_lazy("Our decision: granted"),
    Purpose.REFUSED: gettext_lazy("Our decision: refused"),
    Purpose.NOT_EXAMINED: gettext_lazy("Our decision: not examined"),
    Purpose.LAPSED: gettext_lazy("Our decision: lapsed"),
    Purpose.CANCELLED: gettext_lazy("Our decision: it ends early"),
    Purpose.APPEAL: gettext_lazy("Decision on your appeal"),
    Purpose.PAYMENT_NOTICE: gettext_lazy("Payment notice"),
    Purpose.RECEIPT: gettext_lazy("Receipt of your payment"),
    Purpose.CARD: gettext_lazy("Your card"),
}
_ANSWERS: Mapping[Purpose, object] = {
    Purpose.INTENTION: gettext_lazy("What we mean to answer, and why"),
    Purpose.GRANTED: gettext_lazy("Our answer"),
    Purpose.REFUSED: gettext_lazy("Our answer"),
}
_DECIDED = frozenset({Purpose.REFUSED, Purpose.NOT_EXAMINED, Purpose.LAPSED, Purpose.GRANTED})


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list of a case."""

    letter: CaseLetter
    name: str
    address: str
    is_new: bool


def lines_of(own: OwnCase, card: AnotherCard) -> list[LetterLine]:
    """The newest first; what is about another card is told from what is about the first."""
    if own.is_unproved:
        return []
    found = [
        LetterLine(
            each,
            _about_card(each, card) or name_of(own.file, each),
            own.address("case-letter", each.key),
            is_unread(own.file, each),
        )
        for each in list_letters(own.file)
    ]
    return found[::-1]


def _about_card(letter: CaseLetter, card: AnotherCard) -> str:
    if letter.purpose is Purpose.CARD and letter.about in card.ended:
        return gettext("Your old card: no longer valid")
    if letter.about not in card.later:
        return ""
    if letter.purpose is Purpose.PAYMENT_NOTICE:
        return gettext("Payment notice: new card")
    return gettext("Receipt of your payment: new card")


def name_of(file: CaseFile, letter: CaseLetter) -> str:
    """What was decided is told by the letter itself, not by its name before it was opened."""
    if letter.purpose in _DECIDED and is_unread(file, letter):
        return gettext("Our decision")
    if letter.purpose is Purpose.CARD and file.pack.is_electronic(file.service):
        title = file.pack.find_text(f"letters.{file.card}.title", language())
        return title or str(NAMES[letter.purpose])
    own = outcome_words.find(file.case.pack_sha256, file.case.service, "decided", language())
    if letter.purpose is Purpose.GRANTED and own:
        return own
    if letter.purpose in _ANSWERS and case_words.has_answers(file.case.pack_sha256, file.case.service):
        return str(_ANSWERS[letter.purpose])
    return str(NAMES[letter.purpose])


def is_unread(file: CaseFile, letter: CaseLetter) -> bool:
    """Whether opening it starts a time that runs from its service."""
    if letter.purpose is Purpose.CORRECTION:
        asked = request_of(file, letter)
        return asked is not None and asked.served_on is None
    if letter.purpose is Purpose.INTENTION:
        return any(each.id == letter.about and each.served_on is None for each in file.page.hearings)
    decision = decision_of(file, letter) if letter.is_served else None
    return decision is not None and decision.id == file.case.decision_id and decision.served_on is None


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """A letter as a PDF. One from whose opening a time runs is opened by a press of a button."""
    own = find_own(request, reference)
    if own.is_unproved:
        return HttpResponseRedirect(own.address())
    try:
        found = find_letter(own.file, key)
    except LetterUnknown:
        raise not_there() from None
    if request.method == "POST":
        return _serve(own, found)
    if is_unread(own.file, found):
        name = name_of(own.file, found)
        return show(request, "case_letter", own=own, told=own.told, name=name, back=own.address())
    with transaction():
        document, content = open_letter(own.file, found, language=_language(own), by=own.by)
    name = f"{own.case.reference}-{found.purpose.value}.pdf"
    return as_file(content, name, media_type=document.safe.media_type)


def _serve(own: OwnCase, found: CaseLetter) -> HttpResponse:
    def story() -> None:
        with transaction():
            read_own_letter(own.file, found, language=_language(own), by=own.by)

    retry_deadlock(story)
    after = {Purpose.CORRECTION: "correct", Purpose.INTENTION: "answer"}.get(found.purpose)
    if after:
        return HttpResponseRedirect(own.address(after))
    return HttpResponseRedirect(own.address("case-letter", found.key))


def _language(own: OwnCase) -> str:
    """The language of the page where the pack speaks it, that of the filing where not."""
    return language() if language() in own.file.pack.languages else own.case.language
