"""An employer tells how many workers it needs in the year to come, by kind of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.catalogue.types import Pack, Service
from sojourn.flows import tell_forecast
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.organisations.types import Scope
from sojourn.quotas import queries
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.hosts import open_desk

MOST = 100_000
_DIGITS = len(str(MOST))


@dataclass(frozen=True, slots=True)
class Field:
    """A kind of work and how many are needed."""

    name: str
    label: str
    value: str
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def forecast(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """The numbers of next year, as they were told last; sent again, the last word counts. Raises: Http404."""
    at, pack = open_desk(request, organisation, scope=Scope.APPLY_FOR_WORKERS), pack_of(request)
    service, year = tell_forecast.service_of(pack), clock.today().year + 1
    if service is None:
        raise not_there()
    told = queries.find_forecast(at.organisation.id, service=service.code, year=year)
    typed = {name: str(count) for name, count in told.needed.items()} if told else {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        codes = tell_forecast.activities_of(service)
        typed = {code: request.POST.get(code, "").strip()[: _DIGITS + 1] for code in codes}
        wrong = _wrong(typed)
        if not wrong:
            needed = {code: int(said) for code, said in typed.items() if said}
            with transaction():
                tell_forecast.tell_forecast(
                    pack, service, at.organisation.subject, year=year, needed=needed, by=at.filing.by
                )
            return HttpResponseRedirect(f"{at.address('forecast')}?told=1")
    return show(
        request,
        "forecast",
        status=422 if wrong else 200,
        at=at,
        year=year,
        told=told,
        kept="told" in request.GET,
        limit=tell_forecast.tell_by(pack, service, year),
        today=clock.today(),
        wrong=wrong,
        fields=_fields(pack, service, typed, wrong),
    )


def _wrong(typed: Mapping[str, str]) -> dict[str, str]:
    said = gettext("Enter a whole number from 0 to 100 000, or leave it open")
    return {
        code: said
        for code, each in typed.items()
        if each and not (each.isascii() and each.isdigit() and int(each) <= MOST)
    }


def _fields(pack: Pack, service: Service, typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    path = f"{service.code}.{service.quota.activity}.options" if service.quota else ""
    return [
        Field(
            code,
            pack.find_text(f"{path}.{code}", language()) or code,
            typed.get(code, ""),
            wrong.get(code, ""),
        )
        for code in tell_forecast.activities_of(service)
    ]
