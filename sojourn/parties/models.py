"""Parties of a case beside the one who applied, their health papers, their words, and early ends."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.parties.types import EndOutcome, SaidKind


class Party(models.Model):
    """The person an organisation applied for. `told`: contact and language, as the applicant told.

    confidentiality: that of the case, by which everything of the party is recorded. codes: how many were
    given before the code that opens the part now.
    """

    retention = "case"
    personal = ("subject_id", "person_id", "account_id", "told")

    id = UuidKey()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    person_id = models.UUIDField()
    account_id = models.UUIDField(null=True, db_index=True)
    told = EncryptedJSONField()
    named_at = models.DateTimeField()
    confidentiality = models.SmallIntegerField(default=0)
    codes = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_party_of_one_case")
        ]


class HealthPaper(models.Model):
    """Number and day of a certificate and what an officer made of it; the scan goes when its term is over."""

    retention = "case"
    personal = ("paper", "document_id", "judged_by")

    id = UuidKey()
    party = models.ForeignKey(Party, models.CASCADE, related_name="papers")
    paper = EncryptedJSONField()
    document_id = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["given_at"], condition=Q(document_id__isnull=False), name="scans_of_health")
        ]


class Saying(models.Model):
    """Words of a party. Those of exploitation are opened by those who protect alone."""

    retention = "case"
    personal = ("words",)

    id = UuidKey()
    party = models.ForeignKey(Party, models.CASCADE, related_name="sayings")
    kind = models.TextField()
    words = EncryptedJSONField()
    said_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in SaidKind]), name="saying_kind_known"
            )
        ]
        indexes = [
            models.Index(
                fields=["said_at", "id"],
                condition=Q(kind=SaidKind.EXPLOITATION.value, read_at=None),
                name="reports_of_exploitation",
            )
        ]


class EarlyEnd(models.Model):
    """The applicant told that what was granted ends early; the party is heard before it does."""

    retention = "case"
    personal = ("words", "ended_on")

    id = UuidKey()
    party = models.ForeignKey(Party, models.CASCADE, related_name="ends")
    ended_on = models.DateField()
    words = EncryptedJSONField()
    told_at = models.DateTimeField()
    hear_until = models.DateField()
    outcome = models.TextField(default=EndOutcome.HEARING.value)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[each.value for each in EndOutcome]), name="end_outcome_known"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(decided_at=None), name="one_open_end_of_a_party"
            ),
        ]
