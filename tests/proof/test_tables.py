"""What a measurement prints: figures below their names, promises kept and broken."""

from __future__ import annotations

from benchmarks import tables


def test_figures_stand_below_the_names_of_their_columns() -> None:
    head, work_list, case_page = tables.table(
        "list",
        [
            ("work list", {"p50_ms": 9.5, "statements": 4}),
            ("case page", {"p50_ms": 1234.5, "statements": 12}),
        ],
    )
    assert [head.split(), work_list.split()] == [
        ["list", "p50", "ms", "statements"],
        ["work", "list", "9.5", "4"],
    ]
    assert "1,234.5" in case_page
    assert len({len(line) for line in (head, work_list, case_page)}) == 1


def test_a_row_longer_than_its_column_moves_the_columns_of_all() -> None:
    lines = tables.table(
        "page", [("/en/office/registrations/under/review/", {"cpu_ms": 3}), ("x", {"cpu_ms": 12})]
    )
    assert len({len(line) for line in lines}) == 1


def test_the_ratio_to_a_raw_script_that_cost_nothing_is_not_said() -> None:
    ours = {1: {"statements": 30.0, "wal_bytes": 100.0}}
    raw = {1: {"statements": 15.0, "wal_bytes": 0.0}}
    assert tables.beside_raw("one", ours, raw)[-1].split() == ["ratio", "2.00", "-"]


def test_a_broken_promise_is_named() -> None:
    assert tables.promises({"quick": True, "small": False}) == ["kept   quick", "BROKEN  small"]
