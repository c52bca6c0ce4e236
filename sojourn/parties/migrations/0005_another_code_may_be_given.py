"""A code another may know is replaced: how many were given before the one that opens a part now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_reports_of_exploitation_are_listed")]

    operations = [migrations.AddField("party", "codes", models.SmallIntegerField(default=0))]
