"""The letters of a case: each drawn once from what was decided, signed, kept, and served.

Which letters a case has is told by its parts; a letter nobody opened yet is drawn when it is first read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseStatus, CorrectionView, Decision, DecisionKind
from sojourn.documents import actions as documents
from sojourn.documents import queries as kept
from sojourn.documents import signing
from sojourn.documents.types import DocumentView, Filing
from sojourn.flows import letter_values
from sojourn.flows.case_file import THE_STORY, CaseFile, open_for_the_story
from sojourn.flows.errors import LetterUnknown
from sojourn.flows.open_case import proof_of
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.payments import queries as payments
from sojourn.permits import queries as permits


class Purpose(StrEnum):
    """What a letter is for; the values are those of the pack's table of letters."""

    PENDING = "pending"
    CORRECTION = "correction"
    INTENTION = "intention"
    EXTENDED = "extended"
    GRANTED = "granted"
    REFUSED = "refused"
    NOT_EXAMINED = "not-examined"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    APPEAL = "appeal"
    PAYMENT_NOTICE = "payment-notice"
    RECEIPT = "receipt"
    CARD = "card"


FOR_DECISION = {
    DecisionKind.GRANT: Purpose.GRANTED,
    DecisionKind.REFUSE: Purpose.REFUSED,
    DecisionKind.NOT_EXAMINED: Purpose.NOT_EXAMINED,
    DecisionKind.LAPSE: Purpose.LAPSED,
    DecisionKind.CANCEL: Purpose.CANCELLED,
    DecisionKind.APPEAL_UPHELD: Purpose.APPEAL,
    DecisionKind.APPEAL_OVERTURNED: Purpose.APPEAL,
    DecisionKind.LAPSE_UNDONE: Purpose.GRANTED,
}
SERVED = frozenset({Purpose.CORRECTION, Purpose.INTENTION, *FOR_DECISION.values()})
"""Letters from whose recorded service a time runs."""
_WITH_CARD = frozenset({CaseStatus.READY, CaseStatus.GRANTED, CaseStatus.CANCEL_PROPOSED})
"""Of what ended early the document is there again while an appeal suspends the end."""
_SEALED = frozenset({Purpose.PENDING, Purpose.CARD})


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """One letter of a case. `key` tells it from the others: `decision-<id>`, `correction-1-<id>`.

    number: of a correction. A request taken back leaves its number free, so the number alone is no key.
    """

    purpose: Purpose
    key: str
    on: date
    about: UUID | None = None
    number: int = 0

    @property
    def is_served(self) -> bool:
        return self.purpose in SERVED

    @property
    def kinds(self) -> frozenset[str]:
        """What its copies are filed as; those of requests were once filed by the number alone."""
        return frozenset({self.key, f"correction-{self.number}"} if self.number else {self.key})


def list_letters(file: CaseFile) -> list[CaseLetter]:
    """Every letter the case has by now, oldest first; those the pack has no template for are left out."""
    known = file.service.letters.given()
    return sorted((each for each in _letters(file) if each.purpose.value in known), key=lambda each: each.on)


def _letters(file: CaseFile) -> Iterator[CaseLetter]:
    page, case = file.page, file.case
    if permits.find_for(proof_of(case), to=THE_STORY):
        yield CaseLetter(Purpose.PENDING, "pending", case.filed_on)
    for correction in page.corrections:
        yield CaseLetter(
            Purpose.CORRECTION,
            key_of_request(correction),
            correction.asked_on,
            number=correction.number,
        )
    for hearing in page.hearings:
        on = clock.legal_day(hearing.announced_at)
        yield CaseLetter(Purpose.INTENTION, f"intention-{hearing.id}", on, hearing.id)
    for more in (each for each in page.intervals if each.is_reasoned):
        yield CaseLetter(Purpose.EXTENDED, f"extended-{more.id}", more.from_on, more.key)
    for decision in page.decisions:
        yield CaseLetter(
            FOR_DECISION[decision.kind], f"decision-{decision.id}", decision.decided_on, decision.id
        )
    for charge in payments.list_of(case.subject, to=THE_STORY):
        on = clock.legal_day(charge.issued_at)
        yield CaseLetter(Purpose.PAYMENT_NOTICE, f"payment-{charge.id}", on, charge.id)
        for receipt in payments.list_receipts(charge.id):
            yield CaseLetter(
                Purpose.RECEIPT, f"receipt-{receipt.id}", clock.legal_day(receipt.paid_at), receipt.id
            )
    if case.status in _WITH_CARD or case_files.holds_granted(case):
        for card in permits.list_of(case.subject, to=THE_STORY):
            yield CaseLetter(Purpose.CARD, f"card-{card.id}", clock.legal_day(card.issued_at), card.id)


def key_of_request(correction: CorrectionView) -> str:
    return f"correction-{correction.number}-{correction.id}"


def request_of(file: CaseFile, letter: CaseLetter) -> CorrectionView | None:
    """The request to put answers right that a letter tells of."""
    return next((each for each in file.page.corrections if key_of_request(each) == letter.key), None)


def find_letter(file: CaseFile, key: str) -> CaseLetter:
    """Raises: LetterUnknown."""
    for each in list_letters(file):
        if each.key == key:
            return each
    raise LetterUnknown(letter=key)


def list_copies(file: CaseFile, letter: CaseLetter) -> list[DocumentView]:
    """What was drawn of a letter by now, one for each language it was read in."""
    drawn = kept.list_documents(file.case.subject, to=THE_STORY)
    return [each for each in drawn if each.filing.kind in letter.kinds]


@transaction_required
def open_letter(
    file: CaseFile, letter: CaseLetter, *, language: str, by: Actor
) -> tuple[DocumentView, bytes]:
    """The letter as a PDF, for a caller who was allowed to see the case; the same bytes ever after.

    Raises: LetterFailed, KeyMissing, LetterUnknown for a request that was taken back meanwhile.
    """
    about = Filing(
        file.case.subject,
        kind=letter.key,
        confidentiality=file.case.confidentiality,
        language=language,
        office=file.case.office,
    )
    drawn = _find(about, letter)
    if drawn is None:  # one draws, the others wait; class and office may have changed since it was opened
        case = cases.hold(file.case.id)
        about = replace(about, confidentiality=case.confidentiality, office=case.office)
        _check_asked(file, letter)
        drawn = _find(about, letter)
    if drawn is not None:
        return drawn, kept.read_safe_copy(drawn)
    content = letter_values.draw(
        file,
        letter.purpose.value,
        letter_values.Matter(letter.on, letter.about, letter.number),
        language=language,
    )
    if letter.purpose not in _SEALED or _is_electronic(file, letter):
        content = signing.signer().sign(content)
    return documents.keep_letter(content, filing=about, by=by), content


def _is_electronic(file: CaseFile, letter: CaseLetter) -> bool:
    """A document that is never printed by the service is signed like a letter."""
    return letter.purpose is Purpose.CARD and file.pack.is_electronic(file.service)


def _check_asked(file: CaseFile, letter: CaseLetter) -> None:
    """A request taken back since the case was opened has no letter. Raises: LetterUnknown."""
    if letter.purpose is Purpose.CORRECTION and not request_of(open_for_the_story(file.case.id), letter):
        raise LetterUnknown(letter=letter.key)


def _find(about: Filing, letter: CaseLetter) -> DocumentView | None:
    for document in kept.list_documents(about.subject, to=THE_STORY):
        if document.filing.kind in letter.kinds and document.filing.language == about.language:
            return document
    return None


def decision_of(file: CaseFile, letter: CaseLetter) -> Decision | None:
    return next((each for each in file.page.decisions if each.id == letter.about), None)
