"""The store in a bucket, at a server of somebody else's making that speaks S3 (moto), over HTTP."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages

from sojourn.documents import actions, jobs, queries, store
from sojourn.documents.bucket import _PATIENCE as PATIENCE
from sojourn.documents.errors import FileDamaged
from sojourn.documents.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from tests.harness.product import free_port
from tests.unit.documents.conftest import picture

KEYS = {"aws_access_key_id": "holder", "aws_secret_access_key": "secret", "region_name": "eu-central-1"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Its address. It is a process of its own and keeps everything in memory."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes], patience: float = 60) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            return urllib.request.urlopen(f"{address}/moto-api/", timeout=5).close()
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.fixture
def bucket(server: str, settings: Any, own_store: object) -> Any:
    """An empty bucket of its own for each test, and the store in it."""
    made = boto3.resource("s3", endpoint_url=server, **KEYS).Bucket(f"files-{time.monotonic_ns()}")
    made.create(CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
    _put_store_in(settings, made.name, server)
    return made


def _put_store_in(settings: Any, name: str, server: str) -> None:
    options = {
        "bucket_name": name,
        "endpoint_url": server,
        "region_name": KEYS["region_name"],
        "access_key": KEYS["aws_access_key_id"],
        "secret_key": KEYS["aws_secret_access_key"],
    }
    kept = {"BACKEND": "sojourn.documents.bucket.Bucket", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}
    storages.__dict__.pop("backends", None)
    storages._storages.clear()  # type: ignore[attr-defined]


def test_bytes_come_back_and_lie_there_encrypted_once(bucket: Any) -> None:
    content = b"%PDF-1.7 Leyla" * 10_000
    sha256 = store.put(content)
    assert store.put(content) == sha256 == hashlib.sha256(content).hexdigest()
    assert store.get(sha256) == content
    (kept,) = bucket.objects.all()
    assert kept.key == f"{sha256[:2]}/{sha256}"
    assert b"Leyla" not in kept.get()["Body"].read()


def test_what_is_missing_or_altered_is_named(bucket: Any) -> None:
    with pytest.raises(FileDamaged):
        store.get("0" * 64)
    sha256 = store.put(b"%PDF-1.7")
    bucket.put_object(Key=f"{sha256[:2]}/{sha256}", Body=b"something else")
    with pytest.raises(FileDamaged):
        store.get(sha256)


def test_what_is_erased_is_gone_and_may_be_erased_again(bucket: Any) -> None:
    sha256 = store.put(b"%PDF-1.7")
    for _ in range(2):
        store.erase(sha256)
    assert list(bucket.objects.all()) == []
    with pytest.raises(FileDamaged):
        store.get(sha256)


def test_more_files_than_one_answer_holds_are_all_told(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sojourn.documents.bucket._AT_ONCE", 2)
    for number in range(5):
        bucket.put_object(Key=f"00/{number:064}", Body=b"")
    found = dict(store.every())
    assert len(found) == 5
    assert all(
        written.tzinfo and datetime.now(UTC) - written < timedelta(hours=1) for written in found.values()
    )


def test_what_others_keep_in_the_same_bucket_is_not_ours_to_sweep(bucket: Any) -> None:
    ours = store.put(b"%PDF-1.7")
    for other in (
        "backup/2026.tar",
        f"theirs/{'0' * 64}",
        f"theirs/00/{'0' * 64}",
        f"ab/{'0' * 64}",
        "00/readme",
        "0" * 64,
    ):
        bucket.put_object(Key=other, Body=b"")
    assert [address for address, _ in store.every()] == [ours]


@pytest.fixture
def silent() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that takes every request and answers none, and what it was asked for."""
    asked: list[str] = []
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    held.append(listening.accept()[0])
                    asked.append(held[-1].recv(4096).split()[0].decode())

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)
    for each in held:
        each.close()


def test_a_silent_server_holds_nobody_for_long(
    silent: tuple[str, list[str]], settings: Any, own_store: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = silent
    assert PATIENCE <= 5
    monkeypatch.setattr("sojourn.documents.bucket._PATIENCE", 0.2)
    _put_store_in(settings, "silent", address)
    with pytest.raises(OSError, match="timeout"):
        store.put(b"%PDF-1.7")
    assert asked == ["HEAD", "HEAD"]


def test_a_bucket_that_does_not_tell_what_is_missing_is_written_to(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("sojourn.documents.bucket.Bucket.get_modified_time", closed)
    assert store.get(store.put(b"%PDF-1.7")) == b"%PDF-1.7"


def test_a_server_that_does_not_answer_is_as_a_disk_that_fails(settings: Any, own_store: object) -> None:
    _put_store_in(settings, "nowhere", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(FileDamaged):
        store.get("0" * 64)
    with pytest.raises(OSError, match="Could not connect"):
        store.put(b"%PDF-1.7")


@pytest.mark.django_db
def test_an_upload_is_kept_swept_only_when_nothing_names_it_and_read(bucket: Any, filing: Filing) -> None:
    content = picture()
    with transaction():
        kept = actions.accept_upload(io.BytesIO(content), filing=filing, by=SYSTEM)
    store.put(b"left over by a transaction that failed")
    assert jobs.sweep_orphans() == 0
    with clock.frozen(datetime.now(UTC) + timedelta(days=2)):
        assert jobs.sweep_orphans() == 1
    assert queries.read_original(kept) == content
    assert all(re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{64}", each.key) for each in bucket.objects.all())
