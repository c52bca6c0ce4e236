"""Charges, payments that came in, the books they stand in, and what somebody has to see to."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.lib.fields import UuidKey
from sojourn.lib.types import Confidentiality
from sojourn.payments.types import LARGEST, Account, ChargeKind, EntryKind, TaskKind


def _one_of(name: str, values: type[StrEnum]) -> Q:
    return Q(**{f"{name}__in": sorted(value.value for value in values)})


class Charge(models.Model):
    """Something owed. How much of it was paid is the sum of its postings and stands nowhere else.

    `settled_at` is set while nothing is owed: by it the open ones are found, and a nightly job proves it.
    """

    retention = "payment"
    personal = ("subject_id", "payer_id", "account_id")

    id = UuidKey()
    number = models.TextField(unique=True)
    kind = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField(null=True)
    payer_kind = models.TextField()
    payer_id = models.UUIDField(null=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    service = models.TextField()
    office = models.TextField(blank=True)
    confidentiality = models.SmallIntegerField()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    budget_code = models.TextField()
    issued_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    reminders = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0, minor__lte=LARGEST), name="charge_has_an_amount"),
            models.CheckConstraint(condition=_one_of("kind", ChargeKind), name="known_kind_of_charge"),
            models.CheckConstraint(
                condition=Q(confidentiality__in=[each.value for each in Confidentiality]),
                name="charge_confidentiality_known",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="charge_by_subject"),
            models.Index(fields=["account", "id"], name="charge_by_account"),
            models.Index(fields=["due_on", "id"], condition=Q(settled_at=None), name="charge_open"),
            models.Index(fields=["settled_at"], condition=~Q(payer_id=None), name="charge_to_erase"),
        ]


class Receipt(models.Model):
    """A payment a provider told of, booked once. `charge` is the one it stands on; none: nobody owed it."""

    retention = "permanent"
    personal = ()

    id = UuidKey()
    provider = models.TextField()
    external_id = models.TextField()
    number = models.TextField()
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="+")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_at = models.DateTimeField()
    received_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="payment_booked_once"),
            models.CheckConstraint(
                condition=Q(minor__gt=0, minor__lte=LARGEST), name="payment_has_an_amount"
            ),
        ]
        indexes = [models.Index(fields=["provider", "paid_at"], name="payment_by_provider")]


class Entry(models.Model):
    """An entry in the books; its postings sum to nothing in each currency (a trigger at the commit)."""

    retention = "permanent"
    personal = ()

    append_only = True

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    at = models.DateTimeField()
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("kind", EntryKind), name="known_kind_of_entry")
        ]


class Posting(models.Model):
    """One line of an entry, in the box of a charge or of a payment nobody owed. A debit is positive."""

    retention = "permanent"
    personal = ()

    append_only = True

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    account = models.TextField()
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="+", db_index=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+", db_index=False)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("account", Account), name="known_account"),
            models.CheckConstraint(condition=~Q(minor=0), name="posting_moves_something"),
            models.CheckConstraint(
                condition=Q(charge__isnull=False, receipt=None) | Q(charge=None, receipt__isnull=False),
                name="posting_in_one_box",
            ),
        ]
        indexes = [
            models.Index(fields=["charge"], condition=Q(charge__isnull=False), name="posting_by_charge"),
            models.Index(fields=["receipt"], condition=Q(receipt__isnull=False), name="posting_by_receipt"),
        ]


class Task(models.Model):
    """Something to see to. One of a kind is open for a charge or a payment at a time."""

    retention = "permanent"
    personal = ()

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="+", db_index=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("kind", TaskKind), name="known_kind_of_task"),
            models.UniqueConstraint(
                fields=["kind", "charge", "receipt"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_task_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(closed_at=None), name="task_open")]


class SandboxPayment(models.Model):
    """What the sandbox provider keeps in its own house: payments made on its page. Only it reads them."""

    retention = "permanent"
    personal = ()

    id = UuidKey()
    number = models.TextField(db_index=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(db_index=True)
    payer = models.TextField(default="")
