from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0002_lists_know_what_was_handed_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="guestlist",
            name="follows",
            field=models.UUIDField(null=True),
        ),
    ]
