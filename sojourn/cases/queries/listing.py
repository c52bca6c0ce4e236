"""Lists of cases: an office's closed ones, a person's, an account's, a family's. All by keyset."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.cases.models import Appeal, Case, Correction
from sojourn.cases.queries.queue import PAGE
from sojourn.cases.queries.reading import SCOPED, scope, scoped
from sojourn.cases.queries.views import as_appeal, as_view
from sojourn.cases.types import AppealView, CaseStatus, CaseView
from sojourn.lib import reads
from sojourn.lib.actor import Reader
from sojourn.lib.types import Subject

_GRANTED = (CaseStatus.GRANTED.value, CaseStatus.CANCEL_PROPOSED.value)


def list_closed(
    to: Reader, *, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[CaseView]:
    """An office's closed cases, the last closed first."""
    rows = _of_classes(to).filter(closed_at__isnull=False)
    if to.offices is not None:
        rows = rows.filter(office__in=to.offices)
    if after is not None:
        rows = rows.filter(closed_at__lte=after[0]).filter(Q(closed_at__lt=after[0]) | Q(id__lt=after[1]))
    return _views(rows.order_by("-closed_at", "-id")[: limit + 1])


def list_of_person(person_id: UUID, *, to: Reader) -> list[CaseView]:
    """A person's cases the reader may see, newest first."""
    return list_by_people([person_id], to=to)


def list_every_of_person(person_id: UUID, *, to: Reader) -> list[CaseView]:
    """All of a person's cases the reader may see, however many: nothing may be left behind a page's end."""
    return _views(scoped(to).filter(person_id=person_id).order_by("-id"))


def list_by_people(
    person_ids: Collection[UUID], *, to: Reader, after: UUID | None = None, limit: int = PAGE
) -> list[CaseView]:
    """Cases of people that were found by name, newest first, and one more if there is a next page."""
    if not person_ids:
        return []
    older = "AND id < %s" if after else ""
    where = f"WHERE person_id = ANY(%s) AND {SCOPED} {older} ORDER BY id DESC LIMIT {limit + 1:d}"
    params = [list(person_ids), *scope(to), *([after] if after else [])]
    return [as_view(row) for row in reads.plain_rows(Case, where, params)]


def list_unsettled(person_ids: Collection[UUID], *, on: date) -> list[CaseView]:
    """Cases of people that are open, or whose decision is contested or may still be. For the rules."""
    rows = Case.objects.filter(person_id__in=list(person_ids))
    still = Q(closed_at=None) | Q(appeal_id__isnull=False) | Q(appeal_until__gte=on)
    unserved = Q(appeal_until=None, status__in=[CaseStatus.REFUSED, CaseStatus.NOT_EXAMINED])
    return _views(rows.filter(still | unserved).order_by("id"))


def list_of_account(account_id: UUID, *, after: UUID | None = None, limit: int = PAGE) -> list[CaseView]:
    """What an account filed for itself, newest first."""
    rows = Case.objects.filter(account_id=account_id, principal_id__isnull=True)
    return _views(_older(rows, after)[: limit + 1])


def list_of_principal(principal: Subject, *, after: UUID | None = None, limit: int = PAGE) -> list[CaseView]:
    """What was filed on behalf of someone, newest first."""
    rows = Case.objects.filter(principal_id=principal.id, principal_kind=principal.kind)
    return _views(_older(rows, after)[: limit + 1])


def list_current_of_principal(principal: Subject, *, limit: int) -> list[CaseView]:
    """What runs of what was filed on behalf of someone, what was granted, and decisions nobody opened, newest
    first.
    """
    rows = Case.objects.filter(principal_id=principal.id, principal_kind=principal.kind)
    unopened = Q(appeal_until=None, decision__isnull=False)
    current = Q(closed_at=None) | Q(status__in=_GRANTED) | Q(appeal_id__isnull=False) | unopened
    return _views(_older(rows.filter(current), None)[:limit])


def list_family(family_file_id: UUID, *, to: Reader) -> list[CaseView]:
    """The cases of a family file the reader may see: one that is hidden is not told of."""
    return _views(scoped(to).filter(family_file_id=family_file_id).order_by("id")[:PAGE])


def list_own_family(family_file_id: UUID, *, account_id: UUID) -> list[CaseView]:
    """The cases of a family file that an account filed together."""
    rows = Case.objects.filter(family_file_id=family_file_id, account_id=account_id)
    return _views(rows.order_by("id")[:PAGE])


def holds_granted(case: CaseView) -> bool:
    """Whether what was granted goes on: no end was approved, or an appeal suspends the end meanwhile."""
    if case.status is not CaseStatus.CANCELLED:
        return case.status.value in _GRANTED
    if case.appeal_id is None:
        return False
    waiting = Appeal.objects.filter(id=case.appeal_id, decided_at=None, suspensive=True)
    return waiting.filter(Q(is_late=False) | Q(term_restored=True)).exists()


def list_open_appeals(
    to: Reader, *, handler_id: UUID | None = None, after: UUID | None = None, limit: int = PAGE
) -> list[tuple[CaseView, AppealView]]:
    """Appeals nobody has decided, oldest first, with their cases."""
    rows = scoped(to).filter(appeal_id__isnull=False).select_related("appeal")
    if handler_id:
        rows = rows.filter(appeal__handler_id=handler_id)
    if after:
        rows = rows.filter(appeal_id__gt=after)
    return [(as_view(row), as_appeal(row.appeal)) for row in rows.order_by("appeal_id")[: limit + 1]]


def list_pressing_appeals(to: Reader, *, until: date, limit: int = PAGE) -> list[tuple[CaseView, AppealView]]:
    """Appeals nobody has decided whose time ends by a day, the first to end on top."""
    rows = scoped(to).filter(appeal__decided_at=None, appeal__due_on__lte=until).select_related("appeal")
    return [(as_view(row), as_appeal(row.appeal)) for row in rows.order_by("appeal__due_on", "id")[:limit]]


def list_unanswered(*, on: date, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Cases whose correction was not answered in time and not reminded of. Ids only."""
    asked = Correction.objects.filter(answered_on=None, reminded_on=None, answer_by__lt=on)
    rows = Case.objects.filter(status=CaseStatus.AWAITING_CORRECTION, id__in=asked.values("case_id"))
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def list_examined(*, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Cases that are not decided yet, a page at a time. Ids only."""
    rows = Case.objects.filter(decided_at=None, closed_at=None)
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def list_with_case(person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these people have a case. Ids only, for keeping and erasing."""
    rows = Case.objects.filter(person_id__in=list(person_ids))
    return frozenset(rows.values_list("person_id", flat=True).distinct())


def _of_classes(to: Reader) -> QuerySet[Case]:
    return Case.objects.filter(confidentiality__in=to.classes)


def _older(rows: QuerySet[Case], after: UUID | None) -> QuerySet[Case]:
    return (rows.filter(id__lt=after) if after else rows).order_by("-id")


def _views(rows: Iterable[Case]) -> list[CaseView]:
    return [as_view(row) for row in rows]
