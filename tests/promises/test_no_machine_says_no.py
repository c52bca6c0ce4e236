"""Promise 1. No machine says no: rules compute and propose; a named officer decides, with reasons.

Broken for a try, and seen to fail: an error instead of advice for an expired passport; a nightly job that
ends what waits for an officer; a decision that need not name its officer; people matched without their birth.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.db import transaction as django_transaction
from procrastinate.contrib.django import app

from sojourn.audit.models import Event
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.forms import check_answers
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.people.models import Person
from sojourn.permits.models import ValidityEntry
from sojourn.project.jobs import JOBS
from sojourn.stays import actions as stays
from sojourn.stays.models import LateCandidate, Objection, Registration
from sojourn.stays.types import CandidateState
from tests.architecture.source import Module, called_name, calls, modules
from tests.factories import filings
from tests.factories.filings import GUEST, LATE, OFFICER, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

ADVERSE = {"decide_candidate", "answer_objection", "end_hold", "correct_lawful_until", "close_account"}
"""What only a person does: decisions about people. Called from pages of the office and stories they begin."""

ADVERSE_CAUSES = {"WITHDRAWN", "SUSPENDED", "VOID_FROM_START"}

DECIDED_BY_OFFICERS = {
    "sojourn.flows.appeal_decision",
    "sojourn.flows.decide_early_end",
    "sojourn.flows.ending_permits",
    "sojourn.flows.record_lapse",
}
"""Stories an officer begins by a decision; a document made under the decision that fell ends with it."""


# A form advises; it never prevents filing.

TROUBLED = {
    "late by months": {
        "stay.arrived-in-country-on": "2026-01-01",
        "stay.arrived-here-on": "2026-01-01",
    },
    "passport expired": {"passport.expires-on": "2020-01-01"},
    "no passport": {"passport.number": "", "passport.none": "lost"},
    "no passport and no reason": {"passport.number": "", "passport.issuing-state": ""},
    "one name only": {"passport.surname": ""},
    "birth year only": {"passport.birth-date": "1990"},
    "birth unknown": {"passport.birth-date": ""},
    "stateless": {"passport.nationality": "XXA"},
    "nationality unknown": {"passport.nationality": ""},
    "last lawful day long past": {"stay.lawful-until": "2026-06-02"},
    "within the free period": {"stay.leaves-on": "2026-06-05"},
    "no day of departure": {"stay.leaves-on": ""},
    "moved to another dwelling of the same owner": {
        "stay.change-of-place": "yes",
        "stay.registered-before": "yes",
        "stay.same-owner": "yes",
    },
    "a contact nobody can read": {"contact.channel": "email", "contact.address": "ask my brother"},
    "a child": {"passport.birth-date": "2020-05-05"},
    "a check digit of the zone that is wrong": {"passport.mrz": "P<GEOKALANDADZE<<NINO\n12AB34567X"},
}


@pytest.mark.parametrize("trouble", TROUBLED)
def test_a_filing_in_any_trouble_is_registered(trouble: str) -> None:
    receipt = filings.register(ANSWERS | TROUBLED[trouble])
    assert receipt.first
    assert Registration.objects.count() == 1


def test_only_what_cannot_be_understood_stops_a_form() -> None:
    """Every way of stopping is a missing or unreadable answer, never a judgement about the person."""
    service = catalogue.current().service("registration-of-stay")
    spoiled = {path: "\u0000?" for path in ANSWERS}
    stopping = {one.code for told in ({}, spoiled) for one in check_answers(service, told).errors}
    judging = ("late", "expired", "past", "eligible", "refused", "today")
    assert stopping
    assert [code for code in stopping if any(word in code for word in judging)] == []


# The clock computes, reminds and proposes; it does not decide.


def trouble() -> None:
    """A late filing, an objection, a stay about to run out, a draft, two people who may be one."""
    for number in ("P1", "P2"):
        filings.register(ANSWERS | LATE | {"passport.number": number})
    filings.begin()
    with transaction():
        token = token_for(Registration.objects.latest("id").id)
        object_to_registration(token, words="Nobody stays here.", key="a", by=GUEST)


@pytest.mark.parametrize("day", [date(2026, 6, 11), date(2026, 12, 1), date(2029, 1, 1), date(2090, 1, 1)])
def test_no_job_decides_anything_however_long_nobody_comes(day: date) -> None:
    trouble()
    people = Person.objects.count()
    with clock.frozen(day):
        for name in JOBS:
            app.tasks[name].func(timestamp=0)
    assert set(LateCandidate.objects.values_list("state", "decided_by")) == {("open", None)}
    assert set(Objection.objects.values_list("answer", flat=True)) == {""}
    assert set(Registration.objects.values_list("end_cause", flat=True)) <= {"", "expired"}
    assert set(ValidityEntry.objects.values_list("cause", flat=True)) <= {"issued"}
    assert Person.objects.count() == people


def test_what_the_clock_records_is_never_a_decision() -> None:
    trouble()
    before = Event.objects.latest("id").id
    with clock.frozen(date(2027, 1, 1)):
        for name in JOBS:
            app.tasks[name].func(timestamp=0)
    recorded = set(Event.objects.filter(id__gt=before).values_list("kind", flat=True))
    assert "stay:ended" in recorded
    assert recorded <= {"stay:ended", "application:drafts-erased", "notice:delivered", "notice:given-up"}


def test_the_machine_itself_cannot_decide_a_candidate_or_answer_a_host() -> None:
    trouble()
    candidate, objection = LateCandidate.objects.earliest("registration_id"), Objection.objects.get()
    with pytest.raises(IntegrityError, match="a_decision_names_its_officer_and_reason"), transaction():
        stays.decide_candidate(
            candidate.registration_id,
            state=CandidateState.TAKEN_UP,
            reason="late",
            to=filings.reader(),
            by=SYSTEM,
        )
    with pytest.raises(IntegrityError, match="an_answer_has_words_and_an_officer"), transaction():
        stays.answer_objection(objection.id, answer="No.", to=filings.reader(), by=SYSTEM)


@pytest.mark.parametrize(
    ("rows", "change", "name"),
    [
        ("stays_latecandidate", "state = 'taken-up'", "a_decision_names_its_officer_and_reason"),
        ("stays_objection", "answered_at = now()", "an_answer_has_words_and_an_officer"),
    ],
)
def test_no_decision_stands_without_its_officer_and_reason(rows: str, change: str, name: str) -> None:
    trouble()
    with pytest.raises(IntegrityError, match=name), django_transaction.atomic():
        connection.cursor().execute(f"UPDATE {rows} SET {change}")


def test_a_decision_is_kept_with_the_officer_and_the_reason() -> None:
    trouble()
    filings.set_aside_all()
    decided = LateCandidate.objects.earliest("registration_id")
    assert (decided.decided_by, decided.reason) == (OFFICER.account_id, "A flood.")


def adverse_acts_of_machines(every: tuple[Module, ...]) -> Iterator[str]:
    """Decisions called from jobs, start-up and stories that no page begins; ends of validity by a machine."""
    for module in every:
        if module.name.startswith("sojourn.sites.office"):
            continue
        for call in calls(module.tree):
            name = called_name(call).rsplit(".", 1)[-1]
            if name in ADVERSE and not _is_story_of_its_name(module, name):
                yield f"{module.name}:{call.lineno} {name}"
        for node in ast.walk(module.tree):
            is_cause = isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Cause"
            if is_cause and node.attr in ADVERSE_CAUSES and not _may_end(module):
                yield f"{module.name}:{node.lineno} {node.attr}"


def _may_end(module: Module) -> bool:
    """Where the word stands as a word, or an officer's answer is carried out, never one of the machine."""
    is_decided = module.name in DECIDED_BY_OFFICERS and "SYSTEM" not in module.text
    return is_decided or module.name == "sojourn.permits.types"


def _is_story_of_its_name(module: Module, name: str) -> bool:
    """A flow of the same name, begun by an officer's page, which hands its actor on."""
    return module.name == f"sojourn.flows.{name}" and "SYSTEM" not in module.text


def test_no_decision_is_taken_outside_an_officers_page() -> None:
    assert list(adverse_acts_of_machines(modules())) == []


@pytest.mark.parametrize(
    "line",
    ["stays.decide_candidate(row)", "permits.note(x, cause=Cause.WITHDRAWN)", "accounts.close_account(x)"],
)
def test_a_machine_that_decides_is_found(line: str) -> None:
    assert len(list(adverse_acts_of_machines((Module("sojourn.stays.jobs", line),)))) == 1


# People are never made one by a rule.


@pytest.mark.parametrize(
    "other",
    [
        {"passport.number": "12AB34568"},
        {"passport.birth-date": "1990-04-18"},
        {"passport.surname": "Kalandadzee"},
        {"passport.issuing-state": "ARM"},
    ],
)
def test_two_tellings_that_differ_in_anything_are_two_people(other: dict[str, str]) -> None:
    filings.register()
    filings.register(ANSWERS | other, held=filings.holder("another browser"))
    assert Person.objects.count() == 2


def test_nothing_merges_people() -> None:
    named = [
        f"{m.name}.{f.name}"
        for m in modules()
        for f in m.functions()
        if "merge" in f.name and m.room == "people"
    ]
    assert named == []


def test_leaving_a_day_late_makes_no_question() -> None:
    receipt = filings.register()
    with clock.frozen(date(2026, 9, 5)):
        filings.depart(receipt, on=date(2026, 9, 5))
    assert LateCandidate.objects.count() == 0
    assert date(2026, 9, 5) > TODAY
