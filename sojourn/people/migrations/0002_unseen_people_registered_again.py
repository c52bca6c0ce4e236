from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddIndex(
            "matchkey",
            models.Index(
                fields=["digest"],
                condition=Q(kind="identity", confidentiality__gt=0),
                name="people_unseen",
            ),
        ),
    ]
