"""What happens in a case is recorded with its day: an interview held, an oath taken."""

import django.db.models.deletion
from django.db import migrations, models

import sojourn.lib.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_a_decision_may_have_reached_nobody")]

    operations = [
        migrations.CreateModel(
            name="StageRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stage", models.TextField()),
                ("happened_on", models.DateField(null=True)),
                ("note", sojourn.lib.fields.EncryptedJSONField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("acting_for", models.UUIDField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.AddIndex("stagerecord", models.Index(fields=["case", "id"], name="stages_of_case")),
        migrations.RunSQL(
            "ALTER TABLE cases_stagerecord ADD CONSTRAINT a_stage_goes_with_its_case"
            " FOREIGN KEY (case_id) REFERENCES cases_case (id) ON DELETE CASCADE",
            "ALTER TABLE cases_stagerecord DROP CONSTRAINT a_stage_goes_with_its_case",
        ),
    ]
