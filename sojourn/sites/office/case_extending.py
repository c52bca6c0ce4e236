"""More time for a decision: taken at the desk by whoever approves decisions, told to whoever applied."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.catalogue.types import PhraseUse
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import NotExtendable
from sojourn.flows.extend_time import Latest, extend_time, latest_of
from sojourn.sites.office import case_reasons
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_steps import day_spelled, do_once, done, draw_step, open_case
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page

_USES = (PhraseUse.EXTEND,)


@staff_page(Permission.CASES_APPROVE, purpose=PURPOSE)
def extend(desk: Desk, case_id: UUID) -> HttpResponse:
    """Choose the new last day and say why; the latest day the law lets is filled in."""
    file, refused = open_case(desk, case_id), None
    typed = read.fields(desk.request.POST, {"until": 10})
    given = case_reasons.given(file, desk.request.POST, _USES)
    errors: list[tuple[str, str]] = []
    if desk.request.method == "POST":
        errors = _wrong(file, given, read.day(typed["until"]))
        if not errors:
            try:
                do_once(desk, case_id, lambda version: _extend(desk, file, given, typed["until"], version))
            except REFUSALS as refusal:
                file, refused = open_case(desk, case_id), refusal
            else:
                return done(case_id, "extended")
    latest = _latest(file)
    return draw_step(
        desk,
        file,
        "case_extend",
        refused=refused or (NotExtendable() if latest is None else None),
        errors=errors,
        latest=latest,
        until=typed["until"] or (day_spelled(latest.until) if latest else ""),
        reasons=case_reasons.offered(file, desk.language, _USES, given),
        words=case_reasons.words_asked(file, given),
    )


def _latest(file: CaseFile) -> Latest | None:
    try:
        return latest_of(file)
    except NotExtendable:
        return None


def _wrong(file: CaseFile, given: case_reasons.Given, until: date | None) -> list[tuple[str, str]]:
    wrong = []
    if until is None:
        wrong.append(("until", gettext("Enter the new last day, for example 27.3.2026")))
    if not given.codes:
        wrong.append(("reasons", gettext("Tick at least one reason")))
    wrong += given.missing(file)
    authentic = file.pack.languages[0]
    if not given.words.get(authentic):
        wrong.append((f"words-{authentic}", gettext("Say in this language why the decision takes longer")))
    return wrong


def _extend(desk: Desk, file: CaseFile, given: case_reasons.Given, typed: str, version: int | None) -> None:
    until = read.day(typed)
    if until is not None:
        extend_time(
            file,
            until,
            reasons=given.codes,
            words=given.words,
            values=given.by_reason(file),
            by=desk.actor,
            version=version,
        )
