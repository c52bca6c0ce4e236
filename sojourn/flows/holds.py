"""Who is under a protective hold is not moved on towards another State; people, not the clock, end it."""

from __future__ import annotations

from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseView
from sojourn.catalogue import queries as catalogue
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import DangerTold, HoldOpen
from sojourn.lib import clock
from sojourn.lib.actor import Reader
from sojourn.people import queries as people
from sojourn.people.queries import is_held_anywhere
from sojourn.people.types import HoldKind

_MOST = 50
_PENDING = [each for each in HoldKind if each.value.endswith("-pending")]
"""Held because something was pending: none of these outlives its case by right."""


def check_not_held(file: CaseFile) -> None:
    """For a service whose steps a hold bars; a refusal stays possible. Raises: HoldOpen, never saying why."""
    if file.service.barred_by_hold and is_held_anywhere(file.case.person_id):
        raise HoldOpen


def check_of_own_will(file: CaseFile) -> None:
    """Nothing is granted to somebody who told of being forced to ask for it. Raises: DangerTold."""
    if file.service.tells_of_danger(file.cleaned):
        raise DangerTold


def list_holds_to_end(to: Reader) -> list[CaseView]:
    """Cases that ended for good without a grant while their person is still held because of them.

    The hold stands until the protection desk ends it: nothing lifts it by itself.
    """
    services = [code for code, each in catalogue.current().services.items() if each.bars_removal]
    found: list[CaseView] = []
    after, today = None, clock.today()
    while len(found) < _MOST:
        page = case_files.list_finally_ended(services, on=today, to=to, after=after)
        if not page:
            break
        held = people.list_held({each.person_id for each in page}, kinds=_PENDING, to=to)
        found += [each for each in page if each.person_id in held]
        after = page[-1].id
    return list({each.person_id: each for each in found}.values())
