from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="head",
            name="previous_size",
            field=models.BigIntegerField(default=0, unique=True),
            preserve_default=False,
        ),
    ]
