"""Promise 1, of cases: no job and no rule refuses, closes, cancels or records a lapse; only officers do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from procrastinate.contrib.django import app

from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.models import Case, Decision
from sojourn.cases.types import CLOSED, CaseStatus, DecisionKind, ItemToCorrect, Power
from sojourn.catalogue import queries as catalogue
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.case_letters import Purpose
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.produce_card import produce_card
from sojourn.flows.request_correction import request_correction
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.errors import Refusal
from sojourn.payments import queries as charges
from sojourn.payments.models import Charge
from sojourn.permits.models import ValidityEntry
from sojourn.project.jobs import JOBS
from tests.architecture.source import called_name, calls, modules
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    announced,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    read_newest,
    refused,
)
from tests.promises.stories import labour
from tests.unit.cases import those

pytestmark = pytest.mark.django_db

HARSH = {
    "the passport ends next month": {"passport.expires-on": "2026-07-01"},
    "no passport": {"passport.number": "", "passport.none": "lost"},
    "the stay ended long ago": {"present.lawful-until": "2020-01-01"},
    "a deposit far below the threshold": {"ground.main": "deposit", "deposit.amount": "1.00"},
    "absent for half a year": {"request.kind": "extension", "absence.days": "180"},
    "nothing told of the dwelling": {"dwelling.place.street": "", "dwelling.place.house": ""},
}
"""Everything the rules have something to say about."""


@pytest.mark.parametrize("trouble", HARSH)
def test_an_application_the_rules_object_to_becomes_a_case_like_any_other(trouble: str) -> None:
    with clock.frozen(FILED_ON):
        plain, here = (
            opened(apply().case_id),
            opened(apply(HARSH[trouble] | {"contact.address": "x"}).case_id),
        )
    assert here.case.status is CaseStatus.IN_REVIEW
    assert here.case.due_on == plain.case.due_on


def proposed() -> UUID:
    case_id = apply().case_id
    propose(case_id, by=officer(f"author-{case_id}"))
    return case_id


def charged() -> UUID:
    case_id = proposed()
    approve(case_id, by=officer(f"approver-{case_id}", "supervisor"))
    read_newest(case_id, Purpose.GRANTED)
    return case_id


def paid() -> UUID:
    case_id = charged()
    pay(case_id)
    return case_id


def ready() -> UUID:
    case_id = paid()
    with transaction():
        produce_card(opened(case_id), by=officer(f"maker-{case_id}"))
    return case_id


def corrected() -> UUID:
    case_id = apply().case_id
    items = [ItemToCorrect("passport.number", "correct-passport-copy")]
    with transaction():
        request_correction(opened(case_id), items=items, by=officer(f"author-{case_id}"))
    read_newest(case_id, Purpose.CORRECTION)
    return case_id


def intended() -> UUID:
    case_id = apply().case_id
    announced(case_id, by=officer(f"author-{case_id}"))
    return case_id


def appealed() -> UUID:
    case_id = apply().case_id
    refused(case_id, author=officer(f"a-{case_id}"), approver=officer(f"b-{case_id}", "supervisor"))
    with transaction():
        appeal_decision(opened(case_id), words="I do not agree.", by=GUEST)
    return case_id


WAITING: dict[CaseStatus, Callable[[], UUID]] = {
    CaseStatus.IN_REVIEW: lambda: apply().case_id,
    CaseStatus.AWAITING_CORRECTION: corrected,
    CaseStatus.AWAITING_ANSWER: intended,
    CaseStatus.PROPOSED: proposed,
    CaseStatus.AWAITING_PAYMENT: charged,
    CaseStatus.IN_PRODUCTION: paid,
    CaseStatus.READY: ready,
    CaseStatus.REFUSED: appealed,
    CaseStatus.CANCEL_PROPOSED: labour.end_proposed,
}
"""A case in every status in which somebody has still to act."""


def run_every_job(day: date) -> None:
    with clock.frozen(day):
        for name in JOBS:
            app.tasks[name].func(timestamp=0)


def test_however_long_nobody_comes_no_case_is_decided() -> None:
    """A day, a week, the limits, years: each status is what the last person left."""
    with clock.frozen(FILED_ON):
        waiting = {status: make() for status, make in WAITING.items()}
    assert {status for status in CaseStatus if status not in CLOSED} <= set(waiting)
    decided = Decision.objects.count()
    owed = {(each.id, each.state) for each in charges.as_charges(Charge.objects.all())}
    for after in (1, 8, 20, 45, 120, 366, 365 * 3, 365 * 30):
        run_every_job(FILED_ON + timedelta(days=after))
        found = {status: queries.get_filed(case_id).status for status, case_id in waiting.items()}
        assert found == {status: status for status in waiting}, after
    assert Decision.objects.count() == decided
    assert {(each.id, each.state) for each in charges.as_charges(Charge.objects.all())} == owed
    causes = set(ValidityEntry.objects.values_list("cause", flat=True))
    assert causes <= {"issued", "application-pending", "expired", "prolonged"}
    calendar = catalogue.current().calendar
    differing = queries.list_differing(list(waiting.values()), calendar=calendar)
    assert [each for each in differing if each.what == "status"] == []


def test_what_the_clock_says_of_cases_is_a_warning_or_a_reminder() -> None:
    with clock.frozen(FILED_ON):
        for make in WAITING.values():
            make()
    before = Event.objects.latest("id").id
    for after in (8, 20, 26, 31, 45, 60, 400):
        run_every_job(FILED_ON + timedelta(days=after))
    said = set(Event.objects.filter(id__gt=before).values_list("kind", flat=True))
    assert said >= {"case:warned", "case:late-reported"}
    of_cases = {kind for kind in said if kind.startswith(("case:", "charge:", "payment:", "decision:"))}
    warnings = {"case:warned", "case:late-reported", "case:appeal-warned", "case:appeal-late-reported"}
    warnings |= {"case:stage-warned", "case:stage-late-reported"}
    assert of_cases <= warnings | {"case:reminded", "charge:reminded"}


DECIDING: dict[str, Callable[[UUID], object]] = {
    "propose": lambda case: cases.propose(case, those.proposal(), by=SYSTEM),
    "ask-correction": lambda case: cases.ask_correction(case, items=[], by=SYSTEM),
    "announce": lambda case: cases.announce_intention(case, reasons=["x"], words={}, by=SYSTEM),
}


@pytest.mark.parametrize("act", DECIDING)
def test_the_machine_itself_is_no_officer(act: str) -> None:
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        with pytest.raises((Refusal, AssertionError, PermissionError)), transaction():
            DECIDING[act](case_id)
    assert Case.objects.get(id=case_id).status == "in-review"


def test_the_machine_does_not_approve_nor_record_a_lapse() -> None:
    with clock.frozen(FILED_ON):
        waiting, owed = proposed(), charged()
        with pytest.raises((Refusal, AssertionError, PermissionError)), transaction():
            approve_decision(opened(waiting), power=Power("supervisor", "rmd-bak"), by=SYSTEM)
        with pytest.raises((Refusal, AssertionError, PermissionError)), transaction():
            cases.record_lapse(
                owed, reasons=["x"], words={}, power=Power("supervisor"), remedy=None, by=SYSTEM
            )
    assert Case.objects.get(id=waiting).status == "proposed"
    assert Case.objects.get(id=owed).status == "awaiting-payment"


def test_what_the_rules_find_does_not_bind_the_officer() -> None:
    """A grant against every finding of the rules is the officer's to propose, with reasons."""
    with clock.frozen(FILED_ON):
        case_id = apply(HARSH["a deposit far below the threshold"]).case_id
        assert opened(case_id).examined().findings
        wish = Wish(
            DecisionKind.GRANT,
            ("granted-as-asked",),
            {"az": "Sənədlər yoxlanıb."},
            granted_from=FILED_ON,
            granted_until=date(2027, 5, 31),
        )
        with transaction():
            propose_decision(opened(case_id), wish, to=EVERYTHING, by=officer("author"))
        approve(case_id, by=officer("approver", "supervisor"))
    assert opened(case_id).case.status is CaseStatus.AWAITING_PAYMENT


ADVERSE = {"approve", "record_lapse", "decide_appeal", "propose", "go_on", "announce_intention", "withdraw"}
STORIES = ("sojourn.flows.", "sojourn.sites.", "sojourn.project.demonstration", "sojourn.project.seeding")


def test_no_job_calls_what_decides() -> None:
    found = [
        f"{module.name}:{call.lineno}"
        for module in modules()
        if module.name.endswith(".jobs") or module.name.startswith("sojourn.flows.remind")
        for call in calls(module.tree)
        if called_name(call).rsplit(".", 1)[-1] in ADVERSE
    ]
    assert found == []
    stories = [
        module.name
        for module in modules()
        for call in calls(module.tree)
        if called_name(call).rsplit(".", 1)[-1] in {"record_lapse", "decide_appeal", "approve"}
        and not module.name.startswith((*STORIES, "sojourn.cases"))
    ]
    assert stories == []
