"""Whoever lives here by the right of another tells that something changed: nothing ends by itself.

Of violence nothing is written into the case, and no address and no account says that it was told.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from sojourn.catalogue.types import Pack
from sojourn.flows.errors import ReportInTheFuture
from sojourn.flows.reviews import OFFERS, report, rests_on_another
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.reviews.types import Cause, Teller
from sojourn.sites.portal.answering import words_in
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.own_cases import OwnCase, find_own
from sojourn.sites.portal.worker import day_typed

_CAUSES = {
    Cause.SEPARATION: gettext_noop("We separated or divorced"),
    Cause.VIOLENCE: gettext_noop("Somebody in the family hurts or threatens me"),
    Cause.DEATH: gettext_noop("My relative died"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def life(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened and when, in words of one's own; then what one may ask for, and whom one may call."""
    own = find_own(request, reference)
    if not rests_on_another(own.file):
        return HttpResponseRedirect(own.address())
    wrong: dict[str, str] = {}
    if request.method == "POST":
        wrong = _wrong(request)
        if not wrong:
            return _tell(request, own)
    return _ask(request, own, wrong)


def _ask(request: HttpRequest, own: OwnCase, wrong: dict[str, str]) -> HttpResponse:
    return show(
        request,
        "life",
        status=422 if wrong else 200,
        own=own,
        told=own.told,
        options=[(each.value, gettext(said), "") for each, said in _CAUSES.items()],
        wrong=wrong,
        typed=request.POST,
        lines=_lines(own.file.pack),
        back=own.address(),
    )


def _wrong(request: HttpRequest) -> dict[str, str]:
    found: dict[str, str] = {}
    if request.POST.get("cause", "") not in set(_CAUSES):
        found["cause"] = gettext("Choose what happened")
    if request.POST.get("on", "").strip() and day_typed(request.POST["on"]) is None:
        found["on"] = gettext("Enter the day, for example 27.3.2026")
    return found


def _tell(request: HttpRequest, own: OwnCase) -> HttpResponse:
    own.check_may_act()
    cause, on, words = Cause(request.POST["cause"]), day_typed(request.POST.get("on", "")), words_in(request)

    def story() -> bool:
        with transaction():
            return report(own.file, cause, teller=Teller.PERSON, happened_on=on, words=words, by=own.by)

    try:
        retry_deadlock(story)
    except ReportInTheFuture:
        return _ask(request, own, {"on": gettext("Enter a day that has come")})
    hidden = cause is Cause.VIOLENCE
    name = own.file.identity.names.whole or own.case.reference
    return show(
        request,
        "life_told",
        own=own,
        told=own.told,
        offer=own.file.pack.text(f"{OFFERS}.{cause.value}", language()).format(name=name, on=""),
        hidden=hidden,
        lines=_lines(own.file.pack) if hidden else [],
        back=own.address(),
    )


def _lines(pack: Pack) -> list[tuple[str, str]]:
    """Telephones where help is found at once."""
    found = [pack.rights.find_telephone(each) for each in pack.petitions.telephones] if pack.petitions else []
    return [(each.number, each.names[language()]) for each in found if each]
