"""Stories of a work permit: its place of the quota, and the part of the worker in it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.types import Power
from sojourn.catalogue import queries as catalogue
from sojourn.flows import quota_places, worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.decide_early_end import let_go_on, lift_suspension, propose_early_end
from sojourn.flows.ending_permits import Ending, approve_end, end_again, go_on_again, propose_end, undo_end
from sojourn.flows.tell_forecast import tell_forecast
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.parties import queries as parties
from sojourn.parties.models import Party
from sojourn.parties.types import PartyView, SaidKind
from sojourn.quotas.models import Count, Place
from tests.factories import cases as worked
from tests.factories import filings, labour
from tests.factories.cases import EVERYTHING, GUEST, opened
from tests.promises.stories import Story

_ENDED = date(2026, 6, 8)


def _filed() -> UUID:
    return labour.apply(labour.employer()).case_id


def _granted() -> UUID:
    case = _filed()
    worked.propose(case, by=labour.officer("wp-author"))
    worked.approve(case, by=labour.officer("wp-approver", "supervisor"))
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


def _ended() -> date:
    """A day that is past, whatever day the story is told on."""
    return min(_ENDED, clock.today())


def _told_of_an_end() -> UUID:
    case = _granted()
    with transaction():
        worker.tell_early_end(opened(case), ended_on=_ended(), words="It is over.", by=SYSTEM)
        worker.say(_part(case), "So it is.", kind=SaidKind.ANSWER, by=GUEST)
    return case


def _with_paper() -> UUID:
    case = _filed()
    with transaction():
        worker.give_paper(_part(case), number="T-1", issued_on=_ENDED, scan=None, by=GUEST)
    return case


def _judging() -> Any:
    case = _with_paper()
    paper = _part(case).paper
    assert paper is not None
    return partial(worker.judge_paper, opened(case), paper_id=paper.id, accepted=True, by=SYSTEM)


_ENDING = Ending(_ENDED, ("cancelled-residence-refused",), {"az": "İcazə verilmədi."})


def _approver() -> Actor:
    return labour.officer("wp-approver", "supervisor")


def _suspended() -> Any:
    case = _told_of_an_end()
    with transaction():
        worker.say(_part(case), "He keeps my passport.", kind=SaidKind.EXPLOITATION, by=GUEST)
    return partial(
        lift_suspension, opened(case), to=EVERYTHING, by=labour.officer("shield", "protection-officer")
    )


def end_proposed() -> UUID:
    case = _told_of_an_end()
    with transaction():
        propose_early_end(opened(case), words={"az": "Bitib."}, by=labour.officer("wp-author"))
    return case


def end_approved() -> UUID:
    case = end_proposed()
    with transaction():
        approve_end(opened(case), power=Power("supervisor"), by=_approver())
    return case


def _contested() -> Any:
    case = end_approved()
    with transaction():
        go_on_again(opened(case), since=_ENDED, by=SYSTEM)
    return partial(end_again, opened(case), by=SYSTEM)


def _joining() -> Any:
    case = opened(_filed()).case
    account = filings.account("worker@example.org")
    return partial(worker.join, _part(case.id), case, account_id=account, by=GUEST)


def _joined() -> Any:
    case = opened(_filed())
    account = filings.account("worker@example.org")
    with transaction():
        worker.join(_part(case.case.id), case.case, account_id=account, by=GUEST)
    return partial(worker.undo_join, case, by=labour.officer("wp-author"))


def _needs_of_a_year() -> Any:
    by, pack = labour.employer(), catalogue.current()
    service, told = pack.service(labour.SERVICE), {"construction": 3}
    return partial(tell_forecast, pack, service, by.on_behalf_of, year=2027, needed=told, by=by)


STORIES: dict[str, Story] = {
    "tell_forecast": _needs_of_a_year,
    "follow": lambda: partial(quota_places.follow, _withdrawn().case, by=SYSTEM),
    "follow_file": lambda: partial(quota_places.follow_file, _withdrawn(), by=SYSTEM),
    "carry_over": lambda: partial(quota_places.carry_over, _waiting(), by=SYSTEM),
    "name_worker": _unnamed,
    "give_paper": lambda: partial(
        worker.give_paper, _part(_filed()), number="T-1", issued_on=_ENDED, scan=None, by=GUEST
    ),
    "say": lambda: partial(worker.say, _part(_filed()), "No.", kind=SaidKind.OBJECTION, by=GUEST),
    "join": _joining,
    "undo_join": _joined,
    "write_to": lambda: partial(worker.write_to, opened(_filed()), "For you alone.", by=SYSTEM),
    "judge_paper": _judging,
    "renew_code": lambda: partial(worker.renew_code, opened(_filed()), by=labour.officer("wp-author")),
    "tell_early_end": lambda: partial(
        worker.tell_early_end, opened(_granted()), ended_on=_ENDED, words="It is over.", by=SYSTEM
    ),
    "propose_early_end": lambda: partial(
        propose_early_end, opened(_told_of_an_end()), words={"az": "Bitib."}, by=labour.officer("wp-author")
    ),
    "let_go_on": lambda: partial(let_go_on, opened(_told_of_an_end()), by=labour.officer("wp-author")),
    "lift_suspension": _suspended,
    "propose_end": lambda: partial(propose_end, opened(_granted()), _ENDING, by=labour.officer("wp-author")),
    "approve_end": lambda: partial(
        approve_end, opened(end_proposed()), power=Power("supervisor"), by=_approver()
    ),
    "go_on_again": lambda: partial(go_on_again, opened(end_approved()), since=_ENDED, by=SYSTEM),
    "end_again": _contested,
    "undo_end": lambda: partial(undo_end, opened(end_approved()), by=SYSTEM),
}
