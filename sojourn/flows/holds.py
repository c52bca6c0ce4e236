"""Who is under a protective hold is not moved on towards another State; people, not the clock, end it."""

from __future__ import annotations

from uuid import UUID

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

    The hold stands until the protection desk ends it: nothing lifts it by itself. What was ended is not
    looked at again: the search goes from the holds that stand.
    """
    pack, found, after = catalogue.current(), dict[UUID, CaseView](), None
    held_as = {code: HoldKind(each.held_as) for code, each in pack.services.items() if each.bars_removal}
    kinds = {HoldKind.APPEAL_PENDING, *held_as.values()}
    while len(found) < _MOST and (page := people.list_standing_holds(kinds, to=to, after=after)):
        after, reasons = page[-1][0], {(person, kind) for _, person, kind in page}
        held = {person for person, _ in reasons}
        for case in case_files.list_finally_ended(list(held_as), people=held, on=clock.today(), to=to):
            own = {(case.person_id, kind) for kind in (held_as[case.service], HoldKind.APPEAL_PENDING)}
            if own & reasons:
                found[case.person_id] = case
    return list(found.values())[:_MOST]
