"""What a person's data became after the decision, as it was shown."""

from __future__ import annotations

from typing import Any

from django.db import models

from sojourn.cases.models.case import to_case
from sojourn.lib.fields import EncryptedJSONField


class Change(models.Model):
    """Answers that are no longer so, with those that take their place and the paper that shows it.

    A row is added and never changed: whatever was issued before says what was so on its day.
    """

    retention = "case"
    personal = ("answers", "shown_by", "happened_on")
    append_only = True

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    answers: Any = EncryptedJSONField()
    shown_by: Any = EncryptedJSONField()
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    acting_for = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="changes_of_case")]
