"""A step in a case: the case opened and the look kept, done once, what is refused said on the same page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import queries as cases
from sojourn.cases.types import CaseView, Power
from sojourn.flows.case_file import CaseFile, open_file
from sojourn.lib.canonical import canonical_json, sha256
from sojourn.lib.db import answer_once, retry_deadlock, transaction
from sojourn.sites.office import case_refusals
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk
from sojourn.sites.ui import clock_drawing
from sojourn.sites.ui.clock_drawing import ToldClock

LONGEST = 10_000
"""Characters of a text an officer writes."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A field of a step. `kind`: text, lines, day, select, radios or tick; options: code, name, hint."""

    name: str
    label: str
    kind: str = "text"
    options: Sequence[tuple[str, str, str]] = ()
    hint: str = ""
    value: str = ""
    error: str = ""
    width: str = ""
    rows: int = 3
    language: str = ""
    empty: str = ""

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


def open_case(desk: Desk, case_id: UUID) -> CaseFile:
    """The case within the reader's rights; who looked is kept. Raises: CaseNotFound."""
    file = open_file(case_id, to=desk.reader, closed=desk.may(Permission.CASES_CONSULT))
    access.log_reading(
        to=desk.reader,
        relation="office",
        subject=file.case.subject,
        confidentiality=file.case.confidentiality,
    )
    return file


def do_once(desk: Desk, case_id: UUID, act: Callable[[int | None], Any]) -> None:
    """Act in a transaction of its own; the same form sent again acts no more.

    `act` is given the version of the case the officer looked at. Raises: whatever the rooms refuse.
    """
    sent = desk.request.POST
    key, version = sent.get("key", "")[:40], read.count(sent.get("version", ""))
    typed = {name: sent.getlist(name) for name in sent if name not in ("csrfmiddlewaretoken", "key")}
    asked = sha256(canonical_json({"at": desk.request.path, "typed": typed}))

    def story() -> None:
        with transaction():
            if key:
                door = f"{desk.account.id}:{case_id}:{key}"
                answer_once("office-case", door, request_hash=asked, act=lambda: _nothing(act(version)))
            else:
                act(version)

    retry_deadlock(story)


def _nothing(answer: Any) -> None:
    """What an act gives is read from the case again."""


def done(case_id: UUID, said: str, *, at: str = "office:case") -> HttpResponse:
    """To the page of the case (or another of its pages), which says what was done."""
    return HttpResponseRedirect(f"{reverse(at, args=[case_id])}?{urlencode({'said': said})}")


def draw_step(
    desk: Desk,
    file: CaseFile,
    template: str,
    *,
    refused: Exception | None = None,
    errors: Sequence[tuple[str, str]] = (),
    **facts: Any,
) -> HttpResponse:
    """The page of a step beside the head of its case; what was refused stands above what was typed."""
    said = [("", case_refusals.said_of(refused))] if isinstance(refused, case_refusals.REFUSALS) else []
    status = 409 if said else 422 if errors else 200
    return desk.draw(
        template, status=status, errors=[*said, *errors], wrong=dict(errors), **head(desk, file), **facts
    )


def head(desk: Desk, file: CaseFile) -> dict[str, Any]:
    """What stands at the head of every page of a case."""
    case, who = file.case, file.identity
    return {
        "case": case,
        "name": who.names.whole or case.reference,
        "told": clock_of(file),
        "ground": _text(file, file.service.ground_text(case.ground), desk.language) if case.ground else "",
        "service": _text(file, f"{case.service}.title", desk.language),
        "mine": case.handler_id == desk.account.id,
    }


def clock_of(file: CaseFile) -> ToldClock:
    case = file.case
    stands = cases.clock_of(case, file.page.intervals, calendar=file.calendar)
    return clock_drawing.told(case, stands)


def _text(file: CaseFile, path: str, language: str) -> str:
    return file.pack.find_text(path, language) or path


def power_of(desk: Desk, case: CaseView, permission: Permission) -> Power:
    """The power an officer decides under. Raises: PermissionMissing where none reaches the case's office."""
    accounts.check_may(desk.account, permission, office=case.office)
    held = accounts.power_for(desk.account, permission, office=case.office)
    return Power(held.role, case.office, held.acting_for) if held else Power("", case.office)


def two_languages(file: CaseFile) -> tuple[str, ...]:
    """The authentic language, and the person's beside it."""
    authentic = file.pack.languages[0]
    other = file.case.language if file.case.language in file.pack.languages else authentic
    return tuple(dict.fromkeys((authentic, other)))


def texts(data: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Long texts as they were typed."""
    return read.fields(data, dict.fromkeys(names, LONGEST))


def day_spelled(day: date | None) -> str:
    return read.spelled(day.isoformat()) if day else ""
