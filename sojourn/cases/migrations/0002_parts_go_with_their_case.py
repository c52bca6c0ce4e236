"""The parts of a case are erased by the database with the case, and never alone.

So the application role needs no right to delete a decision; it may only erase a whole case when its term has
passed.
"""

from django.db import migrations

_PARTS = {
    "appeal": "an_appeal",
    "assignment": "an_assignment",
    "consultation": "a_consultation",
    "correction": "a_correction",
    "decision": "a_decision",
    "decisionservice": "a_decision_service",
    "hearing": "a_hearing",
    "interval": "an_interval",
    "message": "a_message",
    "proposal": "a_proposal",
    "recusal": "a_recusal",
}


def _goes_with_its_case(table: str, called: str) -> migrations.RunSQL:
    name = f"{called}_goes_with_its_case"
    return migrations.RunSQL(
        f"ALTER TABLE cases_{table} ADD CONSTRAINT {name} FOREIGN KEY (case_id)"
        " REFERENCES cases_case (id) ON DELETE CASCADE",
        f"ALTER TABLE cases_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [_goes_with_its_case(table, called) for table, called in _PARTS.items()]
