"""What bars a grant; the term of one and its duty, within what the rules allow, counted on its day."""

from __future__ import annotations

from datetime import date

from sojourn.cases.errors import TermNotPossible
from sojourn.cases.types import Granted, ProposalView
from sojourn.catalogue.outcomes import Validity
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import OutcomeNotChosen
from sojourn.flows.holds import check_not_held, check_of_own_will
from sojourn.flows.stages import check_nothing_open
from sojourn.lib import clock

_LEFT_OPEN = "left-open"
"""In the terms of a proposal: which of its days nobody named, so that they are those of the decision."""


def check_grantable(file: CaseFile) -> None:
    """What bars every grant, by an approval or on appeal. Raises: HoldOpen, DangerTold, StageOpen."""
    check_not_held(file)
    check_of_own_will(file)
    check_nothing_open(file)


def term_of(file: CaseFile, first: date | None, last: date | None) -> Granted:
    """The term of these days and its duty; of a day nobody named, what the rules allow today.

    What has no term by its service holds from the day it is granted.
    Raises: TermNotPossible for one that ends before it begins, or later than the rules allow.
    """
    begins = max(first or clock.today(), clock.today())
    allowed: Validity | None = file.answer(
        file.service.validity, decided_on=begins, earlier_decisions=file.earlier_refusals
    )
    start = first or (allowed.valid_from if allowed else None)
    if file.service.validity is None:
        start = begins
    end = last or (allowed.valid_until if allowed else None)
    latest = allowed.valid_until if allowed else None
    is_backwards = start is not None and end is not None and end < start
    if is_backwards or (end is not None and latest is not None and end > latest):
        raise TermNotPossible(first=start, last=end, until=latest)
    terms = {"from": start.isoformat() if start else None, "until": end.isoformat() if end else None}
    left = [name for name, day in (("from", first), ("until", last)) if day is None]
    return Granted({**terms, _LEFT_OPEN: left} if left else terms, file.fee_for(start, end))


def term_today(file: CaseFile, proposal: ProposalView) -> Granted:
    """What a proposal grants if it is approved today. Raises: TermNotPossible."""
    left = proposal.terms.get(_LEFT_OPEN, ())
    if not left:
        return Granted(proposal.terms, proposal.fee)
    named = {name: None if name in left else _day(proposal.terms[name]) for name in ("from", "until")}
    found = term_of(file, named["from"], named["until"])
    kept = {"outcome": proposal.outcome} if proposal.outcome else {}
    return Granted(kept | {name: found.terms[name] for name in named}, found.fee)


def outcome_of(file: CaseFile, kind: str, chosen: str) -> dict[str, str]:
    """What the terms of a decision say of its outcome. Raises: OutcomeNotChosen, also for an unknown one."""
    offered = [each.code for each in file.service.outcomes_for(kind)]
    if chosen not in (offered or [""]):
        raise OutcomeNotChosen(offered=offered)
    return {"outcome": chosen} if chosen else {}


def days_of(granted: Granted) -> dict[str, str | None]:
    """First and last day, as terms."""
    return {name: granted.terms[name] for name in ("from", "until")}


def last_day(granted: Granted) -> date | None:
    return _day(granted.terms["until"])


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
