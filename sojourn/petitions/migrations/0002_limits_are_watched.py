"""It is told once that the time to answer a petition ends soon, and once that it has passed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]

    operations = [
        migrations.AddField("petition", "warnings", models.SmallIntegerField(default=0, db_default=0)),
        migrations.AddField("petition", "late_reported_on", models.DateField(null=True)),
    ]
