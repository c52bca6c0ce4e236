"""A holder tells that a card was lost, stolen or damaged: it ends, another is made in the same case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.flows.errors import CardStands, NothingGranted
from sojourn.flows.replace_card import Report, report_card, stands
from sojourn.lib import clock
from sojourn.permits.types import Cause
from sojourn.sites.portal.another_card import may_report
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.own_cases import act, find_own
from sojourn.sites.portal.worker import day_typed

_CAUSES = (Cause.LOST, Cause.DAMAGED)


@require_http_methods(["GET", "HEAD", "POST"])
def card_lost(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened, and when; everything else is known from the case."""
    own = find_own(request, reference)
    if not may_report(own) or not stands(own.file):
        return HttpResponseRedirect(own.address())
    typed = {name: request.POST.get(name, "").strip()[:20] for name in ("cause", "happened_on")}
    happened = day_typed(typed["happened_on"])
    wrong = _wrong(typed) if request.method == "POST" else {}
    if request.method == "POST" and happened and not wrong:
        report = Report(Cause(typed["cause"]), happened, clock.today())
        try:
            return act(own, lambda: report_card(own.file, report, by=own.by), said="card-ended")
        except (CardStands, NothingGranted):  # told already, perhaps by this very form
            return HttpResponseRedirect(own.address())
    fee = own.file.law[own.file.service.card_fee] if own.file.service.card_fee else None
    return show(
        request,
        "card_lost",
        status=422 if wrong else 200,
        own=own,
        told=own.told,
        wrong=wrong,
        typed=typed,
        causes=_causes(),
        fee=fee,
        back=own.address(),
    )


def _causes() -> list[tuple[str, str, str]]:
    return [
        (Cause.LOST.value, gettext("It was lost or stolen"), ""),
        (Cause.DAMAGED.value, gettext("It is damaged and cannot be read any more"), ""),
    ]


def _wrong(typed: dict[str, str]) -> dict[str, str]:
    wrong = {}
    if typed["cause"] not in {each.value for each in _CAUSES}:
        wrong["cause"] = gettext("Choose what happened")
    day = day_typed(typed["happened_on"])
    if day is None:
        wrong["happened_on"] = gettext("Enter the day, for example 27.3.2026")
    elif day > clock.today():
        wrong["happened_on"] = gettext("This day lies in the future")
    return wrong
