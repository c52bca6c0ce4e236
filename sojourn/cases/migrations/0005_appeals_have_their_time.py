"""An appeal has a last day to be decided, watched like that of a case; open appeals are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_acting_for_is_kept")]

    operations = [
        migrations.AddField("appeal", "due_on", models.DateField(null=True)),
        migrations.AddField("appeal", "warnings", models.SmallIntegerField(default=0)),
        migrations.AddField("appeal", "late_reported_on", models.DateField(null=True)),
        migrations.AddIndex(
            "appeal",
            models.Index(
                condition=models.Q(("decided_at__isnull", True)),
                fields=["due_on", "id"],
                name="open_appeals_by_limit",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(("appeal__isnull", False)),
                fields=["appeal"],
                name="cases_with_an_open_appeal",
            ),
        ),
    ]
