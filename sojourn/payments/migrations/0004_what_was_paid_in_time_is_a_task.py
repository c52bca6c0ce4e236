"""A payment told of after the lapse it should have kept off is a task; a cancelled charge can stand again."""

from django.db import migrations, models

ENTRIES = [
    *("allocated", "cancelled", "charged", "received", "refund-granted", "refund-paid", "reinstated"),
    "reversed",
]
TASKS = [
    *("cancelled-charge", "contradiction", "other-currency", "paid-in-time", "refund", "surplus"),
    *("taken-back", "unknown-number"),
]


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_what_was_taken_back_is_a_task")]

    operations = [
        migrations.RemoveConstraint("task", "known_kind_of_task"),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(condition=models.Q(("kind__in", TASKS)), name="known_kind_of_task"),
        ),
        migrations.RemoveConstraint("entry", "known_kind_of_entry"),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(condition=models.Q(("kind__in", ENTRIES)), name="known_kind_of_entry"),
        ),
    ]
