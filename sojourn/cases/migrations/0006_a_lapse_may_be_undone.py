"""A lapse recorded although the duty had been paid is undone by a decision of its own kind."""

from django.db import migrations, models

KINDS = [
    *("grant", "refuse", "not-examined", "lapse", "appeal-upheld", "appeal-overturned", "lapse-undone"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_appeals_have_their_time")]

    operations = [
        migrations.RemoveConstraint("decision", "decision_kind_known"),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="decision_kind_known"),
        ),
    ]
