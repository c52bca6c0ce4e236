"""What a person sees of their own: registrations, drafts, documents, messages, and who may act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.accounts import queries as accounts
from sojourn.applications import queries as filings
from sojourn.applications.types import Draft, State
from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseView
from sojourn.catalogue.types import Pack
from sojourn.flows import worker
from sojourn.lib.types import Subject
from sojourn.notices import queries as notices
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import MandateView, Membership, OrganisationView, Right
from sojourn.sites.portal.case_words import CaseLine, Standing, name_of, standing_of
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.visitors import signed_in, visiting
from sojourn.sites.ui.spoken import spoken_date
from sojourn.stays import queries as stays
from sojourn.stays.types import EndCause, RegistrationView, Side

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
        EndCause.PERMIT: (gettext("Ended: no longer needed"), "plain"),
    }
    state, kind = words[view.end_cause]
    if view.end_cause and not tells_end:
        state = gettext("Ended")
    district = pack.territory.districts.get(view.place.district)
    named = pack.name_of(district, language()) if district else ""
    where = ", ".join(part for part in (*view.place.lines, named) if part)
    return StayLine(view, where, state, kind, view.ended_on if tells_end else None)


@dataclass(frozen=True, slots=True)
class PartLine:
    """What an organisation asked for the person: where it stands, their own pages, their document."""

    case: CaseView
    title: str
    standing: Standing
    address: str
    permit: str


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An organisation somebody acts for, and for what."""

    organisation: OrganisationView
    applies: bool
    registers: bool


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
        cases=_cases(mine, started, pack),
        parts=[_part(case, pack) for case in worker.list_parts(mine.id)],
        stays=[_line(each, pack) for each in stays.list_of_account(mine.id)],
        drafts=[_named(each, pack) for each in started if each.state is State.DRAFT],
        messages_unread=notices.count_unread(to=visiting(request).reader("own-messages")),
        mandates=[_mandate(each, mine) for each in organisations.list_mandates_of(mine.id)],
        offers=organisations.list_offered_to(accounts.contacts_of(mine)),
        desks=[_desk(each) for each in organisations.list_memberships(mine.id)],
        contacts=accounts.contacts_of(mine),
    )


def _cases(mine: Account, started: list[Draft], pack: Pack) -> list[CaseLine]:
    """What was filed by the account for itself and for it by others, newest first."""
    me = Subject("account", mine.id)
    names = {each.id: name_of(each) for each in started}
    found = [*case_files.list_of_account(mine.id), *case_files.list_of_principal(me)]
    return [
        CaseLine(each, title_of(each.service, pack), names.get(each.application_id, ""), standing_of(each))
        for each in sorted(found, key=lambda each: each.entered_at, reverse=True)
    ]


def _desk(membership: Membership) -> DeskLine:
    rights = membership.rights
    return DeskLine(
        membership.organisation, Right.APPLY_FOR_WORKERS in rights, Right.REGISTER_GUESTS in rights
    )


def _part(case: CaseView, pack: Pack) -> PartLine:
    """Something asked for the person by an organisation; the document itself once it is theirs."""
    return PartLine(
        case,
        title_of(case.service, pack),
        standing_of(case),
        reverse("portal:part", args=[case.reference]),
        reverse("portal:part-permit", args=[case.reference]) if case_files.holds_granted(case) else "",
    )


def _line(view: RegistrationView, pack: Pack) -> StayLine:
    """Of a guest whom a host told of, when and where to they left is not the host's to know."""
    return stay_line(view, pack, tells_end=view.told_by is not Side.HOST)


def _named(draft: Draft, pack: Pack) -> tuple[Draft, str, str]:
    return draft, title_of(draft.service, pack), name_of(draft)


def title_of(service: str, pack: Pack) -> str:
    return pack.find_text(f"{service}.title", language()) or service


def _mandate(mandate: MandateView, mine: Account) -> tuple[str, str]:
    """Who acts for whom, and until when."""
    given = mandate.principal == Subject("account", mine.id)
    said = gettext("{name} acts for you") if given else gettext("You act for {name}")
    named = (mandate.contact if given else mandate.called) or gettext("someone")
    until = mandate.terms.until_on
    hint = gettext("until {day}").format(day=spoken_date(until)) if until else ""
    return said.format(name=named), hint
