"""More time an officer took has its reasons, its officer and the last day it made."""

from django.db import migrations, models

import sojourn.lib.fields

Q = models.Q
CAUSES = ["correction", "hearing", "decree", "reasoned"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_what_was_granted_may_end")]

    operations = [
        migrations.AddField("interval", "reasons", models.JSONField(default=list, db_default=[])),
        migrations.AddField("interval", "words", sojourn.lib.fields.EncryptedJSONField(null=True)),
        migrations.AddField("interval", "recorded_by", models.UUIDField(null=True)),
        migrations.AddField("interval", "acting_for", models.UUIDField(null=True)),
        migrations.AddField("interval", "due_on", models.DateField(null=True)),
        migrations.RemoveConstraint("interval", "interval_cause_known"),
        migrations.AddConstraint(
            "interval",
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="interval_cause_known"),
        ),
        migrations.AddConstraint(
            "interval",
            models.CheckConstraint(
                condition=~Q(cause="reasoned")
                | (Q(kind="extended", recorded_by__isnull=False, words__isnull=False) & ~Q(reasons=[])),
                name="more_time_has_its_officer_and_reasons",
            ),
        ),
    ]
