"""What is recorded of a place is recorded with the class of what it was asked for."""

from django.db import migrations, models

_AS_ITS_CASE = """UPDATE quotas_place SET confidentiality = c.confidentiality FROM cases_case c
WHERE subject_kind = 'case' AND subject_id = c.id"""


class Migration(migrations.Migration):
    dependencies = [("quotas", "0001_initial"), ("cases", "0012_what_was_granted_may_end")]

    operations = [
        migrations.AddField("place", "confidentiality", models.SmallIntegerField(default=0)),
        migrations.RunSQL(_AS_ITS_CASE, migrations.RunSQL.noop),
    ]
