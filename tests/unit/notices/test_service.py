"""Service of a document is a record of its own, in one of four manners; mail alone is never service."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from sojourn.audit.models import Event, PersonalValue
from sojourn.documents.models import Document
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.notices import actions as notices
from sojourn.notices import queries, rules
from sojourn.notices.errors import ServiceIncomplete
from sojourn.notices.types import Channel, Manner, Served
from tests.unit.notices.conftest import ABOUT

ON = date(2026, 3, 2)


@pytest.mark.parametrize("manner", [Manner.OPENED_IN_PORTAL, Manner.SIGNED_ON_HANDOVER])
def test_terms_run_from_the_act(manner: Manner) -> None:
    assert rules.effective_on(Served(manner, ON), days_after={Manner.REGISTERED_POST: 7}) == ON


def test_registered_post_is_served_days_after_it_was_posted() -> None:
    posted = Served(Manner.REGISTERED_POST, ON, post_number="RR123")
    assert rules.effective_on(posted, days_after={Manner.REGISTERED_POST: 7}) == date(2026, 3, 9)


@pytest.mark.parametrize("manner", [Manner.REFUSAL_WITNESSED, Manner.REGISTERED_POST])
def test_a_service_that_cannot_be_proved_is_refused(manner: Manner) -> None:
    with pytest.raises(ServiceIncomplete):
        rules.effective_on(Served(manner, ON), days_after={Manner.REGISTERED_POST: 7})


def test_no_manner_is_mail_or_a_text_message() -> None:
    assert not {manner.value for manner in Manner} & {channel.value for channel in Channel}


@pytest.fixture
def document(db: None) -> UUID:
    kept = Document.objects.create(
        subject_kind=ABOUT.kind,
        subject_id=ABOUT.id,
        kind="letter",
        confidentiality=0,
        original_sha256="0" * 64,
        original_size=1,
        safe_sha256="0" * 64,
        safe_size=1,
        media_type="application/pdf",
        created_at=clock.now(),
    )
    return UUID(str(kept.id))


def test_a_service_is_recorded_once_in_each_manner(document: UUID) -> None:
    witnessed = Served(Manner.REFUSAL_WITNESSED, ON, witnesses=("Aysel", "Murad"))
    for served in (witnessed, witnessed, Served(Manner.REGISTERED_POST, ON, post_number="RR123")):
        with transaction():
            notices.record_service(document, served=served, days_after={Manner.REGISTERED_POST: 7}, by=SYSTEM)
    services = queries.list_services(document)
    assert [each.effective_on for each in services] == [ON, date(2026, 3, 9)]
    assert Event.objects.filter(kind="document:served").count() == 2
    assert ["Aysel", "Murad"] in [value.value for value in PersonalValue.objects.filter(name="witnesses")]
