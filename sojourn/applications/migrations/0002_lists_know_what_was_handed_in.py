from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="guestlist",
            name="request_hash",
            field=models.BinaryField(default=b""),
        ),
    ]
