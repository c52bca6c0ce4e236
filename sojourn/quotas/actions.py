"""Writes of quotas: a place is held, waits, is consumed or becomes free for the one who waits longest.

Whoever takes a place first locks the count of the whole year: two at the same moment never exceed it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.lib import clock, locks
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.quotas import events
from sojourn.quotas.errors import NoPlaceLeft, PlaceUnknown
from sojourn.quotas.models import Count, Forecast, Place
from sojourn.quotas.queries import view_of, waiting
from sojourn.quotas.types import TAKING, TOTAL, Answer, Decide, Kind, PlaceState, PlaceView, Taken
from sojourn.quotas.types import Forecast as Told

_TOLD: Mapping[PlaceState, EventKind] = {
    PlaceState.HELD: events.PLACE_HELD,
    PlaceState.QUEUED: events.PLACE_QUEUED,
    PlaceState.CONSUMED: events.PLACE_CONSUMED,
    PlaceState.RELEASED: events.PLACE_RELEASED,
    PlaceState.NOT_COUNTED: events.PLACE_NOT_COUNTED,
}
_STATE = {
    Answer.RESERVED: PlaceState.HELD,
    Answer.QUEUED: PlaceState.QUEUED,
    Answer.NOT_COUNTED: PlaceState.NOT_COUNTED,
}


@transaction_required
def hold(
    about: Subject,
    kind: Kind,
    *,
    decide: Decide,
    by: Actor,
    confidentiality: Confidentiality = Confidentiality.ORDINARY,
) -> PlaceView:
    """Keep a place for something, or let it wait where none is left; asked twice it is the same place.

    confidentiality: of what it is for. One that was released is asked for anew, in the year and of the kind
    named now.
    """
    row = _find(about)
    if row is not None and row.state not in (PlaceState.RELEASED, PlaceState.NOT_COUNTED):
        return view_of(row)
    now = clock.now()
    if row is None:
        row = Place(subject_kind=about.kind, subject_id=about.id, asked_at=now)
    row.service, row.year, row.activity, row.asked_at = kind.service, kind.year, kind.activity, now
    row.confidentiality = confidentiality
    return _enter(row, _STATE[decide(kind, _lock(kind))], by=by)


@transaction_required
def consume(about: Subject, *, decide: Decide, give_on: Decide, by: Actor) -> PlaceView:
    """What the place was kept for is granted. One that waits takes a place that became free meanwhile.

    The law is asked again: what takes no place by now gives back the one it held, and `give_on` asks it
    about whoever waits.
    Raises: NoPlaceLeft, PlaceUnknown.
    """
    row = _get(about)
    kind, state = _kind(row), PlaceState(row.state)
    if state is PlaceState.CONSUMED:
        return view_of(row)
    taken = _lock(kind)
    answer = decide(kind, _without(taken, state))
    if answer is Answer.QUEUED:
        raise NoPlaceLeft(year=kind.year)
    if answer is Answer.NOT_COUNTED:
        return _leave(row, PlaceState.NOT_COUNTED, give_on=give_on, by=by)
    return _enter(row, PlaceState.CONSUMED, by=by)


@transaction_required
def release(about: Subject, *, give_on: Decide, by: Actor) -> PlaceView | None:
    """The place is not needed any more; whoever waits longest gets it. Released twice nothing happens."""
    row = _find(about)
    if row is None or row.state == PlaceState.RELEASED:
        return view_of(row) if row else None
    _lock(_kind(row))
    return _leave(row, PlaceState.RELEASED, give_on=give_on, by=by)


@transaction_required
def carry_over(about: Subject, *, year: int, decide: Decide, by: Actor) -> PlaceView:
    """An officer lets something that waited in a year that is over ask for a place of a later one.

    Raises: PlaceUnknown, also for one that does not wait, or waits in that year.
    """
    row = _get(about)
    if row.state != PlaceState.QUEUED or row.year >= year:
        raise PlaceUnknown
    kind = Kind(row.service, year, row.activity)
    row.year = year
    return _enter(row, _STATE[decide(kind, _lock(kind))], by=by)


@transaction_required
def reclassify(abouts: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> None:
    """What is recorded of these places from now on is of another class; what they are is the same."""
    kinds, ids = {each.kind for each in abouts}, [each.id for each in abouts]
    rows = Place.objects.select_for_update().filter(subject_kind__in=kinds, subject_id__in=ids)
    for row in rows.exclude(confidentiality=confidentiality).order_by("id"):
        class_ = Confidentiality(max(row.confidentiality, confidentiality))
        row.confidentiality = confidentiality
        row.save(update_fields=["confidentiality"])
        about = Subject("place", row.id)
        audit.record(events.PLACE_RECLASSIFIED, subject=about, by=by, confidentiality=class_)


@transaction_required
def forget(abouts: Collection[Subject], *, by: Actor) -> int:
    """Of places whose cases are erased it is forgotten whose they were; the count stays."""
    rows = Place.objects.filter(
        subject_kind__in={each.kind for each in abouts}, subject_id__in=[each.id for each in abouts]
    )
    for row in rows:
        audit.record(
            events.PLACE_FORGOTTEN,
            subject=Subject("place", row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
            service=row.service,
            year=row.year,
            activity=row.activity,
        )
    return rows.update(subject_id=None)


@transaction_required
def tell_forecast(organisation: Subject, *, service: str, year: int, told: Told, by: Actor) -> bool:
    """Keep what an organisation needs in a year, in place of what it told before; the log keeps both.

    Said again with the same numbers nothing changes, the day of the first telling neither. Gives whether it
    was kept.
    """
    locks.take(f"forecast:{service}:{year}:{organisation.id}")  # what was never told has no row to lock
    rows = Forecast.objects.filter(service=service, year=year, organisation_id=organisation.id)
    needed = {activity: count for activity, count in told.needed.items() if count > 0}
    if dict(rows.values_list("activity", "needed")) == needed:
        return False
    rows.delete()
    Forecast.objects.bulk_create(
        Forecast(
            organisation_id=organisation.id,
            service=service,
            year=year,
            activity=activity,
            needed=count,
            told_on=told.told_on,
            is_late=told.is_late,
        )
        for activity, count in sorted(needed.items())
    )
    audit.record(
        events.FORECAST_TOLD,
        subject=organisation,
        by=by,
        service=service,
        year=year,
        confidentiality=Confidentiality.ORDINARY,
        needed=needed,
        is_late=told.is_late,
    )
    return True


def _leave(row: Place, state: PlaceState, *, give_on: Decide, by: Actor) -> PlaceView:
    """Give the place back, and to whoever waits longest; the year is locked."""
    if row.state == state:
        return view_of(row)
    was_taken = row.state in TAKING
    left = _enter(row, state, by=by)
    if was_taken:
        _give_on(_kind(row), decide=give_on, by=by)
    return left


def _give_on(kind: Kind, *, decide: Decide, by: Actor) -> None:
    """To the one who waits longest: of the same kind first, else of another that waited for the whole."""
    for each in (kind, *_others_waiting(kind)):
        waits = waiting(each).select_for_update(skip_locked=True, of=("self",)).first()
        if waits is not None and decide(each, _lock(each)) is Answer.RESERVED:
            _enter(waits, PlaceState.HELD, by=by)
            return


def _others_waiting(kind: Kind) -> list[Kind]:
    """Other kinds of the year of which something waits, the longest wait first."""
    rows = Place.objects.filter(service=kind.service, year=kind.year, state=PlaceState.QUEUED.value)
    found = rows.exclude(activity=kind.activity).order_by("asked_at", "id").values_list("activity", flat=True)
    return [Kind(kind.service, kind.year, each) for each in dict.fromkeys(found)]


def _enter(row: Place, state: PlaceState, *, by: Actor) -> PlaceView:
    """Write the state a place has now, move the counts, and record it."""
    before = row.state
    _count(_kind(row), (state in TAKING) - (before in TAKING))
    row.state, row.changed_at = state.value, clock.now()
    row.save()
    audit.record(
        _TOLD[state],
        subject=Subject("place", row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        about=_about(row),
        service=row.service,
        year=row.year,
        activity=row.activity,
        before=before,
    )
    return view_of(row)


def _about(row: Place) -> dict[str, str] | None:
    return {"kind": row.subject_kind, "id": str(row.subject_id)} if row.subject_id else None


def _count(kind: Kind, change: int) -> None:
    if change:
        rows = Count.objects.filter(service=kind.service, year=kind.year)
        for row in rows.filter(activity__in=(TOTAL, kind.activity)):
            row.taken += change
            row.save(update_fields=["taken"])


def _lock(kind: Kind) -> Taken:
    """Lock the counts of a kind, the whole year first, and read them."""
    rows = sorted({TOTAL, kind.activity}, key=lambda each: each != TOTAL)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO quotas_count (service, year, activity, taken)"
            " SELECT %s, %s, unnest(%s::text[]), 0 ON CONFLICT DO NOTHING",
            [kind.service, kind.year, rows],
        )
    found = {}
    for activity in rows:
        row = Count.objects.select_for_update().get(service=kind.service, year=kind.year, activity=activity)
        found[activity] = row.taken
    return Taken(found[TOTAL], found[kind.activity])


def _without(taken: Taken, state: PlaceState) -> Taken:
    """What others take."""
    own = 1 if state in TAKING else 0
    return Taken(taken.total - own, taken.in_activity - own)


def _kind(row: Place) -> Kind:
    return Kind(row.service, row.year, row.activity)


def _find(about: Subject) -> Place | None:
    rows = Place.objects.select_for_update(of=("self",))
    return rows.filter(subject_kind=about.kind, subject_id=about.id).first()


def _get(about: Subject) -> Place:
    row = _find(about)
    if row is None:
        raise PlaceUnknown
    return row
