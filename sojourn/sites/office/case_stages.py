"""The stages of a case at the desk: what was reached on which day, what is due, and recording it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.cases.types import ALLOWED, Act
from sojourn.catalogue.types import Before
from sojourn.flows.case_file import CaseFile
from sojourn.flows.record_stage import record_stage
from sojourn.flows.stages import StageLine, stages_of
from sojourn.lib import clock
from sojourn.sites.office import case_words
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_steps import Ask, do_once, done, draw_step, open_case
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page

_NOTE = 2000


@dataclass(frozen=True, slots=True)
class ToldStage:
    """A stage as the page says it; address: where it is recorded, for those who may; barred: why not now."""

    name: str
    line: StageLine
    before: str
    address: str
    barred: str = ""


def told(desk: Desk, file: CaseFile) -> list[ToldStage]:
    """The stages of the service, each with its day or its limit."""
    may = desk.may(Permission.CASES_WORK) and Act.RECORD_STAGE in ALLOWED[file.case.status]
    return [
        ToldStage(
            case_words.stage(file, each.stage.code, desk.language),
            each,
            _before(each.stage.before),
            reverse("office:case-stage", args=[file.case.id, each.stage.code]) if may else "",
            _barred(file, each, desk.language),
        )
        for each in stages_of(file)
    ]


def _barred(file: CaseFile, line: StageLine, language: str) -> str:
    """The sentence of the finding that bars a stage nobody reached."""
    if not line.barred or line.reached:
        return ""
    return file.pack.find_text(f"reasons.{line.barred}", language) or line.barred


def _before(before: Before | None) -> str:
    said = {
        Before.PROPOSE: gettext("before a decision is proposed"),
        Before.GRANT: gettext("before a grant"),
        Before.END: gettext("before what is granted is given"),
    }
    return said[before] if before else ""


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def record(desk: Desk, case_id: UUID, code: str) -> HttpResponse:
    """Record the day of a stage with a note; or that it was recorded by mistake. Raises: Http404."""
    file, refused = open_case(desk, case_id), None
    if file.service.find_stage(code) is None:
        raise Http404
    typed = read.fields(desk.request.POST, {"on": 10, "note": _NOTE, "not_so": 3})
    errors = _wrong(typed) if desk.request.method == "POST" else []
    if desk.request.method == "POST" and not errors:
        try:
            do_once(desk, case_id, lambda version: _record(desk, file, code, typed, version))
        except REFUSALS as refusal:
            file, refused = open_case(desk, case_id), refusal
        else:
            return done(case_id, "stage")
    return draw_step(
        desk,
        file,
        "case_step",
        refused=refused,
        errors=errors,
        title=case_words.stage(file, code, desk.language),
        lead=file.pack.find_text(f"{file.service.stage_text(code)}-help", desk.language)
        or gettext("The person sees the stage and its day, not your note."),
        button=gettext("Record"),
        asked=_asked(file, code, typed, dict(errors)),
    )


def _asked(file: CaseFile, code: str, typed: dict[str, str], wrong: dict[str, str]) -> list[Ask]:
    known = file.page.reached().get(code)
    on = read.spelled((known.happened_on if known and known.happened_on else clock.today()).isoformat())
    asked = [
        Ask("on", gettext("Day"), "day", value=typed["on"] or on, error=wrong.get("on", "")),
        Ask("note", gettext("Note for the office"), "lines", value=typed["note"]),
    ]
    if known:
        said = gettext("Recorded by mistake: it did not happen")
        asked.append(Ask("not_so", said, "tick", value=typed["not_so"]))
    return asked


def _wrong(typed: dict[str, str]) -> list[tuple[str, str]]:
    if read.day(typed["on"]) is None and not typed["not_so"]:
        return [("on", gettext("Enter the day, for example 27.3.2026"))]
    return []


def _record(desk: Desk, file: CaseFile, code: str, typed: dict[str, str], version: int | None) -> None:
    on = None if typed["not_so"] else read.day(typed["on"])
    record_stage(file, code, on=on, note=typed["note"], version=version, by=desk.actor)
