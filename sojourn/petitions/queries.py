"""Reading petitions: by the desk that has them, never by whom they name, and by whoever holds the code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import ROLES, Permission
from sojourn.lib.actor import Reader
from sojourn.lib.types import Confidentiality
from sojourn.petitions import codes, models, rules
from sojourn.petitions.errors import PetitionNotFound
from sojourn.petitions.types import Message, Petition, PetitionDesk, Place, Side, Status, Told

PAGE = 50
DESKS = {
    PetitionDesk.OFFICE: Permission.PETITIONS_ANSWER,
    PetitionDesk.CONTROL: Permission.CONDUCT_EXAMINE,
    PetitionDesk.PROTECTION: Permission.WRONGS_EXAMINE,
}
"""The permission by which a petition at a desk is read and answered."""


def list_waiting(
    desk: PetitionDesk, *, to: Reader, handler_id: UUID | None = None, after: Place | None = None
) -> tuple[list[Petition], Place | None]:
    """What waits at a desk, the first due first, and where the next page begins."""
    rows = _visible(desk, to).filter(status=Status.WAITING).order_by("due_on", "id")
    if handler_id is not None:
        rows = rows.filter(handler_id=handler_id)
    if after is not None:
        rows = rows.filter(Q(due_on__gt=after.due_on) | Q(due_on=after.due_on, id__gt=after.id))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return _unnamed(found[:PAGE], to), (Place(last.due_on, last.id) if last else None)


def list_pressing(desk: PetitionDesk, *, until: date, to: Reader) -> list[Petition]:
    """What waits at a desk and is to be answered by a day, the first due on top."""
    rows = _visible(desk, to).filter(status=Status.WAITING, due_on__lte=until).order_by("due_on", "id")
    return _unnamed(rows[:PAGE], to)


def list_ended(desk: PetitionDesk, *, to: Reader) -> list[Petition]:
    """What the desk dealt with last."""
    rows = _visible(desk, to).exclude(status=Status.WAITING).order_by("-ended_on", "-id")
    return _unnamed(rows[:PAGE], to)


def get_petition(petition_id: UUID, desk: PetitionDesk, *, to: Reader) -> Petition:
    """Raises: PetitionNotFound, alike for one of another desk and one that names the reader."""
    found = _unnamed(_visible(desk, to).filter(id=petition_id), to)
    if not found:
        raise PetitionNotFound
    return found[0]


def get_by_code(code: str) -> Petition:
    """The petition whose receipt bears the code, for whoever holds it. Raises: PetitionNotFound."""
    row = models.Petition.objects.filter(code_digest=codes.digest_of(code)).first()
    if row is None:
        raise PetitionNotFound
    return as_petition(row)


def list_messages(petition_id: UUID, *, to: Reader) -> list[Message]:
    """What was said in a petition the reader was shown, in its order."""
    rows = models.PetitionMessage.objects.filter(
        petition_id=petition_id, petition__confidentiality__in=[it.value for it in to.classes]
    )
    return [_message(row) for row in rows.order_by("at", "id")]


def list_of_writer(petition: Petition, *, to: Reader) -> list[Petition]:
    """Other petitions about the same by the same writer, the latest first; none where nobody is named."""
    row = models.Petition.objects.filter(id=petition.id).only("writer", "matter").first()
    if row is None or row.writer is None:
        return []
    same = _visible(petition.desk, to).filter(writer=row.writer, matter=row.matter)
    return [as_petition(each) for each in same.exclude(id=petition.id).order_by("-received_on", "-id")[:PAGE]]


def count_answers(petition_id: UUID, *, since: date) -> int:
    """Answers on the merits since a day: of this petition, and of the same by the same writer."""
    row = models.Petition.objects.filter(id=petition_id).values("writer", "matter").first()
    if row is None:
        return 0
    same = Q(petition_id=petition_id)
    if row["writer"] is not None:
        same |= Q(petition__writer=row["writer"], petition__matter=row["matter"])
    return models.PetitionMessage.objects.filter(same, is_answer=True, at__date__gte=since).count()


def is_filed(petition_id: UUID) -> bool:
    return models.Petition.objects.filter(id=petition_id).exists()


def list_filed(petition_ids: Collection[UUID]) -> set[UUID]:
    """Which of these were sent. Ids only, for keeping and erasing."""
    return set(models.Petition.objects.filter(id__in=petition_ids).values_list("id", flat=True))


def officers_named(told: Told) -> frozenset[UUID]:
    """Those who work at a desk for what is sensitive and may be meant by what was told."""
    return _meant(told, _officers(PetitionDesk.CONTROL) | _officers(PetitionDesk.PROTECTION))


def _meant(told: Told, officers: Mapping[UUID, str]) -> frozenset[UUID]:
    """By the field for their name, or by their whole name in the story."""
    asked = rules.named_in(told.officer, officers.items(), common=_COMMON)
    return asked | rules.wholly_named_in(f"{told.words}\n{told.where}", officers.items())


def is_left_without(desk: PetitionDesk, named: Collection[UUID]) -> bool:
    """Whether everyone who works at a desk is named; at one where nobody works yet nobody is."""
    officers = set(_officers(desk))
    return bool(officers) and officers <= set(named)


def is_unread(petition: Petition) -> bool:
    """Whether everybody at its desk is named in it: it waits for somebody else to be appointed."""
    return is_left_without(petition.desk, list_shielded(petition.id))


def count_unread() -> int:
    """How many petitions wait where nobody may read them."""
    found = 0
    for desk in (PetitionDesk.CONTROL, PetitionDesk.PROTECTION):
        if officers := _officers(desk):
            meant = Count("named", filter=Q(named__account_id__in=list(officers)))
            waiting = models.Petition.objects.filter(desk=desk, status=Status.WAITING)
            found += waiting.annotate(meant=meant).filter(meant__gte=len(officers)).count()
    return found


def list_shielded(petition_id: UUID) -> set[UUID]:
    """Ids of the officers who do not read it, for keeping somebody who does."""
    rows = models.NamedOfficer.objects.filter(petition_id=petition_id)
    return set(rows.values_list("account_id", flat=True))


def _officers(desk: PetitionDesk) -> dict[UUID, str]:
    return accounts.list_officers(DESKS[desk])


_COMMON = frozenset(word for role in ROLES.values() for word in rules.words_of(role.name))
"""Words of roles: `officer` is nobody's name."""


def _visible(desk: PetitionDesk, to: Reader) -> QuerySet[models.Petition]:
    """What is at a desk, in the classes and offices of the reader, save where it names them.

    Whoever looks into conduct for one office is not shown what is said of that office.
    """
    rows = models.Petition.objects.filter(desk=desk, confidentiality__in=[it.value for it in to.classes])
    here = [each for each in (to.actor.account_id, to.actor.acting_for) if each]
    rows = rows.exclude(id__in=models.NamedOfficer.objects.filter(account_id__in=here).values("petition_id"))
    if to.offices is not None and desk is PetitionDesk.OFFICE:
        rows = rows.filter(office__in=to.offices)
    elif to.offices is not None:
        rows = rows.exclude(about_office__in=to.offices)
    return rows


def _unnamed(rows: Iterable[models.Petition], to: Reader) -> list[Petition]:
    """Without those whose words name the reader, also who took the role after they were written."""
    found = [as_petition(row) for row in rows]
    if all(each.confidentiality is Confidentiality.ORDINARY for each in found):
        return found
    reading = accounts.list_called([each for each in (to.actor.account_id, to.actor.acting_for) if each])
    ordinary = Confidentiality.ORDINARY
    return [each for each in found if each.confidentiality is ordinary or not _meant(each.told, reading)]


def as_petition(row: models.Petition) -> Petition:
    """A row that was read already, as others see it."""
    return Petition(
        id=row.id,
        number=row.number,
        matter=row.matter,
        confidentiality=Confidentiality(row.confidentiality),
        desk=PetitionDesk(row.desk),
        office=row.office,
        pack_sha256=row.pack_sha256,
        received_on=row.received_on,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        status=Status(row.status),
        language=row.language,
        told=Told(**row.told),
        account_id=row.account_id,
        handler_id=row.handler_id,
        ended_on=row.ended_on,
        forwarded_to=row.forwarded_to,
        warnings=row.warnings,
    )


def _message(row: models.PetitionMessage) -> Message:
    return Message(row.id, Side(row.side), row.said, row.at, row.is_answer, row.by_account)


def list_ended_before(day: date, *, limit: int = 500) -> Sequence[UUID]:
    """Ids alone, for erasing."""
    rows = models.Petition.objects.filter(ended_on__lt=day).order_by("ended_on", "id")
    return list(rows.values_list("id", flat=True)[:limit])
