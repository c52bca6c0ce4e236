"""The auditor's page: what happened to something, and who looked at it. Reading the log is itself logged."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.applications.events import SUBMITTED
from sojourn.audit import actions as access
from sojourn.audit import queries
from sojourn.audit.queries import Happened
from sojourn.lib.types import Subject
from sojourn.sites.office.desk import Desk, staff_page

KINDS = ("registration", "application", "person", "document", "permit", "account", "organisation")


@staff_page(Permission.SEE_ACCESSES, purpose="audit")
def log(desk: Desk) -> HttpResponse:
    """Look a subject up by its kind and id, as they stand in its address."""
    kind, typed = desk.request.GET.get("kind", KINDS[0]), desk.request.GET.get("id", "").strip()[:40]
    subject = _subject(kind, typed)
    if subject is not None:
        access.log_reading(to=desk.reader, relation="audit", subject=subject)
    return desk.draw(
        "log",
        kinds=KINDS,
        kind=kind,
        typed=typed,
        wrong=bool(typed) and subject is None,
        subject=subject,
        events=_told(desk, subject) if subject else [],
        readings=queries.list_readings(subject, to=desk.reader, secret=True) if subject else [],
    )


def _told(desk: Desk, subject: Subject) -> list[Happened]:
    """A draft is its holder's own: of a filing nothing is told before it was sent."""
    told = queries.list_events(subject, to=desk.reader)
    was_sent = any(event.kind == SUBMITTED.name for event in told)
    return told if was_sent or subject.kind != "application" else []


def _subject(kind: str, typed: str) -> Subject | None:
    try:
        return Subject(kind, UUID(typed)) if kind in KINDS else None
    except ValueError:
        return None
