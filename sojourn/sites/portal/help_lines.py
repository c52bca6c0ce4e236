"""Telephones where help is found at once, for whoever tells of danger in an application."""

from __future__ import annotations

from sojourn.sites.portal.filling import Filling
from sojourn.sites.portal.frame import language


def lines_of(filling: Filling) -> list[tuple[str, str]]:
    """Shown once the answers tell of it, on every page that follows."""
    pack = filling.pack
    if pack.petitions is None or not filling.service.tells_of_danger(filling.answers):
        return []
    found = [pack.rights.find_telephone(each) for each in pack.petitions.telephones]
    return [(each.number, each.names[language()]) for each in found if each]
