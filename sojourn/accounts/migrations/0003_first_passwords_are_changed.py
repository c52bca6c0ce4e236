"""A password that somebody else has seen is changed at the first sign-in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_codes_tries_and_grants")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="must_change_password",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
