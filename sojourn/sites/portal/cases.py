"""The page of a case: where it stands, what is awaited, its clock, its letters, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.applications import queries as filings
from sojourn.applications.types import Draft
from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseView, Side
from sojourn.catalogue.forms import check_answers
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.file_together import begin_for_family
from sojourn.flows.open_case import proof_of
from sojourn.flows.reviews import rests_on_another
from sojourn.lib.actor import Reader, proven
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.payments import queries as payments
from sojourn.payments.types import Charge
from sojourn.permits import queries as permits
from sojourn.permits.types import Issued
from sojourn.sites.portal import another_card, case_letters, case_words, party_words
from sojourn.sites.portal.case_words import CaseLine, name_of, standing_of
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.own_cases import OwnCase, act, find_own
from sojourn.sites.ui import clock_drawing
from sojourn.sites.ui.clock_drawing import ToldClock
from sojourn.sites.ui.spoken import spoken_period
from sojourn.sites.ui.spoken_answers import Row, SpokenAnswers

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one page."""

    title: str
    rows: list[Row]


@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything of one case on one page."""
    own = find_own(request, reference)
    file, charge = own.file, charge_of(own)
    card = another_card.find(own, charge, to=reader(own))
    awaited = [] if own.is_unproved else case_words.awaited_in(file, charge)
    if card.stage:
        awaited += another_card.awaited(own, card.stage, charge)
    return show(
        request,
        "case",
        own=own,
        told=own.told,
        name=name_of(file.filed),
        standing=_standing(own, card),
        awaited=awaited,
        clock=clock_of(own),
        period=spoken_period(own.case.review_limit),
        letters=case_letters.lines_of(own, card),
        charge=charge,
        family=family_of(own),
        appeals=case_words.appeals_in_words(file),
        outcome="" if own.is_unproved else case_words.outcome_of(file),
        offered=None if own.is_unproved else case_words.offered_in(file),
        unproved=own.is_unproved,
        steps=case_words.steps_of(file),
        unread=sum(each.side is Side.OFFICE and each.read_at is None for each in file.page.messages),
        may_withdraw=case_words.may_withdraw(own.case),
        may_tell_of_life=rests_on_another(own.file),
        may_appeal=case_words.may_appeal(file),
        paper_received=party_words.paper_received(own),
        may_report_card=card.stage is None and another_card.may_report(own),
        may_tell_end=party_words.may_tell_end(own),
        changed="changed" in request.GET,
        said=request.GET.get("said", "")[:20],
    )


def _standing(own: OwnCase, card: another_card.AnotherCard) -> case_words.Standing:
    """Not even which way it was answered, where the answer is told at the counter alone."""
    if own.is_unproved:
        return case_words.Standing("info", gettext("Decided"), "")
    return another_card.standing(card.stage) if card.stage else standing_of(own.case)


def reader(own: OwnCase) -> Reader:
    return proven(own.by, "own case")


def charge_of(own: OwnCase) -> Charge | None:
    """The newest charge of the case."""
    charges = payments.list_of(own.case.subject, to=reader(own)) if own.case.decided_at else []
    return charges[-1] if charges else None


def proof_for(own: OwnCase) -> Issued | None:
    return permits.find_for(proof_of(own.case), to=reader(own))


def clock_of(own: OwnCase) -> ToldClock:
    stands = case_files.clock_of(own.case, own.file.page.intervals, calendar=own.file.calendar)
    return clock_drawing.told(own.case, stands)


def family_of(own: OwnCase) -> list[CaseLine]:
    """The cases of the same family file that this visitor filed: number, first name and where it stands."""
    if own.case.family_file_id is None or not own.holds:
        return []
    others = case_files.list_family(own.case.family_file_id, to=reader(own))
    held = filings.list_held([each.application_id for each in others], holder=own.visitor.holder)
    names = {each.id: name_of(each) for each in held}
    return [
        line_of(each, own.told.title, names[each.application_id])
        for each in others
        if each.application_id in names and each.id != own.case.id
    ]


def line_of(case: CaseView, title: str, name: str) -> CaseLine:
    return CaseLine(case, title, name, standing_of(case))


@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """What was sent, with what was put right since."""
    own = find_own(request, reference)
    checked = check_answers(own.file.service, own.file.answers, on=own.case.filed_on)
    spoken = SpokenAnswers(own.file.pack, own.file.service, language(), checked)
    pages = ((page, spoken.rows(page)) for page in own.file.service.pages)
    parts = [Part(own.told.say(f"{page.code}.title"), rows) for page, rows in pages if rows]
    return show(request, "case_sent", own=own, told=own.told, parts=parts, back=own.address())


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the application back, after being told what that means."""
    own = find_own(request, reference)
    if not case_words.may_withdraw(own.case):
        return HttpResponseRedirect(own.address())
    if request.method != "POST":
        return show(request, "case_withdraw", own=own, told=own.told, back=own.address())
    reason = request.POST.get("reason", "").replace("\0", "")[:LONGEST]
    return act(own, lambda: withdraw_application(own.file, reason=reason, by=own.by), said="withdrawn")


@require_POST
def add_family(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the application of another member of the family."""
    own = find_own(request, reference)
    own.check_may_act()
    if not own.holds:
        return HttpResponseRedirect(own.address())

    def story() -> Draft:
        with transaction():
            return begin_for_family(
                own.file, pack=pack_of(request), language=language(), holder=own.visitor.holder, by=own.by
            )

    draft = retry_deadlock(story)
    first = own.file.service.pages[0]
    return HttpResponseRedirect(reverse("portal:page", args=[draft.reference, first.code]))
