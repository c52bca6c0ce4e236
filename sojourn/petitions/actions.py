"""Petitions are filed, taken, answered, prolonged, forwarded, closed as repeated, and erased in time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.transaction import atomic

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Matter, Pack, PetitionDesk, Petitions
from sojourn.lib import clock, numbers
from sojourn.lib.actor import Actor, ActorKind, Reader
from sojourn.lib.db import claim, transaction_required
from sojourn.lib.fields import blind_index
from sojourn.lib.references import Pattern
from sojourn.lib.types import Confidentiality
from sojourn.petitions import codes, events, models, queries, rules
from sojourn.petitions.codes import new_code as new_code
from sojourn.petitions.errors import (
    AlreadyEnded,
    AlreadyProlonged,
    BodyUnknown,
    MatterUnknown,
    NobodyLeft,
    PetitionNotFound,
    SentAlready,
)
from sojourn.petitions.types import Ending, NewPetition, Petition, Side, Status

AT_A_TIME = 500
_MARKS = ("warnings", "late_reported_on")
"""What was told of a limit; with a new one it is told anew."""
_TAKES_WORDS = frozenset({Status.WAITING, Status.ANSWERED, Status.FORWARDED})


@transaction_required
def file_petition(new: NewPetition, *, pack: Pack, by: Actor) -> Petition:
    """Take a petition; sent again with the same form it is the same one.

    What is sensitive is nobody's: neither an account nor an office stands beside it, in the row or the log.
    Raises: MatterUnknown, WriterUnnamed, SentAlready with other words.
    """
    rulebook, matter = rules_of(pack), matter_of(pack, new.matter)
    rules.check_writer(matter, new.told, signed_in=new.account_id is not None)
    if sent := models.Petition.objects.filter(id=new.id).first():
        return _same(sent, new)
    named = queries.officers_named(new.told) if matter.is_sensitive else frozenset()
    by = nobody(by) if matter.is_sensitive else by
    row = _row(new, pack, rulebook, matter)
    if named:
        row.desk = _desk_for(matter.desk, named)
    try:
        with atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the form was pressed twice at the same moment
        return _same(models.Petition.objects.get(id=new.id), new)
    claim("petition", row.id)
    models.NamedOfficer.objects.bulk_create(
        models.NamedOfficer(petition_id=row.id, account_id=each) for each in sorted(named)
    )
    _record(events.FILED, row, by, number=row.number, matter=row.matter, desk=row.desk, due_on=row.due_on)
    if named:
        _record(events.SHIELDED, row, by, count=len(named))
    return queries.as_petition(row)


def _same(sent: models.Petition, new: NewPetition) -> Petition:
    """Raises: SentAlready."""
    if (sent.matter, sent.told) != (new.matter, asdict(new.told)):
        raise SentAlready
    return queries.as_petition(sent)


def _desk_for(desk: PetitionDesk, named: Collection[UUID]) -> PetitionDesk:
    """Where somebody is left to read it; else where it waits until somebody else is appointed."""
    is_left = desk is not PetitionDesk.CONTROL or not queries.is_left_without(desk, named)
    return desk if is_left else PetitionDesk.PROTECTION


def _row(new: NewPetition, pack: Pack, rulebook: Petitions, matter: Matter) -> models.Petition:
    today, told = clock.today(), new.told
    (number,) = numbers.draw("petitions_number")
    due_on = _limit(pack, rulebook.reply, today)
    of_an_office = matter.desk is PetitionDesk.OFFICE
    return models.Petition(
        id=new.id,
        number=Pattern(pack.references["petition"]).format(number, year=today.year),
        matter=matter.code,
        confidentiality=int(matter.confidentiality),
        desk=matter.desk,
        office=(told.office or rulebook.office) if of_an_office else "",
        about_office=told.office if matter.about_staff else "",
        pack_sha256=pack.sha256,
        code_digest=codes.digest_of(new.code),
        told=asdict(told),
        writer=None if matter.is_sensitive or not new.writer else _writer(new.writer),
        account_id=None if matter.is_sensitive else new.account_id,
        language=new.language,
        received_on=today,
        runs_from=today,
        first_due_on=due_on,
        due_on=due_on,
    )


def _writer(parts: tuple[str, ...]) -> bytes:
    return blind_index(*(part.casefold().strip() for part in parts), purpose="petition-writer")


def nobody(by: Actor) -> Actor:
    """Someone at the same door of whom nothing is known."""
    return Actor(ActorKind.GUEST, by.door)


@transaction_required
def take(petition_id: UUID, desk: PetitionDesk, *, to: Reader, by: Actor) -> None:
    """Take a petition in hand; whoever had it has it no more. Raises: PetitionNotFound, AlreadyEnded."""
    row = _open(petition_id, desk, to)
    if row.handler_id != by.account_id:
        row.handler_id = by.account_id
        row.save(update_fields=["handler_id"])
        _record(events.TAKEN, row, by)


@transaction_required
def write(petition_id: UUID, desk: PetitionDesk, *, words: str, to: Reader, by: Actor) -> None:
    """Ask or tell the writer something, without answering yet. Raises: PetitionNotFound, AlreadyEnded."""
    _say(_open(petition_id, desk, to), Side.DESK, words, by)


@transaction_required
def write_by_code(code: str, *, words: str, by: Actor) -> Petition:
    """The writer says more. What was answered or forwarded waits again, with the whole time for an answer.

    Raises: PetitionNotFound, AlreadyEnded for one that was closed as repeated.
    """
    row = _locked(queries.get_by_code(code).id)
    if row.status not in _TAKES_WORDS:
        raise AlreadyEnded
    by = nobody(by) if row.confidentiality != Confidentiality.ORDINARY else by
    _say(row, Side.WRITER, words, by)
    if row.status != Status.WAITING:
        pack = catalogue.by_hash(row.pack_sha256)
        row.status, row.ended_on, row.runs_from = Status.WAITING, None, clock.today()
        row.due_on = row.first_due_on = _limit(pack, rules_of(pack).reply, row.runs_from)
        row.warnings, row.late_reported_on = 0, None
        row.save(update_fields=[*_MARKS, "status", "ended_on", "runs_from", "due_on", "first_due_on"])
        _record(events.ASKED_AGAIN, row, by, due_on=row.due_on)
    return queries.as_petition(row)


@transaction_required
def prolong(petition_id: UUID, desk: PetitionDesk, *, reason: str, to: Reader, by: Actor) -> None:
    """The matter must be studied: the longer time counts, from the same day.

    Raises: PetitionNotFound, AlreadyEnded, AlreadyProlonged, ReasonMissing.
    """
    rules.check_reason(reason)
    row = _open(petition_id, desk, to)
    if row.due_on != row.first_due_on:
        raise AlreadyProlonged
    pack = catalogue.by_hash(row.pack_sha256)
    row.due_on = _limit(pack, rules_of(pack).study, row.runs_from)
    row.warnings, row.late_reported_on = 0, None
    row.save(update_fields=[*_MARKS, "due_on"])
    _record(events.PROLONGED, row, by, due_on=row.due_on, reason=reason)


def _limit(pack: Pack, parameter: str, start: date) -> date:
    """The service's own limits do not move to an open day."""
    law = pack.law(start)
    return law.deadline(start, law[parameter], moves=False).last_day


@transaction_required
def answer(
    petition_id: UUID, desk: PetitionDesk, *, words: str, document: UUID, to: Reader, by: Actor
) -> Petition:
    """Answer on the merits; `document` is the letter that says it.

    Raises: PetitionNotFound, AlreadyEnded, ReasonMissing where nothing is said.
    """
    rules.check_reason(words)
    row = _open(petition_id, desk, to)
    _say(row, Side.DESK, words, by, is_answer=True)
    in_time = clock.today() <= row.due_on
    _end(row, Status.ANSWERED)
    _record(events.ANSWERED, row, by, in_time=in_time, document=document)
    return queries.as_petition(row)


@transaction_required
def end(petition_id: UUID, desk: PetitionDesk, *, ending: Ending, to: Reader, by: Actor) -> Petition:
    """Forward to the competent body, or close what was answered often enough; the writer reads why.

    Raises: PetitionNotFound, AlreadyEnded, ReasonMissing, BodyUnknown, NotRepeated.
    """
    rules.check_reason(ending.reason)
    row = _open(petition_id, desk, to)
    pack = catalogue.by_hash(row.pack_sha256)
    rulebook = rules_of(pack)
    if ending.status is Status.FORWARDED:
        if ending.body not in rulebook.bodies:
            raise BodyUnknown(body=ending.body)
        row.forwarded_to = ending.body
        _record(events.FORWARDED, row, by, body=ending.body, reason=ending.reason)
    else:
        law = pack.law(clock.today())
        answers = queries.count_answers(row.id, since=law.ago(rulebook.within))
        rules.check_repeated(answers, most=law[rulebook.answers])
        _record(events.CLOSED, row, by, answers=answers, reason=ending.reason)
    _say(row, Side.DESK, ending.reason, by)
    _end(row, ending.status)
    return queries.as_petition(row)


@transaction_required
def hand_on(
    petition_id: UUID, desk: PetitionDesk, *, to_desk: PetitionDesk, reason: str, to: Reader, by: Actor
) -> None:
    """Hand a petition to another desk. What came to an office stays as widely known as it was.

    Raises: PetitionNotFound, AlreadyEnded, ReasonMissing, DeskUnsuitable.
    """
    rules.check_reason(reason)
    row = _open(petition_id, desk, to)
    rules.check_desk(to_desk, Confidentiality(row.confidentiality))
    row.desk, row.handler_id = to_desk, None
    row.save(update_fields=["desk", "handler_id"])
    _record(events.HANDED_ON, row, by, desk=to_desk, reason=reason)


@transaction_required
def shield(petition_id: UUID, desk: PetitionDesk, *, from_account: UUID, to: Reader, by: Actor) -> None:
    """An officer turns out to be meant: from now on they do not read it. The log does not say who.

    Raises: PetitionNotFound, AlreadyEnded, NobodyLeft at the desk: it is handed on first.
    """
    row = _open(petition_id, desk, to)
    if queries.is_left_without(desk, queries.list_shielded(row.id) | {from_account}):
        raise NobodyLeft
    _, is_new = models.NamedOfficer.objects.get_or_create(petition_id=row.id, account_id=from_account)
    if is_new:
        _record(events.SHIELDED, row, by, count=1)


@transaction_required
def warn_of_limits(*, until: date, warning: int, by: Actor, limit: int = AT_A_TIME) -> Sequence[UUID]:
    """Tell, once for each warning (the first is 1), of petitions to be answered by a day. Call until none."""
    rows = _lock_waiting(until, limit, warnings__lt=warning)
    models.Petition.objects.filter(id__in=[row.id for row in rows]).update(warnings=warning)
    for row in rows:
        _record(events.WARNED, row, by, due_on=row.due_on, warning=warning)
    return [row.id for row in rows]


@transaction_required
def report_late(*, on: date, by: Actor, limit: int = AT_A_TIME) -> Sequence[UUID]:
    """Escalate, once each, petitions whose time to be answered has passed. Call until none."""
    rows = _lock_waiting(on - timedelta(days=1), limit, late_reported_on__isnull=True)
    models.Petition.objects.filter(id__in=[row.id for row in rows]).update(late_reported_on=on)
    for row in rows:
        _record(events.LATE_REPORTED, row, by, due_on=row.due_on)
    return [row.id for row in rows]


def _lock_waiting(until: date, limit: int, **unmarked: object) -> list[models.Petition]:
    rows = models.Petition.objects.select_for_update(no_key=True, skip_locked=True)
    waiting = rows.filter(status=Status.WAITING, due_on__lte=until, **unmarked)
    return list(waiting.order_by("due_on", "id")[:limit])


@transaction_required
def erase_ended_before(day: date, *, by: Actor) -> Sequence[UUID]:
    """Forget petitions whose term has passed, with all that was said in them. Returns which; call until
    none.
    """
    ids = queries.list_ended_before(day)
    rows = list(models.Petition.objects.select_for_update().filter(id__in=ids).order_by("id"))
    for row in rows:
        _record(events.ERASED, row, by, number=row.number)
    models.Petition.objects.filter(id__in=[row.id for row in rows]).delete()
    return [row.id for row in rows]


def rules_of(pack: Pack) -> Petitions:
    """Raises: MatterUnknown in a country that takes no petitions."""
    if pack.petitions is None:
        raise MatterUnknown
    return pack.petitions


def matter_of(pack: Pack, code: str) -> Matter:
    """Raises: MatterUnknown."""
    found = rules_of(pack).matter(code)
    if found is None:
        raise MatterUnknown(matter=code)
    return found


def _locked(petition_id: UUID) -> models.Petition:
    """Raises: PetitionNotFound."""
    row = models.Petition.objects.select_for_update(no_key=True).filter(id=petition_id).first()
    if row is None:
        raise PetitionNotFound
    claim("petition", row.id)
    return row


def _open(petition_id: UUID, desk: PetitionDesk, to: Reader) -> models.Petition:
    """One that waits at the desk, for a reader who may see it. Raises: PetitionNotFound, AlreadyEnded."""
    row = _locked(queries.get_petition(petition_id, desk, to=to).id)
    if row.status != Status.WAITING:
        raise AlreadyEnded
    return row


def _say(row: models.Petition, side: Side, words: str, by: Actor, *, is_answer: bool = False) -> None:
    models.PetitionMessage.objects.create(
        petition_id=row.id,
        side=side,
        said=words,
        is_answer=is_answer,
        by_account=by.account_id if side is Side.DESK else None,
        at=clock.now(),
    )
    if not is_answer:
        _record(events.WRITTEN, row, by, side=side)


def _end(row: models.Petition, status: Status) -> None:
    row.status, row.ended_on = status, clock.today()
    row.save(update_fields=["status", "ended_on", "forwarded_to"])


def _record(kind: EventKind, row: models.Petition, by: Actor, **facts: object) -> None:
    actor = replace(by, office=None) if row.confidentiality != Confidentiality.ORDINARY else by
    audit.record(
        kind,
        subject=queries.as_petition(row).subject,
        by=actor,
        confidentiality=Confidentiality(row.confidentiality),
        **facts,
    )
