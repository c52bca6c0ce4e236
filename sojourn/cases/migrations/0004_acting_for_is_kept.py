"""Whoever acted in the place of another officer: both had part in what was done."""

from django.db import migrations, models

_KEPT = {
    "assignment": ("acting_for",),
    "consultation": ("acting_for", "recorded_for"),
    "correction": ("acting_for",),
    "hearing": ("acting_for",),
    "proposal": ("acting_for", "returned_for"),
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_working_papers")]

    operations = [
        migrations.AddField(model_name=model, name=name, field=models.UUIDField(null=True))
        for model, names in _KEPT.items()
        for name in names
    ]
