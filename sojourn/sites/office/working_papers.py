"""Long texts that are not lost: kept by a button or every twenty seconds, thrown away when they are sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict

from sojourn.cases import actions, queries
from sojourn.cases.errors import Recused
from sojourn.flows.case_file import CaseFile
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.sites.office.case_steps import LONGEST, done
from sojourn.sites.office.desk import Desk

_NOT_TYPED = {"csrfmiddlewaretoken", "key", "version", "keep", "discard", "quietly"}
_MOST_FIELDS = 300


@dataclass(frozen=True, slots=True)
class Kept:
    """That something was kept, and when."""

    at: datetime | None


def typed(desk: Desk, file: CaseFile, form: str) -> dict[str, list[str]]:
    """What stands in the form: as it was just sent, or as it was kept before."""
    sent = as_sent(desk, file, form)
    return {name: sent.getlist(name) for name in sent}


def as_sent(desk: Desk, file: CaseFile, form: str) -> QueryDict:
    """The same, as a form sends it."""
    if desk.request.method == "POST":
        return desk.request.POST
    found = queries.find_working_paper(file.case.id, form, account_id=desk.account.id)
    again = QueryDict(mutable=True)
    for name, values in (found[0] if found else {}).items():
        again.setlist(name, values)
    return again


def kept(desk: Desk, file: CaseFile, form: str) -> Kept | None:
    """When something of this form was kept, if it was."""
    found = queries.find_working_paper(file.case.id, form, account_id=desk.account.id)
    return Kept(found[1]) if found else None


def keep_if_asked(desk: Desk, file: CaseFile, form: str) -> HttpResponse | None:
    """The answer to the buttons that keep or throw away; nothing where the form itself was sent.

    For an officer who may not work on the case nothing is kept: the step refuses them in its own words.
    """
    sent = desk.request.POST
    if "discard" in sent:
        _in_transaction(lambda: throw_away(desk, file, form))
        return done(file.case.id, "discarded")
    if "keep" not in sent and "quietly" not in sent:
        return None
    names = [name for name in sent if name not in _NOT_TYPED][:_MOST_FIELDS]
    told = {name: [text[:LONGEST] for text in sent.getlist(name)] for name in names if sent[name]}
    try:
        _in_transaction(
            lambda: actions.keep_working_paper(file.case.id, form=form, typed=told, by=desk.actor)
        )
    except Recused:
        return None
    return HttpResponse(status=204) if "quietly" in sent else done(file.case.id, "kept")


def throw_away(desk: Desk, file: CaseFile, form: str) -> None:
    """Within the transaction of the step that was taken."""
    actions.discard_working_paper(file.case.id, form=form, by=desk.actor)


def _in_transaction(act: Callable[[], None]) -> None:
    def story() -> None:
        with transaction():
            act()

    retry_deadlock(story)
