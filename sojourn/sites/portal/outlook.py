"""What the rules see in an application before it is sent: advice, the duty, the day of the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from sojourn.catalogue.errors import FactsNotUnderstood
from sojourn.catalogue.facts import Context
from sojourn.catalogue.forms import Checked
from sojourn.catalogue.outcomes import Reason, Weight
from sojourn.flows import quota_places
from sojourn.flows.examination import Examination, examine, exemption_of
from sojourn.flows.quota_places import Numbers
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

    waived: why no duty is owed; how: how the day of the decision is counted; places: how the quota of the
    year stands, where there is one.
    """

    advice: tuple[str, ...]
    fee: Money | None
    term: tuple[date, date | None] | None
    due_on: date
    how: str
    lawful_until: date | None
    places: Numbers | None = None
    waived: str = ""


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
    has_term = has_term and not _is_exempt(filling, checked)
    return Outlook(
        advice=_advice(filling, found),
        fee=found.fee if has_term else None,
        term=(term.valid_from, term.valid_until) if term and has_term else None,
        due_on=found.review.last_day,
        how=counted(found.review.counted_from, spoken_period(found.review.period)),
        lawful_until=found.pending.valid_until if found.pending else None,
        places=_places(filling, checked),
        waived=_said(filling, found.waiver) if has_term and found.waiver else "",
    )


def _is_exempt(filling: Filling, checked: Checked) -> bool:
    """Nothing is to be granted and nothing owed where the service is not needed."""
    return exemption_of(filling.pack, filling.service, checked.cleaned, filed_on=clock.today()) is not None


def _places(filling: Filling, checked: Checked) -> Numbers | None:
    """How the quota of the year stands for what is asked for; none where it takes no place of it."""
    quota = filling.service.quota
    if quota is None or not quota_places.counts(filling.pack, filling.service, checked.cleaned):
        return None
    activity = str(checked.cleaned.get(quota.activity) or "")
    return quota_places.numbers_of(filling.pack, filling.service, activity, clock.today().year)


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
