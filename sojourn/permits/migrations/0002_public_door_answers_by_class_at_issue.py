from django.db import migrations, models
from django.db.models import F


def as_it_stands(apps, schema_editor):
    """Until now the class of a document never moved."""
    apps.get_model("permits", "Permit").objects.update(issued_confidentiality=F("confidentiality"))


class Migration(migrations.Migration):
    dependencies = [("permits", "0001_initial")]

    operations = [
        migrations.AddField("permit", "issued_confidentiality", models.SmallIntegerField(null=True)),
        migrations.RunPython(as_it_stands, migrations.RunPython.noop),
        migrations.AlterField("permit", "issued_confidentiality", models.SmallIntegerField()),
        migrations.AddConstraint(
            "permit",
            models.CheckConstraint(
                condition=models.Q(issued_confidentiality__in=[0, 1, 2]),
                name="permit_issued_confidentiality_known",
            ),
        ),
    ]
