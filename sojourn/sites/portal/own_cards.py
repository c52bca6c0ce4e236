"""Cards of a visitor that were made here: another one is made in their own case, not by a new application."""

from __future__ import annotations

from django.http import HttpRequest

from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseStatus
from sojourn.catalogue.types import Pack, Service
from sojourn.sites.portal.visitors import signed_in


def own_cards(request: HttpRequest, pack: Pack, service: Service) -> list[str]:
    """References of the cases that gave the one who is signed in a card; nothing for any other service."""
    mine = signed_in(request) if service.replaces_cards else None
    if mine is None:
        return []
    with_cards = {code for code, each in pack.services.items() if each.report_late}
    return [
        each.reference
        for each in case_files.list_of_account(mine.id)
        if each.status is CaseStatus.GRANTED and each.service in with_cards
    ]
