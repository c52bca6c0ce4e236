"""A pack is stored once by its hash, made current from a moment, and read from the stored document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.audit.models import Event
from sojourn.catalogue import actions, queries
from sojourn.catalogue.building import json_value
from sojourn.catalogue.compiling import Compiled, compile_folder, read_document
from sojourn.catalogue.errors import NoPackLoaded, PackInvalid, PackNotFound, PackOfAnotherCountry
from sojourn.catalogue.models import CurrentPack, StoredPack
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.canonical import canonical_json
from sojourn.lib.db import TransactionRequired, transaction
from tests.unit.catalogue.conftest import ROOT

MORNING = datetime(2026, 3, 16, 6, tzinfo=UTC)
NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    zone = clock.zone().key
    queries.by_hash.cache_clear()
    with clock.frozen(MORNING):
        yield
    clock.set_zone(zone)


@pytest.fixture
def lilliput(example: Path) -> Compiled:
    return compile_folder(example)


def load(compiled: Compiled, **more: object) -> bool:
    with transaction():
        return actions.load(compiled, by=SYSTEM, **more)  # type: ignore[arg-type]


def test_the_same_folder_gives_the_same_bytes(example: Path) -> None:
    assert compile_folder(example).document == compile_folder(example).document


@pytest.mark.parametrize("name", ["azerbaijan", "arcadia"])
def test_a_stored_document_is_read_back_whole(name: str) -> None:
    compiled = compile_folder(ROOT / "packs" / name)
    again = json_value(read_document(compiled.document))
    again.pop("sha256")
    for service in again["services"].values():
        service.pop("lists")
    assert canonical_json(again) == compiled.document


@pytest.mark.usefixtures("no_pack")
class TestLoading:
    def test_nothing_is_current_before_a_pack_is_loaded(self) -> None:
        with pytest.raises(NoPackLoaded):
            queries.current()

    def test_a_loaded_pack_is_current_and_sets_the_legal_zone(self, lilliput: Compiled) -> None:
        assert load(lilliput)
        assert queries.current().sha256 == lilliput.sha256
        assert clock.zone().key == "Indian/Maldives"

    def test_loading_leaves_events(self, lilliput: Compiled) -> None:
        load(lilliput)
        kinds = Event.objects.filter(subject_id=actions.subject_of(lilliput.sha256).id).order_by("id")
        assert list(kinds.values_list("kind", flat=True)) == ["pack:loaded", "pack:made-current"]

    def test_loading_it_again_changes_nothing(self, lilliput: Compiled) -> None:
        load(lilliput)
        assert not load(lilliput)
        assert (StoredPack.objects.count(), CurrentPack.objects.count()) == (1, 1)

    def test_it_can_become_current_later(self, lilliput: Compiled) -> None:
        load(lilliput, from_at=NOON)
        with pytest.raises(NoPackLoaded):
            queries.current()
        with clock.frozen(NOON):
            assert queries.current().code == "lilliput"

    def test_a_new_version_takes_over_and_the_old_one_is_kept(
        self, example: Path, lilliput: Compiled
    ) -> None:
        load(lilliput)
        text = (example / "pack.yaml").read_text().replace("1.0.0", "1.1.0")
        (example / "pack.yaml").write_text(text)
        with clock.frozen(NOON):
            load(compile_folder(example))
            assert queries.current().version == "1.1.0"
            assert queries.by_hash(lilliput.sha256).version == "1.0.0"

    def test_a_wrong_pack_is_refused_and_the_last_good_one_stays(
        self, example: Path, lilliput: Compiled
    ) -> None:
        load(lilliput)
        (example / "pack.yaml").write_text("code: lilliput\n")
        with pytest.raises(PackInvalid):
            load(compile_folder(example))
        assert queries.current().sha256 == lilliput.sha256

    def test_another_country_is_not_loaded_by_accident(self, lilliput: Compiled) -> None:
        load(lilliput)
        other = compile_folder(ROOT / "packs/arcadia")
        with pytest.raises(PackOfAnotherCountry):
            load(other)
        with clock.frozen(NOON):
            load(other, another_country=True)
            assert queries.current().code == "arcadia"

    def test_the_current_pack_costs_one_statement(self, lilliput: Compiled) -> None:
        load(lilliput)
        queries.current()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.current()
        assert len(captured) == 1

    def test_an_unknown_hash_is_refused(self) -> None:
        with pytest.raises(PackNotFound):
            queries.by_hash("0" * 64)

    def test_loading_needs_a_transaction_with_its_event(self, lilliput: Compiled) -> None:
        with pytest.raises(TransactionRequired):
            actions.load(lilliput, by=SYSTEM)

    def test_a_failing_record_leaves_nothing_changed(
        self, lilliput: Compiled, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*args: object, **kwargs: object) -> None:
            raise RuntimeError("the log is full")

        monkeypatch.setattr("sojourn.audit.actions.record", fail)
        with pytest.raises(RuntimeError):
            load(lilliput)
        assert not StoredPack.objects.exists()
        assert not CurrentPack.objects.exists()
