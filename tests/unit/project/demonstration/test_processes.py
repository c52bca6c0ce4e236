"""Large countries are made by several processes, and their log proves like any other."""

from datetime import date

from sojourn.audit import actions as audit
from sojourn.audit import verification
from sojourn.audit.models import Event
from sojourn.lib.db import transaction
from sojourn.people.models import Person
from sojourn.project.demonstration import generator


def test_work_is_shared_among_processes_and_the_log_proves(committed_database: str) -> None:
    made = generator.generate(2500, as_of=date(2026, 11, 23), processes=2)
    assert made == generator.Made(2500, 1875)
    assert Person.objects.count() == 2500
    with transaction():
        sealed = audit.seal_new_entries(100_000)
    assert sealed == Event.objects.count() > 7500
    verification.verify_log()
