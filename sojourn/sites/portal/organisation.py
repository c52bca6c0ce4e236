"""What an organisation has with us on one page: what waits for it, what it owes, its workers' permits and how
long they last, what we examine, and how many workers it needs. As many statements for one worker as for many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.applications import queries as filings
from sojourn.applications.types import Draft
from sojourn.cases import queries as cases
from sojourn.cases.types import CaseStatus, CaseView
from sojourn.catalogue.types import Pack
from sojourn.flows import tell_forecast
from sojourn.lib import clock
from sojourn.lib.actor import proven
from sojourn.lib.money import Money
from sojourn.organisations.types import Scope
from sojourn.payments import queries as payments
from sojourn.payments.types import Charge
from sojourn.permits import queries as permits
from sojourn.permits.types import Issued
from sojourn.quotas import queries as quotas
from sojourn.quotas.types import TAKING, Forecast, PlaceState
from sojourn.sites.portal.case_words import Standing, is_unopened, standing_of
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.hosts import Desk, open_desk
from sojourn.sites.portal.services import all_of

MOST = 200
SOON = timedelta(days=60)
_SURNAME, _GIVEN = "passport.surname", "passport.given-names"
_YOURS = frozenset({CaseStatus.AWAITING_CORRECTION, CaseStatus.AWAITING_ANSWER, CaseStatus.AWAITING_PAYMENT})
_GRANTED = frozenset({CaseStatus.GRANTED, CaseStatus.CANCEL_PROPOSED})


@dataclass(frozen=True, slots=True)
class Line:
    """One worker's case: who it is about, where it stands, what is owed for it, and its permit."""

    case: CaseView
    name: str
    title: str
    standing: Standing
    charge: Charge | None
    permit: Issued | None

    @property
    def address(self) -> str:
        return reverse("portal:case", args=[self.case.reference])

    @property
    def awaits_us(self) -> bool:
        """Whether something waits for the organisation: an answer, a payment, a letter to open."""
        is_ended_unread = self.case.status is CaseStatus.CANCELLED and self.case.appeal_until is None
        return self.case.status in _YOURS or is_ended_unread or is_unopened(self.case)

    @property
    def until(self) -> date | None:
        """The last day of what was granted; nothing while no permit is there."""
        return self.permit.valid[1] if self.permit and self.case.status in _GRANTED else None


@dataclass(frozen=True, slots=True)
class Needs:
    """The workers an organisation needs: told for the year to come or not, and its places this year."""

    year: int
    told: Forecast | None
    limit: date | None
    is_past: bool
    taken: int
    waiting: int

    @property
    def needed(self) -> int:
        return sum(self.told.needed.values()) if self.told else 0


@require_safe
def overview(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Raises: Http404, alike for an organisation of others and one that does not exist."""
    at, pack = open_desk(request, organisation, scope=Scope.APPLY_FOR_WORKERS), pack_of(request)
    today = clock.today()
    found = _lines(at, pack)
    good = [each for each in found if each.until is None or each.until >= today]
    permits_now = sorted((each for each in good if each.until), key=lambda each: each.until or today)
    yours = [each for each in good if each.awaits_us]
    return show(
        request,
        "organisation",
        at=at,
        today=today,
        yours=yours,
        permits=permits_now,
        soon=today + SOON,
        ending=sum(1 for each in permits_now if each.until and each.until <= today + SOON),
        ours=[each for each in good if not each.awaits_us and each.case.status not in _GRANTED],
        owed=_sum(each.charge for each in good),
        needs=_needs(at, pack, found),
        services=[told for told in all_of(pack, language()) if told.service.is_for_organisations],
        is_cut=len(found) == MOST,
        columns=[gettext("Worker"), gettext("Document"), gettext("Last day"), gettext("State")],
    )


def _lines(at: Desk, pack: Pack) -> list[Line]:
    """Five statements, however many there are."""
    of, reader = at.organisation.subject, proven(at.visitor.actor, "own organisation")
    found = cases.list_current_of_principal(of, limit=MOST)
    filed = filings.list_for_principals([each.application_id for each in found], principals=[of])
    named = {each.id: _name(each) for each in filed}
    owed = {each.subject: each for each in payments.list_open_for([one.id for one in found], to=reader)}
    issued = permits.list_for([each.subject for each in found], to=reader)
    return [
        Line(
            each,
            named.get(each.application_id) or each.reference,
            pack.find_text(f"{each.service}.title", language()) or each.service,
            standing_of(each),
            owed.get(each.subject),
            issued.get(each.subject),
        )
        for each in found
    ]


def _name(filed: Draft) -> str:
    return " ".join(str(filed.answers.get(path) or "") for path in (_GIVEN, _SURNAME)).strip()


def _sum(charges: Iterable[Charge | None]) -> Money | None:
    owed = [each.outstanding for each in charges if each]
    return sum(owed[1:], owed[0]) if owed else None


def _needs(at: Desk, pack: Pack, lines: list[Line]) -> Needs | None:
    """Nothing where no service has its needs told ahead."""
    service, today = tell_forecast.service_of(pack), clock.today()
    if service is None:
        return None
    year, limit = today.year + 1, tell_forecast.tell_by(pack, service, today.year + 1)
    about = [each.case.id for each in lines if each.case.service == service.code]
    stands: Mapping[str, int] = quotas.count_states(about, year=today.year)
    return Needs(
        year=year,
        told=quotas.find_forecast(at.organisation.id, service=service.code, year=year),
        limit=limit.last_day if limit else None,
        is_past=limit is not None and limit.last_day < today,
        taken=sum(stands.get(each.value, 0) for each in TAKING),
        waiting=stands.get(PlaceState.QUEUED.value, 0),
    )
