"""What a person sees of their own: registrations, drafts, documents, messages, and who may act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sojourn.accounts import queries as accounts
from sojourn.applications import queries as filings
from sojourn.applications.types import Draft, State
from sojourn.catalogue.types import Pack
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices import queries as notices
from sojourn.organisations import actions as mandates
from sojourn.organisations import queries as organisations
from sojourn.organisations.errors import MandateUnknown
from sojourn.organisations.types import MandateView, Scope
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.visitors import signed_in, visiting
from sojourn.stays import queries as stays
from sojourn.stays.types import EndCause, RegistrationView

if TYPE_CHECKING:
    from sojourn.accounts.models import Account


@dataclass(frozen=True, slots=True)
class StayLine:
    """One registration in words: where it stands, and what can be done with it.

    `ended_on` is empty too where the reader is not told how and when it ended.
    """

    view: RegistrationView
    place: str
    state: str
    kind: str
    ended_on: date | None = None

    @property
    def may_end(self) -> bool:
        return self.view.ended_on is None


def stay_line(view: RegistrationView, pack: Pack, *, tells_end: bool = True) -> StayLine:
    """State is told in words; colour only helps. Where it may not tell the end, it says that there is one."""
    words = {
        None: (gettext("Registered"), "good"),
        EndCause.EXPIRED: (gettext("Ended with the last lawful day"), "plain"),
        EndCause.DEPARTED: (gettext("Ended: the guest left"), "plain"),
        EndCause.MOVED: (gettext("Ended: the guest moved"), "plain"),
    }
    state, kind = words[view.end_cause]
    if view.end_cause and not tells_end:
        state = gettext("Ended")
    district = pack.territory.districts.get(view.place.district)
    named = pack.name_of(district, language()) if district else ""
    where = ", ".join(part for part in (*view.place.lines, named) if part)
    return StayLine(view, where, state, kind, view.ended_on if tells_end else None)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Everything of one's own on one page."""
    mine = signed_in(request)
    if mine is None:
        return show(request, "account_closed", following=request.path)
    pack = pack_of(request)
    started = filings.list_of_account(mine.id)
    return show(
        request,
        "account",
        stays=[stay_line(each, pack) for each in stays.list_of_account(mine.id)],
        drafts=[_named(each, pack) for each in started if each.state is State.DRAFT],
        messages_unread=notices.count_unread(to=visiting(request).reader("own-messages")),
        mandates=[_told(each, mine) for each in organisations.list_mandates_of(mine.id)],
        memberships=organisations.list_memberships(mine.id),
        contacts=accounts.contacts_of(mine),
    )


def _named(draft: Draft, pack: Pack) -> tuple[Draft, str]:
    title = pack.find_text(f"{draft.service}.title", language()) or draft.service
    return draft, title


@dataclass(frozen=True, slots=True)
class MandateLine:
    view: MandateView
    words: str
    may_end: bool


def _told(mandate: MandateView, mine: Account) -> MandateLine:
    scopes = {
        Scope.EVERYTHING: gettext("everything"),
        Scope.REGISTER_STAY: gettext("registering a stay"),
        Scope.RECEIVE_DOCUMENTS: gettext("receiving documents"),
    }
    given = mandate.principal == Subject("account", mine.id)
    said = gettext("Someone acts for you: {scope}") if given else gettext("You act for someone: {scope}")
    return MandateLine(mandate, said.format(scope=scopes[mandate.terms.scope]), may_end=True)


@require_POST
def end_mandate(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Either side ends it. One that ended, or is not theirs, is not there."""
    visitor = visiting(request)
    if visitor.account_id is None:
        raise not_there()
    try:
        with transaction():
            mandates.end_mandate(mandate, on=clock.today(), by=visitor.actor)
    except MandateUnknown:
        raise not_there() from None
    return HttpResponseRedirect(reverse("portal:account"))
