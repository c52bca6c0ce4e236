"""Who works on the invented cases: the accounts of the demonstration, and two colleagues to hand cases to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from sojourn.accounts import actions, demonstration
from sojourn.accounts.models import Account
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction

_EXAMINES, _APPROVES, _DECIDES_APPEALS = "case-officer", "supervisor", "appeal-officer"
_AT_COUNTER = "counter-officer"
_COLLEAGUES = 2


@dataclass(frozen=True, slots=True)
class Officers:
    """Accounts by what they do; `examining`: the case officer of the demonstration first."""

    examining: tuple[UUID, ...]
    approving: UUID
    appeals: UUID
    counter: UUID
    person: UUID

    def examiner(self, place: int, office: str) -> Actor:
        return _staff(self.examining[place % len(self.examining)], office)

    def approver(self, office: str) -> Actor:
        return _staff(self.approving, office)

    def appeal_officer(self, office: str) -> Actor:
        return _staff(self.appeals, office)

    def at_counter(self, office: str) -> Actor:
        return Actor(ActorKind.STAFF, Door.COUNTER, account_id=self.counter, office=office)


def _staff(account_id: UUID, office: str) -> Actor:
    return Actor(ActorKind.STAFF, Door.OFFICE, account_id=account_id, office=office)


def gather() -> Officers:
    """The accounts, opened where they are missing. Raises: NotADemonstration."""
    with transaction():
        demonstration.make_accounts()
        known = _known()
        colleagues = [f"{_EXAMINES}-{number}" for number in range(2, 2 + _COLLEAGUES)]
        for name in colleagues:
            if name not in known:
                known[name] = _open(name)
    return Officers(
        examining=tuple(known[name] for name in (_EXAMINES, *colleagues)),
        approving=known[_APPROVES],
        appeals=known[_DECIDES_APPEALS],
        counter=known[_AT_COUNTER],
        person=demonstration.person_account().id,
    )


def _known() -> dict[str, UUID]:
    staff = Account.objects.filter(demonstration=True).exclude(sign_in_name=None)
    return {str(name): account_id for name, account_id in staff.values_list("sign_in_name", "id")}


def _open(name: str) -> UUID:
    account_id = actions.open_staff_account(
        name,
        display_name=name.replace("-", " ").capitalize(),
        password=demonstration.PASSWORD,
        language=settings.LANGUAGE_CODE,
        by=SYSTEM,
        demonstration=True,
    )
    actions.grant_role(account_id, _EXAMINES, office=None, from_on=clock.today(), by=SYSTEM)
    return account_id
