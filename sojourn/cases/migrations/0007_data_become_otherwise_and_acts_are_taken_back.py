"""What a person's data became after the decision; an officer's acts that are taken back."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import sojourn.lib.fields

CAUSES = ["taken", "handed-over", "put-back", "recused", "transferred", "taken-back"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_a_lapse_may_be_undone")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("answers", sojourn.lib.fields.EncryptedJSONField()),
                ("shown_by", sojourn.lib.fields.EncryptedJSONField()),
                ("happened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
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
        migrations.AddIndex("change", models.Index(fields=["case", "id"], name="changes_of_case")),
        migrations.RunSQL(
            "ALTER TABLE cases_change ADD CONSTRAINT a_change_goes_with_its_case"
            " FOREIGN KEY (case_id) REFERENCES cases_case (id) ON DELETE CASCADE",
            "ALTER TABLE cases_change DROP CONSTRAINT a_change_goes_with_its_case",
        ),
        migrations.AddField("assignment", "case_version", models.IntegerField(null=True)),
        migrations.RemoveConstraint("assignment", "assignment_cause_known"),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="assignment_cause_known"),
        ),
        migrations.RemoveConstraint("assignment", "whoever_gives_a_case_away_says_why"),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=Q(cause__in=["taken", "taken-back"]) | ~Q(reason=""),
                name="whoever_gives_a_case_away_says_why",
            ),
        ),
        migrations.AddField("correction", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField("correction", "withdrawn_by", models.UUIDField(null=True)),
        migrations.RemoveConstraint("correction", "each_correction_has_its_number"),
        migrations.AddConstraint(
            "correction",
            models.UniqueConstraint(
                fields=["case", "number"],
                condition=Q(withdrawn_at__isnull=True),
                name="each_correction_has_its_number",
            ),
        ),
        migrations.AddConstraint(
            "correction",
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(served_on__isnull=True, withdrawn_by__isnull=False),
                name="no_correction_is_withdrawn_once_served",
            ),
        ),
        migrations.RemoveConstraint("proposal", "a_return_has_its_officer_and_reason"),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True)
                | Q(returned_by=F("proposed_by"))
                | (Q(returned_by__isnull=False) & ~Q(return_reason="")),
                name="a_return_has_its_officer_and_reason",
            ),
        ),
    ]
