"""Whatever is changed or removed afterwards, by whom ever, `verify-log` names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sojourn.audit import actions as audit
from sojourn.audit import errors, merkle, queries, rules
from sojourn.audit.models import Event, Leaf, PersonalValue
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from tests.unit.audit.conftest import arrive

Tamper = Callable[..., None]


def test_an_untouched_log_proves(thirty_events: list[Event], heads: Path, someone: Subject) -> None:
    audit.publish_heads(heads)
    with transaction():
        arrive(someone)
    proven = queries.verify_log(outside=heads)
    assert (proven.entries, proven.heads, proven.outside_heads, proven.waiting) == (30, 3, 3, 1)
    assert proven.root == merkle.root_of(
        bytes(leaf.leaf_hash) for leaf in Leaf.objects.order_by("leaf_index").all()
    )


def test_an_empty_log_proves(committed_database: str) -> None:
    assert queries.verify_log().root == merkle.EMPTY_ROOT


@pytest.mark.parametrize(
    "change",
    [
        'facts = facts || \'{"place": "Elsewhere"}\'',
        'actor = \'{"kind": "staff"}\'',
        "at = at + interval '1 microsecond'",
        "kind = 'thing:vanished'",
        "subject_id = gen_random_uuid()",
        "subject_number = 99",
        "confidentiality = 2",
        'digests = digests || \'{"name": "00"}\'',
        "digests = '{}'",
    ],
)
def test_an_altered_event_is_named(thirty_events: list[Event], tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE audit_event SET {change} WHERE id = %s", thirty_events[4].id)
    with pytest.raises(errors.EventAltered) as broken:
        queries.verify_log()
    assert (broken.value.event, broken.value.leaf) == (thirty_events[4].id, 4)


def test_the_first_of_several_is_named(thirty_events: list[Event], tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET kind = 'x:y' WHERE id = %s", thirty_events[3].id)
    tamper("UPDATE audit_event SET kind = 'x:y' WHERE id = %s", thirty_events[8].id)
    tamper("DELETE FROM audit_leaf WHERE leaf_index = 5")
    with pytest.raises(errors.EventAltered) as broken:
        queries.verify_log()
    assert broken.value.event == thirty_events[3].id


def test_an_altered_leaf_is_told_from_an_altered_event(thirty_events: list[Event], tamper: Tamper) -> None:
    tamper("UPDATE audit_leaf SET leaf_hash = sha256('x') WHERE leaf_index = 13")
    with pytest.raises(errors.LeafAltered) as broken:
        queries.verify_log()
    assert broken.value.leaf == 13


def test_an_event_rewritten_with_its_leaf_is_found_between_two_heads(
    thirty_events: list[Event], tamper: Tamper
) -> None:
    tamper("UPDATE audit_event SET kind = 'x:y' WHERE id = %s", thirty_events[13].id)
    rewritten = Event.objects.values().get(id=thirty_events[13].id)
    leaf = merkle.leaf_hash(rules.leaf_bytes(rewritten))
    tamper("UPDATE audit_leaf SET leaf_hash = %s WHERE leaf_index = 13", leaf)
    with pytest.raises(errors.EntriesRewritten) as broken:
        queries.verify_log()
    assert (broken.value.first_leaf, broken.value.last_leaf) == (10, 19)


@pytest.mark.parametrize("place", [0, 13, 29])
def test_a_deleted_event_is_named(thirty_events: list[Event], tamper: Tamper, place: int) -> None:
    tamper("DELETE FROM audit_event WHERE id = %s", thirty_events[place].id)
    with pytest.raises(errors.EventMissing) as broken:
        queries.verify_log()
    assert (broken.value.event, broken.value.leaf) == (thirty_events[place].id, place)


@pytest.mark.parametrize("place", [0, 13, 29])
def test_a_deleted_leaf_is_named(thirty_events: list[Event], tamper: Tamper, place: int) -> None:
    tamper("DELETE FROM audit_leaf WHERE leaf_index = %s", place)
    with pytest.raises(errors.LeafMissing) as broken:
        queries.verify_log()
    assert broken.value.leaf == place


@pytest.mark.parametrize("size", [10, 20, 30])
def test_a_deleted_head_is_named(thirty_events: list[Event], tamper: Tamper, size: int) -> None:
    tamper("DELETE FROM audit_head WHERE tree_size = %s", size)
    with pytest.raises(errors.HeadMissing) as broken:
        queries.verify_log()
    assert broken.value.tree_size == size


@pytest.mark.parametrize(
    "change",
    [
        "root = sha256('x')",
        "signature = '\\x00'",
        "signed_at = signed_at - interval '1 day'",
        "frontier = '[]'",
    ],
)
def test_an_altered_head_is_named(thirty_events: list[Event], tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE audit_head SET {change} WHERE tree_size = 20")
    with pytest.raises(errors.HeadAltered) as broken:
        queries.verify_log()
    assert broken.value.tree_size == 20


def test_an_altered_personal_value_is_named(thirty_events: list[Event], tamper: Tamper) -> None:
    tamper(
        "UPDATE audit_personalvalue SET value = '\"Eve\"' WHERE event_id = %s AND name = 'name'",
        thirty_events[2].id,
    )
    with pytest.raises(errors.ValueAltered) as broken:
        queries.verify_log()
    assert (broken.value.event, broken.value.value) == (thirty_events[2].id, "name")


def test_a_personal_value_added_afterwards_is_named(thirty_events: list[Event], tamper: Tamper) -> None:
    tamper("INSERT INTO audit_personalvalue VALUES (%s, 'debt', '\\x00', '1')", thirty_events[2].id)
    with pytest.raises(errors.ValueAltered):
        queries.verify_log()


def test_a_personal_value_that_vanished_without_a_redaction_is_named(
    thirty_events: list[Event], tamper: Tamper
) -> None:
    tamper("DELETE FROM audit_personalvalue WHERE event_id = %s AND name = 'passport'", thirty_events[2].id)
    with pytest.raises(errors.ValueMissing) as broken:
        queries.verify_log()
    assert (broken.value.event, broken.value.value) == (thirty_events[2].id, "passport")


def test_values_of_events_that_still_wait_are_proven_too(
    committed_database: str, someone: Subject, tamper: Tamper
) -> None:
    with transaction():
        arrive(someone)
    tamper("UPDATE audit_personalvalue SET value = '\"Eve\"' WHERE name = 'name'")
    with pytest.raises(errors.ValueAltered):
        queries.verify_log()


def test_redacted_values_are_gone_and_the_log_still_proves(thirty_events: list[Event]) -> None:
    subject = Subject("thing", thirty_events[2].subject_id)
    with transaction():
        assert audit.redact(subject, by=SYSTEM, reason="term", names=["passport"]) == 1
        assert audit.redact(subject, by=SYSTEM, reason="term") == 1
        assert audit.redact(subject, by=SYSTEM, reason="term") == 0
    assert not PersonalValue.objects.filter(event=thirty_events[2]).exists()
    assert queries.verify_log().redacted_values == 2
    with transaction():
        audit.seal_new_entries()
    proven = queries.verify_log()
    assert (proven.entries, proven.redacted_values) == (32, 2)


def test_a_redaction_explains_only_what_it_names(thirty_events: list[Event], tamper: Tamper) -> None:
    subject = Subject("thing", thirty_events[2].subject_id)
    with transaction():
        audit.redact(subject, by=SYSTEM, reason="term", names=["passport"])
    tamper("DELETE FROM audit_personalvalue WHERE event_id = %s AND name = 'name'", thirty_events[2].id)
    with pytest.raises(errors.ValueMissing) as broken:
        queries.verify_log()
    assert broken.value.value == "name"


def test_an_event_taken_out_of_the_sealers_way_is_named(
    committed_database: str, someone: Subject, tamper: Tamper
) -> None:
    with transaction():
        arrive(someone)
    tamper("DELETE FROM audit_unsealed")
    with pytest.raises(errors.EventKeptFromSealing) as broken:
        queries.verify_log()
    assert broken.value.event == Event.objects.get().id


def test_an_event_deleted_before_it_was_sealed_leaves_a_gap_in_its_subjects_numbers(
    committed_database: str, someone: Subject, tamper: Tamper
) -> None:
    for _ in range(3):
        with transaction():
            arrive(someone)
    tamper(
        "DELETE FROM audit_unsealed WHERE event_id IN (SELECT id FROM audit_event WHERE subject_number = 2)"
    )
    tamper("DELETE FROM audit_event WHERE subject_number = 2")
    with pytest.raises(errors.NumberMissing) as broken:
        queries.verify_log()
    assert broken.value.missing == 2


def test_heads_outside_name_what_the_database_no_longer_holds(
    thirty_events: list[Event], tamper: Tamper, heads: Path
) -> None:
    audit.publish_heads(heads)
    tamper("DELETE FROM audit_head WHERE tree_size = 30")
    tamper("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE leaf_index >= 20)")
    tamper("DELETE FROM audit_leaf WHERE leaf_index >= 20")
    assert queries.verify_log().entries == 20  # from inside, the shorter log looks whole
    with pytest.raises(errors.LeafMissing) as broken:
        queries.verify_log(outside=heads)
    assert broken.value.leaf == 20


def test_a_log_begun_anew_does_not_match_the_heads_outside(
    thirty_events: list[Event], tamper: Tamper, heads: Path
) -> None:
    audit.publish_heads(heads)
    tamper("DELETE FROM audit_head")
    tamper("DELETE FROM audit_leaf")
    tamper("UPDATE audit_event SET at = at + interval '1 day' WHERE id = %s", thirty_events[4].id)
    tamper("INSERT INTO audit_unsealed SELECT id FROM audit_event")
    with transaction():
        audit.seal_new_entries(10)
    with transaction():
        audit.seal_new_entries()
    queries.verify_log()
    with pytest.raises(errors.EntriesRewritten) as broken:
        queries.verify_log(outside=heads)
    assert broken.value.outside_head == 10


@pytest.mark.parametrize("text", ["no head\n", "{}\n", "[]\n"])
def test_a_file_that_holds_no_heads_is_refused(thirty_events: list[Event], heads: Path, text: str) -> None:
    heads.parent.mkdir()
    heads.write_text(text)
    with pytest.raises(errors.OutsideHeadsUnreadable):
        queries.verify_log(outside=heads)


def test_a_head_outside_under_a_forged_signature_is_named(thirty_events: list[Event], heads: Path) -> None:
    audit.publish_heads(heads)
    lines = [json.loads(line) for line in heads.read_text().splitlines()]
    lines[1]["at"] = "2020-01-01T00:00:00+00:00"
    heads.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(errors.HeadAltered):
        queries.verify_log(outside=heads)


def test_the_command_reports_what_it_proved(
    thirty_events: list[Event], heads: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.publish_heads(heads)
    call_command("verify_log", heads=heads)
    assert "30 sealed entries under 3 signed heads, 3 of them equal" in capsys.readouterr().out


def test_the_command_names_what_is_broken(thirty_events: list[Event], tamper: Tamper, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.jsonl cannot be used"):
        call_command("verify_log", heads=tmp_path / "nowhere.jsonl")
    tamper("UPDATE audit_event SET kind = 'x:y' WHERE id = %s", thirty_events[4].id)
    with pytest.raises(CommandError, match=f"event={thirty_events[4].id}"):
        call_command("verify_log")
