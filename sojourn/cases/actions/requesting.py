"""Asking the applicant: a correction, or an answer to an intended refusal. Served, the clock stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sojourn.cases import ledger, rules
from sojourn.cases.actions.rows import check_in_hand, keep, lock
from sojourn.cases.errors import (
    DayNotPossible,
    NothingAsked,
    NotServedYet,
    OwnAnnouncement,
    StillTimeToAnswer,
    TooManyCorrections,
)
from sojourn.cases.ledger import close_pause, move_pause, open_pause, take_pause_back
from sojourn.cases.models import Case, Correction, Hearing
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseStatus, CaseView, Examined, ItemToCorrect, PauseCause
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind
from sojourn.lib.db import transaction_required
from sojourn.lib.working_days import Calendar

MOST_CORRECTIONS = 2
_DAY = timedelta(days=1)


@transaction_required
def ask_correction(
    case_id: UUID,
    *,
    items: Sequence[ItemToCorrect],
    by: Actor,
    most: int = MOST_CORRECTIONS,
    version: int | None = None,
) -> CaseView:
    """Ask the applicant to put answers right; the clock stops when the request is served.

    most: how often it may be asked at all, as the law says (never more than twice).
    Raises: TooManyCorrections, NothingAsked, TakenByAnother, Recused.
    """
    row = lock(case_id, Act.ASK_CORRECTION, by=by, version=version)
    officer = check_in_hand(row, by)
    if not items:
        raise NothingAsked
    if row.corrections >= min(most, MOST_CORRECTIONS):
        raise TooManyCorrections(asked=row.corrections)
    number = row.corrections + 1
    Correction.objects.create(
        case_id=row.id,
        number=number,
        items=[[each.path, each.code, each.words, each.found_out] for each in items],
        asked_on=clock.today(),
        asked_by=officer,
        acting_for=by.acting_for,
    )
    facts = {"number": number, "paths": sorted({each.path for each in items})}
    keep(row, Act.ASK_CORRECTION, by=by, facts=facts, changes={"corrections": number})
    return as_view(row)


@transaction_required
def announce_intention(
    case_id: UUID,
    *,
    reasons: Sequence[str],
    words: Mapping[str, str],
    by: Actor,
    version: int | None = None,
) -> CaseView:
    """Tell the applicant that a refusal is intended and on which grounds; the clock stops when it is served.

    Raises: ReasonMissing, TakenByAnother, Recused. Source: right to be heard, Law on Administrative
    Proceedings.
    """
    row = lock(case_id, Act.ANNOUNCE_INTENTION, by=by, version=version)
    officer = check_in_hand(row, by)
    rules.check_reason(" ".join(reasons))
    hearing = Hearing.objects.create(
        case_id=row.id,
        reasons=sorted(set(reasons)),
        words=dict(words),
        announced_at=clock.now(),
        announced_by=officer,
        acting_for=by.acting_for,
    )
    facts = {"hearing": hearing.id, "reasons": hearing.reasons}
    keep(row, Act.ANNOUNCE_INTENTION, by=by, facts=facts, changes={"hearing_id": hearing.id})
    return as_view(row)


@transaction_required
def record_request_served(
    case_id: UUID,
    *,
    on: date,
    answer_by: date,
    by: Actor,
    number: int | None = None,
    hearing_id: UUID | None = None,
    corrected: bool = False,
) -> CaseView:
    """The request reached the applicant: the clock stops after that day, and the time to answer runs.

    number, hearing_id: the request that was served; where another one waits, nothing changes. Of several
    services the earliest counts; `corrected`: this record takes the place of a wrong one, whatever its day.
    Raises: DayNotPossible for a service before the request was made.
    """
    row = lock(case_id, Act.RECORD_REQUEST_SERVED, by=by)
    if _waits_for_another(row, number, hearing_id):
        return as_view(row)
    if row.paused_from is not None and on >= row.paused_from - _DAY and not corrected:
        return as_view(row)
    if row.status == CaseStatus.AWAITING_CORRECTION:
        cause, asked = PauseCause.CORRECTION, _correction_of(row).filter(asked_on__lte=on)
    else:
        announced = Hearing.objects.filter(announced_at__lt=clock.start_of(on + _DAY))
        cause, asked = PauseCause.HEARING, announced.filter(id=row.hearing_id)
    if not asked.update(served_on=on, answer_by=answer_by):
        raise DayNotPossible(day=on)
    stop = open_pause if row.paused_from is None else move_pause
    changes = stop(row, cause, served_on=on)
    keep(row, Act.RECORD_REQUEST_SERVED, by=by, facts={"on": on, "answer_by": answer_by}, changes=changes)
    return as_view(row)


@transaction_required
def record_request_not_served(
    case_id: UUID, *, by: Actor, number: int | None = None, hearing_id: UUID | None = None
) -> CaseView:
    """The request that waits reached nobody after all: no day was left out, and no time to answer runs."""
    row = lock(case_id, Act.RECORD_NOT_SERVED, by=by)
    if _waits_for_another(row, number, hearing_id):
        return as_view(row)
    if row.status == CaseStatus.AWAITING_CORRECTION:
        _correction_of(row).update(served_on=None, answer_by=None)
    else:
        Hearing.objects.filter(id=row.hearing_id).update(served_on=None, answer_by=None)
    facts = {"number": number, "hearing": hearing_id, "decision": None}
    keep(row, Act.RECORD_NOT_SERVED, by=by, facts=facts, changes=take_pause_back(row))
    return as_view(row)


@transaction_required
def answer_correction(
    case_id: UUID,
    *,
    answers: Mapping[str, Any],
    calendar: Calendar,
    by: Actor,
    on: date | None = None,
    paused_until: date | None = None,
    examined: Examined | None = None,
) -> CaseView:
    """Keep what the applicant put right, path by path; the clock goes on after that day.

    paused_until: the last day of the pause, where that is not the day of the answer.
    examined: what the rules say by the answers as they stand now, where the case keeps it.
    Raises: NothingAsked for no answer at all, Recused.
    """
    if not answers:
        raise NothingAsked
    row = lock(case_id, Act.ANSWER_CORRECTION, by=by)
    day = on or clock.today()
    _correction_of(row).update(answered_on=day, answers=dict(answers))
    known = _known_again(row, examined)
    stopped = close_pause(row, on=paused_until or day, calendar=calendar)
    changes = {**known, **stopped, "unread": True}
    if "review_limit" in known:
        changes |= ledger.count_again(row, calendar)
    facts = {
        "number": row.corrections,
        "on": day,
        "paths": sorted(answers),
        "due_on": changes.get("due_on", row.due_on),
        "ground": row.ground,
        "speed": row.speed,
        "fee_class": row.fee_class,
        "review_limit": row.review_limit,
    }
    keep(row, Act.ANSWER_CORRECTION, by=by, facts=facts, changes=changes)
    return as_view(row)


def _known_again(row: Case, examined: Examined | None) -> dict[str, Any]:
    """What the case keeps of its answers and is different now; the row has it at once."""
    if examined is None:
        return {}
    told = {
        "ground": examined.ground,
        "speed": examined.speed,
        "fee_class": examined.fee_class,
        "review_limit": str(examined.review_limit),
    }
    changed = {name: value for name, value in told.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


@transaction_required
def answer_intention(
    case_id: UUID,
    *,
    words: str,
    calendar: Calendar,
    by: Actor,
    on: date | None = None,
    paused_until: date | None = None,
) -> CaseView:
    """Keep what the applicant says against an intended refusal; the clock goes on after that day, or the
    last day of the pause where that is another.

    An officer takes it down only after the intention was served, and not the one who announced it.
    Raises: ReasonMissing for no words, NotServedYet, OwnAnnouncement, Recused.
    """
    row = lock(case_id, Act.ANSWER_INTENTION, by=by, joined="hearing")
    day, said = on or clock.today(), rules.check_reason(words)
    if by.kind is ActorKind.STAFF:
        _check_may_take_down(row.hearing, by)
    Hearing.objects.filter(id=row.hearing_id).update(answered_on=day, answer=said, is_over=True)
    changes = {**close_pause(row, on=paused_until or day, calendar=calendar), "unread": True}
    facts = {"hearing": row.hearing_id, "on": day, "due_on": changes.get("due_on", row.due_on)}
    keep(row, Act.ANSWER_INTENTION, by=by, facts=facts, changes=changes)
    return as_view(row)


def _check_may_take_down(hearing: Hearing, by: Actor) -> None:
    """Raises: NotServedYet, OwnAnnouncement."""
    if hearing.served_on is None:
        raise NotServedYet
    announced = {hearing.announced_by, hearing.acting_for} - {None}
    if announced & {by.account_id, by.acting_for}:
        raise OwnAnnouncement(by=hearing.announced_by)


@transaction_required
def remind(case_id: UUID, *, answer_by: date, by: Actor) -> CaseView:
    """A correction nobody answered is asked for once more, with a further time to answer; once only.

    Raises: NotServedYet.
    """
    row = lock(case_id, Act.REMIND, by=by)
    today = clock.today()
    if row.paused_from is None:
        raise NotServedYet
    if _correction_of(row).filter(reminded_on=None).update(reminded_on=today, answer_by=answer_by):
        keep(row, Act.REMIND, by=by, facts={"on": today}, changes={})
    return as_view(row)


@transaction_required
def go_on(
    case_id: UUID, *, reason: str, calendar: Calendar, by: Actor, version: int | None = None
) -> CaseView:
    """Go on with the file as it is when the time to answer passed: the clock ran again from its last day on.

    Raises: NotServedYet, StillTimeToAnswer (also for a correction that was not reminded of), ReasonMissing.
    """
    row = lock(case_id, Act.GO_ON, by=by, version=version, joined="hearing")
    check_in_hand(row, by)
    why = rules.check_reason(reason)
    last_day = _time_to_answer(row)
    if row.status == CaseStatus.AWAITING_ANSWER:
        Hearing.objects.filter(id=row.hearing_id).update(is_over=True)
    changes = close_pause(row, on=last_day, calendar=calendar)
    facts = {"due_on": changes.get("due_on", row.due_on), "reason": why}
    keep(row, Act.GO_ON, by=by, facts=facts, changes=changes)
    return as_view(row)


def _waits_for_another(row: Case, number: int | None, hearing_id: UUID | None) -> bool:
    """Whether what was served is not the request that waits for an answer."""
    waits_for_correction = row.status == CaseStatus.AWAITING_CORRECTION
    if number is not None and (not waits_for_correction or number != row.corrections):
        return True
    return hearing_id is not None and (waits_for_correction or hearing_id != row.hearing_id)


def _time_to_answer(row: Case) -> date:
    """The last day there was to answer. Raises: NotServedYet, StillTimeToAnswer."""
    is_correction = row.status == CaseStatus.AWAITING_CORRECTION
    asked: Any = _correction_of(row).get() if is_correction else row.hearing
    if asked.answer_by is None:
        raise NotServedYet
    if clock.today() <= asked.answer_by or (is_correction and asked.reminded_on is None):
        raise StillTimeToAnswer(until=asked.answer_by)
    last_day: date = asked.answer_by
    return last_day


def _correction_of(row: Case) -> Any:
    return Correction.objects.filter(case_id=row.id, number=row.corrections, withdrawn_at=None)
