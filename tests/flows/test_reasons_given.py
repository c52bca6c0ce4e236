"""A decision says why: coded reasons of the service, their values filled, and the officer's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from sojourn.cases.errors import ReasonUnknown, TextMissing
from sojourn.cases.types import CaseStatus, DecisionKind, Power
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.case_letters import Purpose
from sojourn.flows.decide_case import Wish, propose_decision
from sojourn.flows.errors import ValueMissing
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    OFFICE,
    REFUSED_FOR,
    announced,
    apply,
    approve,
    officer,
    opened,
    propose,
    read_newest,
)
from tests.flows.test_letters_read_back import drawn, not_examined, plain, read_back

pytestmark = pytest.mark.django_db
BANNED = ("refused-entry-ban",)
UNTIL = {"refused-entry-ban": {"until": "2027-03-01"}}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def announce(case_id: UUID, *, by: Actor, values: dict[str, dict[str, str]] | None = None) -> None:
    with transaction():
        announce_intention(opened(case_id), reasons=BANNED, words={}, values=values, by=by)


def wish(
    kind: DecisionKind, reasons: tuple[str, ...], words: dict[str, str], by: Actor, case_id: UUID
) -> None:
    with transaction():
        propose_decision(opened(case_id), Wish(kind, reasons, words), to=EVERYTHING, by=by)


@pytest.mark.parametrize("code", ["no-such-code", "granted-as-asked", "lapsed-unpaid"])
def test_what_the_service_does_not_give_as_a_reason_of_a_refusal_is_none(code: str) -> None:
    case_id, author = apply().case_id, officer("author")
    with pytest.raises(ReasonUnknown), transaction():
        announce_intention(opened(case_id), reasons=[code], words={"az": "Belə."}, by=author)
    announced(case_id, by=author)
    with transaction():
        answer_intention(opened(case_id), words="No.", by=GUEST)
    with pytest.raises(ReasonUnknown):
        wish(DecisionKind.REFUSE, (code,), {"az": "Belə."}, author, case_id)
    assert opened(case_id).case.status is CaseStatus.IN_REVIEW


@pytest.mark.parametrize("words", [{}, {"az": "  "}, {"en": "There is no contract."}])
def test_a_refusal_says_why_in_the_language_it_is_authentic_in(words: dict[str, str]) -> None:
    case_id, author = apply().case_id, officer("author")
    announced(case_id, by=author)
    with transaction():
        answer_intention(opened(case_id), words="No.", by=GUEST)
    with pytest.raises(TextMissing) as refused:
        wish(DecisionKind.REFUSE, REFUSED_FOR, words, author, case_id)
    assert refused.value.facts["language"] == "az"


def test_a_reason_without_its_value_is_no_whole_sentence() -> None:
    case_id = apply().case_id
    with pytest.raises(ValueMissing) as refused:
        announce(case_id, by=officer("author"))
    assert refused.value.facts["values"] == ["until"]


def test_a_value_an_officer_gives_stands_in_the_letter(tmp_path: Path) -> None:
    case_id = apply().case_id
    announce(case_id, by=officer("author"), values=UNTIL)
    said = plain(read_back(drawn(case_id, Purpose.INTENTION, "en"), tmp_path))
    assert plain("A restriction of entry applies to the applicant until 1 March 2027.") in said
    assert plain("gəliş məhdudiyyəti 1 mart 2027") in said


def test_a_coded_reason_with_a_value_is_a_reason_and_not_the_words_of_an_officer(tmp_path: Path) -> None:
    case_id = apply().case_id
    announce(case_id, by=officer("author"), values=UNTIL)
    said = plain(read_back(drawn(case_id, Purpose.INTENTION, "en"), tmp_path))
    assert plain("In the officer's words") not in said
    assert said.index(plain("Reasons")) < said.index(plain("A restriction of entry applies"))


def test_what_is_no_day_was_not_given_where_a_day_is_said() -> None:
    case_id = apply().case_id
    with pytest.raises(ValueMissing):
        announce(case_id, by=officer("author"), values={BANNED[0]: {"until": "next spring"}})


def test_an_intended_refusal_says_its_own_words_in_the_authentic_language_too() -> None:
    case_id, by = apply().case_id, officer("author")
    with pytest.raises(TextMissing), transaction():
        announce_intention(
            opened(case_id), reasons=BANNED, words={"en": "There is no contract."}, values=UNTIL, by=by
        )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "A restriction of entry applies to the applicant until 1 March 2027."),
        ("ru", "На заявителя до 1 марта 2027 г. действует ограничение на въезд."),
    ],
)
def test_whoever_reads_a_letter_finds_the_value_in_their_language(
    tmp_path: Path, language: str, sentence: str
) -> None:
    case_id = apply(language="en").case_id
    announce(case_id, by=officer("author"), values=UNTIL)
    said = plain(read_back(drawn(case_id, Purpose.INTENTION, language), tmp_path))
    assert plain(sentence) in said
    assert "{" not in said


def test_what_the_case_knows_nobody_types(tmp_path: Path) -> None:
    case_id, author = apply().case_id, officer("author")
    article = opened(case_id).service.find_ground("work")
    assert article
    announced(case_id, by=author)
    with transaction():
        answer_intention(opened(case_id), words="No.", by=GUEST)
    propose(case_id, by=author, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
    approve(case_id, by=officer("approver", "supervisor"))
    said = plain(read_back(drawn(case_id, Purpose.REFUSED, "en"), tmp_path))
    assert plain(f"The ground of article {article.article} that was named has not been shown") in said
    assert plain("The papers were checked.") in said
    assert plain("The appeal itself is accepted within") in said  # beside how long one may stay
    assert "{" not in said


def test_a_notice_to_pay_says_from_when_its_days_are_counted(tmp_path: Path) -> None:
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    said = plain(read_back(drawn(case_id, Purpose.PAYMENT_NOTICE, "en"), tmp_path))
    assert plain("30 days. The time to pay is counted from the end of the time for examining.") in said


def test_a_case_left_unexamined_says_what_was_asked_and_when(tmp_path: Path) -> None:
    with clock.frozen(FILED_ON):
        case_id = not_examined()
    said = plain(read_back(drawn(case_id, Purpose.NOT_EXAMINED, "en"), tmp_path))
    assert plain("The request of 1 June 2026 was not answered") in said
    assert plain("cannot be examined without: Number") in said


def test_a_lapse_says_what_was_not_paid_and_by_when(tmp_path: Path) -> None:
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    read_newest(case_id, Purpose.GRANTED)
    day = lapses_from(opened(case_id))
    assert day
    power = Power("supervisor", OFFICE)
    with clock.frozen(day), transaction():
        record_lapse(
            opened(case_id), reasons=["lapsed-unpaid"], words={}, power=power, by=officer("recorder")
        )
    said = plain(read_back(drawn(case_id, Purpose.LAPSED, "en"), tmp_path))
    assert plain("The state duty of 120 AZN") in said
    assert plain("was not paid by 31 July 2026") in said


def test_a_shorter_grant_says_until_when_and_why(tmp_path: Path) -> None:
    case_id = apply().case_id
    short = Wish(
        DecisionKind.GRANT,
        ("granted-shorter-ground",),
        granted_from=FILED_ON,
        granted_until=date(2026, 11, 30),
    )
    with transaction():
        propose_decision(opened(case_id), short, to=EVERYTHING, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    said = plain(read_back(drawn(case_id, Purpose.GRANTED, "en"), tmp_path))
    assert plain("The permit is granted until 30 November 2026, when its ground ends.") in said
