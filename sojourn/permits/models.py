"""Issued documents, the ledger of their validity, and the tries made at the public door."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.lib.types import Confidentiality
from sojourn.permits.types import Cause, Standing

LETTERS_OF_NUMBER = Replace(F("number"), Value("-"), Value(""))
"""A number without its hyphens: whoever types it from a paper may leave them out."""


class Permit(models.Model):
    """One issued document.

    `printed` holds code, seal and holder under the field key: what the paper says, so that it can be drawn
    again.
    `code_digest` is a keyed digest of number and code, by which a typed code is checked without opening
    anything.
    `issued_confidentiality` never moves: the public door answers by it, since a paper that suddenly failed
    would tell that its holder came under protection.
    """

    retention = "permit"
    personal = ("subject_id", "printed")

    id = UuidKey()
    number = models.TextField(unique=True)
    kind = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    confidentiality = models.SmallIntegerField()
    issued_confidentiality = models.SmallIntegerField()
    code_digest: Any = models.BinaryField()
    printed = EncryptedJSONField()
    seal_key = models.TextField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidentiality__in=[it.value for it in Confidentiality]),
                name="permit_confidentiality_known",
            ),
            models.CheckConstraint(
                condition=Q(issued_confidentiality__in=[it.value for it in Confidentiality]),
                name="permit_issued_confidentiality_known",
            ),
            models.UniqueConstraint(LETTERS_OF_NUMBER, name="permit_letters_of_number"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="permits_of_subject")]


class ValidityEntry(models.Model):
    """An interval of validity. Rows are only added: what was known at an instant are the rows recorded by
    then.
    """

    retention = "permit"
    personal = ()

    id = models.BigAutoField(primary_key=True)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="ledger")
    standing = models.TextField()
    cause = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=[it.value for it in Standing]), name="validity_standing_known"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[it.value for it in Cause]), name="validity_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="validity_has_a_day"
            ),
        ]


class VerifyTry(models.Model):
    """A try at the public door, right or wrong. Caller and number are blind indexes; erased after a day."""

    retention = "try"
    personal = ()

    id = models.BigAutoField(primary_key=True)
    caller: Any = models.BinaryField()
    number: Any = models.BinaryField()
    was_wrong = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["caller", "at"], condition=Q(was_wrong=True), name="wrong_tries_of_caller"),
            models.Index(fields=["number", "at"], condition=Q(was_wrong=True), name="wrong_tries_at_number"),
            models.Index(fields=["at"], name="verify_tries_by_age"),
        ]
