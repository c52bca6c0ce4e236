"""The quota on the page of a case: how much is taken, and whether a place is kept for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from sojourn.accounts.roles import Permission
from sojourn.flows import quota_places
from sojourn.flows.case_file import CaseFile
from sojourn.flows.quota_places import Numbers
from sojourn.lib import clock
from sojourn.quotas.types import PlaceState, PlaceView
from sojourn.sites.office.desk import Desk

_STATES = {
    PlaceState.HELD: ("info", gettext_lazy("Place kept")),
    PlaceState.QUEUED: ("wait", gettext_lazy("Waits for a place")),
    PlaceState.CONSUMED: ("good", gettext_lazy("Place used")),
    PlaceState.RELEASED: ("plain", gettext_lazy("Place given back")),
    PlaceState.NOT_COUNTED: ("plain", gettext_lazy("Takes no place")),
}


@dataclass(frozen=True, slots=True)
class ToldQuota:
    """The numbers of the year and the place of the case in words. carry_over: where it asks anew."""

    numbers: Numbers
    activity: str
    place: PlaceView | None
    kind: str
    state: str
    carry_over: str = ""


def told(desk: Desk, file: CaseFile) -> ToldQuota | None:
    """Nothing for a service without a quota."""
    quota = file.service.quota
    if quota is None:
        return None
    place = quota_places.place_of(file)
    activity = place.kind.activity if place else str(file.cleaned.get(quota.activity) or "")
    year = place.kind.year if place else clock.today().year
    numbers = quota_places.numbers_of(file.pack, file.service, activity, year)
    if numbers is None:
        return None
    kind, state = _STATES[place.state] if place else ("plain", gettext_lazy("No place asked for"))
    may = desk.may(Permission.CASES_WORK) and quota_places.may_carry_over(place)
    named = file.pack.find_text(f"{file.case.service}.{quota.activity}.options.{activity}", desk.language)
    address = reverse("office:case-quota", args=[file.case.id]) if may else ""
    return ToldQuota(numbers, named or activity, place, kind, str(state), address)
