"""The code printed at the counter opens its application, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts import rules
from sojourn.accounts.types import Verdict
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject

pytestmark = pytest.mark.django_db
GUEST = Actor(ActorKind.GUEST, Door.PORTAL)
REFERENCE = "REG-2026-0000017-K"


def print_code(subject: Subject, reference: str = REFERENCE) -> str:
    with transaction():
        until = clock.now() + timedelta(days=30)
        return accounts.make_counter_code(subject, reference=reference, valid_until=until, by=SYSTEM)


def check(code: str, reference: str = REFERENCE, caller: str = "1.2.3.4") -> tuple[Verdict, Subject | None]:
    with transaction():
        return accounts.check_counter_code(reference, code, caller=caller, by=GUEST)


def test_reference_and_code_open_the_subject_however_they_are_typed() -> None:
    subject = Subject("application", uuid4())
    code = print_code(subject)
    assert len(code) == 8
    assert check(f"{code[:4].lower()} {code[4:]}", "reg 2026 0000017 k") == (Verdict.RIGHT, subject)


def test_a_wrong_code_and_an_unknown_reference_are_answered_alike() -> None:
    print_code(Subject("application", uuid4()))
    assert check("22222222") == check("22222222", "REG-2026-0000099-X") == (Verdict.WRONG, None)


def test_printing_again_ends_the_code_before() -> None:
    subject = Subject("application", uuid4())
    first, second = print_code(subject), print_code(subject)
    assert check(first)[0] is Verdict.WRONG
    assert check(second)[0] is Verdict.RIGHT


def test_a_code_ends_with_its_term() -> None:
    code = print_code(Subject("application", uuid4()))
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert check(code)[0] is Verdict.WRONG


def test_tries_on_one_reference_are_limited_whoever_tries() -> None:
    code = print_code(Subject("application", uuid4()))
    for number in range(rules.COUNTER_CODES_PER_REFERENCE.most):
        assert check("22222222", caller=str(number))[0] is Verdict.WRONG
    assert check(code, caller="another")[0] is Verdict.LIMITED
