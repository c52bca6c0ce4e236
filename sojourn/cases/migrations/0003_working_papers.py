"""What an officer typed and has not sent yet; it goes with its case like every part of it."""

import django.db.models.deletion
from django.db import migrations, models

import sojourn.lib.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_parts_go_with_their_case")]

    operations = [
        migrations.CreateModel(
            name="WorkingPaper",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account_id", models.UUIDField()),
                ("form", models.TextField()),
                ("typed", sojourn.lib.fields.EncryptedJSONField()),
                ("kept_at", models.DateTimeField()),
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
        migrations.AddConstraint(
            model_name="workingpaper",
            constraint=models.UniqueConstraint(
                fields=("case", "account_id", "form"), name="one_working_paper_of_an_officer_and_form"
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_workingpaper ADD CONSTRAINT a_working_paper_goes_with_its_case"
            " FOREIGN KEY (case_id) REFERENCES cases_case (id) ON DELETE CASCADE",
            "ALTER TABLE cases_workingpaper DROP CONSTRAINT a_working_paper_goes_with_its_case",
        ),
    ]
