"""Registrations upon place of stay."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.lib.types import Confidentiality


class Registration(models.Model):
    """A stay at one place, as one filer told it.

    The same filer, guest, place and day of arrival make the same registration: `filing_key` is unique.
    The filer stands in `filed_by` and `principal_*`; `received_on` is the day of the stamp, `entered_at` the
    instant of entry.
    """

    retention = "registration"
    personal = (
        "person_id",
        "told",
        "place",
        "host_name",
        "host_contact",
        "guest_contact",
        "filed_by",
        "principal_id",
        "account_id",
    )

    id = UuidKey()
    reference = models.TextField(unique=True)
    filing_key = models.BinaryField(unique=True)
    guest_key = models.BinaryField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    confidentiality = models.SmallIntegerField(default=Confidentiality.ORDINARY)
    nationality = models.TextField(blank=True)
    district = models.TextField()
    office = models.TextField()
    told: Any = EncryptedJSONField()
    place: Any = models.JSONField()
    host_kind = models.TextField()
    host_name = models.TextField(blank=True)
    host_contact = EncryptedJSONField(null=True)
    guest_contact = EncryptedJSONField(null=True)
    told_by = models.TextField(default="guest", db_default="guest")  # whose word the filing is
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    arrived_in_country_on = models.DateField(null=True)
    arrived_on = models.DateField()
    leaves_on = models.DateField(null=True)
    lawful_until = models.DateField()
    changed_place = models.BooleanField(default=False)
    voluntary = models.BooleanField(default=False)
    days_late = models.IntegerField(default=0)
    door = models.TextField()
    account_id = models.UUIDField(null=True)
    filed_by = models.JSONField()
    principal_kind = models.TextField(blank=True)
    principal_id = models.UUIDField(null=True)
    received_on = models.DateField()
    entered_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    end_cause = models.TextField(blank=True)
    pack_sha256 = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days_late__gte=0), name="lateness_is_not_negative"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_cause="")
                | Q(ended_on__isnull=False) & ~Q(end_cause=""),
                name="an_end_has_its_cause",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("arrived_on")),
                name="a_stay_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "confidentiality", "-id"], name="registrations_of_office"),
            models.Index(fields=["organisation", "-id"], name="registrations_of_host"),
            models.Index(
                fields=["organisation", "-id"],
                condition=Q(organisation__isnull=False, ended_on__isnull=True),
                name="guests_staying_at_host",
            ),
            models.Index(fields=["person", "-id"], name="registrations_of_person"),
            models.Index(fields=["account_id", "-id"], name="registrations_of_account"),
            models.Index(
                fields=["principal_id", "-id"],
                condition=Q(principal_kind="account"),
                name="registrations_for_account",
            ),
            models.Index(fields=["guest_key"], name="registrations_of_guest"),
            models.Index(
                fields=["lawful_until"], condition=Q(ended_on__isnull=True), name="open_registrations_by_end"
            ),
        ]


class LateCandidate(models.Model):
    """A late filing an officer may look at; nobody is accused by it."""

    retention = "registration"
    personal = ("reason",)

    registration = models.OneToOneField(
        Registration, models.PROTECT, primary_key=True, related_name="candidate"
    )
    office = models.TextField()
    confidentiality = models.SmallIntegerField()
    last_day = models.DateField()
    days_late = models.IntegerField()
    parties = models.JSONField()
    state = models.TextField(default="open")
    reason = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open")
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="a_decision_names_its_officer_and_reason",
            )
        ]
        indexes = [
            models.Index(
                fields=["office", "confidentiality", "registration"],
                condition=Q(state="open"),
                name="open_candidates_of_office",
            )
        ]


class Objection(models.Model):
    """A host says that this guest does not stay in their dwelling, or a guest that they do not stay there.

    The answer is told in the language it was said in.
    """

    retention = "registration"
    personal = ("words", "answer")

    id = UuidKey()
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="objections")
    office = models.TextField()
    confidentiality = models.SmallIntegerField()
    key = models.TextField(unique=True)
    side = models.TextField(default="host", db_default="host")
    language = models.TextField(null=True)
    words = models.TextField()
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="an_answer_has_words_and_an_officer",
            )
        ]
        indexes = [
            models.Index(
                fields=["office", "confidentiality", "id"],
                condition=Q(answered_at__isnull=True),
                name="open_objections_of_office",
            )
        ]
