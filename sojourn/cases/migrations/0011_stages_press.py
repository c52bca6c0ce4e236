"""Stages nobody recorded yet, whose limit comes near or has passed."""

import django.db.models.deletion
from django.db import migrations, models

import sojourn.lib.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_a_regime_stops_the_clock")]

    operations = [
        migrations.CreateModel(
            name="PressingStage",
            fields=[
                (
                    "id",
                    sojourn.lib.fields.UuidKey(
                        db_default=sojourn.lib.fields.Uuidv7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("stage", models.TextField()),
                ("due_on", models.DateField()),
                ("warnings", models.SmallIntegerField(default=0)),
                ("late_reported_on", models.DateField(null=True)),
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
        migrations.AddIndex("pressingstage", models.Index(fields=["due_on", "id"], name="stages_pressing")),
        migrations.AddConstraint(
            "pressingstage",
            models.UniqueConstraint(fields=["case", "stage"], name="a_stage_presses_once"),
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_pressingstage ADD CONSTRAINT a_pressing_stage_goes_with_its_case"
            " FOREIGN KEY (case_id) REFERENCES cases_case (id) ON DELETE CASCADE",
            "ALTER TABLE cases_pressingstage DROP CONSTRAINT a_pressing_stage_goes_with_its_case",
        ),
    ]
