"""The auditor's pages: what happened to something, who looked at it, and whether something was searched for.

Reading the log is itself logged. What an auditor may not see is answered as what never was.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.audit import queries
from sojourn.lib.types import Subject
from sojourn.sites.office import history, lookup
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page

PURPOSE = "audit"
SEARCHED = ("q", "host", "number")
"""The parts of filters that may name someone: under these the words of a search are kept unreadably."""

_EVENTS = 100


@staff_page(Permission.SEE_LOG, purpose=PURPOSE)
def log(desk: Desk) -> HttpResponse:
    """One box for whatever is at hand; where it may mean several things, they are offered."""
    asked = _asked(desk)
    found = lookup.subjects_of(asked["q"], to=desk.reader) if asked["q"] else []
    events = (
        history.happened(desk, found[0], before=read.count(asked["earlier"]), limit=_EVENTS) if found else []
    )
    subject = found[0] if events else None
    if asked["q"]:
        _say_who_looked(desk, asked["q"], subject)
    return desk.draw(
        "log",
        asked=asked["q"],
        subject=subject,
        others=found[1:] if subject else [],
        events=events,
        earlier=events[0].entry if len(events) == _EVENTS else None,
        **(_around(desk, subject, read.count(asked["before"])) if subject else {}),
    )


def _asked(desk: Desk) -> dict[str, str]:
    """What was typed is sent; links within the office hold an id, and no address holds more."""
    names = {"q": 300, "before": 18, "earlier": 18}
    if desk.request.method == "POST":
        return read.fields(desk.request.POST, names)
    asked = read.fields(desk.request.GET, names)
    return asked if read.uuid(asked["q"]) else dict.fromkeys(names, "")


def _say_who_looked(desk: Desk, asked: str, subject: Subject | None) -> None:
    """What was found is looked at; what was not found was only asked for."""
    if subject:
        access.log_reading(to=desk.reader, relation="audit", subject=subject)
    else:
        access.log_reading(to=desk.reader, relation="audit", listing="log", private={"q": asked}, count=0)


def _around(desk: Desk, subject: Subject, before: int | None) -> dict[str, Any]:
    looks = history.looked(desk, subject, before=before, secret=True)
    readings = queries.list_readings_by(subject.id, to=desk.reader) if subject.kind == "account" else []
    return {
        "looks": looks,
        "before": looks[-1].id if len(looks) == queries.PAGE else None,
        "looked_at": history.looks(desk, readings),
        "connected": lookup.connected(subject, to=desk.reader),
    }


@staff_page(Permission.SEE_LOG, purpose=PURPOSE)
def searches(desk: Desk) -> HttpResponse:
    """Whether certain words were searched for, and by whom. The words are sent, never put into an address."""
    asked = read.fields(desk.request.POST, {"words": 100, "before": 18})
    found = []
    if asked["words"]:
        rows = queries.list_searches(
            asked["words"], among=SEARCHED, to=desk.reader, before=read.count(asked["before"])
        )
        found = history.looks(desk, rows)
        access.log_reading(
            to=desk.reader,
            relation="audit",
            listing="searches",
            private={"words": asked["words"]},
            count=len(found),
        )
    return desk.draw(
        "searches",
        asked=asked["words"],
        looks=found,
        before=found[-1].id if len(found) == queries.PAGE else None,
    )
