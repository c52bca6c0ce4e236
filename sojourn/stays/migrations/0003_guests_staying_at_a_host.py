from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stays", "0002_decisions_name_their_officer"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("organisation__isnull", False), ("ended_on__isnull", True)),
                fields=["organisation", "-id"],
                name="guests_staying_at_host",
            ),
        ),
    ]
