"""Moving charges to another class, office or account; forgetting who owed what when its term has passed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.lib.actor import Actor
from sojourn.lib.db import forget_rows, transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import events
from sojourn.payments.models import Charge, Receipt


@transaction_required
def reclassify(about: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> list[UUID]:
    """Move the charges for these subjects, or owed by them, into another class.

    What was paid for them goes with them. Gives the ids of all of them, moved or not. At terminals they
    answer to their own number as before.
    """
    ids = [each.id for each in about]
    rows = list(
        Charge.objects.select_for_update(no_key=True)
        .filter(Q(subject_id__in=ids) | Q(payer_id__in=ids))
        .order_by("id")
    )
    moved = [row for row in rows if row.confidentiality != confidentiality]
    Charge.objects.filter(id__in=[row.id for row in moved]).update(confidentiality=confidentiality)
    forget_rows()
    paid = Receipt.objects.filter(charge__in=moved).order_by("id").values_list("id", "charge_id")
    before = {row.id: Confidentiality(row.confidentiality) for row in moved}
    for row in moved:
        _moved_class(events.RECLASSIFIED, Subject("charge", row.id), before[row.id], confidentiality, by)
    for receipt_id, charge_id in paid:
        of = Subject("payment", receipt_id)
        _moved_class(events.PAYMENT_RECLASSIFIED, of, before[charge_id], confidentiality, by)
    return [row.id for row in rows]


def _moved_class(
    kind: EventKind, of: Subject, before: Confidentiality, after: Confidentiality, by: Actor
) -> None:
    told = {"before": before.name.lower(), "after": after.name.lower()}
    audit.record(kind, subject=of, by=by, confidentiality=max(before, after), **told)


@transaction_required
def give_to(about: Subject, *, account_id: UUID, by: Actor) -> None:
    """What is charged for a case shows on the page of the account that follows it from now on."""
    rows = _of([about]).filter(account_id__isnull=True)
    _change(rows, events.GIVEN, by=by, account_id=account_id)


@transaction_required
def take_from_filer(about: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> None:
    """What is charged for these shows on nobody's page any more; only the class it moves into is told."""
    rows, kind = _of(about).filter(account_id__isnull=False), events.TAKEN_FROM_FILER
    _change(rows, kind, confidentiality=confidentiality, by=by, account_id=None)


@transaction_required
def move(about: Subject, *, office: str, by: Actor) -> None:
    """What is charged for a case goes with it to another office."""
    _change(_of([about]).exclude(office=office), events.MOVED, {"after": office}, by=by, office=office)


def _of(about: Collection[Subject]) -> QuerySet[Charge]:
    kinds, ids = {each.kind for each in about}, [each.id for each in about]
    return Charge.objects.filter(subject_kind__in=kinds, subject_id__in=ids)


def _change(
    found: QuerySet[Charge],
    kind: EventKind,
    facts: Mapping[str, str] | None = None,
    *,
    confidentiality: Confidentiality = Confidentiality.ORDINARY,
    by: Actor,
    **changes: object,
) -> None:
    rows = list(found.select_for_update(no_key=True).order_by("id").only("id", "confidentiality"))
    Charge.objects.filter(id__in=[row.id for row in rows]).update(**changes)
    forget_rows()
    for row in rows:
        class_ = max(Confidentiality(row.confidentiality), confidentiality)
        subject = Subject("charge", row.id)
        audit.record(kind, subject=subject, by=by, confidentiality=class_, **(facts or {}))


@transaction_required
def erase_settled_before(instant: datetime, *, by: Actor, limit: int = 500) -> list[UUID]:
    """Forget who owed and what for, where nothing has been owed since before an instant; the books stay.

    Returns the ids of the charges, so that their events can be redacted; call until none is left.
    """
    rows = list(
        Charge.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(settled_at__lt=instant, payer_id__isnull=False)
        .order_by("settled_at")[:limit]
    )
    Charge.objects.filter(id__in=[row.id for row in rows]).update(
        subject_id=None, payer_id=None, account=None
    )
    for row in rows:
        audit.record(
            events.ERASED,
            subject=Subject("charge", row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
        )
    return [row.id for row in rows]
