"""Organisations tell how many they need in a year; the sums stand beside the quota. R-WP-7, R-WP-8.

Told late it is kept all the same, and marked; told again, the last word counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sojourn.catalogue.explain import ask_given
from sojourn.catalogue.outcomes import Deadline
from sojourn.catalogue.types import Pack, Service
from sojourn.flows.quota_places import limits_of
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.quotas import actions as quotas
from sojourn.quotas import queries
from sojourn.quotas.types import TOTAL, Forecast


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of work in a year: what is needed, by how many; its part of the quota (None: no number)."""

    activity: str
    needed: int
    organisations: int
    limit: int | None
    taken: int

    @property
    def beyond(self) -> int:
        """How many are needed beyond the number the year has for this kind; 0 where it has none."""
        return max(0, self.needed - self.limit) if self.limit is not None else 0


def service_of(pack: Pack) -> Service | None:
    """The service whose needs are told ahead."""
    found = (each for each in pack.services.values() if each.quota and each.quota.forecast)
    return next(found, None)


def activities_of(service: Service) -> tuple[str, ...]:
    """The kinds its quota counts apart."""
    return service.questions()[service.quota.activity].options if service.quota else ()


def tell_by(pack: Pack, service: Service, year: int) -> Deadline | None:
    """The last day to tell the need of a year."""
    today = clock.today()
    given = {"year": year, "filed-on": today}
    asked = ask_given(pack, service.quota.forecast if service.quota else None, on=today, given=given)
    return asked.value if asked else None


@transaction_required
def tell_forecast(
    pack: Pack, service: Service, organisation: Subject, *, year: int, needed: Mapping[str, int], by: Actor
) -> bool:
    """Keep what an organisation needs in a year. Gives whether anything became otherwise."""
    limit, today = tell_by(pack, service, year), clock.today()
    late = limit is not None and today > limit.last_day
    told = Forecast(organisation.id, needed, today, late)
    return quotas.tell_forecast(organisation, service=service.code, year=year, told=told, by=by)


def needs_of(pack: Pack, service: Service, year: int, told: Collection[Forecast]) -> list[Need]:
    """Every kind with what is needed of it, and all together last, beside the quota of that year."""
    kinds, limits = activities_of(service), limits_of(pack, service, year)
    taken = queries.counts_of(service.code, year, (*kinds, TOTAL))
    asked = {kind: [each.needed[kind] for each in told if kind in each.needed] for kind in kinds}
    asked[TOTAL] = [each.total for each in told]
    return [
        Need(kind, sum(found), len(found), limits.get(kind), taken.get(kind, 0))
        for kind, found in asked.items()
    ]
