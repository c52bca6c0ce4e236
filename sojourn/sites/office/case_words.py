"""How cases are said: where they stand, what happened to them, what can be done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from sojourn.cases.types import CaseStatus, CaseView, DecisionKind
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.outcomes import Weight
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import Purpose
from sojourn.flows.complete_case import is_handed_over
from sojourn.payments.types import ChargeState
from sojourn.sites.ui import mark, outcome_words

EVENTS: Mapping[str, str] = {
    "case:opened": gettext_noop("Case opened"),
    "case:joined-family": gettext_noop("Joined to a family file"),
    "case:given-to-holder": gettext_noop("Given to its holder"),
    "case:taken-from-filer": gettext_noop("Whoever filed the case no longer sees it"),
    "case:taken": gettext_noop("Taken in hand"),
    "case:handed-over": gettext_noop("Handed over"),
    "case:take-undone": gettext_noop("Taking it was undone"),
    "case:hand-over-undone": gettext_noop("Hand-over undone"),
    "case:put-back": gettext_noop("Put back to the office"),
    "case:recused": gettext_noop("Officer withdrawn from the case"),
    "case:transferred": gettext_noop("Given to another office"),
    "case:correction-asked": gettext_noop("Correction asked for"),
    "case:correction-withdrawn": gettext_noop(
        "Request for a correction taken back before it reached anybody"
    ),
    "case:corrected": gettext_noop("Correction answered"),
    "case:intention-announced": gettext_noop("Intended refusal announced"),
    "case:intention-answered": gettext_noop("Intended refusal answered"),
    "case:request-served": gettext_noop("Request served: the clock stands still"),
    "case:reminded": gettext_noop("Reminded"),
    "case:went-on": gettext_noop("Went on without an answer"),
    "case:consulted": gettext_noop("Another body asked"),
    "case:opinion-recorded": gettext_noop("Opinion recorded"),
    "case:extended": gettext_noop("More time taken for the decision, with reasons"),
    "case:stopped-by-decree": gettext_noop("Clock stopped by a decree"),
    "case:warned": gettext_noop("Warned of the limit"),
    "case:late-reported": gettext_noop("Reported as late"),
    "case:proposed": gettext_noop("Decision proposed"),
    "case:proposal-withdrawn": gettext_noop("Proposal taken back by its officer"),
    "case:returned": gettext_noop("Proposal returned"),
    "case:grant-approved": gettext_noop("Grant approved"),
    "case:refusal-approved": gettext_noop("Refusal approved"),
    "case:not-examined-approved": gettext_noop("Approved: not examined"),
    "case:decision-served": gettext_noop("Decision served"),
    "case:not-served": gettext_noop("Letter served to nobody after all: no time runs from it"),
    "case:paid": gettext_noop("Duty paid"),
    "case:payment-taken-back": gettext_noop("Payment taken back: the duty is owed again"),
    "case:document-produced": gettext_noop("Card made"),
    "case:document-ready": gettext_noop("Card ready"),
    "case:document-handed-over": gettext_noop("Card handed over"),
    "case:completed": gettext_noop("Granted: nothing is left to be handed over"),
    "case:stage-recorded": gettext_noop("Stage recorded"),
    "case:stage-warned": gettext_noop("Warned: the time for a stage ends soon"),
    "case:stage-late-reported": gettext_noop("The time for a stage has passed"),
    "case:lapse-undone": gettext_noop("Lapse taken back: the grant stands again"),
    "case:lapsed": gettext_noop("Lapse recorded"),
    "case:cancel-proposed": gettext_noop("Proposed: what was granted ends early"),
    "case:cancel-returned": gettext_noop("Proposal of an early end returned"),
    "case:cancelled": gettext_noop("Approved: what was granted ends early"),
    "case:cancel-overturned": gettext_noop("Appeal won: what was granted goes on"),
    "case:withdrawn": gettext_noop("Application withdrawn"),
    "case:message-written": gettext_noop("Message written"),
    "case:messages-read": gettext_noop("Messages read"),
    "case:appeal-filed": gettext_noop("Appeal filed"),
    "case:appeal-taken": gettext_noop("Appeal taken in hand"),
    "case:appeal-warned": gettext_noop("Warned: the time to decide the appeal ends soon"),
    "case:appeal-late-reported": gettext_noop("The time to decide the appeal has passed"),
    "case:appeal-term-decided": gettext_noop("Decided on the late appeal"),
    "case:appeal-upheld": gettext_noop("Appeal decided: the decision stands"),
    "case:granted-on-appeal": gettext_noop("Appeal won: granted"),
    "case:reopened-on-appeal": gettext_noop("Appeal won: examined anew"),
    "case:differing-found": gettext_noop("Stored state corrected"),
    "case:erased": gettext_noop("Case erased"),
}
LABELS: Mapping[str, str] = {
    "officer": gettext_noop("Officer"),
    "body": gettext_noop("Body"),
    "stage": gettext_noop("Stage"),
    "reply_by": gettext_noop("Reply by"),
    "answer_by": gettext_noop("Answer by"),
    "due_on": gettext_noop("Due"),
    "filed_on": gettext_noop("Received"),
    "appeal_until": gettext_noop("Appeal until"),
    "reasons": gettext_noop("Reasons"),
    "outcome": gettext_noop("Opinion"),
    "decree": gettext_noop("Decree"),
    "late": gettext_noop("Late"),
    "restored": gettext_noop("Examined all the same"),
}
"""Facts of the events of cases that are told beside those of everything else."""

S = CaseStatus
STATUSES: Mapping[CaseStatus, tuple[str, str]] = {
    S.IN_REVIEW: ("info", gettext_noop("Being examined")),
    S.AWAITING_CORRECTION: ("wait", gettext_noop("Correction awaited")),
    S.AWAITING_ANSWER: ("wait", gettext_noop("Answer awaited")),
    S.PROPOSED: ("info", gettext_noop("Decision proposed")),
    S.AWAITING_PAYMENT: ("wait", gettext_noop("Duty to be paid")),
    S.IN_PRODUCTION: ("info", gettext_noop("Card to be made")),
    S.READY: ("good", gettext_noop("Card ready")),
    S.GRANTED: ("good", gettext_noop("Granted")),
    S.CANCEL_PROPOSED: ("info", gettext_noop("Early end proposed")),
    S.CANCELLED: ("wrong", gettext_noop("Ended early")),
    S.REFUSED: ("wrong", gettext_noop("Refused")),
    S.NOT_EXAMINED: ("plain", gettext_noop("Not examined")),
    S.LAPSED: ("plain", gettext_noop("Lapsed")),
    S.WITHDRAWN: ("plain", gettext_noop("Withdrawn")),
}
"""The shape and the word of each status."""
TO_COMPLETE = gettext_noop("To be completed")
"""Said of a granted case that is paid for, where no card is made."""

DECISIONS: Mapping[DecisionKind, str] = {
    DecisionKind.GRANT: gettext_noop("Grant"),
    DecisionKind.REFUSE: gettext_noop("Refuse"),
    DecisionKind.NOT_EXAMINED: gettext_noop("Not to examine"),
    DecisionKind.LAPSE: gettext_noop("Lapse"),
    DecisionKind.CANCEL: gettext_noop("Early end of what was granted"),
    DecisionKind.APPEAL_UPHELD: gettext_noop("Appeal: the decision stands"),
    DecisionKind.LAPSE_UNDONE: gettext_noop("Lapse taken back: the grant stands again"),
    DecisionKind.APPEAL_OVERTURNED: gettext_noop("Appeal: the decision falls"),
}
LETTERS: Mapping[Purpose, str] = {
    Purpose.PENDING: gettext_noop("Certificate of the pending application"),
    Purpose.CORRECTION: gettext_noop("Request for correction"),
    Purpose.INTENTION: gettext_noop("Notice of the intended refusal"),
    Purpose.EXTENDED: gettext_noop("Notice that the decision takes longer"),
    Purpose.GRANTED: gettext_noop("Decision: granted"),
    Purpose.REFUSED: gettext_noop("Decision: refused"),
    Purpose.NOT_EXAMINED: gettext_noop("Decision: not examined"),
    Purpose.LAPSED: gettext_noop("Decision: lapsed"),
    Purpose.CANCELLED: gettext_noop("Decision: ended early"),
    Purpose.APPEAL: gettext_noop("Decision on the appeal"),
    Purpose.PAYMENT_NOTICE: gettext_noop("Payment notice"),
    Purpose.RECEIPT: gettext_noop("Receipt"),
    Purpose.CARD: gettext_noop("Card"),
}
OPINIONS = {"no-objection": gettext_noop("No objection"), "objection": gettext_noop("Objection")}
WEIGHTS: Mapping[Weight | None, tuple[str, str]] = {
    Weight.AGAINST: ("wrong", gettext_noop("Speaks against")),
    Weight.SHORTENS: ("wait", gettext_noop("Shortens the term")),
    Weight.MISSING: ("wait", gettext_noop("Still to be shown")),
    Weight.NOTE: ("info", gettext_noop("Note")),
    None: ("info", gettext_noop("Note")),
}
CHARGES: Mapping[ChargeState, tuple[str, str]] = {
    ChargeState.OPEN: ("wait", gettext_noop("To be paid")),
    ChargeState.PARTLY_PAID: ("wait", gettext_noop("Paid in part")),
    ChargeState.PAID: ("good", gettext_noop("Paid")),
    ChargeState.CANCELLED: ("plain", gettext_noop("Cancelled")),
}
CONFIDENCES = {
    "confirmed": gettext_noop("confirmed in the law"),
    "known": gettext_noop("known, not confirmed"),
    "assumed": gettext_noop("assumed"),
}
SPEEDS = {"standard": gettext_noop("Ordinary"), "fast": gettext_noop("Fast")}
DONE: Mapping[str, str] = {
    "paper-judged": gettext_noop("Recorded. The worker is told; the employer is not."),
    "code-renewed": gettext_noop("A new code was made. Print the letter and give it to the worker alone."),
    "join-undone": gettext_noop("Undone. The account sees nothing of the worker's part any more."),
    "words-read": gettext_noop("Marked as read."),
    "worker-told": gettext_noop("The worker is told. The employer sees nothing of it."),
    "end-decided": gettext_noop("Decided. The worker is told."),
    "end-proposed": gettext_noop("Proposed. Until another officer approves it the permit goes on."),
    "suspension-lifted": gettext_noop("Nothing stands against the end any more: it can be proposed."),
    "quota": gettext_noop("The case asks for a place of this year. Below you see whether one was left."),
    "taken": gettext_noop("You have this case in hand."),
    "handed-over": gettext_noop("The case was handed over."),
    "take-undone": gettext_noop("You gave the case back. It is as if you had not taken it."),
    "hand-over-undone": gettext_noop("The hand-over was undone. Whoever had the case has it again."),
    "proposal-withdrawn": gettext_noop("You took the proposal back. The examination goes on."),
    "correction-withdrawn": gettext_noop("The request was taken back. It counts as never made."),
    "put-back": gettext_noop("The case was put back for anyone to take."),
    "recused": gettext_noop("You have withdrawn from this case for good."),
    "asked": gettext_noop("The correction was asked for. The clock stops when the request is served."),
    "announced": gettext_noop("The intended refusal was announced. The clock stops when it is served."),
    "extended": gettext_noop("The time was lengthened. Whoever applied is told the new day and why."),
    "consulted": gettext_noop("The body was asked. The clock runs on."),
    "opinion": gettext_noop("The opinion was recorded."),
    "went-on": gettext_noop("The examination goes on with the file as it is."),
    "proposed": gettext_noop("The decision was proposed. Another officer approves it."),
    "returned": gettext_noop("The proposal was returned to its officer."),
    "decided": gettext_noop("The decision stands. Its letter waits to be served."),
    "served": gettext_noop("The service was recorded. The times that hang on it run."),
    "made": gettext_noop("The card was made and lies ready."),
    "handed-out": gettext_noop("The card was handed over. The case is closed."),
    "stage": gettext_noop("The stage was recorded."),
    "life": gettext_noop("The change was recorded; it stands on the list of changes."),
    "review": gettext_noop("The change was looked at and closed."),
    "replaced": gettext_noop("A new card was made; the old one ended."),
    "report": gettext_noop("The report was recorded and the old card is ended. The person is told."),
    "make": gettext_noop("The new card was made and lies ready. The person is told."),
    "give": gettext_noop("The new card was handed over."),
    "lapsed": gettext_noop("The lapse was recorded."),
    "lapse-undone": gettext_noop("The lapse was taken back. The grant stands again."),
    "withdrawn": gettext_noop("The application was withdrawn."),
    "written": gettext_noop("The message was written."),
    "kept": gettext_noop("What you typed is kept. Nobody else sees it."),
    "discarded": gettext_noop("What was kept was thrown away."),
    "appeal-filed": gettext_noop("The appeal was registered."),
    "appeal-taken": gettext_noop("You have the appeal in hand."),
    "term-decided": gettext_noop("It was recorded whether the late appeal is examined."),
    "appeal-decided": gettext_noop("The appeal was decided."),
}
"""What is said after something was done."""


def tag(kind: str, word: str) -> SafeString:
    return format_html('<span class="tag tag--{}">{}{}</span>', kind, mark.shape(kind), word)


def status_tag(case: CaseView) -> SafeString:
    """The status by word and shape."""
    makes_none = case.status is CaseStatus.IN_PRODUCTION and not _makes_card(case.pack_sha256, case.service)
    own = ""
    if case.status in _WITH_OWN_WORDS:
        own = outcome_words.find(case.pack_sha256, case.service, case.status.value, get_language() or "")
    return _status_tag(case.status, makes_none, own, get_language())


_WITH_OWN_WORDS = frozenset({CaseStatus.IN_PRODUCTION, CaseStatus.READY, CaseStatus.GRANTED})


@lru_cache(maxsize=256)
def _status_tag(status: CaseStatus, makes_none: bool, own: str, language: str | None) -> SafeString:
    """Most lines of a list say the same: each is written once in a language."""
    kind, word = STATUSES[status]
    return tag(kind, own or gettext(TO_COMPLETE if makes_none else word))


@lru_cache(maxsize=512)
def _makes_card(pack_sha256: str, service: str) -> bool:
    pack = catalogue.by_hash(pack_sha256)
    return is_handed_over(pack, pack.service(service))


def outcomes(file: CaseFile, language: str) -> dict[str, str]:
    """What each answer on the merits is called, by its code."""
    return {
        each.code: file.pack.find_text(file.service.outcome_text(each.code), language) or each.code
        for each in file.service.outcomes
    }


def stage(file: CaseFile, code: str, language: str) -> str:
    """What a stage is called."""
    return file.pack.find_text(file.service.stage_text(code), language) or code


def decision(kind: DecisionKind, case: CaseView | None = None) -> str:
    """What a decision is called; of a case in the words of its service."""
    return (outcome_word(case, kind.value) if case else "") or gettext(DECISIONS[kind])


def outcome_word(case: CaseView, word: str) -> str:
    """What the service of a case calls it; nothing where it has no word of its own."""
    return outcome_words.find(case.pack_sha256, case.service, word, get_language() or "")


def without_values(sentence: str) -> str:
    """A sentence of the pack as it stands among others to choose from: its values as dots."""
    return _VALUE.sub("…", sentence)


_VALUE = re.compile(r"\{[^}]*\}\.?")

FACTS: Mapping[str, str] = {
    "filed-on": gettext_noop("Received"),
    "decided-on": gettext_noop("Day of the proposal"),
    "review-due-on": gettext_noop("Due"),
    "fee-class": gettext_noop("Class of duty"),
    "granted-from": gettext_noop("Granted from"),
    "granted-until": gettext_noop("Granted until"),
    "door": gettext_noop("Way of filing"),
    "earlier-decisions": gettext_noop("Earlier decisions"),
    "decision-served-on": gettext_noop("Decision served on"),
    "notice-served-on": gettext_noop("Payment notice served on"),
    "protections": gettext_noop("What protects from removal"),
    "earlier-stays": gettext_noop("Earlier stays"),
    "status": gettext_noop("Status"),
}
"""Facts that come from the case, not from a question."""


def fact(name: str) -> str:
    return gettext(FACTS[name]) if name in FACTS else name.replace("-", " ")
