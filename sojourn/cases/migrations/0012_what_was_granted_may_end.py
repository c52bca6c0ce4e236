"""What was granted may end before its last day, by a decision one officer proposes and another approves."""

from django.db import migrations, models

Q = models.Q
STATUSES = [
    *("in-review", "awaiting-correction", "awaiting-answer", "proposed", "awaiting-payment"),
    *("in-production", "ready", "granted", "cancel-proposed", "cancelled", "refused", "not-examined"),
    *("lapsed", "withdrawn"),
]
CLOSED = ["cancelled", "granted", "lapsed", "not-examined", "refused", "withdrawn"]
DECIDED = sorted([*CLOSED, "awaiting-payment", "cancel-proposed", "in-production", "ready"])
PROPOSABLE = ["cancel", "grant", "not-examined", "refuse"]
KINDS = [
    *("grant", "refuse", "not-examined", "lapse", "cancel", "appeal-upheld", "appeal-overturned"),
    "lapse-undone",
]
CHANGED = [
    ("case", "case_status_known", Q(("status__in", STATUSES))),
    (
        "case",
        "a_case_is_closed_by_its_status",
        Q(("closed_at__isnull", False), ("status__in", CLOSED))
        | Q(("closed_at__isnull", True), ~Q(("status__in", CLOSED))),
    ),
    (
        "case",
        "a_decided_case_has_its_instant",
        Q(("decided_at__isnull", False), ("status__in", DECIDED))
        | Q(("decided_at__isnull", True), ~Q(("status__in", DECIDED))),
    ),
    ("proposal", "proposal_kind_known", Q(("kind__in", PROPOSABLE))),
    ("decision", "decision_kind_known", Q(("kind__in", KINDS))),
    (
        "decision",
        "two_officers_decide",
        ~Q(("kind__in", PROPOSABLE)) | Q(("author_id__isnull", False), ("proposal__isnull", False)),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_stages_press")]

    operations = [
        step
        for model, name, condition in CHANGED
        for step in (
            migrations.RemoveConstraint(model, name),
            migrations.AddConstraint(model, models.CheckConstraint(condition=condition, name=name)),
        )
    ]
