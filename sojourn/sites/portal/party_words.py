"""What an organisation that applied learns of the part of the person it applied for: a paper came."""

from __future__ import annotations

from sojourn.cases.types import CaseStatus
from sojourn.parties import queries as parties
from sojourn.sites.portal.own_cases import OwnCase


def paper_received(own: OwnCase) -> bool | None:
    """Whether the person gave their paper: all that who applied learns of it. None: no such part."""
    if not (own.file.service.case and own.file.service.case.person_contact):
        return None
    party = parties.find_of(own.case.subject)
    return party is not None and party.paper is not None


def may_tell_end(own: OwnCase) -> bool:
    return own.file.service.early_end is not None and own.case.status is CaseStatus.GRANTED
