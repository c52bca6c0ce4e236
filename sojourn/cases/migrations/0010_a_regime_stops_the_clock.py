"""A line of the clock says which special regime of the pack stopped it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_stages_are_recorded")]

    operations = [
        migrations.AddField("interval", "regime", models.TextField(default="", db_default="")),
    ]
