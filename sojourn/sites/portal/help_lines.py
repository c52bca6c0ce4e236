"""Telephones where help is found at once, for whoever tells of danger in an application."""

from __future__ import annotations

from sojourn.catalogue.types import Pack
from sojourn.sites.portal.filling import Filling
from sojourn.sites.portal.frame import language


def lines_of(filling: Filling) -> list[tuple[str, str]]:
    """Shown once the answers tell of it, on every page that follows."""
    return lines_in(filling.pack) if filling.service.tells_of_danger(filling.answers) else []


def lines_in(pack: Pack) -> list[tuple[str, str]]:
    """The telephones a pack names for those in danger; none where it names none."""
    if pack.petitions is None:
        return []
    found = [pack.rights.find_telephone(each) for each in pack.petitions.telephones]
    return [(each.number, each.names[language()]) for each in found if each]
