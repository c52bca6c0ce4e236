"""What organisations mean to need in a year is kept, to be compared with the quota."""

from django.db import migrations, models

import sojourn.lib.fields


class Migration(migrations.Migration):
    dependencies = [("quotas", "0002_a_place_has_the_class_of_its_case")]

    operations = [
        migrations.CreateModel(
            name="Forecast",
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
                ("organisation_id", models.UUIDField()),
                ("service", models.TextField()),
                ("year", models.SmallIntegerField()),
                ("activity", models.TextField()),
                ("needed", models.IntegerField()),
                ("told_on", models.DateField()),
                ("is_late", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "year", "organisation_id", "activity"),
                        name="one_forecast_of_each_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needed__gt", 0)), name="a_forecast_needs_somebody"
                    ),
                ],
            },
        ),
    ]
