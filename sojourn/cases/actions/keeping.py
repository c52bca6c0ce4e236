"""What time does to cases: warned of, reported late, moved with their person, erased after their term."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.cases import events, queries
from sojourn.cases.actions.rows import subject_of, tell
from sojourn.cases.models import Appeal, Case, FamilyFile
from sojourn.cases.types import Act, Differing
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import forget_rows, transaction_required
from sojourn.lib.types import Confidentiality
from sojourn.lib.working_days import Calendar

AT_A_TIME = 500


@transaction_required
def warn_of_limits(*, until: date, warning: int, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """Tell, once for each warning (the first is 1), of cases whose review limit ends by a day.

    Gives their ids; call again until empty.
    """
    rows = _lock_running(until, limit, warnings__lt=warning)
    Case.objects.filter(id__in=[row.id for row in rows]).update(warnings=warning)
    for row in rows:
        tell(row, Act.WARN, by=by, facts={"due_on": row.due_on, "warning": warning})
    return [row.id for row in rows]


@transaction_required
def report_late(*, on: date, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """Escalate, once each, cases whose limit has passed; that decides nothing. Call again until empty."""
    rows = _lock_running(on - timedelta(days=1), limit, late_reported_on__isnull=True)
    Case.objects.filter(id__in=[row.id for row in rows]).update(late_reported_on=on)
    for row in rows:
        tell(row, Act.REPORT_LATE, by=by, facts={"due_on": row.due_on})
    return [row.id for row in rows]


@transaction_required
def warn_of_appeals(*, until: date, warning: int, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """The same of appeals whose time to be decided ends by a day; gives the ids of their cases."""
    rows = _lock_appealed(until, limit, appeal__warnings__lt=warning)
    Appeal.objects.filter(id__in=[row.appeal_id for row in rows]).update(warnings=warning)
    for row in rows:
        _say(events.APPEAL_WARNED, row, by=by, warning=warning)
    return [row.id for row in rows]


@transaction_required
def report_late_appeals(*, on: date, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """The same of appeals whose time to be decided has passed; gives the ids of their cases."""
    rows = _lock_appealed(on - timedelta(days=1), limit, appeal__late_reported_on__isnull=True)
    Appeal.objects.filter(id__in=[row.appeal_id for row in rows]).update(late_reported_on=on)
    for row in rows:
        _say(events.APPEAL_LATE_REPORTED, row, by=by)
    return [row.id for row in rows]


def _lock_appealed(until: date, limit: int, **unmarked: Any) -> list[Case]:
    """Cases with an appeal nobody has decided, whose time ends by a day."""
    rows = Case.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    waiting = rows.select_related("appeal").filter(
        appeal_id__isnull=False, appeal__decided_at=None, appeal__due_on__lte=until, **unmarked
    )
    return list(waiting.order_by("appeal__due_on", "id")[:limit])


def _say(kind: EventKind, row: Case, *, by: Actor, **facts: object) -> None:
    audit.record(
        kind,
        subject=subject_of(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        appeal=row.appeal_id,
        due_on=row.appeal.due_on,
        **facts,
    )


def _lock_running(until: date, limit: int, **unmarked: Any) -> list[Case]:
    """Cases in the hands of the service whose limit ends by a day. One at work waits for the next run."""
    rows = Case.objects.select_for_update(no_key=True, skip_locked=True)
    runs = Q(paused_from__isnull=True) | Q(paused_from__gt=clock.today())
    running = rows.filter(runs, decided_at__isnull=True, due_on__lte=until, **unmarked)
    return list(running.order_by("due_on", "id")[:limit])


@transaction_required
def note_differing(case_ids: Sequence[UUID], *, calendar: Calendar, by: Actor) -> list[Differing]:
    """Say in the log where a case is not what its events or ledger tell, as they stand under its lock.

    A last day is then put right, as when holidays were announced; a status is for people to judge.
    """
    rows = Case.objects.select_for_update(no_key=True).filter(id__in=case_ids).order_by("id")
    locked = {row.id: row for row in rows}
    found = queries.list_differing(list(locked), calendar=calendar)
    for each in found:
        row = locked[each.case_id]
        if each.what == "due_on":
            _put_right(row, date.fromisoformat(each.told))
        _say_differing(row, each, by=by)
    return found


def _put_right(row: Case, due_on: date) -> None:
    """A later last day is warned of anew."""
    if due_on > row.due_on:
        row.warnings, row.late_reported_on = 0, None
    row.due_on = due_on
    row.save(update_fields=["due_on", "warnings", "late_reported_on"])


def _say_differing(row: Case, each: Differing, *, by: Actor) -> None:
    audit.record(
        events.DIFFERING,
        subject=subject_of(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        what=each.what,
        stored=each.stored,
        told=each.told,
    )


@transaction_required
def reclassify(person_id: UUID, *, confidentiality: Confidentiality, by: Actor) -> list[UUID]:
    """Move a person's cases into another class, their parts with them. Gives the ids of those moved."""
    rows = list(
        Case.objects.select_for_update(no_key=True)
        .filter(person_id=person_id)
        .exclude(confidentiality=confidentiality)
        .order_by("id")
    )
    Case.objects.filter(id__in=[row.id for row in rows]).update(confidentiality=confidentiality)
    forget_rows()
    for row in rows:
        before = Confidentiality(row.confidentiality)
        audit.record(
            events.RECLASSIFIED,
            subject=subject_of(row.id),
            by=by,
            confidentiality=max(before, confidentiality),
            before=before.name.lower(),
            after=confidentiality.name.lower(),
        )
    return [row.id for row in rows]


@transaction_required
def erase_closed_before(instant: datetime, *, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """Erase cases closed before an instant; the database takes their parts along. Call again until empty.

    One with an appeal that waits stays, however old. A family file goes with the last of its cases.
    """
    rows = list(
        Case.objects.select_for_update(skip_locked=True)
        .filter(closed_at__lt=instant, appeal_id__isnull=True)
        .order_by("closed_at", "id")
        .values_list("id", "reference", "confidentiality", "family_file_id")[:limit]
    )
    ids = [row[0] for row in rows]
    Case.objects.filter(id__in=ids).delete()
    files = {row[3] for row in rows if row[3] is not None}
    if files:
        FamilyFile.objects.filter(
            ~Exists(Case.objects.filter(family_file_id=OuterRef("id"))), id__in=files
        ).delete()
    for case_id, reference, confidentiality, _ in rows:
        audit.record(
            events.ERASED,
            subject=subject_of(case_id),
            by=by,
            confidentiality=Confidentiality(confidentiality),
            reference=reference,
        )
    return ids
