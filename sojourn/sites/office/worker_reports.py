"""What workers reported of exploitation in the cases of their employers, for those who protect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.parties import queries
from sojourn.sites.office.desk import Desk


@dataclass(frozen=True, slots=True)
class Report:
    """One that nobody who protects has read: in which case, since when, and where it is read."""

    reference: str
    since: datetime
    address: str


def unread(desk: Desk) -> list[Report]:
    """The oldest first; the words stand in the case alone."""
    return list(_found(desk))


def _found(desk: Desk) -> Iterator[Report]:
    for about, said_at in queries.list_unread_reports():
        try:
            case = cases.get_case(about.id, to=desk.reader)
        except CaseNotFound:  # erased meanwhile, or of another class than this officer sees
            continue
        yield Report(case.reference, said_at, f"{reverse('office:case', args=[case.id])}#worker")
