"""At the same moment: each is heard, every try is counted, one document is drawn; nobody meets a failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sojourn.accounts import actions as accounts
from sojourn.accounts import rules
from sojourn.accounts.models import Try
from sojourn.accounts.types import Verdict
from sojourn.audit.models import Event
from sojourn.documents.models import Document
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.sign_in_with_counter_code import sign_in_with_counter_code
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.notices.models import Service
from sojourn.stays.models import Objection, Registration
from tests.factories import filings
from tests.factories.filings import GUEST, GUEST_ROW, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.usefixtures("committed_database")

Story = Callable[[], Any]


def together(*stories: Story) -> list[Any]:
    """Each story begun at the same moment on a connection of its own, with nothing to catch it."""
    gate = Barrier(len(stories))

    def tell(story: Story) -> Any:
        try:
            with clock.frozen(TODAY):
                connection.ensure_connection()
                gate.wait(timeout=30)
                return story()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(stories)) as pool:
        return list(pool.map(tell, stories))


def committed(act: Story) -> Story:
    def story() -> Any:
        with transaction():
            return act()

    return story


def numbers_of(kind: str) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for subject, number in Event.objects.filter(subject_kind=kind).values_list(
        "subject_id", "subject_number"
    ):
        found.setdefault(subject, []).append(number)
    return found


def object_by_link(token: str, key: str) -> None:
    object_to_registration(token, words="No.", key=key, by=GUEST)


def without_gap(numbers: Sequence[int]) -> bool:
    return sorted(numbers) == list(range(1, len(numbers) + 1))


def test_many_hotels_that_file_the_same_guest_are_all_heard() -> None:
    with clock.frozen(TODAY):
        hotels = [filings.hotel(f"Hotel {at}", tax_number=f"140000000{at}") for at in range(4)]
        filings.register()
    for turn in range(3):
        stories = [
            lambda desk=desk, by=by, at=at, turn=turn: register_guest_list(
                [
                    GUEST_ROW
                    | {
                        "passport.expires-on": f"203{turn}-01-0{at + 1}",
                        "stay.arrived-here-on": f"2026-06-0{at + 1}",
                    }
                ],
                key=f"turn {turn}",
                filing=filings.filing(by, desk=desk),
            )
            for at, (desk, by) in enumerate(hotels)
        ]
        together(*stories)
    assert all(without_gap(numbers) for numbers in numbers_of("person").values())


def test_every_wrong_password_is_counted_and_none_passes_the_limit() -> None:
    with clock.frozen(TODAY), transaction():
        accounts.open_staff_account(
            "officer", display_name="O", password="crane over the lake", language="en", by=SYSTEM
        )
    most = rules.PASSWORDS_PER_NAME.most
    guess = committed(
        lambda: accounts.check_password("officer", "wrong", caller="192.0.2.1", by=SYSTEM).verdict
    )
    verdicts = Counter(together(*[guess] * (most + 2)))
    assert verdicts == {Verdict.WRONG: most, Verdict.LIMITED: 2}
    assert Try.objects.filter(name=rules.PASSWORDS_PER_NAME.name).count() == most


def test_every_wrong_counter_code_is_counted_and_none_passes_the_limit() -> None:
    with clock.frozen(TODAY):
        reference = filings.at_counter().reference

    def guess(at: int) -> Story:
        return committed(
            lambda: sign_in_with_counter_code(
                reference, "WRONGWRO", holder=filings.holder(), caller=f"192.0.2.{at}", by=GUEST
            )[0]
        )

    most = rules.COUNTER_CODES_PER_REFERENCE.most
    verdicts = Counter(together(*[guess(at) for at in range(most + 3)]))
    assert verdicts == {Verdict.WRONG: most, Verdict.LIMITED: 3}
    assert Try.objects.filter(name=rules.COUNTER_CODES_PER_REFERENCE.name).count() == most


def test_an_objection_and_a_departure_do_not_hinder_each_other() -> None:
    for turn in range(6):
        with clock.frozen(TODAY):
            stay = filings.register(ANSWERS | {"passport.number": f"N{turn}"}).registration_id
        objections = [committed(partial(object_by_link, token_for(stay), key)) for key in ("a", "b")]
        depart = committed(partial(notify_departure, stay, on=date(2026, 6, 9), by=GUEST))
        together(objections[0], depart, objections[1])
    assert Objection.objects.count() == 12
    assert set(Registration.objects.values_list("end_cause", flat=True)) == {"departed"}
    assert all(without_gap(numbers) for numbers in numbers_of("registration").values())


def test_a_document_opened_in_three_windows_is_drawn_and_served_once() -> None:
    with clock.frozen(TODAY):
        stay = filings.register()
    opened = together(
        *[committed(lambda: open_certificate(stay.registration_id, language="en", by=GUEST))] * 3
    )
    assert len(set(opened)) == 1
    assert Document.objects.count() == Service.objects.count() == 1
