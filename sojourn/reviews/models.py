"""Reviews: what changed in a life, and what an officer found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.lib.types import Confidentiality
from sojourn.reviews.types import Cause, Outcome, Teller


class Review(models.Model):
    """One look at what a change means for what a person holds or asks for.

    A child comes of age once: of that there is one review of a case for good; of all else one that is open.
    """

    retention = "case"
    personal = ("subject_id", "person_id", "cause", "told", "closed_by", "note")

    id = UuidKey()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    person_id = models.UUIDField()
    cause = models.TextField()
    teller = models.TextField()
    office = models.TextField()
    confidentiality = models.SmallIntegerField()
    told: Any = EncryptedJSONField()
    by_day = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    outcome = models.TextField(blank=True)
    note: Any = EncryptedJSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "cause"],
                condition=Q(closed_at=None) | Q(cause=Cause.OF_AGE.value),
                name="one_review_of_one_change",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[each.value for each in Cause]), name="review_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(teller__in=[each.value for each in Teller]), name="review_teller_known"
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=[each.value for each in Confidentiality]),
                name="review_confidentiality_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False, outcome__in=[each.value for each in Outcome]),
                name="a_closed_review_has_its_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(closed_at=None), name="open_reviews"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="reviews_of_subject"),
        ]
