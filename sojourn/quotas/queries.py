"""Reads of quotas."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Count as DbCount
from django.db.models import Q, QuerySet

from sojourn.lib.types import Subject
from sojourn.quotas import models
from sojourn.quotas.models import Count, Place
from sojourn.quotas.types import TOTAL, Forecast, Kind, PlaceState, PlaceView, Taken


def find_place(about: Subject) -> PlaceView | None:
    """The place asked for something, with how many wait before it. One statement; two where it waits."""
    row = Place.objects.filter(subject_kind=about.kind, subject_id=about.id).first()
    return view_of(row, before=_before(row)) if row else None


def _before(row: Place) -> int:
    if row.state != PlaceState.QUEUED:
        return 0
    earlier = Q(asked_at__lt=row.asked_at) | Q(asked_at=row.asked_at, id__lt=row.id)
    return waiting(Kind(row.service, row.year, row.activity)).filter(earlier).count()


def count_states(abouts: Collection[UUID], *, year: int) -> Mapping[str, int]:
    """How many of the places asked for these things in a year stand how. One statement."""
    rows = Place.objects.filter(subject_id__in=list(abouts), year=year).order_by()
    return dict(rows.values_list("state").annotate(count=DbCount("id")))


def taken_of(kind: Kind) -> Taken:
    """Places taken by now. One statement."""
    found = counts_of(kind.service, kind.year, (TOTAL, kind.activity))
    return Taken(found.get(TOTAL, 0), found.get(kind.activity, 0))


def counts_of(service: str, year: int, activities: tuple[str, ...]) -> Mapping[str, int]:
    rows = Count.objects.filter(service=service, year=year, activity__in=activities)
    return dict(rows.values_list("activity", "taken"))


def count_waiting(kind: Kind) -> int:
    return waiting(kind).count()


def waiting(kind: Kind) -> QuerySet[Place]:
    """The places of a kind that wait, the longest first, for the room itself."""
    rows = Place.objects.filter(service=kind.service, year=kind.year, activity=kind.activity)
    return rows.filter(state=PlaceState.QUEUED.value).order_by("asked_at", "id")


def find_forecast(organisation_id: UUID, *, service: str, year: int) -> Forecast | None:
    """What an organisation told last of a year. One statement."""
    rows = models.Forecast.objects.filter(organisation_id=organisation_id, service=service, year=year)
    return next(iter(_forecasts(rows)), None)


def list_forecasts(service: str, year: int) -> list[Forecast]:
    """What every organisation told of a year, the latest first. One statement."""
    rows = models.Forecast.objects.filter(service=service, year=year)
    return sorted(_forecasts(rows), key=lambda each: (each.told_on, each.organisation_id), reverse=True)


def _forecasts(rows: QuerySet[models.Forecast]) -> list[Forecast]:
    found: dict[UUID, list[models.Forecast]] = {}
    for row in rows.order_by("organisation_id", "activity"):
        found.setdefault(row.organisation_id, []).append(row)
    return [
        Forecast(
            organisation_id,
            {row.activity: row.needed for row in told},
            told[0].told_on,
            told[0].is_late,
        )
        for organisation_id, told in found.items()
    ]


def view_of(row: Place, *, before: int = 0) -> PlaceView:
    about = Subject(row.subject_kind, row.subject_id) if row.subject_id else None
    kind = Kind(row.service, row.year, row.activity)
    return PlaceView(row.id, about, kind, PlaceState(row.state), row.asked_at, row.changed_at, before)
