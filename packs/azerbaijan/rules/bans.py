"""Bans on entry: when they begin, how long they last, when they end. R-BAN-1 to R-BAN-4, R-FINE-8 to 11.

Source: Migration Code art. 16; Code of Administrative Offences art. 29. A rule lists nobody: an officer does,
after the checklist of `expulsion`. Only a ban for an unpaid fine ends by itself, with the payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from sojourn.catalogue.authoring import Eligibility, Law, Period, Reason, add_calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BanFacts:
    """A ban with a ground of art. 16. years: set in the decision, for an expulsion.

    left_on: the exit as recorded; abroad: the decision was taken while the person was out of the country.
    """

    ground: str
    decided_on: date
    left_on: date | None = None
    abroad: bool = False
    years: int | None = None


@dataclass(frozen=True)
class ExpulsionTermFacts:
    """The term of a ban an officer means to set, in years, such as 0.9 or 5."""

    years: str


@dataclass(frozen=True)
class UnpaidFineFacts:
    """A fine without expulsion, as a ban would rest on it.

    effect_on: legal effect; None: an appeal is pending or its term runs. pay_by: the last day to pay, moved
    where it moved; None: deferred, or in instalments that are kept. cleared_on: paid in full, with interest.
    reversed_on: the payment that had cleared it was taken back; relisted_from: when the notice of that lets
    a ban be listed again. barred_on: an officer closed the fine because execution is barred.
    """

    effect_on: date | None = None
    pay_by: date | None = None
    left_on: date | None = None
    cleared_on: date | None = None
    reversed_on: date | None = None
    relisted_from: date | None = None
    barred_on: date | None = None
    annulled: bool = False
    with_expulsion: bool = False


@dataclass(frozen=True)
class Liability:
    """One liability for an offence of migration."""

    committed_on: date
    effect_on: date


@dataclass(frozen=True)
class LiabilityFacts:
    """Several liabilities, as the law counted them until 2018. listed_on: a ban was made of them then.

    review_asked_on: the person asked to have such a ban looked at again.
    """

    liabilities: tuple[Liability, ...] = ()
    listed_on: date | None = None
    review_asked_on: date | None = None


@dataclass(frozen=True)
class Ban:
    """A ban as it stands on the legal day. starts_on None: it has not begun; ends_on None: until its cause
    is gone; in_force: whether entry is refused on that day.
    """

    in_force: bool
    starts_on: date | None
    ends_on: date | None
    reasons: tuple[Reason, ...] = ()


def ban(facts: BanFacts, law: Law) -> Ban:
    """A ban with a term of the law, or of the decision. R-BAN-1, R-BAN-3, switch 7.

    It runs from the exit; from the decision when the person was abroad; without an exit recorded it has not
    begun.
    """
    start, code = _start(facts)
    period = _period(facts, law.at(facts.decided_on))
    if start is None:
        return Ban(False, None, None, (Reason(code),))
    if period is None:
        return Ban(start <= law.day, start, None, (Reason(code), Reason("ban-until-ground-gone")))
    last = add_calendar(start, period)
    if law["counting.last-day-of-a-ban"] == "free-again":
        last -= _DAY
    over = (Reason("ban-over"),) if last < law.day else ()
    reasons = (Reason(code), Reason("ban-for-years", {"years": period.length}), *over)
    return Ban(start <= law.day <= last, start, last, reasons)


def _start(facts: BanFacts) -> tuple[date | None, str]:
    if facts.abroad:
        return facts.decided_on, "ban-from-decision"
    if facts.left_on is not None:
        return facts.left_on, "ban-from-exit"
    return None, "ban-not-begun"


def _period(facts: BanFacts, law: Law) -> Period | None:
    if facts.ground == "expelled":
        return Period.parse(f"{facts.years} years") if facts.years else None
    found: Period | None = law["ban.period"].get(facts.ground)
    return found


def expulsion_term(facts: ExpulsionTermFacts, law: Law) -> Eligibility:
    """Whether the term of a ban that comes with an expulsion is one the law knows. R-BAN-3."""
    least, most = law["ban.expulsion-shortest"], law["ban.expulsion-longest"]
    values = {"least": least, "most": most}
    try:
        years = Decimal(facts.years)
    except InvalidOperation:
        return Eligibility(False, "not-a-number", (Reason("ban-term-out-of-range", values),))
    if not least <= years <= most:
        return Eligibility(False, "out-of-range", (Reason("ban-term-out-of-range", values),))
    return Eligibility(True, "within-range", (Reason("ban-term-within-range", values),))


def unpaid_fine_ban(facts: UnpaidFineFacts, law: Law) -> Ban:
    """The ban for an unpaid fine. It begins with an exit after legal effect or on the first day past due,
    whichever is earlier, and ends in the moment the fine is cleared. R-BAN-2, R-FINE-4, 6, 8, 9, 10, 11.
    """
    none = _never(facts, law)
    if none is not None:
        return Ban(False, None, None, (Reason(none),))
    starts = [facts.relisted_from] if facts.relisted_from else _starts(facts)
    if not starts:
        return Ban(False, None, None, (Reason("fine-not-past-due"),))
    start, end = min(starts), _end(facts, law)
    if end is not None and end[0] <= start:
        return Ban(False, None, None, (Reason(end[1]),))
    if end is not None and end[0] <= law.day:
        return Ban(False, start, end[0], (Reason(end[1]),))
    code = "fine-not-past-due" if law.day < start else "banned-until-paid"
    return Ban(start <= law.day, start, None, (Reason(code),))


def _never(facts: UnpaidFineFacts, law: Law) -> str | None:
    """Why there is no such ban at all."""
    if facts.annulled:
        return "fine-annulled"
    if facts.with_expulsion:
        return "ban-comes-with-expulsion"
    if "unpaid-fine" not in law["ban.grounds"]:
        return "ground-not-in-force"
    if facts.reversed_on is not None and facts.relisted_from is None:
        return "relisting-waits-for-notice"
    return "fine-has-no-effect" if facts.effect_on is None else None


def _starts(facts: UnpaidFineFacts) -> list[date]:
    """The first day past due, and an exit after legal effect, which comes at the end of a day."""
    if facts.pay_by is None or facts.effect_on is None:
        return []
    past_due = facts.pay_by + _DAY
    return [past_due, *([facts.left_on] if facts.left_on and facts.left_on > facts.effect_on else [])]


def _end(facts: UnpaidFineFacts, law: Law) -> tuple[date, str] | None:
    """Cleared by payment; or closed because execution is barred, by switch 19."""
    ends = [(facts.cleared_on, "lifted-by-payment")]
    if law["counting.barred-fine-and-ban"] == "ban-ends":
        ends.append((facts.barred_on, "lifted-because-barred"))
    known = [(day, code) for day, code in ends if day is not None]
    return min(known) if known else None


def repeated_liability(facts: LiabilityFacts, law: Law) -> Ban:
    """Two liabilities within three years made a ban of five until 2018. One listed then goes on unless its
    review is asked for. R-BAN-4, switch 21.
    """
    if facts.listed_on is None and not _is_repeated(facts, law):
        return Ban(False, None, None, (Reason("no-ban-for-repetition"),))
    start = facts.listed_on or law.day
    last = add_calendar(start, law.at(start)["ban.period"]["repeated-liability"])
    abolished = law["ban.repeated-liabilities"] is None
    if abolished and facts.review_asked_on is not None and facts.review_asked_on <= law.day:
        return Ban(start <= law.day <= last, start, last, (Reason("ban-under-review"),))
    return Ban(start <= law.day <= last, start, last, (Reason("ban-for-repetition"),))


def _is_repeated(facts: LiabilityFacts, law: Law) -> bool:
    """As many as the law of the day counts, within its window up to that day."""
    most: int | None = law["ban.repeated-liabilities"]
    window: Period | None = law["ban.repeated-window"]
    if most is None or window is None:
        return False
    by_effect = law["counting.repeated-liabilities"] == "legal-effects"
    days = [each.effect_on if by_effect else each.committed_on for each in facts.liabilities]
    first = add_calendar(law.day, Period(-window.length, window.unit))
    return sum(first <= day <= law.day for day in days) >= most
