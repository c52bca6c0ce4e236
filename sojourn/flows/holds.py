"""Who is under a protective hold is not moved on towards another State, whoever asks for it."""

from __future__ import annotations

from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import HoldOpen
from sojourn.people.queries import is_held_anywhere


def check_not_held(file: CaseFile) -> None:
    """For a service whose steps a hold bars; a refusal stays possible. Raises: HoldOpen, never saying why."""
    if file.service.barred_by_hold and is_held_anywhere(file.case.person_id):
        raise HoldOpen
