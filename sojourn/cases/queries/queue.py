"""The work of an office: its open cases, the one due first on top, a page at a time by keyset.

Each part of a list (an office, a stage) is read in the order of an index of its own and the parts are merged:
what a page costs does not grow with the cases behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sojourn.cases.models import Case
from sojourn.cases.queries.views import as_view
from sojourn.cases.types import CaseView, Place, Queue, Stage
from sojourn.lib import clock, reads
from sojourn.lib.actor import Reader

PAGE = 50
_STAGES = {
    Stage.TO_DECIDE: "decided_at IS NULL AND closed_at IS NULL",
    Stage.TO_FINISH: "decided_at IS NOT NULL AND closed_at IS NULL",
    Stage.OPEN: "closed_at IS NULL",
}
_Asked = list[tuple[str, list[Any]]]


def list_queue(
    to: Reader, *, wanted: Queue | None = None, after: Place | None = None, limit: int = PAGE
) -> list[CaseView]:
    """A page of an office's open cases, the one due first on top, and one more if there is a next page."""
    parts = [[*part, *_narrowed(wanted or Queue(), after)] for part in _parts(to, wanted or Queue())]
    if not parts:
        return []
    first = f"ORDER BY due_on, id LIMIT {limit + 1:d}"  # written out: a plan made once knows how few they are
    wheres = [" AND ".join(text for text, _ in part) for part in parts]
    merged = " UNION ALL ".join(f"(SELECT * FROM cases_case WHERE {each} {first})" for each in wheres)  # noqa: S608
    params = [value for part in parts for _, values in part for value in values]
    return [as_view(row) for row in reads.plain_rows(Case, first, params, source=f"({merged})")]


def place_of(case: CaseView) -> Place:
    """Where a page that ends with this case goes on."""
    return Place(case.due_on, case.id)


def _parts(to: Reader, wanted: Queue) -> Iterator[_Asked]:
    """Conditions, with what they take, that one index orders each; every case stands in one part."""
    has_own_index = wanted.status is not None or wanted.handler_id is not None
    both = wanted.stage is Stage.OPEN and not has_own_index
    stages = (Stage.TO_DECIDE, Stage.TO_FINISH) if both else (wanted.stage,)
    seen: _Asked = [("confidentiality = ANY(%s)", [sorted(map(int, to.classes))])]
    for stage in stages:
        if to.offices is None:
            yield [*seen, (_STAGES[stage], [])]
        for office in sorted(to.offices or ()):
            yield [*seen, (_STAGES[stage], []), ("office = %s", [office])]


def _narrowed(wanted: Queue, after: Place | None) -> _Asked:
    """What is asked for, in the words of the indexes of `Case`."""
    asked: _Asked = []
    if wanted.status is not None:
        asked.append(("status = %s", [wanted.status.value]))
    if wanted.handler_id is not None:
        asked.append(("handler_id = %s", [wanted.handler_id]))
    if wanted.unassigned:
        asked.append(("handler_id IS NULL", []))
    if wanted.due_until is not None:
        runs = "(paused_from IS NULL OR paused_from > %s) AND due_on <= %s"
        asked.append((runs, [clock.today(), wanted.due_until]))
    if after is not None:
        asked.append(("(due_on, id) > (%s, %s)", [after.due_on, after.id]))
    return asked
