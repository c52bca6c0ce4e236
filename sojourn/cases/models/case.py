"""The case itself and the family file that holds cases together."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sojourn.cases.types import CLOSED, STATUSES, TO_FINISH
from sojourn.lib.fields import UuidKey
from sojourn.lib.types import Confidentiality

_CLOSED = sorted(status.value for status in CLOSED)
_DECIDED = sorted(status.value for status in CLOSED | TO_FINISH)


class FamilyFile(models.Model):
    """What holds the cases of one family together; each of them stays a case of its own."""

    retention = "case"
    personal = ()

    id = UuidKey()
    created_at = models.DateTimeField()


def to_case() -> Any:
    """Part of a case; the database erases it with its case, since no part is erased alone.

    The constraints stand in the migrations: the application role may erase a case as a whole (retention) and
    cannot erase a decision of it.
    """
    return models.ForeignKey(
        "cases.Case", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )


def _current(model: str) -> Any:
    """The part of a case that matters now; the acts on it find it without another statement."""
    return models.ForeignKey(
        model, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )


class Case(models.Model):
    """One person's matter from its registration to its end.

    `due_on` is derived from the ledger of the clock and rewritten by every act on it; `paused_from` says that
    a pause is open, so that the sum can be carried on without reading the ledger. `last_by` and `last_at`
    tell whoever comes second who was first.
    """

    retention = "case"
    personal = ("person_id", "account_id", "principal_id", "ground", "fee_class", "external_ids")

    id = UuidKey()
    reference = models.TextField(unique=True)
    service = models.TextField()
    pack_sha256 = models.TextField()
    confidentiality = models.SmallIntegerField(default=Confidentiality.ORDINARY)
    application = models.ForeignKey(
        "applications.Application", models.PROTECT, db_index=False, related_name="+"
    )
    person = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    account_id = models.UUIDField(null=True)
    principal_kind = models.TextField(blank=True)
    principal_id = models.UUIDField(null=True)
    family_file = models.ForeignKey(FamilyFile, models.PROTECT, null=True, db_index=False, related_name="+")
    status = models.TextField()
    ground = models.TextField(blank=True)
    speed = models.TextField(blank=True)
    fee_class = models.TextField(blank=True)
    office = models.TextField()
    custody_office = models.TextField()
    place_of_filing = models.TextField()
    handler_id = models.UUIDField(null=True)
    handled_since = models.DateTimeField(null=True)
    recused: Any = ArrayField(models.UUIDField(), default=list)
    filed_on = models.DateField()
    started_on = models.DateField()
    entered_at = models.DateTimeField()
    review_limit = models.TextField()
    due_on = models.DateField()
    paused_from = models.DateField(null=True)
    warnings = models.SmallIntegerField(default=0)
    late_reported_on = models.DateField(null=True)
    corrections = models.SmallIntegerField(default=0)
    hearing = _current("cases.Hearing")
    proposals = models.SmallIntegerField(default=0)
    proposal = _current("cases.Proposal")
    decision = _current("cases.Decision")
    appeal = _current("cases.Appeal")
    appeal_until = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reopened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    unread = models.BooleanField(default=False)
    language = models.TextField()
    external_ids = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    last_by = models.UUIDField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], name="one_case_per_filing"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in STATUSES]), name="case_status_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, status__in=_CLOSED)
                | (Q(closed_at__isnull=True) & ~Q(status__in=_CLOSED)),
                name="a_case_is_closed_by_its_status",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False, status__in=_DECIDED)
                | (Q(decided_at__isnull=True) & ~Q(status__in=_DECIDED)),
                name="a_decided_case_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(handler_id__isnull=True, handled_since__isnull=True)
                | Q(handler_id__isnull=False, handled_since__isnull=False),
                name="a_handler_has_a_case_since_an_instant",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("started_on")), name="a_limit_ends_after_start"),
            models.CheckConstraint(
                condition=Q(corrections__gte=0, corrections__lte=2), name="at_most_two_corrections"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "due_on", "id"],
                condition=Q(decided_at__isnull=True),
                name="cases_to_decide_of_office",
            ),
            models.Index(
                fields=["office", "due_on", "id"],
                condition=Q(decided_at__isnull=True, handler_id__isnull=True),
                name="cases_nobody_took",
            ),
            models.Index(
                fields=["office", "status", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="open_cases_by_status",
            ),
            models.Index(
                fields=["office", "due_on", "id"],
                condition=Q(decided_at__isnull=False, closed_at__isnull=True),
                name="cases_to_finish_of_office",
            ),
            models.Index(
                fields=["handler_id", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="open_cases_of_handler",
            ),
            models.Index(
                fields=["due_on", "id"], condition=Q(decided_at__isnull=True), name="cases_to_decide"
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(decided_at__isnull=False, closed_at__isnull=True),
                name="cases_to_finish",
            ),
            models.Index(
                fields=["status", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="open_cases_of_status",
            ),
            models.Index(
                fields=["office", "-closed_at", "-id"],
                name="closed_cases_of_office",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="cases_by_end"),
            models.Index(
                fields=["appeal"], condition=Q(appeal__isnull=False), name="cases_with_an_open_appeal"
            ),
            models.Index(fields=["person", "-id"], name="cases_of_person"),
            models.Index(
                fields=["account_id", "-id"],
                condition=Q(account_id__isnull=False),
                name="cases_of_account",
            ),
            models.Index(
                fields=["principal_id", "-id"],
                condition=Q(principal_id__isnull=False),
                name="cases_of_principal",
            ),
            models.Index(
                fields=["family_file", "id"],
                condition=Q(family_file__isnull=False),
                name="cases_of_family",
            ),
        ]
