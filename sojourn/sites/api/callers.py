"""Who calls: the token shown, whose it is, for whom they act, under which power. One statement."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries
from sojourn.accounts.errors import PermissionMissing
from sojourn.accounts.queries import ShownToken
from sojourn.accounts.roles import Permission
from sojourn.accounts.types import AccountKind, Scope
from sojourn.applications.types import Holder
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import Power
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Service
from sojourn.lib.actor import Actor, ActorKind, Door, Reader, proven
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.organisations.errors import MayNotAct
from sojourn.organisations.types import Scope as MandateScope
from sojourn.sites.api.errors import HeaderNotUnderstood, NotSignedIn, ScopeMissing, TooManyTries
from sojourn.sites.ui import acting

if TYPE_CHECKING:
    from sojourn.accounts.models import Account

DOOR = "api"
KEY, BEHALF = "Idempotency-Key", "On-Behalf-Of"
KEY_PATTERN = r"[A-Za-z0-9_-]{8,80}"
BEHALF_PATTERN = r"(account|organisation|person)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True, slots=True)
class Caller:
    """The one whose token is shown. `principal`: for whom they act, by a mandate; key: of a write."""

    shown: ShownToken
    actor: Actor
    permission: Permission | None
    key: str = ""

    @property
    def account(self) -> Account:
        return self.shown.account

    @property
    def is_staff(self) -> bool:
        return self.actor.kind is ActorKind.STAFF

    @property
    def principal(self) -> Subject | None:
        return self.actor.on_behalf_of

    @property
    def holder(self) -> Holder:
        return Holder(account_id=self.account.id)

    @property
    def kept_under(self) -> str:
        """The key of a write, apart from the same key of another account."""
        return f"{self.account.id}:{self.key}"

    def reader(self, purpose: str) -> Reader:
        """What staff may see by the powers that hold the permission of the door."""
        return queries.reader_for(self.account, purpose, permission=self.permission, actor=self.actor)

    def may_enter(self, service: Service, confidentiality: int | None = None) -> bool:
        """Whether staff may enter and read papers of this service, as at the counter of the office.

        confidentiality: the class a case of it stands in by now, where there is one.
        """
        if not self.is_staff:
            return True
        reader = self.reader("enter applications")
        stands = service.confidentiality if confidentiality is None else confidentiality
        return reader.may_see(service.confidentiality) and reader.may_see(stands)

    def own(self) -> Reader:
        """For what was found to be the caller's own."""
        return proven(self.actor, "own application")

    def power(self, office: str) -> Power:
        """The power an act is signed under. Raises: PermissionMissing where none reaches the office."""
        held = queries.power_for(self.account, self.permission, office=office) if self.permission else None
        if held is None:
            raise PermissionMissing(permission=str(self.permission))
        return Power(held.role, office, held.acting_for)

    def check_covers(self, service: str, *, receiving: bool = False) -> None:
        """Whether a mandate reaches this service; for one it does not reach, there is no such case.

        Raises: CaseNotFound.
        """
        if self.principal is not None and not _covers(self.account.id, self.principal, service, receiving):
            raise CaseNotFound


class Request(HttpRequest):
    """A request after its token was looked at."""

    auth: Caller


class Bearer(HttpBearer):
    """A token with one of these scopes. `permission`: what staff need; `staff`: nobody else comes in."""

    def __init__(self, *scopes: Scope, permission: Permission | None = None, staff: bool = False) -> None:
        super().__init__()
        self.scopes, self.permission, self.staff = frozenset(scopes), permission, staff

    def __call__(self, request: HttpRequest) -> Caller:
        scheme, _, secret = request.headers.get(self.header, "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise NotSignedIn
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Raises: NotSignedIn, TooManyTries, ScopeMissing, PermissionMissing, MayNotAct,
        HeaderNotUnderstood.
        """
        key = _key(request)
        shown = queries.find_shown(token, door=DOOR, key=key, beside=catalogue.CURRENT)
        if shown is None:
            _count_wrong(request)
            raise NotSignedIn
        catalogue.keep_current(shown.beside)
        if not self.scopes & shown.scopes:
            raise ScopeMissing(codes=sorted(scope.value for scope in self.scopes))
        caller = self._caller(shown, key)
        if shown.is_first_today:
            with transaction():
                accounts.note_token_used(shown.id)
        principal = _principal(request)
        return caller if principal is None else _for_principal(caller, principal)

    def _caller(self, shown: ShownToken, key: str) -> Caller:
        account = shown.account
        if account.kind != AccountKind.STAFF:
            if self.staff:
                raise PermissionMissing(permission=str(self.permission))
            actor = Actor(ActorKind.PERSON, Door.API, account_id=account.id)
            return Caller(shown, actor, None, key)
        power = queries.power_for(account, self.permission) if self.permission else None
        if power is None:
            raise PermissionMissing(permission=str(self.permission))
        actor = Actor(
            ActorKind.STAFF,
            Door.API,
            account_id=account.id,
            office=queries.office_for(account, self.permission) if self.permission else None,
            acting_for=power.acting_for,
        )
        return Caller(shown, actor, self.permission, key)


def _key(request: HttpRequest) -> str:
    """The key of a write; every POST has one. Raises: HeaderNotUnderstood."""
    if request.method != "POST":
        return ""
    key = request.headers.get(KEY, "")
    if not re.fullmatch(KEY_PATTERN, key):
        raise HeaderNotUnderstood(header=KEY)
    return key


def _count_wrong(request: HttpRequest) -> None:
    """Raises: TooManyTries. The count commits before the refusal."""
    with transaction():
        may_go_on = accounts.count_wrong_token(caller=acting.caller_of(request))
    if not may_go_on:
        raise TooManyTries


def _principal(request: HttpRequest) -> Subject | None:
    """Raises: HeaderNotUnderstood."""
    named = request.headers.get(BEHALF)
    if named is None:
        return None
    if not re.fullmatch(BEHALF_PATTERN, named):
        raise HeaderNotUnderstood(header=BEHALF)
    kind, _, id_ = named.partition("/")
    return Subject(kind, UUID(id_))


def _for_principal(caller: Caller, principal: Subject) -> Caller:
    """How far the mandate reaches is looked at where the service is known. Raises: MayNotAct."""
    reaches = (_covers(caller.account.id, principal, "", receiving=each) for each in (True, False))
    if caller.is_staff or not any(reaches):
        raise MayNotAct(principal=principal.kind)
    return replace(caller, actor=caller.actor.for_principal(principal))


def _covers(account_id: UUID, principal: Subject, service: str, receiving: bool) -> bool:
    filing = MandateScope.APPLY_FOR_WORKERS if principal.kind == "organisation" else MandateScope.EVERYTHING
    scope = MandateScope.RECEIVE_DOCUMENTS if receiving else filing
    return organisations.may_act(account_id, for_=principal, scope=scope, service=service)
