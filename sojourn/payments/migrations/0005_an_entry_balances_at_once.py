"""An entry is written with its lines in one statement and balances at its end, not only at the commit.

Whoever writes them one after the other (the generator) says so first: `SET CONSTRAINTS entry_balances DEFERRED`.
"""

from django.db import migrations

_TRIGGERS = """
DROP TRIGGER IF EXISTS entry_balances ON payments_posting;
DROP TRIGGER IF EXISTS entry_balances ON payments_entry;
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON payments_entry
  DEFERRABLE INITIALLY {when} FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT OR UPDATE OR DELETE ON payments_posting
  DEFERRABLE INITIALLY {when} FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_what_was_paid_in_time_is_a_task")]

    operations = [
        migrations.RunSQL(_TRIGGERS.format(when="IMMEDIATE"), _TRIGGERS.format(when="DEFERRED")),
    ]
