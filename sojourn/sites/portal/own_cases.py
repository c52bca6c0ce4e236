"""Whose case a visitor may open: their own filing's, one filed for them, or one of somebody who lets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from sojourn.applications import queries as filings
from sojourn.applications.errors import DraftNotFound
from sojourn.applications.types import State
from sojourn.cases import queries as cases
from sojourn.cases.errors import (
    ActNotAllowed,
    AlreadyDecided,
    AppealPending,
    DecidedOnAppeal,
    NotAppealable,
)
from sojourn.cases.types import CaseView
from sojourn.flows.case_file import CaseFile, open_filed_file, open_own_file
from sojourn.lib.actor import Actor
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.lib.types import Subject
from sojourn.organisations.errors import MayNotAct
from sojourn.organisations.types import MandateView, Scope
from sojourn.sites.portal import principals
from sojourn.sites.portal.contacts import told_in
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import Filling
from sojourn.sites.portal.frame import language, use_pack
from sojourn.sites.portal.services import Told
from sojourn.sites.portal.visitors import Visitor, visiting

R = TypeVar("R")
_TOO_LATE = (ActNotAllowed, AlreadyDecided, AppealPending, DecidedOnAppeal, NotAppealable)


@dataclass(frozen=True)
class OwnCase:
    """A case on the visitor's table. by: as whom they act in it; acting: by which mandate."""

    file: CaseFile
    visitor: Visitor
    by: Actor
    acting: MandateView | None = None
    holds: bool = True

    @property
    def case(self) -> CaseView:
        return self.file.case

    @property
    def told(self) -> Told:
        return Told(self.file.pack, self.file.service, language())

    @property
    def filling(self) -> Filling:
        return Filling(self.visitor, self.file.pack, self.file.service, self.file.filed, self.acting)

    @property
    def is_unproved(self) -> bool:
        """Whether the answer is told at the counter alone: nobody proved here that they are who they say."""
        filed = self.file.filed
        proved = self.visitor.account_id is not None or told_in(filed.answers) is not None
        return self.file.service.answers_proved_only and self.case.decided_at is not None and not proved

    def address(self, name: str = "case", *more: str) -> str:
        return reverse(f"portal:{name}", args=[self.case.reference, *more])

    def check_may_act(self) -> None:
        """Reading for someone does not yet mean filing for them. Raises: MayNotAct."""
        if self.acting is None:
            return
        principal, service = self.acting.principal, self.case.service
        if not self.acting.terms.covers(principals.scope_of(principal, service), service):
            raise MayNotAct(principal=principal.kind)


def find_own(request: HttpRequest, reference: str) -> OwnCase:
    """Raises: Http404, alike for a case of others and one that does not exist; MayNotAct."""
    visitor = visiting(request)
    found = (
        _of_filing(visitor, reference)
        or _of_principal(visitor, reference)
        or _by_mandate(visitor, reference)
        or _of_organisation(visitor, reference)
    )
    if found is None:
        raise not_there()
    use_pack(request, found.file.pack)
    return found


def _of_filing(visitor: Visitor, reference: str) -> OwnCase | None:
    """What this visitor sent, for themselves or for someone who still lets them."""
    if not visitor.has_begun:
        return None
    try:
        filed = filings.get_draft(reference, holder=visitor.holder)
    except DraftNotFound:
        return None
    if filed.state is not State.SUBMITTED or filed.outcome is None or filed.outcome.kind != "case":
        return None
    for_whom = filed.principal
    acting = principals.get_acting(visitor, for_whom, service=filed.service) if for_whom else None
    by = visitor.actor.for_principal(for_whom) if for_whom else visitor.actor
    return OwnCase(open_filed_file(filed), visitor, by, acting)


def _of_principal(visitor: Visitor, reference: str) -> OwnCase | None:
    """What someone else filed for this visitor."""
    if visitor.account_id is None:
        return None
    me = Subject("account", visitor.account_id)
    case = cases.find_own_by_reference(reference, principal=me)
    if case is None:
        return None
    return OwnCase(open_own_file(case.id, principal=me), visitor, visitor.actor, holds=False)


def _by_mandate(visitor: Visitor, reference: str) -> OwnCase | None:
    """What a principal filed themselves, for an agent who may open their documents."""
    for acting in principals.acted_for(visitor):
        if not acting.terms.covers(Scope.RECEIVE_DOCUMENTS):
            continue
        case = cases.find_own_by_reference(reference, account_id=acting.principal.id)
        if case is not None:
            file = open_own_file(case.id, account_id=acting.principal.id)
            by = visitor.actor.for_principal(acting.principal)
            return OwnCase(file, visitor, by, acting, holds=False)
    return None


def _of_organisation(visitor: Visitor, reference: str) -> OwnCase | None:
    """What another member filed for an organisation this visitor acts for."""
    for acting in principals.desks_of(visitor):
        case = cases.find_own_by_reference(reference, principal=acting.principal)
        if case is not None:
            acting = principals.get_acting(visitor, acting.principal, service=case.service)
            file = open_own_file(case.id, principal=acting.principal)
            by = visitor.actor.for_principal(acting.principal)
            return OwnCase(file, visitor, by, acting, holds=False)
    return None


def act(
    own: OwnCase, story: Callable[[], R], *, onward: str = "case", said: str = ""
) -> HttpResponseRedirect:
    """Do something in a case in one transaction, and go on to a page of it.

    What cannot be done any more, because the case went on meanwhile, is said on its page.
    """
    own.check_may_act()

    def whole() -> R:
        with transaction():
            return story()

    try:
        retry_deadlock(whole)
    except _TOO_LATE:
        return HttpResponseRedirect(f"{own.address()}?changed=1")
    return HttpResponseRedirect(own.address(onward) + (f"?said={said}" if said else ""))
