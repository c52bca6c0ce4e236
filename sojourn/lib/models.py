"""The one table of the library: what each door answered to a key it had seen before."""

from __future__ import annotations

from django.db import models


class DoorAnswer(models.Model):
    """The answer first given to a key at a door; the same key with the same request gets it again."""

    retention = "draft"
    personal = ("answer",)

    door = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    request_hash = models.BinaryField(max_length=32)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "key"], name="one_answer_per_key_and_door")]
