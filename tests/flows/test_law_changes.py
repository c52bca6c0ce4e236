"""The law changes between filing and decision: a case keeps the pack, class, fee and limits of its filing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from sojourn.applications import actions as applications
from sojourn.cases import queries as cases
from sojourn.cases.jobs import prove
from sojourn.cases.types import ItemToCorrect
from sojourn.catalogue import actions as packs
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.compiling import Compiled, compile_folder
from sojourn.flows.case_letters import Purpose
from sojourn.flows.open_case import submit_application
from sojourn.flows.request_correction import answer_correction, request_correction
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from tests.factories.cases import (
    ANSWERS,
    EVERYTHING,
    FILED_ON,
    GUEST,
    HOLDER,
    announced,
    apply,
    approve,
    officer,
    opened,
    propose,
    read_newest,
)
from tests.packs.scenarios import ROOT

pytestmark = pytest.mark.django_db

HOLIDAY = date(2026, 6, 30)
NEW_LAW = date(2026, 6, 10)
DECIDED_ON = date(2026, 6, 15)
CHANGES = {
    "parameters/procedure.yaml": [
        ("value: 10 days\n      source: R-PROC-3", "value: 5 days\n      source: R-PROC-3")
    ],
    "parameters/residence.yaml": [
        ("fast: 15 working-days, standard: 20 working-days", "fast: 5 working-days, standard: 7 working-days")
    ],
}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The pack of another government: half the hearing, a third of the time, ten times the duty."""
    folder = tmp_path_factory.mktemp("packs") / "azerbaijan"
    shutil.copytree(ROOT / "azerbaijan", folder)
    for name, changes in CHANGES.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")
    _raise_duty(folder / "parameters/residence.yaml")
    _announce_holiday(folder / "data/holidays.csv")
    return compile_folder(folder)


def _raise_duty(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head, fee = text.split("residence.fee:", 1)
    assert '"120.00"' in fee
    path.write_text(head + "residence.fee:" + fee.replace('"120.00"', '"1200.00"'), encoding="utf-8")


def _announce_holiday(path: Path) -> None:
    rows = path.read_text(encoding="utf-8").splitlines()
    after = max(n for n, row in enumerate(rows) if row < HOLIDAY.isoformat())
    rows.insert(after + 1, f"{HOLIDAY},fixed,,,Yeni bayram,A new day,Новый праздник")
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def before(changed: Compiled) -> UUID:
    """A case filed under the law of yesterday; today the new one is current."""
    case_id = apply().case_id
    with clock.frozen(NEW_LAW), transaction():
        assert packs.load(changed, by=SYSTEM)
    return case_id


def granted(case_id: UUID) -> str:
    """The duty of what is granted."""
    with clock.frozen(DECIDED_ON):
        propose(case_id, by=officer("author"))
        approve(case_id, by=officer("approver", "supervisor"))
        (charge,) = charges.list_of(opened(case_id).case.subject, to=EVERYTHING)
    return str(charge.amount)


def filed_after() -> UUID:
    with clock.frozen(NEW_LAW):
        return apply({"passport.number": "BB7654321"}, on=NEW_LAW).case_id


def test_the_case_keeps_its_pack_and_the_next_one_has_the_new(before: UUID, changed: Compiled) -> None:
    with clock.frozen(NEW_LAW):
        assert catalogue.current().sha256 == changed.sha256
        assert opened(before).pack.sha256 != changed.sha256
        assert opened(filed_after()).pack.sha256 == changed.sha256


def test_the_duty_is_that_of_the_law_of_filing_on_both_sides(before: UUID) -> None:
    assert granted(before) == "120.00 AZN"


def test_the_duty_of_what_is_filed_after_is_the_new_one(before: UUID) -> None:
    assert granted(filed_after()) == "1200.00 AZN"


def test_the_time_to_examine_is_that_of_the_law_of_filing(before: UUID) -> None:
    assert str(opened(before).case.review_limit) == "20 working-days"
    assert str(opened(filed_after()).case.review_limit) == "7 working-days"


def test_the_time_to_answer_is_that_of_the_law_of_filing(before: UUID) -> None:
    with clock.frozen(NEW_LAW):
        after, author = filed_after(), officer("author")
        for case_id in (before, after):
            announced(case_id, by=author)
        assert opened(before).page.hearings[0].answer_by == date(2026, 6, 22)
        assert opened(after).page.hearings[0].answer_by == date(2026, 6, 16)  # the fifteenth is a holiday


def test_a_decision_names_the_pack_it_was_taken_under(before: UUID, changed: Compiled) -> None:
    granted(before)
    file = opened(before)
    assert file.decision is not None
    assert file.case.pack_sha256 == file.pack.sha256 != changed.sha256
    with clock.frozen(DECIDED_ON):
        read_newest(before, Purpose.GRANTED)
    assert opened(before).case.appeal_until == date(2026, 7, 15)


def test_a_case_keeps_the_class_of_the_day_it_was_filed() -> None:
    """Seventeen on the day of filing, eighteen when it is decided: the duty of a minor."""
    minor = opened(apply({"passport.birth-date": "2008-06-05", "applicant.filer": "child-14-17"}).case_id)
    grown = opened(
        apply(
            {"passport.birth-date": "2008-06-01", "passport.number": "CC1", "applicant.filer": "self"}
        ).case_id
    )
    assert (minor.case.fee_class, grown.case.fee_class) == ("minor", "adult")
    with clock.frozen(DECIDED_ON):
        assert opened(minor.case.id).examined().fee == minor.examined().fee != grown.examined().fee


def test_a_draft_begun_before_is_filed_by_the_law_of_the_day_it_is_sent(changed: Compiled) -> None:
    pack = catalogue.current()
    with transaction():
        draft = applications.start(
            pack.service_for("residence"), pack=pack, language="en", answers=ANSWERS, holder=HOLDER, by=GUEST
        )
    with clock.frozen(NEW_LAW):
        with transaction():
            assert packs.load(changed, by=SYSTEM)
        with transaction():
            receipt = submit_application(draft.id, holder=HOLDER, filing=Filing(GUEST, NEW_LAW, "en"))
        file = opened(receipt.case_id)
        assert file.pack.sha256 == file.filed.pack_sha256 == changed.sha256
        assert str(file.case.review_limit) == "7 working-days"
    assert granted(receipt.case_id) == "1200.00 AZN"


def test_the_time_of_a_paper_runs_from_its_stamp_however_late_it_is_entered() -> None:
    at_once = apply().case_id
    with clock.frozen(date(2026, 6, 10)):
        file = opened(apply({"passport.number": "DD1"}, on=FILED_ON).case_id)
        assert file.case.entered_at.date() == date(2026, 6, 10)
        assert file.case.started_on == file.case.filed_on == FILED_ON
        assert file.case.due_on == file.examined().review.last_day == opened(at_once).case.due_on


def test_a_holiday_announced_since_counts_for_every_clock_alike(changed: Compiled) -> None:
    """A case keeps its law, but its working days are those known today: by day and by night the same."""
    case_id = apply().case_id
    with transaction():
        items = [ItemToCorrect("passport.number", "correct-answer")]
        request_correction(opened(case_id), items=items, by=officer("asker"))
    read_newest(case_id, Purpose.CORRECTION)
    with clock.frozen(NEW_LAW):
        with transaction():
            assert packs.load(changed, by=SYSTEM)
        with transaction():
            answer_correction(opened(case_id), answers={"passport.number": "BB7654321"}, by=GUEST)
        file = opened(case_id)
        assert HOLIDAY in file.calendar.closed
        assert HOLIDAY not in file.pack.calendar.closed
        stands = cases.clock_of(file.case, file.page.intervals, calendar=file.calendar)
        assert file.case.due_on == stands.due_on
        assert prove() == 0
