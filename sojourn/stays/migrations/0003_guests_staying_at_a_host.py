from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stays", "0002_decisions_name_their_officer"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", True), ("organisation__isnull", False)),
                fields=["organisation", "-id"],
                name="guests_staying_at_host",
            ),
        ),
    ]
