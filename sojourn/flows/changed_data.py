"""Data a document or the register carries became otherwise: a new name, another passport, another dwelling.

What was filed stays as it is: what is so now lies over it, with its day and the paper that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sojourn.cases.types import NewChange
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.types import Page, QuestionType, Service
from sojourn.flows import arrival_form
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import AnswersUnreadable, NothingChanged
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.people import actions as people
from sojourn.people.types import Identity, Source, Standing

_DATES = (QuestionType.DATE, QuestionType.PARTIAL_DATE)
_MACHINE = ".mrz"


@dataclass(frozen=True, slots=True)
class Changed:
    """What is now so: the answers that differ, the paper that shows it, who the person is by them."""

    change: NewChange
    who: Identity


def carried(service: Service) -> tuple[Page, ...]:
    """The questions whose answers a document or the register carries: who it is, and where they live."""
    place = service.place_path
    pages = []
    for page in service.pages:
        asked = tuple(
            each for each in page.questions if each.travel_document or f"{page.code}.{each.code}" == place
        )
        if asked:
            pages.append(replace(page, questions=asked))
    return tuple(pages)


def read_changed(file: CaseFile, typed: Mapping[str, Any], *, shown_by: str) -> Changed:
    """What differs from the answers as they stood until now. Raises: AnswersUnreadable, NothingChanged."""
    questions = {path: each for page in carried(file.service) for path, each in page.each_question()}
    given = {path: value for path, value in typed.items() if _belongs(path, questions)}
    for path, question in questions.items():
        if path in given and question.type in _DATES:  # a whole date takes the place of its parts
            given |= {f"{path}.{part}": "" for part in ("day", "month", "year")}
    checked = check_answers(file.service, {**file.answers, **given}, on=clock.today())
    wrong = tuple(one for one in checked.errors if _belongs(one.path, questions))
    if wrong:
        raise AnswersUnreadable(findings=wrong)
    now, before = checked.cleaned, file.cleaned
    answers = {
        path: now.get(path, "")
        for path in {*now, *before, *given}
        if _belongs(path, questions) and now.get(path) != before.get(path)
    }
    if not any(not path.endswith(_MACHINE) for path in answers) or not shown_by.strip():
        raise NothingChanged
    emptied = {f"{path}.{part}": "" for path in answers for part in ("day", "month", "year")}
    parts = {path: value for path, value in emptied.items() if path in file.answers}
    return Changed(NewChange({**parts, **answers}, shown_by.strip()), arrival_form.identity(now))


def _belongs(path: str, questions: Mapping[str, Any]) -> bool:
    return path in questions or path.rpartition(".")[0] in questions


@transaction_required
def tell_the_register(file: CaseFile, changed: Changed, *, on: date, by: Actor) -> None:
    """The register knows the person by both: as they were called, and as they are called now."""
    source = Source(standing=Standing.EVIDENCED, reference=file.case.reference, said_on=on)
    people.change(file.case.person_id, before=file.identity, after=changed.who, source=source, by=by)
