"""The public door has three answers and one shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.permits import actions, codes, rules, verify
from sojourn.permits.errors import AskAgainLater
from sojourn.permits.models import VerifyTry
from sojourn.permits.types import Cause, Issued, Verdict
from tests.unit.permits.conftest import HOLDER

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 23), date(2027, 2, 20)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
WRONG = "0000000000"


@pytest.fixture
def issued(pack: Any, subject: Subject) -> Issued:
    return issue(pack, subject)


def issue(pack: Any, subject: Subject, **more: Any) -> Issued:
    with clock.frozen(datetime(2026, 11, 23, 9, tzinfo=UTC)), transaction():
        return actions.issue(
            "registration", pack=pack, subject=subject, holder=HOLDER, valid=(FIRST, LAST), by=SYSTEM, **more
        )


def ask(number: str, code: str, *, at: datetime = NOON, caller: str = "192.0.2.1") -> Verdict:
    with clock.frozen(at), transaction():
        return verify.verify(number, code, caller_key=caller)


def withdraw(issued: Issued) -> None:
    with transaction():
        actions.note(issued.id, cause=Cause.WITHDRAWN, first_day=FIRST, by=SYSTEM)


def test_a_document_in_force_is_valid(issued: Issued) -> None:
    assert ask(issued.number, issued.code) is Verdict.VALID


def test_a_document_in_force_stays_valid_when_its_holder_comes_under_protection(
    issued: Issued, subject: Subject
) -> None:
    with transaction():
        actions.reclassify([subject], confidentiality=Confidentiality.PROTECTED, by=SYSTEM)
    assert ask(issued.number, issued.code) is Verdict.VALID


def test_a_document_issued_under_protection_is_answered_like_one_that_does_not_exist(
    pack: Any, subject: Subject
) -> None:
    hidden = issue(pack, subject, confidentiality=Confidentiality.PROTECTED)
    assert ask(hidden.number, hidden.code) is Verdict.NOT_VALID


def test_the_reference_says_which_of_the_two_is_answered() -> None:
    said = (settings.BASE_DIR / "docs" / "reference" / "verifying.md").read_text()
    assert "*issued* with the class `protected`" in said
    assert "document whose class is `protected`" not in said


def test_number_and_code_may_be_typed_as_people_type(issued: Issued) -> None:
    number = f" {issued.number.lower()[:6]} {issued.number[6:]}\u200b"
    code = f"{issued.code[:5]} {issued.code[5:]}".lower().replace("0", "o").replace("1", "l")
    assert ask(number, code) is Verdict.VALID


def test_while_an_application_is_pending_the_answer_says_so(issued: Issued) -> None:
    with transaction():
        actions.note(issued.id, cause=Cause.APPLICATION_PENDING, first_day=LAST, by=SYSTEM)
    later = datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert ask(issued.number, issued.code, at=later) is Verdict.PENDING


def cases(pack: Any, subject: Subject) -> dict[str, tuple[str, str, datetime]]:
    """Everything that is answered with "no longer valid"."""
    issued, withdrawn = issue(pack, subject), issue(pack, subject)
    hidden = issue(pack, subject, confidentiality=Confidentiality.PROTECTED)
    withdraw(withdrawn)
    return {
        "unknown number": ("UT-2026-9999999-X", WRONG, NOON),
        "wrong code": (issued.number, WRONG, NOON),
        "withdrawn": (withdrawn.number, withdrawn.code, NOON),
        "expired": (issued.number, issued.code, NOON + timedelta(days=100)),
        "protected": (hidden.number, hidden.code, NOON),
        "not a number at all": ("<script>\x00" + "9" * 9000, "\u202e" * 900, NOON),
    }


def shape(number: str, code: str, at: datetime) -> tuple[Any, ...]:
    """The answer, its statements without their values, and how often a digest was made."""
    digests: list[Any] = []
    kept: Callable[..., bytes] = codes.digest_of

    def counted(*parts: str) -> bytes:
        digests.append(parts)
        return kept(*parts)

    with patch.object(codes, "digest_of", counted), CaptureQueriesContext(connection) as asked:
        verdict = ask(number, code, at=at, caller=f"caller {number}")
    words = [
        re.sub(r"'[^']*'(::\w+)?|\b\d+\b|true|false", "?", query["sql"])
        for query in asked
        if "SAVEPOINT" not in query["sql"]
    ]
    return verdict, tuple(words), len(digests)


def test_all_that_does_not_hold_is_one_answer_made_by_the_same_work(pack: Any, subject: Subject) -> None:
    shapes = {name: shape(*case) for name, case in cases(pack, subject).items()}
    assert len(set(shapes.values())) == 1, shapes
    verdict, _, digests = shapes["unknown number"]
    assert (verdict, digests) == (Verdict.NOT_VALID, 1)


def test_a_valid_document_costs_the_same_statements(issued: Issued) -> None:
    good = shape(issued.number, issued.code, NOON)
    bad = shape(issued.number, WRONG, NOON)
    assert good[1:] == bad[1:]


def test_wrong_tries_slow_the_caller_down_and_others_not(issued: Issued) -> None:
    for place in range(6):
        ask(f"UT-2026-000000{place}-X", WRONG)
    with pytest.raises(AskAgainLater) as refused:
        ask(issued.number, issued.code, at=NOON + timedelta(seconds=1))
    assert refused.value.seconds == 3
    assert ask(issued.number, issued.code, caller="192.0.2.2") is Verdict.VALID
    assert ask(issued.number, issued.code, at=NOON + timedelta(seconds=5)) is Verdict.VALID


def test_the_wait_does_not_tell_a_known_number_from_an_unknown_one(pack: Any, issued: Issued) -> None:
    waits = []
    for number in (issued.number, "UT-2026-9999999-X"):
        for place in range(11):
            ask(number, WRONG, caller=f"{number} {place}")
        with pytest.raises(AskAgainLater) as refused:
            ask(number, WRONG, caller="another")
        waits.append(refused.value.seconds)
    assert waits[0] == waits[1]


def test_the_rightful_reader_is_not_kept_out_for_long_by_others(issued: Issued) -> None:
    for place in range(40):
        with clock.frozen(NOON + timedelta(seconds=31 * place)), transaction():
            verify.verify(issued.number, WRONG, caller_key=f"attacker {place}")
    last = NOON + timedelta(seconds=31 * 39)
    assert ask(issued.number, issued.code, at=last + timedelta(seconds=31), caller="reader") is Verdict.VALID


def test_neither_callers_nor_numbers_are_readable_in_the_tries(issued: Issued) -> None:
    ask(issued.number, issued.code)
    row = VerifyTry.objects.get()
    assert b"192.0.2.1" not in bytes(row.caller)
    assert issued.number.encode() not in bytes(row.number)
    assert row.was_wrong is False


def test_tries_are_forgotten_after_a_day(issued: Issued) -> None:
    ask(issued.number, issued.code)
    ask(issued.number, issued.code, at=NOON + timedelta(hours=20))
    with clock.frozen(NOON + timedelta(hours=30)), transaction():
        assert verify.erase_old_tries() == 1


@pytest.mark.parametrize(
    ("wrong", "after", "wait"),
    [(0, 0, 0), (5, 0, 0), (6, 0, 4), (6, 4, 0), (7, 0, 8), (8, 1, 15), (30, 0, 600), (9999, 0, 600)],
)
def test_how_long_a_caller_waits(wrong: int, after: int, wait: int) -> None:
    now = NOON + timedelta(seconds=after)
    assert rules.seconds_to_wait(wrong, NOON, now=now, patience=rules.WITH_A_CALLER) == wait
