"""Where a filing stands, without an account: by its number and the code on the receipt or certificate.

The state and the days are shown, no name, service, amount, and no number of a payment or document: whoever
once held the paper may look until the end. The code stands in no address and no cookie. What does not exist,
what is mistyped and what is not shown here: one answer, in the same words and size.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sojourn.cases.types import CaseView
from sojourn.flows.track_filing import track_filing
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.permits.errors import AskAgainLater
from sojourn.sites.portal import case_words
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.petitioning import GUEST
from sojourn.sites.ui import acting
from sojourn.stays.types import RegistrationView

_KEPT = {"number": 60, "code": 20}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told of a case or a registration."""

    kind: str
    number: str
    state: str
    days: tuple[tuple[str, date], ...]


@csrf_exempt  # a first visit without any cookie is to find its answer: the number and the code alone open it
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The form; sent, the answer stands in its place."""
    if request.method != "POST":
        return show(request, "track")
    number, code = (request.POST.get(name, "").strip()[:longest] for name, longest in _KEPT.items())
    wrong = _missing(number, code)
    if wrong:
        return show(request, "track", status=422, wrong=wrong, summary=list(wrong.items()), number=number)
    try:
        with transaction():
            found = track_filing(number, code, caller_key=acting.caller_of(request), by=GUEST)
    except AskAgainLater as early:
        said = ngettext(
            "Please wait %(seconds)s second and try again.",
            "Please wait %(seconds)s seconds and try again.",
            early.seconds,
        ) % {"seconds": early.seconds}
        return show(request, "track", status=429, later=said)
    if found is None or (found.case is None and found.registration is None):
        return show(request, "track", unknown=True)
    told = _of_case(found.case) if found.case else _of_registration(found.registration)
    return show(
        request,
        "tracked",
        told=told,
        checked_on=clock.today(),
    )


def _missing(number: str, code: str) -> dict[str, str]:
    found = {}
    if not number:
        found["number"] = gettext("Enter the number")
    if not code:
        found["code"] = gettext("Enter the code")
    return found


def _of_case(case: CaseView) -> Shown:
    standing = case_words.standing_of(case)
    days = [(gettext("Received on"), case.filed_on)]
    if case.is_under_review and case.paused_from is None:
        days.append((gettext("We mean to decide by"), case.due_on))
    if case.decided_at is not None:
        days.append((gettext("Decided on"), clock.legal_day(case.decided_at)))
    return Shown(
        standing.kind,
        case.reference,
        standing.word,
        tuple(days),
    )


def _of_registration(stay: RegistrationView | None) -> Shown | None:
    if stay is None:
        return None
    ended = stay.ended_on is not None or stay.lawful_until < clock.today()
    days = [(gettext("Received on"), stay.received_on)]
    last = stay.ended_on or stay.lawful_until
    days.append((gettext("Ended on") if ended else gettext("Valid until"), last))
    return Shown(
        "plain" if ended else "good",
        stay.reference,
        gettext("Ended") if ended else gettext("Registered"),
        tuple(days),
    )
