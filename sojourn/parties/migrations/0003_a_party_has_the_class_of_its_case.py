"""What is recorded of a party is recorded with the class of its case."""

from django.db import migrations, models

_AS_ITS_CASE = """UPDATE parties_party SET confidentiality = c.confidentiality FROM cases_case c
WHERE subject_kind = 'case' AND subject_id = c.id"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_the_office_may_tell_a_party"),
        ("cases", "0012_what_was_granted_may_end"),
    ]

    operations = [
        migrations.AddField("party", "confidentiality", models.SmallIntegerField(default=0)),
        migrations.RunSQL(_AS_ITS_CASE, migrations.RunSQL.noop),
    ]
