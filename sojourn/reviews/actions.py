"""Writes of reviews: opened once, closed by an officer, moved and erased with what they are about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.reviews import events
from sojourn.reviews.errors import ReviewClosed, ReviewNotFound
from sojourn.reviews.models import Review
from sojourn.reviews.queries import view_of
from sojourn.reviews.types import Cause, NewReview, Outcome, ReviewView, least_hidden


@transaction_required
def open_review(new: NewReview, *, by: Actor) -> tuple[ReviewView, bool]:
    """Open a review and say whether this opened it; told again it is the same."""
    told = {"words": new.words, "happened_on": new.happened_on.isoformat() if new.happened_on else None}
    still = {} if new.cause is Cause.OF_AGE else {"closed_at": None}
    row, first = Review.objects.get_or_create(
        subject_kind=new.about.kind,
        subject_id=new.about.id,
        cause=new.cause.value,
        **still,
        defaults={
            "person_id": new.person_id,
            "teller": new.teller.value,
            "office": new.office,
            "confidentiality": new.confidentiality,
            "told": told,
            "by_day": new.by_day,
            "opened_at": clock.now(),
        },
    )
    if not first:
        return view_of(row), False
    audit.record(
        events.OPENED,
        subject=Subject("review", row.id),
        by=by,
        confidentiality=new.confidentiality,
        about={"kind": new.about.kind, "id": str(new.about.id)},
        cause=new.cause.value,
        teller=new.teller.value,
        by_day=new.by_day,
    )
    return view_of(row), True


@transaction_required
def close_review(review_id: UUID, *, outcome: Outcome, note: str, by: Actor) -> None:
    """An officer looked at it and says what was found. Raises: ReviewNotFound, ReviewClosed."""
    row = Review.objects.select_for_update(no_key=True).filter(id=review_id).first()
    if row is None:
        raise ReviewNotFound
    if row.closed_at is not None:
        raise ReviewClosed
    row.closed_at, row.closed_by, row.outcome = clock.now(), by.account_id, outcome.value
    row.note = note.strip() or None
    row.save(update_fields=["closed_at", "closed_by", "outcome", "note"])
    audit.record(
        events.CLOSED,
        subject=Subject("review", row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        outcome=outcome.value,
    )


@transaction_required
def reclassify(abouts: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> None:
    """Move the reviews of these subjects into the class of what they are about; none becomes less hidden
    than it was told.
    """
    for row in _of(abouts):
        after = max(confidentiality, least_hidden(Cause(row.cause)))
        before = Confidentiality(row.confidentiality)
        if before is after:
            continue
        row.confidentiality = after
        row.save(update_fields=["confidentiality"])
        audit.record(
            events.RECLASSIFIED,
            subject=Subject("review", row.id),
            by=by,
            confidentiality=max(before, after),
            before=before.name.lower(),
            after=after.name.lower(),
        )


@transaction_required
def erase_of(abouts: Collection[Subject], *, by: Actor) -> list[UUID]:
    """Forget the reviews of cases that are erased."""
    rows = _of(abouts)
    for row in rows:
        audit.record(
            events.ERASED,
            subject=Subject("review", row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
        )
    Review.objects.filter(id__in=[row.id for row in rows]).delete()
    return [row.id for row in rows]


def _of(abouts: Collection[Subject]) -> list[Review]:
    kinds, ids = {each.kind for each in abouts}, [each.id for each in abouts]
    rows = Review.objects.select_for_update(no_key=True)
    return list(rows.filter(subject_kind__in=kinds, subject_id__in=ids).order_by("id"))
