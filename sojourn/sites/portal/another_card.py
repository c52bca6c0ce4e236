"""How another card stands when the old one ended: paid for, made, ready; and which letters tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext

from sojourn.audit import queries as log
from sojourn.cases import events
from sojourn.cases.types import CaseStatus
from sojourn.flows.complete_case import is_handed_over
from sojourn.lib import clock
from sojourn.lib.actor import Reader
from sojourn.payments import queries as payments
from sojourn.payments.types import Charge
from sojourn.permits import queries as permits
from sojourn.permits.types import Cause, Issued
from sojourn.sites.portal.case_words import OWED, WORDS, Awaited, Standing, collecting, making, paying
from sojourn.sites.portal.own_cases import OwnCase

_ENDED = frozenset({Cause.LOST, Cause.DAMAGED, Cause.DATA_CHANGED})


class Stage(StrEnum):
    """What the new card waits for."""

    TO_PAY = "to-pay"
    TO_MAKE = "to-make"
    TO_GIVE = "to-give"


@dataclass(frozen=True, slots=True)
class AnotherCard:
    """stage: none where the newest card is with its holder; ended: cards that hold no more.

    later: the charges for another card, and their receipts.
    """

    stage: Stage | None = None
    ended: frozenset[UUID] = frozenset()
    later: frozenset[UUID] = frozenset()


def find(own: OwnCase, charge: Charge | None, *, to: Reader) -> AnotherCard:
    """charge: the newest of the case."""
    if own.case.status is not CaseStatus.GRANTED:
        return AnotherCard()
    cards = permits.list_of(own.case.subject, to=to)
    if not cards:
        return AnotherCard()
    newest = cards[-1]
    validity = permits.list_validity(newest.id, to=to)
    ended = {each.id for each in cards[:-1]}
    stage = None
    if validity and validity[-1].cause in _ENDED:
        ended.add(newest.id)
        stage = Stage.TO_PAY if charge and charge.state in OWED else Stage.TO_MAKE
    elif len(cards) > 1 and not _was_given(own, to):
        stage = Stage.TO_GIVE
    return AnotherCard(stage, frozenset(ended), frozenset(_later(own, cards[0], to) if ended else ()))


def _was_given(own: OwnCase, to: Reader) -> bool:
    """Whether the newest card is in its holder's hands: the log tells it."""
    ways = (events.CARD_REPLACED.name, events.CARD_GIVEN.name)
    kinds = [each.kind for each in log.list_events(own.case.subject, to=to) if each.kind in ways]
    return not kinds or kinds[-1] == events.CARD_GIVEN.name


def _later(own: OwnCase, first: Issued, to: Reader) -> Iterator[UUID]:
    for each in payments.list_of(own.case.subject, to=to)[1:]:
        if each.issued_at >= first.issued_at:
            yield each.id
            yield from (receipt.id for receipt in payments.list_receipts(each.id))


def standing(stage: Stage) -> Standing:
    if stage is Stage.TO_PAY:
        said = gettext(
            "Your old card is no longer valid. What was granted stands. Please pay the state duty; then we"
            " make you a new card."
        )
        return Standing("wait", gettext("A new card: please pay"), said)
    if stage is Stage.TO_MAKE:
        said = gettext(
            "Your old card is no longer valid. What was granted stands. We are making your new card and tell"
            " you when it is ready."
        )
        return Standing("info", gettext("A new card is being made"), said)
    said = gettext("Your old card is no longer valid. Your new card is ready: please come and collect it.")
    return Standing(WORDS[CaseStatus.READY][0], gettext("Your new card is ready"), said)


def awaited(own: OwnCase, stage: Stage, charge: Charge | None) -> list[Awaited]:
    """What the new card waits for, from whom, with its last day where it has one."""
    ways = {Stage.TO_PAY: paying, Stage.TO_MAKE: making, Stage.TO_GIVE: collecting}
    return list(ways[stage](own.file, charge))


def may_report(own: OwnCase) -> bool:
    """Whether the case gave a card that is in its holder's hands and whose loss the law knows."""
    file = own.file
    if file.case.status is not CaseStatus.GRANTED or file.service.report_late is None:
        return False
    until = file.terms[1]
    return is_handed_over(file.pack, file.service) and (until is None or until >= clock.today())
