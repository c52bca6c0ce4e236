"""What a card says is no longer so: the questions it rests on, as they were answered, to be answered anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sojourn.catalogue.forms import Finding, prefill
from sojourn.catalogue.types import QuestionType
from sojourn.flows.case_file import CaseFile
from sojourn.flows.changed_data import carried
from sojourn.sites.office import typed as read
from sojourn.sites.office.counters import dense
from sojourn.sites.office.desk import Desk
from sojourn.sites.ui.form import Drawing, Form, posted

_DATES = (QuestionType.DATE, QuestionType.PARTIAL_DATE)


def as_they_were(file: CaseFile) -> dict[str, Any]:
    """The answers until now, days as they are typed here; the lines of the old document are not offered."""
    known: dict[str, Any] = {}
    for page in carried(file.service):
        for path, question in page.each_question():
            if question.type is QuestionType.ADDRESS:
                known |= {each: value for each, value in file.cleaned.items() if each.startswith(f"{path}.")}
            elif not path.endswith(".mrz") and path in file.cleaned:
                value = file.cleaned[path]
                known[path] = read.spelled(str(value)) if question.type in _DATES else value
    return known


def posted_changes(file: CaseFile, data: Mapping[str, str]) -> dict[str, Any]:
    """What was typed into the questions."""
    return {path: value for page in carried(file.service) for path, value in posted(page, data).items()}


def read_lines(file: CaseFile, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the new document by its lines: whatever they tell takes the place of the old."""
    lines = {path: value for path, value in typed.items() if path.endswith(".mrz") and value}
    return {**typed, **{path: value for path, value in prefill(file.service, lines).items() if value}}


def forms(
    desk: Desk, file: CaseFile, answers: Mapping[str, Any], findings: Sequence[Finding] = ()
) -> Iterator[Form]:
    """The questions, dense, each page with what is wrong on it."""
    drawing = Drawing(file.pack, file.service, desk.language, answers, findings, officer=True)
    for page in carried(file.service):
        fields = tuple(drawing.field(f"{page.code}.{each.code}", each) for each in page.questions)
        form = Form(drawing.text(f"{page.code}.title"), "", fields, tuple(drawing.errors(page)))
        yield dense(form, answers)
