"""A hotel registers many guests at once: good rows at once, bad rows back to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.applications.types import GuestRow
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.forms import Checked, check_answers
from sojourn.catalogue.types import Pack, Service
from sojourn.flows.register_stay import enter, receipt_of
from sojourn.flows.types import Filing, Receipt
from sojourn.lib.db import retry_deadlock, transaction


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """What became of a list: every row in its order, and a receipt for each registered one by row number."""

    list_id: UUID
    rows: tuple[GuestRow, ...]
    receipts: Mapping[int, Receipt]


def register_guest_list(
    rows: Sequence[Mapping[str, str]],
    *,
    key: str,
    filing: Filing,
    numbers: Sequence[int] = (),
    follows: UUID | None = None,
) -> ListAnswer:
    """Register each row in a transaction of its own; a row registered before gives that registration.

    The host's own place stands in every row. The same list under the same key gives the first answer again.
    `numbers` are those of the rows in the list they come from, `follows`, when only some of them are filed.
    Called at the edge, outside a transaction. Raises: KeyUsedDifferently.
    """
    desk = filing.desk
    if desk is None:
        raise ValueError("a guest list is filed at the desk of a host")
    with transaction():
        list_id, filed = applications.open_guest_list(
            key, organisation_id=desk.organisation_id, asked=rows, by=filing.by
        )
    if filed:
        again = {row.number: receipt_of(row.registration) for row in filed if row.registration}
        return ListAnswer(list_id, filed, again)
    pack = catalogue.current()
    service = pack.service_for("registration")
    numbered = zip(numbers or range(1, len(rows) + 1), rows, strict=True)
    answered = [_answer_row(pack, service, number, row, filing) for number, row in numbered]
    kept = tuple(row for row, _ in answered)
    with transaction():
        applications.file_guest_list(list_id, rows=kept, by=filing.by, follows=follows)
    return ListAnswer(list_id, kept, {row.number: receipt for row, receipt in answered if receipt})


def _answer_row(
    pack: Pack, service: Service, number: int, typed: Mapping[str, str], filing: Filing
) -> tuple[GuestRow, Receipt | None]:
    answers = {**typed, **_place_of(filing)}
    checked = check_answers(service, answers)
    if not checked.may_file:
        return GuestRow(number, dict(typed), findings=tuple((f.path, f.code) for f in checked.errors)), None

    doubts = doubts_of(checked)

    def register() -> Receipt:
        with transaction():
            reference = applications.next_reference(pack, service.code)
            stay = enter(pack, service, checked.cleaned, reference=reference, filing=filing, doubts=doubts)
            return stay.receipt

    receipt = retry_deadlock(register)
    return GuestRow(number, dict(typed), registration=receipt.registration_id, findings=doubts), receipt


def doubts_of(checked: Checked) -> tuple[tuple[str, str], ...]:
    """What the form advises against an answer that was given; what was left empty is in nobody's doubt."""
    return tuple((one.path, one.code) for one in checked.advice if not one.code.startswith("missing"))


def _place_of(filing: Filing) -> dict[str, str]:
    """The host's place and kind as answers, so that a row is checked like any other filing."""
    if filing.desk is None:
        return {}
    place = filing.desk.place
    told = {
        "stay.place.district": place.district,
        "stay.place.locality": place.locality,
        "stay.place.street": place.street,
        "stay.place.house": place.house,
        "stay.place.flat": place.flat,
        "stay.place.postal-code": place.postal_code,
        "stay.host-kind": "hotel",
        "stay.host-name": filing.desk.name,
    }
    return {path: value for path, value in told.items() if value}
