"""A number typed without its hyphens finds its document."""

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Replace


class Migration(migrations.Migration):
    dependencies = [("permits", "0002_public_door_answers_by_class_at_issue")]

    operations = [
        migrations.AddConstraint(
            "permit",
            models.UniqueConstraint(
                Replace(F("number"), Value("-"), Value("")), name="permit_letters_of_number"
            ),
        ),
    ]
