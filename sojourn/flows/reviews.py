"""Something changes in a life: an officer looks at what it means, and nothing ends by itself.

Whoever is concerned is told in the case, in their language, what they may ask for on their own. Of violence
nothing is written there: somebody else may read it.
"""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseStatus, CaseView, Side
from sojourn.flows import case_messages
from sojourn.flows.case_file import THE_STORY, CaseFile, open_for_the_story
from sojourn.flows.errors import NotReportable, ReportInTheFuture
from sojourn.flows.letter_words import locale_of
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.reviews import actions as reviews
from sojourn.reviews.types import Cause, NewReview, Teller, least_hidden

OFFERS = "pack.reviews"
"""The texts of what is offered, by what changed."""


@transaction_required
def open_review(
    file: CaseFile,
    cause: Cause,
    *,
    teller: Teller,
    by: Actor,
    words: str = "",
    happened_on: date | None = None,
    by_day: date | None = None,
) -> bool:
    """Open a review of a case and offer the person what they may ask for; gives whether this opened it."""
    case = file.case
    new = NewReview(
        about=case.subject,
        person_id=case.person_id,
        cause=cause,
        teller=teller,
        office=case.office,
        confidentiality=max(case.confidentiality, least_hidden(cause)),
        words=words.strip(),
        happened_on=happened_on,
        by_day=by_day,
    )
    _, first = reviews.open_review(new, by=by)
    if first and cause is not Cause.VIOLENCE:
        _offer(file, cause, by_day, by=by)
    return first


def _offer(file: CaseFile, cause: Cause, by_day: date | None, *, by: Actor) -> None:
    """Write to the person in the case, and tell neutrally that something is to be read."""
    case = file.case
    words = file.pack.text(f"{OFFERS}.{cause.value}", case.language).format(
        name=file.identity.names.whole or case.reference,
        on=format_date(by_day, "long", locale=locale_of(case.language)) if by_day else "",
    )
    cases.write_message(case.id, side=Side.OFFICE, words=words, by=by)
    case_messages.tell(case, contact=file.cleaned.get("contact.address"), by=by)


REPORTED = (Cause.SEPARATION, Cause.VIOLENCE, Cause.DEATH)
"""What a person, or an officer for them, tells of; the rest the service knows by itself."""
_OVER = frozenset({CaseStatus.REFUSED, CaseStatus.NOT_EXAMINED, CaseStatus.WITHDRAWN, CaseStatus.LAPSED})


def _is_over(case: CaseView) -> bool:
    """Whether nothing is asked for or held any more; what ended early may still be won back."""
    ended = case.status is CaseStatus.CANCELLED and case.appeal_id is None
    return ended or case.status in _OVER


def rests_on_another(file: CaseFile) -> bool:
    """Whether what is asked for or held rests on somebody else of the family."""
    ground, asked = file.service.find_ground(file.case.ground), file.service.case
    named = asked is not None and asked.relative is not None and file.cleaned.get(asked.relative)
    return bool(named or (ground is not None and ground.family)) and not _is_over(file.case)


@transaction_required
def report(
    file: CaseFile, cause: Cause, *, teller: Teller, by: Actor, happened_on: date | None, words: str
) -> bool:
    """A separation, violence or a death was told of: it is looked at, and nothing ends by itself.

    Gives whether it is new. Raises: NotReportable, ReportInTheFuture.
    """
    if cause not in REPORTED or not rests_on_another(file):
        raise NotReportable
    if happened_on is not None and happened_on > clock.today():
        raise ReportInTheFuture
    return open_review(file, cause, teller=teller, by=by, words=words, happened_on=happened_on)


@transaction_required
def after_refusal(file: CaseFile, *, by: Actor) -> None:
    """Whoever's right rests on the person refused is not refused with them: each is looked at by itself."""
    ground = file.service.find_ground(file.case.ground)
    if file.case.family_file_id is None or ground is None or ground.family:
        return
    for each in case_files.list_family(file.case.family_file_id, to=THE_STORY):
        if each.id == file.case.id or _is_over(each):
            continue
        other = open_for_the_story(each.id)
        own = other.service.find_ground(each.ground)
        if own is not None and own.family:
            open_review(other, Cause.REFUSAL, teller=Teller.OFFICE, by=by)
