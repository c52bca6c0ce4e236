"""Filings from the first save on, and lists of guests that wait to be mended."""

from __future__ import annotations

from django.db import models

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.lib.types import Confidentiality


class Application(models.Model):
    """A filing: a draft its holder alone can open, then what was sent.

    Filed by, on behalf of, received at and entered at are four facts: `filed_by` and `principal_*`,
    `door` with `received_on`, and `submitted_at`.
    """

    retention = "application"
    personal = ("answers", "account_id")

    id = UuidKey()
    reference = models.TextField(unique=True)
    service = models.TextField()
    pack_sha256 = models.TextField()
    language = models.TextField()
    confidentiality = models.SmallIntegerField(default=Confidentiality.ORDINARY)
    state = models.TextField(default="draft")
    answers = EncryptedJSONField()
    account_id = models.UUIDField(null=True)
    secret_hash = models.BinaryField(null=True)
    filed_by = models.JSONField()
    principal_kind = models.TextField(blank=True)
    principal_id = models.UUIDField(null=True)
    door = models.TextField()
    office = models.TextField(blank=True)
    received_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    outcome_kind = models.TextField(blank=True)
    outcome_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(submitted_at__isnull=False),
                name="a_sent_application_has_its_instant",
            )
        ]
        indexes = [
            models.Index(fields=["account_id", "saved_at"], name="application_by_account"),
            models.Index(fields=["saved_at"], condition=models.Q(state="draft"), name="drafts_by_age"),
            models.Index(
                fields=["secret_hash", "saved_at"],
                condition=models.Q(secret_hash__isnull=False, state="draft"),
                name="drafts_by_secret",
            ),
            models.Index(
                fields=["outcome_id"],
                condition=models.Q(outcome_id__isnull=False),
                name="application_by_outcome",
            ),
        ]


class ApplicationParty(models.Model):
    """A party of a filing in its role."""

    retention = "application"
    personal = ("subject_id",)

    application = models.ForeignKey(Application, models.CASCADE, related_name="parties")
    role = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "role", "subject_kind", "subject_id"],
                name="a_party_stands_once_in_a_role",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="applications_of_party")]


class GuestList(models.Model):
    """A list of guests an organisation filed: rows that became registrations and rows to mend.

    `request_hash` tells whether what comes again under a key is what came first; no rows: not filed yet.
    `follows` is the list whose rows this one mends: those of that one wait no longer.
    """

    retention = "draft"
    personal = ("rows",)

    id = UuidKey()
    organisation_id = models.UUIDField()
    account_id = models.UUIDField()
    key = models.TextField()
    request_hash = models.BinaryField(default=b"")
    follows = models.UUIDField(null=True)
    rows = EncryptedJSONField()
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "key"], name="one_guest_list_per_key")
        ]
