"""Stories of a work permit: its place of the quota, and the part of the worker in it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.flows import quota_places, worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.decide_early_end import decide_early_end
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.parties import queries as parties
from sojourn.parties.models import Party
from sojourn.parties.types import EndOutcome, PartyView, SaidKind
from sojourn.quotas.models import Count, Place
from tests.factories import cases as worked
from tests.factories import labour
from tests.factories.cases import GUEST, opened
from tests.promises.stories import Story

_ENDED = date(2026, 6, 8)


def _filed() -> UUID:
    return labour.apply(labour.employer()).case_id


def _granted() -> UUID:
    case = _filed()
    worked.propose(case, by=worked.officer("wp-author"))
    worked.approve(case, by=worked.officer("wp-approver", "supervisor"))
    worked.pay(case)
    return case


def _part(case: UUID) -> PartyView:
    found = parties.find_of(Subject("case", case))
    assert found is not None
    return found


def _withdrawn() -> CaseFile:
    """Taken back, and its place not yet given on."""
    case = _filed()
    with transaction():
        cases.withdraw(case, reason="", by=SYSTEM)
    return opened(case)


def _waiting() -> CaseFile:
    """It waited for a place in a year that is over."""
    case = _filed()
    Place.objects.update(state="queued", year=clock.today().year - 1)
    Count.objects.update(taken=0)
    return opened(case)


def _unnamed() -> Any:
    case = _filed()
    Party.objects.all().delete()
    file = opened(case)
    return partial(worker.name_worker, file.case, file.service, file.cleaned, by=SYSTEM)


def _told_of_an_end() -> UUID:
    case = _granted()
    with transaction():
        worker.tell_early_end(opened(case), ended_on=_ENDED, words="It is over.", by=SYSTEM)
        worker.say(_part(case), "So it is.", kind=SaidKind.ANSWER, by=GUEST)
    return case


def _with_paper() -> UUID:
    case = _filed()
    with transaction():
        worker.give_paper(_part(case), number="T-1", issued_on=_ENDED, scan=None, by=GUEST)
    return case


STORIES: dict[str, Story] = {
    "follow": lambda: partial(quota_places.follow, _withdrawn().case, by=SYSTEM),
    "follow_file": lambda: partial(quota_places.follow_file, _withdrawn(), by=SYSTEM),
    "carry_over": lambda: partial(quota_places.carry_over, _waiting(), by=SYSTEM),
    "name_worker": _unnamed,
    "give_paper": lambda: partial(
        worker.give_paper, _part(_filed()), number="T-1", issued_on=_ENDED, scan=None, by=GUEST
    ),
    "say": lambda: partial(worker.say, _part(_filed()), "No.", kind=SaidKind.OBJECTION, by=GUEST),
    "write_to": lambda: partial(worker.write_to, opened(_filed()), "For you alone.", by=SYSTEM),
    "judge_paper": lambda: partial(worker.judge_paper, opened(_with_paper()), accepted=True, by=SYSTEM),
    "tell_early_end": lambda: partial(
        worker.tell_early_end, opened(_granted()), ended_on=_ENDED, words="It is over.", by=SYSTEM
    ),
    "decide_early_end": lambda: partial(
        decide_early_end, opened(_told_of_an_end()), outcome=EndOutcome.ENDED, by=SYSTEM
    ),
}
