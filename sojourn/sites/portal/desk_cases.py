"""What an organisation applied for, and what it may apply for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.cases import queries as cases
from sojourn.cases.types import CaseView
from sojourn.flows import tell_forecast
from sojourn.lib import clock
from sojourn.organisations.types import Scope
from sojourn.sites.portal.case_words import CaseLine, standing_of
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.hosts import open_desk
from sojourn.sites.portal.services import all_of


@require_safe
def desk_cases(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """The applications of an organisation, newest first, a page at a time. Raises: Http404."""
    at, pack = open_desk(request, organisation, scope=Scope.APPLY_FOR_WORKERS), pack_of(request)
    found = cases.list_of_principal(at.organisation.subject, after=_after(request))
    shown = found[: cases.PAGE]
    return show(
        request,
        "desk_cases",
        at=at,
        forecast=clock.today().year + 1 if tell_forecast.service_of(pack) else None,
        services=[told for told in all_of(pack, language()) if told.service.is_for_organisations],
        lines=[_line(request, each) for each in shown],
        first="?" if "after" in request.GET else "",
        next=f"?after={shown[-1].id}" if len(found) > len(shown) else "",
    )


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _line(request: HttpRequest, case: CaseView) -> CaseLine:
    title = pack_of(request).find_text(f"{case.service}.title", language()) or case.service
    return CaseLine(case, title, "", standing_of(case))
