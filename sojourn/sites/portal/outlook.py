"""What the rules see in an application before it is sent: advice, the duty, the day of the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from sojourn.catalogue.errors import FactsNotUnderstood
from sojourn.catalogue.facts import Context
from sojourn.catalogue.forms import Checked
from sojourn.catalogue.outcomes import Reason, Weight
from sojourn.flows.examination import Examination, examine
from sojourn.lib import clock
from sojourn.lib.money import Money
from sojourn.sites.portal.filling import Filling
from sojourn.sites.portal.frame import language
from sojourn.sites.ui.reasons import reason_in_words
from sojourn.sites.ui.spoken import spoken_date, spoken_period

_TOLD = (Weight.AGAINST, Weight.MISSING, Weight.SHORTENS)


@dataclass(frozen=True, slots=True)
class Outlook:
    """As things stand today; no duty and no term where nothing is left to be granted.

    how: how the day of the decision is counted; why_fee: by what the duty goes.
    """

    advice: tuple[str, ...]
    fee: Money | None
    term: tuple[date, date | None] | None
    due_on: date
    how: str
    lawful_until: date | None


def outlook_of(filling: Filling, checked: Checked) -> Outlook | None:
    """Nothing where no officer decides, or the answers cannot be worked with yet."""
    if not filling.service.is_decided or not checked.may_file:
        return None
    today = clock.today()
    context = Context(filed_on=today, door=filling.actor.door)
    try:
        found = examine(filling.pack, filling.service, checked.cleaned, context)
    except FactsNotUnderstood:
        return None
    term = found.term
    has_term = term is None or term.valid_until is None or term.valid_until > term.valid_from
    return Outlook(
        advice=_advice(filling, found),
        fee=found.fee if has_term else None,
        term=(term.valid_from, term.valid_until) if term and has_term else None,
        due_on=found.review.last_day,
        how=counted(found.review.counted_from, spoken_period(found.review.period)),
        lawful_until=found.pending.valid_until if found.pending else None,
    )


def counted(first: date, period: str) -> str:
    """How a last day is counted, for someone who counts along."""
    return gettext("{period} from {day}; that day itself is not counted.").format(
        period=period, day=spoken_date(first)
    )


def _advice(filling: Filling, found: Examination) -> tuple[str, ...]:
    weighed = [each for each in found.findings if each.weight in _TOLD]
    return tuple(filter(None, (_said(filling, each) for each in weighed)))


def _said(filling: Filling, reason: Reason) -> str:
    return reason_in_words(reason, pack=filling.pack, language=language())
