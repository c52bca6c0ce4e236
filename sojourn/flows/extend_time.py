"""More time for a decision: taken with reasons before the last day, within the law, and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import BeyondExtension, TextMissing
from sojourn.cases.types import ALLOWED, Act, CaseView, MoreTime
from sojourn.catalogue.authoring import PeriodUnit
from sojourn.catalogue.types import Extension, PhraseUse
from sojourn.flows import case_messages
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import NotExtendable
from sojourn.flows.reasoning import Values, check_known, with_sentences
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@dataclass(frozen=True, slots=True)
class Latest:
    """How far the last day may be moved: from one day to another; most: the units the law gives in all."""

    now: date
    until: date
    most: int
    times: int


@transaction_required
def extend_time(
    file: CaseFile,
    until: date,
    *,
    reasons: Sequence[str],
    words: Mapping[str, str],
    by: Actor,
    version: int | None = None,
    values: Values | None = None,
) -> CaseView:
    """Move the last day of a case to a later one, with coded reasons and the officer's own words.

    Days on which the clock stands still stay left out. Whoever applied is told, and has a letter.
    Raises: NotExtendable, ExtensionTooLate, ExtensionUsed, BeyondExtension (until), NothingAdded,
    ReasonMissing, ReasonUnknown, ValueMissing, TextMissing, Recused, OfAnotherOffice, ActNotAllowed,
    ChangedMeanwhile.
    """
    check_known(file, reasons, PhraseUse.EXTEND)
    authentic = file.pack.languages[0]
    if not words.get(authentic, "").strip():
        raise TextMissing(language=authentic)
    told, latest = with_sentences(file, reasons, words, values=values), latest_of(file)
    if until > latest.until and latest.until > latest.now:
        raise BeyondExtension(until=latest.until)
    more = MoreTime(
        _units(file, latest.now, until), tuple(reasons), told, most=latest.most, times=latest.times
    )
    case = cases.extend(file.case.id, more, calendar=file.calendar, by=by, version=version)
    case_messages.tell(case, by=by)
    return case


def latest_of(file: CaseFile) -> Latest:
    """Until when the time may be lengthened, by the law of the day of filing.

    Raises: NotExtendable, where the service has no more time than its limit.
    """
    rule = _rule(file)
    usual, whole = file.answer(file.service.deadline), file.answer(rule.until)
    most = _units(file, usual.last_day, whole.last_day)
    left = max(0, most - sum(each.length for each in file.page.extensions))
    return Latest(file.case.due_on, _moved(file, file.case.due_on, left), most, int(file.law[rule.times]))


def may_be_extended(file: CaseFile) -> bool:
    """Whether more time can be taken now: the law gives some that was not used, before the last day."""
    if file.service.extension is None or Act.EXTEND not in ALLOWED[file.case.status]:
        return False
    latest = latest_of(file)
    is_left = latest.until > latest.now and len(file.page.extensions) < latest.times
    stands = queries.clock_of(file.case, file.page.intervals, calendar=file.calendar)
    return is_left and not stands.late_by


def _rule(file: CaseFile) -> Extension:
    if file.service.extension is None:
        raise NotExtendable
    return file.service.extension


def _units(file: CaseFile, first: date, last: date) -> int:
    """What lies between two last days, in units of the limit of the case."""
    if file.case.review_limit.unit is PeriodUnit.WORKING_DAYS:
        return file.calendar.between(first, last)
    return (last - first).days


def _moved(file: CaseFile, day: date, units: int) -> date:
    if file.case.review_limit.unit is PeriodUnit.WORKING_DAYS:
        return file.calendar.add(day, units)
    return day + timedelta(days=units)
