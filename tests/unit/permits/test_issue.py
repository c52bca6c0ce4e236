"""A document is issued at once, whole, and its validity is a ledger in two times."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection
from django.db import transaction as django_transaction
from django.test.utils import CaptureQueriesContext

from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Reader, proven
from sojourn.lib.db import TransactionRequired, current_work, finish, transaction
from sojourn.lib.references import Pattern
from sojourn.lib.seal import codec, profile, signature
from sojourn.lib.seal.signature import Verdict as SealVerdict
from sojourn.lib.types import Confidentiality, Subject
from sojourn.permits import actions, queries, seal
from sojourn.permits.errors import DocumentUnknown, NoNumberPattern
from sojourn.permits.models import Permit, ValidityEntry
from sojourn.permits.types import Cause, Issued, SealedHolder, Standing, ToIssue
from tests.unit.permits.conftest import HOLDER

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 23), date(2027, 2, 20)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVERYTHING = proven(SYSTEM, "test")


def issue(pack: Any, subject: Subject, **more: Any) -> Issued:
    with clock.frozen(NOON), transaction():
        return actions.issue(
            "registration", pack=pack, subject=subject, holder=HOLDER, valid=(FIRST, LAST), by=SYSTEM, **more
        )


def test_a_document_has_a_number_with_a_check_character_and_a_code_of_fifty_bits(
    pack: Any, subject: Subject
) -> None:
    issued = issue(pack, subject)
    assert Pattern(pack.references["registration"]).is_well_formed(issued.number)
    assert len(issued.code) == 10
    assert not set(issued.code) - set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_the_seal_is_genuine_and_says_what_the_paper_says(pack: Any, subject: Subject) -> None:
    issued = issue(pack, subject, district="north")
    sealed = codec.decode(issued.seal)
    said = profile.read(sealed)
    assert (said.number, said.holder, said.birth) == (issued.number, "NGUYEN<<VAN<ANH", "19900405")
    assert (said.valid_from, said.valid_to, said.district) == (FIRST, LAST, "NORTH")
    trusted = signature.read_signers(seal.signer_certificate())
    assert signature.judge(sealed, trusted=trusted) is SealVerdict.GENUINE


def test_a_character_no_seal_knows_does_not_keep_a_document_from_being_issued(
    pack: Any, subject: Subject
) -> None:
    odd = SealedHolder("Əliyev<<Leyla-Nur", "x/x", "1990-04", "№ 12/34 \u202e")
    with transaction():
        issued = actions.issue(
            "registration", pack=pack, subject=subject, holder=odd, valid=(FIRST, None), by=SYSTEM
        )
    assert profile.read(codec.decode(issued.seal)).holder == "<LIYEV<<LEYLA<NUR"


def test_what_was_printed_can_be_printed_again_and_is_not_readable_in_the_table(
    pack: Any, subject: Subject
) -> None:
    issued = issue(pack, subject)
    assert queries.find_for(subject, to=EVERYTHING) == issued
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM permits_permit p")
        (row,) = cursor.fetchone()
    assert issued.code not in row
    assert "NGUYEN" not in row


def test_one_and_two_hundred_documents_take_one_number_draw_and_one_statement(pack: Any) -> None:
    for count in (1, 200):
        wanted = [
            ToIssue("registration", Subject("registration", uuid4()), HOLDER, (FIRST, None))
            for _ in range(count)
        ]
        with (
            transaction(),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            issued = actions.issue_all(wanted, pack=pack, by=SYSTEM)
            finish(current_work())
            statements = len(asked)
        assert statements <= 2
        assert [each.subject for each in issued] == [each.subject for each in wanted]
        assert len({each.number for each in issued}) == count
    assert Event.objects.filter(kind="permit:issued").count() == 201
    assert ValidityEntry.objects.count() == 201


def test_a_kind_without_a_number_pattern_is_refused(pack: Any, subject: Subject) -> None:
    with pytest.raises(NoNumberPattern), transaction():
        actions.issue("passport", pack=pack, subject=subject, holder=HOLDER, valid=(FIRST, None), by=SYSTEM)


def test_writing_needs_a_transaction(pack: Any, subject: Subject) -> None:
    with pytest.raises(TransactionRequired):
        actions.issue(
            "registration", pack=pack, subject=subject, holder=HOLDER, valid=(FIRST, None), by=SYSTEM
        )


@pytest.mark.parametrize("act", ["issue", "note", "end"])
def test_when_the_record_fails_nothing_has_changed(act: str, pack: Any, subject: Subject) -> None:
    issued = issue(pack, subject)
    before = (Permit.objects.count(), ValidityEntry.objects.count())
    acts = {
        "issue": lambda: actions.issue(
            "registration", pack=pack, subject=subject, holder=HOLDER, valid=(FIRST, None), by=SYSTEM
        ),
        "note": lambda: actions.note(issued.id, cause=Cause.WITHDRAWN, first_day=FIRST, by=SYSTEM),
        "end": lambda: actions.end(subject, on=FIRST, cause=Cause.DEPARTED, by=SYSTEM),
    }
    broken = patch("sojourn.audit.actions.flush", side_effect=RuntimeError)
    with pytest.raises(RuntimeError), broken, transaction():
        acts[act]()
    assert (Permit.objects.count(), ValidityEntry.objects.count()) == before


def test_validity_is_known_as_it_was_then_and_as_it_is_now(pack: Any, subject: Subject) -> None:
    issued = issue(pack, subject)
    day = date(2026, 12, 10)
    with clock.frozen(datetime(2026, 12, 24, 9, tzinfo=UTC)), transaction():
        actions.note(issued.id, cause=Cause.VOID_FROM_START, first_day=FIRST, by=SYSTEM)
    then = datetime(2026, 12, 20, tzinfo=UTC)
    assert queries.standing_on(day, issued.id, to=EVERYTHING, known_at=then) is Standing.VALID
    assert queries.standing_on(day, issued.id, to=EVERYTHING) is Standing.NOT_VALID


def test_a_pending_application_makes_the_time_after_the_term_lawful(pack: Any, subject: Subject) -> None:
    issued = issue(pack, subject)
    after = date(2027, 3, 1)
    assert queries.standing_on(after, issued.id, to=EVERYTHING) is Standing.NOT_VALID
    with transaction():
        actions.note(issued.id, cause=Cause.APPLICATION_PENDING, first_day=date(2027, 2, 21), by=SYSTEM)
    assert queries.standing_on(after, issued.id, to=EVERYTHING) is Standing.PENDING
    assert queries.standing_on(LAST, issued.id, to=EVERYTHING) is Standing.VALID


def test_a_departure_ends_the_document_after_its_day_and_is_told_once(pack: Any, subject: Subject) -> None:
    issued = issue(pack, subject)
    for _ in range(2):
        with transaction():
            actions.end(subject, on=date(2026, 12, 1), cause=Cause.DEPARTED, by=SYSTEM)
    assert queries.standing_on(date(2026, 12, 1), issued.id, to=EVERYTHING) is Standing.VALID
    assert queries.standing_on(date(2026, 12, 2), issued.id, to=EVERYTHING) is Standing.NOT_VALID
    assert len(queries.list_validity(issued.id, to=EVERYTHING)) == 2


def test_a_document_nobody_issued_cannot_be_noted() -> None:
    with pytest.raises(DocumentUnknown), transaction():
        actions.note(UUID(int=1), cause=Cause.WITHDRAWN, first_day=FIRST, by=SYSTEM)


def test_a_protected_document_is_unknown_outside_its_desk(pack: Any, subject: Subject) -> None:
    issued = issue(pack, subject, confidentiality=Confidentiality.PROTECTED)
    assert queries.find_by_number(issued.number, to=EVERYTHING) == issued
    assert queries.find_by_number(issued.number, to=Reader(SYSTEM, "test")) is None
    assert queries.find_for(subject, to=Reader(SYSTEM, "test")) is None


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("permits_validityentry", "standing = 'perhaps'"),
        ("permits_validityentry", "cause = 'whim'"),
        ("permits_validityentry", "last_day = first_day - 1"),
        ("permits_permit", "confidentiality = 7"),
    ],
)
def test_the_database_keeps_what_cannot_be_out(table: str, change: str, pack: Any, subject: Subject) -> None:
    issue(pack, subject)
    with pytest.raises(IntegrityError), django_transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")
