"""What was asked to be put right, thing by thing: what was wrong with it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from sojourn.cases.types import CorrectionView
from sojourn.flows.case_file import CaseFile
from sojourn.flows.request_correction import Answering, how_answered
from sojourn.sites.office.case_words import tag
from sojourn.sites.office.desk import Desk
from sojourn.sites.ui.form import Drawing

ANSWERED = {
    Answering.ANSWERED: ("good", gettext_noop("Answered")),
    Answering.UNCHANGED: ("wait", gettext_noop("As before")),
    Answering.UNANSWERED: ("wrong", gettext_noop("Not answered")),
}


@dataclass(frozen=True, slots=True)
class AskedThing:
    """One question, the coded reason and the officer's words; how: what the answer did about it.

    found_out: why it could not be known at the first request.
    """

    label: str
    code: str
    words: str
    how: SafeString | str = ""
    found_out: str = ""


def told(desk: Desk, file: CaseFile) -> Iterator[tuple[CorrectionView, list[AskedThing]]]:
    """Every request with its things; before it is answered nothing is said of how."""
    drawing = Drawing(file.pack, file.service, desk.language, officer=True)
    for asked in file.page.corrections:
        answered = dict.fromkeys(asked.items, "")
        if asked.answered_on is not None:
            said = how_answered(file, asked, asked.answers or {})
            answered = {item: _tag(how) for item, how in said}
        yield (
            asked,
            [
                AskedThing(drawing.label(each.path), each.code, each.words, answered[each], each.found_out)
                for each in asked.items
            ],
        )


def _tag(how: Answering) -> SafeString:
    kind, word = ANSWERED[how]
    return tag(kind, gettext(word))
