"""The place of the year's quota that follows a case: kept on filing, consumed by a grant, else given on.

The law of the pack says whether a place is needed and left; the room of quotas counts. R-WP-6, R-WP-7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, CaseView
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.explain import ask, ask_given
from sojourn.catalogue.facts import Context, facts_of
from sojourn.catalogue.types import Pack, Quota, Service
from sojourn.flows.case_file import CaseFile, open_for_the_story
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.quotas import actions as quotas
from sojourn.quotas import queries
from sojourn.quotas.types import TOTAL, Answer, Decide, Kind, PlaceState, PlaceView, Taken

_S = CaseStatus
_GRANTED = frozenset(
    {_S.AWAITING_PAYMENT, _S.IN_PRODUCTION, _S.READY, _S.GRANTED, _S.CANCEL_PROPOSED, _S.CANCELLED}
)
_OVER = frozenset({_S.REFUSED, _S.NOT_EXAMINED, _S.WITHDRAWN, _S.LAPSED})


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many places a year has and how many are taken: all together, and of one kind; None: no number."""

    year: int
    activity: str
    limit: int | None
    taken: int
    limit_in_activity: int | None
    taken_in_activity: int
    waiting: int

    @property
    def left(self) -> int | None:
        """Places that could still be given; None where nothing is limited."""
        each = ((self.limit, self.taken), (self.limit_in_activity, self.taken_in_activity))
        free = [max(0, limit - taken) for limit, taken in each if limit is not None]
        return min(free) if free else None


@transaction_required
def follow(case: CaseView, *, by: Actor) -> PlaceView | None:
    """Let the place of a case be what its state calls for; a case without a quota has none.

    Raises: NoPlaceLeft for a grant where all places are taken.
    """
    pack = catalogue.by_hash(case.pack_sha256)
    quota = pack.service(case.service).quota
    if quota is None:
        return None
    file = open_for_the_story(case.id)
    if case.status in _OVER:
        return quotas.release(case.subject, give_on=_of_others(file), by=by)
    kind = _kind(file.service, quota, file.cleaned, clock.today().year)
    secret = case.confidentiality
    place = quotas.hold(case.subject, kind, decide=_decide(file), by=by, confidentiality=secret)
    if case.status in _GRANTED:
        place = quotas.consume(case.subject, decide=_decide(file), give_on=_of_others(file), by=by)
    return place


@transaction_required
def follow_file(file: CaseFile, *, by: Actor) -> PlaceView | None:
    """The same, of a case on the table that was just changed. Raises: NoPlaceLeft."""
    return follow(cases.hold(file.case.id), by=by) if file.service.quota else None


@transaction_required
def carry_over(file: CaseFile, *, by: Actor) -> PlaceView:
    """The year in which a case waited is over: an officer lets it ask for a place of this one.

    Raises: PlaceUnknown.
    """
    return quotas.carry_over(file.case.subject, year=clock.today().year, decide=_decide(file), by=by)


def place_of(file: CaseFile) -> PlaceView | None:
    """The place of a case, where its service has a quota."""
    return queries.find_place(file.case.subject) if file.service.quota else None


def may_carry_over(place: PlaceView | None) -> bool:
    """Whether it waits in a year that is over."""
    return place is not None and place.state is PlaceState.QUEUED and place.kind.year < clock.today().year


def numbers_of(pack: Pack, service: Service, activity: str, year: int) -> Numbers | None:
    """How the quota of a year stands for a kind; none where the service has no quota."""
    if service.quota is None:
        return None
    kind = Kind(service.code, year, activity)
    limits, taken = _limits(pack, service.quota, year), queries.taken_of(kind)
    return Numbers(
        year=year,
        activity=activity,
        limit=limits.get(TOTAL),
        taken=taken.total,
        limit_in_activity=limits.get(activity),
        taken_in_activity=taken.in_activity,
        waiting=queries.count_waiting(kind),
    )


def limits_of(pack: Pack, service: Service, year: int) -> Mapping[str, int]:
    """The numbers of a year, `TOTAL` for all together; empty where there is none."""
    return _limits(pack, service.quota, year) if service.quota else {}


def counts(pack: Pack, service: Service, cleaned: Mapping[str, Any]) -> bool:
    """Whether what these answers ask for would take a place today."""
    quota = service.quota
    if quota is None:
        return False
    today = clock.today()
    facts = facts_of(pack, service, cleaned, Context(filed_on=today))
    return _asked(pack, quota, facts, Taken(), today) is not Answer.NOT_COUNTED


def _limits(pack: Pack, quota: Quota, year: int) -> Mapping[str, int]:
    return pack.law(_day_in(year))[quota.limits] or {}


def _kind(service: Service, quota: Quota, cleaned: Mapping[str, Any], year: int) -> Kind:
    return Kind(service.code, year, str(cleaned.get(quota.activity) or ""))


def _day_in(year: int) -> date:
    """The day whose numbers count: today, or the last day of a year that is over."""
    return min(max(clock.today(), date(year, 1, 1)), date(year, 12, 31))


def _decide(file: CaseFile) -> Decide:
    """The law asked about this case."""
    quota = file.service.quota
    facts = facts_of(file.pack, file.service, file.cleaned, file.context())

    def decide(kind: Kind, taken: Taken) -> Answer:
        if quota is None:
            return Answer.NOT_COUNTED
        return _asked(file.pack, quota, facts, taken, _day_in(kind.year))

    return decide


def _of_others(file: CaseFile) -> Decide:
    """The law asked about a place somebody waits for: by the numbers alone."""
    quota = file.service.quota

    def decide(kind: Kind, taken: Taken) -> Answer:
        day = _day_in(kind.year)
        given = {"filed-on": day, "activity": kind.activity, "taken": taken.total}
        told = {**given, "taken-in-activity": taken.in_activity}
        found = ask_given(file.pack, quota.rule if quota else None, on=day, given=told)
        return Answer(found.value.basis) if found else Answer.NOT_COUNTED

    return decide


def _asked(pack: Pack, quota: Quota, facts: Any, taken: Taken, on: date) -> Answer:
    told = replace(facts, taken=taken.total, taken_in_activity=taken.in_activity)
    found = ask(pack, quota.rule, on=on, facts=told)
    return Answer(found.value.basis) if found else Answer.NOT_COUNTED
