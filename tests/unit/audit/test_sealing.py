"""Sealing: every committed event once, in any order, and a signed head over all of them, outside as well."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from sojourn.audit import actions as audit
from sojourn.audit import jobs, merkle, queries, rules
from sojourn.audit.errors import HeadAltered
from sojourn.audit.models import Event, Head, Leaf, Unsealed
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from tests.harness.server import TestServer
from tests.unit.audit.conftest import arrive


def seal(limit: int = 10_000) -> int:
    with transaction():
        return audit.seal_new_entries(limit)


def test_leaves_stand_in_a_row_under_one_signed_head(committed_database: str) -> None:
    for _ in range(5):
        with transaction():
            arrive(Subject("thing", uuid4()))
    assert seal() == 5
    leaves = list(Leaf.objects.order_by("leaf_index"))
    assert [leaf.leaf_index for leaf in leaves] == [0, 1, 2, 3, 4]
    head = Head.objects.get()
    assert bytes(head.root) == merkle.root_of(bytes(leaf.leaf_hash) for leaf in leaves)
    event = Event.objects.values().get(leaf__leaf_index=3)
    assert bytes(leaves[3].leaf_hash) == merkle.leaf_hash(rules.leaf_bytes(event))
    assert not Unsealed.objects.exists()


def test_where_nothing_waits_no_head_is_made(committed_database: str, someone: Subject) -> None:
    assert seal() == 0
    with transaction():
        arrive(someone)
    assert (seal(), seal()) == (1, 0)
    assert Head.objects.count() == 1


def test_a_transaction_that_commits_late_is_sealed_after_later_ones(
    committed_database: str, someone: Subject
) -> None:
    open_, commit = threading.Event(), threading.Event()

    def late_writer() -> None:
        try:
            with transaction():
                arrive(someone)
                audit.flush()
                open_.set()
                commit.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=late_writer)
    writer.start()
    assert open_.wait(30)
    with transaction():
        arrive(Subject("thing", uuid4()))
    assert seal() == 1  # the later number is sealed while the earlier one is still open
    commit.set()
    writer.join(30)
    assert seal() == 1
    numbers = list(Leaf.objects.order_by("leaf_index").values_list("event_id", flat=True))
    assert numbers == sorted(numbers, reverse=True)
    assert queries.verify_log().entries == 2


def test_a_limit_leaves_the_rest_for_the_next_head(committed_database: str) -> None:
    with transaction():
        for _ in range(7):
            arrive(Subject("thing", uuid4()))
    assert [seal(3), seal(3), seal(3)] == [3, 3, 1]
    sizes = Head.objects.order_by("tree_size").values_list("previous_size", "tree_size")
    assert list(sizes) == [(0, 3), (3, 6), (6, 7)]
    assert queries.verify_log().heads == 3


def test_two_sealers_take_turns(committed_database: str) -> None:
    with transaction():
        for _ in range(20):
            arrive(Subject("thing", uuid4()))
    counts: list[int] = []

    def sealer() -> None:
        try:
            counts.append(seal(15))
        finally:
            connection.close()

    sealers = [threading.Thread(target=sealer) for _ in range(2)]
    for each in sealers:
        each.start()
    for each in sealers:
        each.join(30)
    assert sorted(counts) == [5, 15]
    assert queries.verify_log().entries == 20


def test_writers_do_not_wait_for_the_sealer(
    test_server: TestServer, committed_database: str, someone: Subject
) -> None:
    with psycopg.connect(test_server.url(committed_database)) as sealer:
        sealer.execute("SELECT pg_advisory_xact_lock(6962)")
        with transaction():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
            arrive(someone)
    assert Event.objects.count() == 1


def test_nothing_is_built_upon_a_head_that_does_not_stand(
    committed_database: str, someone: Subject, thirty_events: list[Event], tamper
) -> None:
    tamper("UPDATE audit_head SET root = '\\x00' WHERE tree_size = 30")
    with transaction():
        arrive(someone)
    with pytest.raises(HeadAltered):
        seal()


def test_heads_go_outside_once_each_and_what_a_crash_left_out_follows(
    thirty_events: list[Event], heads: Path
) -> None:
    assert audit.publish_heads(heads) == 3
    assert audit.publish_heads(heads) == 0
    lines = heads.read_text().splitlines(keepends=True)
    heads.write_text("".join(lines[:2]) + lines[2][:40])  # half a line was written when the power failed
    assert audit.publish_heads(heads) == 1
    assert heads.read_text().splitlines(keepends=True) == lines
    assert [json.loads(line)["size"] for line in lines] == [10, 20, 30]


def test_the_job_seals_all_batches_and_brings_the_heads_outside(
    committed_database: str, monkeypatch: pytest.MonkeyPatch, heads: Path
) -> None:
    monkeypatch.setattr(jobs, "AT_A_TIME", 4)
    monkeypatch.setattr(jobs, "heads_file", lambda: heads)
    with transaction():
        for _ in range(9):
            arrive(Subject("thing", uuid4()))
    assert jobs.seal() == 9
    assert len(heads.read_text().splitlines()) == 3


def test_the_command_says_how_many_it_sealed(
    committed_database: str, someone: Subject, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction():
        arrive(someone)
    call_command("seal_log")
    assert capsys.readouterr().out == "1 event sealed.\n"


def test_anyone_can_check_that_an_event_stands_in_the_log(
    thirty_events: list[Event], someone: Subject
) -> None:
    for event in thirty_events:
        proof = queries.find_inclusion(event.id)
        assert proof is not None
        assert merkle.proves_inclusion(
            proof.path, leaf=proof.leaf_hash, index=proof.leaf_index, size=proof.tree_size, root=proof.root
        )
    with transaction():
        arrive(someone)
    assert queries.find_inclusion(Event.objects.latest("id").id) is None
