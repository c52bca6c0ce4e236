from django.db import migrations, models

import sojourn.lib.fields


class Migration(migrations.Migration):
    dependencies = [("stays", "0003_guests_staying_at_a_host")]

    operations = [
        migrations.AddField("registration", "guest_contact", sojourn.lib.fields.EncryptedJSONField(null=True)),
        migrations.AddField(
            "registration", "told_by", models.TextField(db_default="guest", default="guest")
        ),
        migrations.AddField("objection", "side", models.TextField(db_default="host", default="host")),
        migrations.AddField("objection", "language", models.TextField(null=True)),
        migrations.AddIndex(
            "registration",
            models.Index(
                condition=models.Q(("principal_kind", "account")),
                fields=["principal_id", "-id"],
                name="registrations_for_account",
            ),
        ),
    ]
