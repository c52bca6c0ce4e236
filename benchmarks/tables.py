"""Figures as text: rows of numbers below the names of their columns, and which promises were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Row = tuple[str, Mapping[str, object]]
Clients = Mapping[int, Mapping[str, float]]
_FIRST, _LEAST = 26, 12


def table(title: str, rows: Iterable[Row]) -> list[str]:
    """One line for each row; the first row names the columns."""
    rows = list(rows)
    columns = {name: max(len(name) + 2, _LEAST) for name in (rows[0][1] if rows else ())}
    first = max([_FIRST, *(len(name) + 1 for name, _ in rows)])
    head = "".join(f"{_called(name):>{width}}" for name, width in columns.items())
    lines = [title.ljust(first) + head]
    for name, cells in rows:
        told = "".join(f"{_figure(cells[column]):>{width}}" for column, width in columns.items())
        lines.append(name.ljust(first) + told)
    return lines


def beside_raw(title: str, ours: Clients, theirs: Clients) -> list[str]:
    """By number of clients: ours, the raw script's, and how many times as much."""
    rows: list[Row] = []
    for clients, figures in ours.items():
        raw = theirs[clients]
        ratios = {name: f"{figures[name] / raw[name]:.2f}" if raw[name] else "-" for name in figures}
        rows += [(f"{clients} at a time: Sojourn", figures), ("  raw script", raw), ("  ratio", ratios)]
    return table(title, rows)


def promises(kept: Mapping[str, bool]) -> list[str]:
    return [f"{'kept ' if is_kept else 'BROKEN'}  {promise}" for promise, is_kept in kept.items()]


def text(*parts: Sequence[str]) -> str:
    """The parts with an empty line between them."""
    return "\n\n".join("\n".join(part) for part in parts if part)


def _called(column: str) -> str:
    return column.replace("_", " ").replace("cpu", "CPU")


def _figure(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)
