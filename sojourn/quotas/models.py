"""Counts of a year, and the places asked for. The count of a row never differs from its places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sojourn.lib.fields import UuidKey
from sojourn.quotas.types import PlaceState


class Count(models.Model):
    """How many places of a kind are taken; one row for all kinds of the year together."""

    retention = "case"
    personal = ()

    service = models.TextField()
    year = models.SmallIntegerField()
    activity = models.TextField()
    taken = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "year", "activity"], name="one_count_per_kind_and_year"
            ),
            models.CheckConstraint(condition=Q(taken__gte=0), name="never_fewer_places_than_none"),
        ]


class Place(models.Model):
    """A place asked for something, once. What it is about is forgotten with that; it still counts.

    confidentiality: that of what it is asked for, by which everything of the place is recorded.
    """

    retention = "case"
    personal = ("subject_id",)

    id = UuidKey()
    subject_kind = models.TextField()
    subject_id = models.UUIDField(null=True)
    service = models.TextField()
    year = models.SmallIntegerField()
    activity = models.TextField()
    state = models.TextField()
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    confidentiality = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_place_for_one_thing"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in PlaceState]), name="place_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["service", "year", "activity", "asked_at"],
                condition=Q(state=PlaceState.QUEUED.value),
                name="places_waiting",
            )
        ]


class Forecast(models.Model):
    """How many of a kind an organisation means to need in a year, as it told last. Nobody's own data."""

    retention = "permanent"
    personal = ()

    id = UuidKey()
    organisation_id = models.UUIDField()
    service = models.TextField()
    year = models.SmallIntegerField()
    activity = models.TextField()
    needed = models.IntegerField()
    told_on = models.DateField()
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "year", "organisation_id", "activity"], name="one_forecast_of_each_kind"
            ),
            models.CheckConstraint(condition=Q(needed__gt=0), name="a_forecast_needs_somebody"),
        ]
