"""What employers told that they need in a year, beside the quota of that year."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.flows import tell_forecast
from sojourn.flows.tell_forecast import Need
from sojourn.lib import clock
from sojourn.organisations import queries as organisations
from sojourn.quotas import queries
from sojourn.quotas.types import Forecast
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page

_YEARS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of work by its name."""

    name: str
    need: Need


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def forecasts(desk: Desk) -> HttpResponse:
    """The needs of a year by kind of work, and who told them. Raises: Http404 where no service has any."""
    service = tell_forecast.service_of(desk.pack)
    if service is None or service.quota is None:
        raise Http404
    latest = clock.today().year + 1
    years = [str(latest - back) for back in range(_YEARS)]
    asked = desk.request.GET.get("year", "")[:4]
    year = int(asked) if asked in years else latest
    told = queries.list_forecasts(service.code, year)
    *needs, all_together = tell_forecast.needs_of(desk.pack, service, year, told)
    access.log_reading(to=desk.reader, relation="office", listing="forecasts", count=len(told))
    path = f"{service.code}.{service.quota.activity}.options"
    return desk.draw(
        "forecasts",
        year=str(year),
        years=years,
        limit=tell_forecast.tell_by(desk.pack, service, year),
        lines=[
            Line(desk.pack.find_text(f"{path}.{each.activity}", desk.language) or "", each) for each in needs
        ],
        whole=all_together,
        told=_called(desk, told),
    )


def _called(desk: Desk, told: list[Forecast]) -> list[tuple[str, Forecast]]:
    names = organisations.list_names({each.organisation_id for each in told}, to=desk.reader) if told else {}
    return [(names.get(each.organisation_id, "–"), each) for each in told]
