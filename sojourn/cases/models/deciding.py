"""What is proposed, decided, served and appealed against."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from sojourn.cases.models.case import to_case
from sojourn.cases.types import PROPOSABLE, AppealOutcome, DecisionKind
from sojourn.lib.fields import EncryptedJSONField, UuidKey

_PROPOSABLE = sorted(kind.value for kind in PROPOSABLE)


class Proposal(models.Model):
    """What an officer proposes to decide, with the facts used and the evidence seen.

    Only its return is ever added; one returned by its own author was taken back. A refusal names the hearing
    that went before it.
    """

    retention = "case"
    personal = ("reasons", "words", "closed_words", "terms", "facts", "evidence", "return_reason")
    only_changes = ("returned_by", "returned_for", "returned_at", "return_reason")

    id = UuidKey()
    case = to_case()
    number = models.SmallIntegerField()
    kind = models.TextField()
    hearing_id = models.UUIDField(null=True)
    reasons: Any = models.JSONField()
    words: Any = models.JSONField()
    closed_words: Any = EncryptedJSONField(null=True)
    terms: Any = models.JSONField()
    fee_minor = models.BigIntegerField(null=True)
    fee_currency = models.TextField(blank=True)
    facts: Any = EncryptedJSONField()
    evidence: Any = models.JSONField()
    proposed_by = models.UUIDField()
    acting_for = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    returned_by = models.UUIDField(null=True)
    returned_for = models.UUIDField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="each_proposal_has_its_number"),
            models.CheckConstraint(condition=Q(kind__in=_PROPOSABLE), name="proposal_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="refuse") | Q(hearing_id__isnull=False), name="a_refusal_follows_a_hearing"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True)
                | Q(returned_by=F("proposed_by"))
                | (Q(returned_by__isnull=False) & ~Q(return_reason="")),
                name="a_return_has_its_officer_and_reason",
            ),
        ]


class Decision(models.Model):
    """What was decided. A row is added and never changed; another one may replace it.

    What the approver saw stands in the proposal: facts, evidence and the closed part of the reasons.
    """

    retention = "case"
    personal = ("reasons", "words", "terms")
    append_only = True

    id = UuidKey()
    case = to_case()
    kind = models.TextField()
    proposal = models.OneToOneField(
        Proposal, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    reasons: Any = models.JSONField()
    words: Any = models.JSONField()
    terms: Any = models.JSONField()
    fee_minor = models.BigIntegerField(null=True)
    fee_currency = models.TextField(blank=True)
    author_id = models.UUIDField(null=True)
    approver_id = models.UUIDField()
    power = models.JSONField()
    pack_sha256 = models.TextField()
    decided_at = models.DateTimeField()
    decided_on = models.DateField()
    remedy = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DecisionKind]), name="decision_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(author_id__isnull=True) | ~Q(approver_id=F("author_id")),
                name="whoever_proposed_does_not_approve",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=_PROPOSABLE) | Q(author_id__isnull=False, proposal__isnull=False),
                name="two_officers_decide",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="decisions_of_case")]


class DecisionService(models.Model):
    """The recorded service of a decision, from which every time to act on it runs.

    service_id: the record of how it was served. A correction of that record is a row of its own; the last
    one counts. Without a day: it was served to nobody.
    """

    retention = "case"
    personal = ()
    append_only = True

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    decision = models.ForeignKey(
        Decision, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    served_on = models.DateField(null=True)
    appeal_until = models.DateField(null=True)
    service_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="decision_services_of_case")]


class Appeal(models.Model):
    """An appeal against a decision; a late one is registered with its reason.

    due_on: the last day to decide it; warned of before, and reported late once when it has passed.
    """

    retention = "case"
    personal = ("words", "late_reason", "restore_reason", "reasons", "answer", "filed_by")

    id = UuidKey()
    case = to_case()
    decision = models.ForeignKey(
        Decision, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    filed_on = models.DateField()
    filed_by: Any = models.JSONField()
    words: Any = EncryptedJSONField()
    is_late = models.BooleanField(default=False)
    late_reason: Any = EncryptedJSONField(null=True)
    term_restored = models.BooleanField(null=True)
    restore_reason = models.TextField(blank=True)
    suspensive = models.BooleanField()
    due_on = models.DateField(null=True)
    warnings = models.SmallIntegerField(default=0)
    late_reported_on = models.DateField(null=True)
    handler_id = models.UUIDField(null=True)
    outcome = models.TextField(blank=True)
    reasons: Any = models.JSONField(default=list)
    answer: Any = models.JSONField(default=dict)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(decided_at__isnull=True),
                name="one_open_appeal_per_decision",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    outcome__in=[each.value for each in AppealOutcome],
                ),
                name="an_appeal_is_decided_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="appeals_of_case"),
            models.Index(fields=["id"], condition=Q(decided_at__isnull=True), name="open_appeals"),
            models.Index(
                fields=["due_on", "id"], condition=Q(decided_at__isnull=True), name="open_appeals_by_limit"
            ),
        ]


class Recusal(models.Model):
    """An officer who may not work on this case any more, and why."""

    retention = "case"
    personal = ("reason",)
    append_only = True

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    account_id = models.UUIDField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "account_id"], name="an_officer_is_recused_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_recusal_has_its_reason"),
        ]
