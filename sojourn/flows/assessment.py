"""What the law of the filing day says of a registration: needed or not, until when, how late, whose duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.catalogue.explain import ask
from sojourn.catalogue.facts import Context, facts_of
from sojourn.catalogue.forms import Checked, check_answers
from sojourn.catalogue.outcomes import Candidates
from sojourn.catalogue.types import Pack, Service
from sojourn.flows.errors import AnswersUnreadable
from sojourn.flows.types import Filing
from sojourn.stays.types import Lateness


@dataclass(frozen=True, slots=True)
class Assessment:
    """The rules' answers that a registration keeps. Lateness is a question for an officer, not a finding."""

    voluntary: bool
    valid_from: date
    valid_until: date
    lateness: Lateness | None


def readable(service: Service, answers: Mapping[str, Any]) -> Checked:
    """Answers that can be worked with. Raises: AnswersUnreadable with what is wrong."""
    checked = check_answers(service, answers)
    if not checked.may_file:
        raise AnswersUnreadable(findings=checked.errors)
    return checked


def assess(pack: Pack, service: Service, cleaned: Mapping[str, Any], filing: Filing) -> Assessment:
    """Ask the pack's rules, under the law of the day the filing was received."""
    context = Context(filed_on=filing.received_on, door=filing.by.door)
    facts = facts_of(pack, service, cleaned, context)
    needed = ask(pack, service.eligibility, on=filing.received_on, facts=facts)
    valid = ask(pack, service.validity, on=filing.received_on, facts=facts)
    if needed is None or valid is None:
        raise ValueError(f"{service.code} names no rule for eligibility or validity")
    return Assessment(
        voluntary=needed.value.basis != "required",
        valid_from=valid.value.valid_from,
        valid_until=valid.value.valid_until or valid.value.valid_from,
        lateness=_lateness(pack, service, facts, filing.received_on),
    )


def _lateness(pack: Pack, service: Service, facts: Any, received_on: date) -> Lateness | None:
    """Late days whose duty someone had; with nobody to look at there is no candidate."""
    proposed = ask(pack, service.candidates, on=received_on, facts=facts)
    if proposed is None or not _is_candidate(proposed.value):
        return None
    deadline = ask(pack, service.deadline, on=received_on, facts=facts)
    last_day = deadline.value.last_day if deadline else received_on
    return Lateness(proposed.value.days_late, last_day, proposed.value.parties)


def _is_candidate(proposed: Candidates) -> bool:
    return bool(proposed.days_late and proposed.parties)
