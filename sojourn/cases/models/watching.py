"""What is watched in a case beside its own limit: stages whose time ends soon or has passed."""

from __future__ import annotations

from django.db import models

from sojourn.cases.models.case import to_case
from sojourn.lib.fields import UuidKey


class PressingStage(models.Model):
    """A stage nobody recorded yet, whose limit comes near or has passed; gone once it is recorded.

    warnings: how often it was warned that this day comes near; late_reported_on: when it was escalated.
    """

    retention = "case"
    personal = ()

    id = UuidKey()
    case = to_case()
    stage = models.TextField()
    due_on = models.DateField()
    warnings = models.SmallIntegerField(default=0)
    late_reported_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "stage"], name="a_stage_presses_once")]
        indexes = [models.Index(fields=["due_on", "id"], name="stages_pressing")]
