"""Petitions to an office that are late or soon will be, for the page of what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.petitions import queries
from sojourn.petitions.types import Petition, PetitionDesk
from sojourn.sites.office.desk import Desk
from sojourn.sites.office.petition_desk import matter_named, office_named


@dataclass(frozen=True, slots=True)
class PressingPetition:
    """A petition to the office that is to be answered soon, or was to be."""

    petition: Petition
    matter: str
    office: str
    officer: str
    overdue: bool


def pressing_petitions(desk: Desk, soon: date, today: date) -> list[PressingPetition]:
    """Letters to the office, for whoever may read them; other desks are told on lists of their own."""
    if not desk.may(Permission.PETITIONS_ANSWER):
        return []
    found = queries.list_pressing(PetitionDesk.OFFICE, until=soon, to=desk.reader)
    if found:
        access.log_reading(to=desk.reader, relation="office", listing="late-petitions", count=len(found))
    called = accounts.list_called({each.handler_id for each in found if each.handler_id}) if found else {}
    return [
        PressingPetition(
            each,
            matter_named(desk, each.matter),
            office_named(desk, each.office),
            called.get(each.handler_id, "") if each.handler_id else "",
            each.is_overdue(today),
        )
        for each in found
    ]
