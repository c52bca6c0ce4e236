"""Who is not expelled, what is asked before, and how long an order to leave runs. R-BAN-5, R-EXP-1, R-EXP-2.

Source: Code of Administrative Offences art. 29, 138-139; laws on refugees and on trafficking; conventions.
Nothing is decided by these: they tell an officer what bars a measure and what is still to be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sojourn.catalogue.authoring import Eligibility, Findings, Law, Reason, Weight, add_calendar

_MIDNIGHT = "00:00"


@dataclass(frozen=True)
class ProtectionFacts:
    """What protects a person. protections: codes such as refugee or child.

    A child may go with parents who are expelled, if that is in the child's interest. referred_on and
    identified_on: of a victim of trafficking; proceedings_open: a prosecution in which the person is heard.
    """

    protections: tuple[str, ...] = ()
    with_parents: bool = False
    in_childs_interest: bool = False
    referred_on: date | None = None
    identified_on: date | None = None
    proceedings_open: bool = False


@dataclass(frozen=True)
class OrderFacts:
    """An order to leave, served at an hour such as 10:00.

    anew_by: what made the hours run anew: appeal-decided, term-ended or waived; None: nothing yet. anew_on
    and anew_at: when that was served or, for a waiver, given. effect_on: the day of legal effect.
    """

    served_on: date
    served_at: str
    anew_by: str | None = None
    anew_on: date | None = None
    anew_at: str = _MIDNIGHT
    effect_on: date | None = None
    waived_with_interpreter: bool = False


@dataclass(frozen=True)
class ChecklistFacts:
    """The questions asked before a measure; None: not answered yet. measure: order-to-leave, expulsion,
    detention or ban; with_parents, in_childs_interest: of a child that would go with its parents.
    """

    hold_open: bool | None = None
    fear_voiced: bool | None = None
    child: bool | None = None
    family_or_health: bool | None = None
    victim_indicators: bool | None = None
    application_pending: bool | None = None
    risk_on_return: bool | None = None
    measure: str = "expulsion"
    with_parents: bool = False
    in_childs_interest: bool = False


@dataclass(frozen=True)
class OrderToLeave:
    """Until when an order is followed, to the hour. enforceable: whether not leaving by then counts."""

    until_on: date
    until_at: str
    enforceable: bool
    reasons: tuple[Reason, ...] = ()


_BARS = ("hold_open", "fear_voiced", "victim_indicators", "application_pending", "risk_on_return")
_NOT_OF_A_CHILD = ("expulsion", "detention")


def may_be_expelled(facts: ProtectionFacts, law: Law) -> Eligibility:
    """Whether nothing that protects a person stands against an expulsion. R-BAN-5, switch 22."""
    known = [each for each in facts.protections if each in law["expulsion.protected"]]
    against = [each for each in known if _still_protects(each, facts, law)]
    if against:
        return Eligibility(False, "protected", tuple(Reason(f"not-expelled-{each}") for each in against))
    return Eligibility(True, "not-protected", (Reason("nothing-protects"),))


def _still_protects(code: str, facts: ProtectionFacts, law: Law) -> bool:
    if code == "child":
        return not (facts.with_parents and facts.in_childs_interest)
    if code == "assists-prosecution":
        return facts.proceedings_open
    if code != "trafficking-victim":
        return True
    from_referral = law["counting.victim-protection"] == "from-referral"
    start = facts.referred_on if from_referral else facts.identified_on or facts.referred_on
    if start is None or facts.proceedings_open:
        return True
    return law.day <= add_calendar(start, law["expulsion.trafficking-protection"])


def leave_within(facts: OrderFacts, law: Law) -> OrderToLeave:
    """Until when an order to leave is followed. R-EXP-1, switch 20.

    The hours run from the hour of service. While the appeal term or an appeal runs not leaving is nothing;
    afterwards, or with a written waiver given before an interpreter, they run anew.
    """
    hours = law["expulsion.leave-hours"]
    if law["counting.order-and-appeal"] == "runs-at-once":
        return _after(facts.served_on, facts.served_at, hours, True, "hours-from-service")
    if facts.anew_by == "waived" and not facts.waived_with_interpreter:
        return _after(facts.served_on, facts.served_at, hours, False, "waiver-without-interpreter")
    if facts.anew_on is None:
        return _after(facts.served_on, facts.served_at, hours, False, "hours-wait-for-appeal")
    if law["counting.hours-anew"] == "from-legal-effect" and facts.effect_on is not None:
        return _after(facts.effect_on, _MIDNIGHT, hours, True, "hours-from-legal-effect")
    return _after(facts.anew_on, facts.anew_at, hours, True, f"hours-anew-{facts.anew_by}")


def _after(on: date, at: str, hours: int, enforceable: bool, code: str) -> OrderToLeave:
    until = datetime.combine(on, time.fromisoformat(at)) + timedelta(hours=hours)
    written = f"{until:%H:%M}"
    return OrderToLeave(until.date(), written, enforceable, (Reason(code, {"hours": hours}),))


def checklist(facts: ChecklistFacts, law: Law) -> Findings:
    """What bars an order to leave, an expulsion, a detention or a ban, and what was not asked yet. R-EXP-2.

    A fear of return that is voiced opens a referral for asylum and a hold. A child is neither expelled nor
    detained, unless with its parents and in its own interest (R-BAN-5); else a child, a family or an illness
    is weighed and does not bar by itself.
    """
    found: list[Reason] = []
    for code in law["expulsion.checklist"]:
        name = code.replace("-", "_")
        answer = getattr(facts, name)
        if answer is None:
            found.append(Reason(f"unasked-{code}", weight=Weight.MISSING))
        elif name == "child" and answer and _is_spared(facts):
            found.append(Reason("not-expelled-child", weight=Weight.AGAINST))
        elif answer:
            weight = Weight.AGAINST if name in _BARS else Weight.NOTE
            values = {"hours": law["expulsion.asylum-referral-hours"]} if name == "fear_voiced" else {}
            found.append(Reason(f"asked-{code}", values, weight))
    return Findings(tuple(found))


def _is_spared(facts: ChecklistFacts) -> bool:
    """A child is neither expelled nor detained, unless with its parents and in its interest. R-BAN-5."""
    return facts.measure in _NOT_OF_A_CHILD and not (facts.with_parents and facts.in_childs_interest)
