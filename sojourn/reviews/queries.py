"""Reads of reviews, within the classes and offices of the reader."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sojourn.lib.actor import Reader
from sojourn.lib.types import Confidentiality, Subject
from sojourn.reviews.errors import ReviewNotFound
from sojourn.reviews.models import Review
from sojourn.reviews.types import Cause, Outcome, ReviewView, Teller

PAGE = 50


def list_open(to: Reader, *, after: UUID | None = None, limit: int = PAGE) -> list[ReviewView]:
    """Open reviews, the first told on top, and one more if there is a next page."""
    rows = _seen(to).filter(closed_at=None)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [view_of(row) for row in rows.order_by("id")[: limit + 1]]


def get_review(review_id: UUID, *, to: Reader) -> ReviewView:
    """Raises: ReviewNotFound, alike for one there is not and one not to be seen."""
    row = _seen(to).filter(id=review_id).first()
    if row is None:
        raise ReviewNotFound
    return view_of(row)


def list_of(about: Subject, *, to: Reader) -> list[ReviewView]:
    """The reviews of a case the reader may see, oldest first."""
    rows = _seen(to).filter(subject_kind=about.kind, subject_id=about.id)
    return [view_of(row) for row in rows.order_by("id")]


def _seen(to: Reader) -> QuerySet[Review]:
    rows = Review.objects.filter(confidentiality__in=[each.value for each in to.classes])
    return rows if to.offices is None else rows.filter(office__in=to.offices)


def view_of(row: Review) -> ReviewView:
    on = row.told.get("happened_on")
    return ReviewView(
        id=row.id,
        about=Subject(row.subject_kind, row.subject_id),
        person_id=row.person_id,
        cause=Cause(row.cause),
        teller=Teller(row.teller),
        office=row.office,
        confidentiality=Confidentiality(row.confidentiality),
        words=row.told.get("words", ""),
        happened_on=date.fromisoformat(on) if on else None,
        by_day=row.by_day,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        outcome=Outcome(row.outcome) if row.outcome else None,
        note=row.note or "",
    )
