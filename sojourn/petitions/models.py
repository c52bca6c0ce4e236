"""Petitions and what was said in them. Nothing here points to a person, a case or a stay."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.lib.types import Confidentiality
from sojourn.petitions.types import PetitionDesk, Side, Status


class Petition(models.Model):
    """One petition. `told` is what its writer said; `code_digest` a keyed digest of the code on the receipt;
    `runs_from` the day from which the time to answer runs; `warnings` how often it was warned that this time
    ends, `late_reported_on` when it was escalated;
    `writer` a keyed digest by which the petitions of someone who said who they are are counted together.
    """

    retention = "petition"
    personal = ("told", "writer", "account_id", "code_digest")

    id = UuidKey()
    number = models.TextField(unique=True)
    matter = models.TextField()
    confidentiality = models.SmallIntegerField()
    desk = models.TextField()
    office = models.TextField(blank=True)
    pack_sha256 = models.TextField()
    code_digest: Any = models.BinaryField(unique=True)
    told = EncryptedJSONField()
    about_office = models.TextField(blank=True)
    writer: Any = models.BinaryField(null=True)
    account_id = models.UUIDField(null=True)
    language = models.TextField()
    status = models.TextField(default=Status.WAITING)
    handler_id = models.UUIDField(null=True)
    received_on = models.DateField()
    runs_from = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    warnings = models.SmallIntegerField(default=0, db_default=0)
    late_reported_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    forwarded_to = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(desk__in=[it.value for it in PetitionDesk]), name="petition_desk_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[it.value for it in Status]), name="petition_status_known"
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=[it.value for it in Confidentiality]),
                name="petition_confidentiality_known",
            ),
            models.CheckConstraint(
                condition=Q(confidentiality=Confidentiality.ORDINARY)
                | Q(office="", writer=None, account_id=None),
                name="sensitive_petition_has_no_office_and_no_writer",
            ),
            models.CheckConstraint(
                condition=Q(confidentiality=Confidentiality.ORDINARY) | ~Q(desk=PetitionDesk.OFFICE),
                name="sensitive_petition_is_not_at_an_office",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.WAITING, ended_on=None)
                | (~Q(status=Status.WAITING) & Q(ended_on__isnull=False)),
                name="petition_ends_on_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "due_on", "id"], condition=Q(status=Status.WAITING), name="petitions_waiting"
            ),
            models.Index(
                fields=["writer", "matter"], condition=Q(writer__isnull=False), name="petitions_by_writer"
            ),
            models.Index(fields=["ended_on"], name="petitions_by_end"),
        ]


class PetitionMessage(models.Model):
    """Something said in a petition, by its writer or by the desk."""

    retention = "petition"
    personal = ("said",)

    id = UuidKey()
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="messages")
    side = models.TextField()
    said = EncryptedJSONField()
    is_answer = models.BooleanField(default=False)
    by_account = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[it.value for it in Side]), name="petition_side_known"
            ),
            models.CheckConstraint(
                condition=Q(side=Side.DESK, by_account__isnull=False)
                | Q(side=Side.WRITER, by_account=None, is_answer=False),
                name="petition_is_answered_by_a_named_officer",
            ),
        ]


class NamedOfficer(models.Model):
    """An officer a petition names or may name: they never read it, whatever role they hold."""

    retention = "petition"
    personal = ("account_id",)

    id = models.BigAutoField(primary_key=True)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="named")
    account_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "account_id"], name="officer_named_once_in_petition")
        ]
