"""What was granted ends before its last day: proposed here, approved where every decision is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.flows.case_file import CaseFile
from sojourn.flows.decide_early_end import propose_early_end
from sojourn.sites.office.case_handling import reasoned
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page


@staff_page(Permission.CASES_PROPOSE, purpose=PURPOSE)
def end(desk: Desk, case_id: UUID) -> HttpResponse:
    """Propose that a permit ends with the contract it hangs on; the worker was heard."""

    def act(file: CaseFile, typed: dict[str, str], version: int | None) -> None:
        words = {file.pack.languages[0]: typed["reason"]} if typed["reason"] else {}
        propose_early_end(file, words=words, by=desk.actor, version=version)

    return reasoned(
        desk,
        case_id,
        title=gettext("Propose the early end"),
        lead=gettext(
            "The reason is the day on which the contract ended. Say below, in the language in which the"
            " decision is authentic, what the worker answered and why the permit ends all the same. Another"
            " officer approves it. The employer and the worker get the letter, and both can contest it."
        ),
        button=gettext("Propose the early end"),
        said="end-proposed",
        act=act,
    )
