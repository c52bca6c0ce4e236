"""A case opened on the table: its parts, the answers as they stand now, the law it is decided by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sojourn.applications.types import Draft
from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import (
    CasePage,
    CaseStatus,
    CaseView,
    Decision,
    DecisionKind,
    EndedBefore,
    ProposalView,
    Remedy,
)
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import Law, Period
from sojourn.catalogue.explain import ask, ask_duty
from sojourn.catalogue.facts import Context, facts_of
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.outcomes import Fee
from sojourn.catalogue.types import Pack, RemedyBody, Service
from sojourn.flows import arrival_form
from sojourn.flows.examination import Examination, examine
from sojourn.flows.protections import asks_for_protections, protections_of
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality, Subject
from sojourn.lib.working_days import Calendar
from sojourn.people.types import Identity

THE_STORY = Reader(SYSTEM, "carry on a case", classes=frozenset(Confidentiality))
"""Reads for a step that was allowed; what it reads goes into documents and terms, not to a person."""

_PROPOSED = frozenset({CaseStatus.PROPOSED, CaseStatus.CANCEL_PROPOSED})


@dataclass(frozen=True)
class CaseFile:
    """Law, duty, class and speeds are those of the day of filing; `law` is of that day."""

    page: CasePage
    filed: Draft
    pack: Pack
    service: Service

    @property
    def case(self) -> CaseView:
        return self.page.case

    @cached_property
    def law(self) -> Law:
        return self.pack.law(self.case.filed_on)

    @cached_property
    def calendar(self) -> Calendar:
        """Working days as they are known today: one calendar for every clock, whatever law a case keeps."""
        return catalogue.current().law(clock.today()).calendar

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """What was filed, with what was put right since and what became otherwise, by the days."""
        told = [(each.answered_on, each.answers) for each in self.page.corrections if each.answered_on]
        told += [(clock.legal_day(each.recorded_at), each.answers) for each in self.page.changes]
        now = dict(self.filed.answers)
        for _, later in sorted(told, key=lambda each: each[0]):
            now.update(later or {})
        return now

    @cached_property
    def cleaned(self) -> Mapping[str, Any]:
        return check_answers(self.service, self.answers, on=self.case.filed_on).cleaned

    @cached_property
    def identity(self) -> Identity:
        return arrival_form.identity(self.cleaned)

    @property
    def decision(self) -> Decision | None:
        """The decision that stands."""
        return next((each for each in self.page.decisions if each.id == self.case.decision_id), None)

    @property
    def proposal(self) -> ProposalView | None:
        """The newest proposal, while it waits for another officer."""
        newest = self.page.proposals[-1] if self.page.proposals else None
        waits = newest is not None and newest.returned_at is None and self.case.status in _PROPOSED
        return newest if waits else None

    @property
    def in_force(self) -> Decision | None:
        """What stands behind the answers that upheld it: the decision somebody appealed against in vain."""
        found = self.decision
        while found is not None and found.kind is DecisionKind.APPEAL_UPHELD:
            replaced = found.replaces_id
            found = next((each for each in self.page.decisions if each.id == replaced), None)
        return found

    @property
    def terms(self) -> tuple[date | None, date | None]:
        """First and last day of what is granted by the decision that is in force."""
        told = self.in_force.terms if self.in_force else {}
        first, last = told.get("from"), told.get("until")
        return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)

    @property
    def card(self) -> str | None:
        """The letter of the document a grant of this case is shown by."""
        return self.service.card_for(self.cleaned)

    @property
    def grant(self) -> Decision | None:
        """The decision that is in force, where it grants something."""
        found = self.in_force
        return found if found and found.is_grant else None

    def period(self, name: str) -> Period:
        found: Period = self.law[name]
        return found

    def limit(self, name: str, *, after: date) -> date:
        """The last day of a limit of the person: one that ends on a closed day moves."""
        return self.law.deadline(after, self.period(name), moves=True).last_day

    def last_paused(self, answered_on: date) -> date:
        """The last day of a pause that an answer ends: its day, or by a switch of the pack the day before."""
        counts = self.pack.answer_day_counts(answered_on)
        return answered_on - timedelta(days=1) if counts else answered_on

    @property
    def remedy(self) -> Remedy:
        """Before whom a decision can be contested, and within which time from its service."""
        if self.service.remedy is RemedyBody.COURT:
            return self.remedy_after_appeal
        named = self.service.appeal_period or "appeal.period"
        return Remedy(body="superior", period=str(self.period(named)))

    @property
    def remedy_after_appeal(self) -> Remedy:
        """Against what was decided on an appeal one goes to court."""
        return Remedy(body="court", period=str(self.period("appeal.court-period")))

    def context(self, **more: Any) -> Context:
        """What the service knows of the case beside the answers."""
        case = self.case
        known: dict[str, Any] = {
            "filed_on": case.filed_on,
            "decided_on": clock.today(),
            "review_due_on": case.due_on,
            "fee_class": case.fee_class or None,
        }
        if self.decision and self.decision.served_on:
            known["decision_served_on"] = known["notice_served_on"] = self.decision.served_on
        if self.decision:
            known["outcome"] = self.decision.outcome or None
        if asks_for_protections(self.service):
            known["protections"] = self.protections
        return Context(**(known | more))

    @cached_property
    def protections(self) -> tuple[str, ...]:
        """What protects the person beside this case."""
        return protections_of(self.case.person_id, beside=self.case.id)

    def _ended_before(self, status: CaseStatus) -> Iterator[EndedBefore]:
        """Other cases of the same person and service that had ended so when this one was filed."""
        ended = (each for each in self.page.ended_before if each.status is status)
        return (each for each in ended if clock.legal_day(each.decided_at) <= self.case.filed_on)

    @cached_property
    def earlier_refusals(self) -> tuple[Mapping[str, Any], ...]:
        """What the same person was refused before, as the rules are told of it."""
        kind = DecisionKind.REFUSE.value
        return tuple(
            {"decided-on": clock.legal_day(each.decided_at), "kind": kind, "ground": each.ground or None}
            for each in self._ended_before(CaseStatus.REFUSED)
        )

    @cached_property
    def left_unexamined(self) -> tuple[Mapping[str, Any], ...]:
        """What of the same person was not examined to its end, and can be opened again."""
        kind = DecisionKind.NOT_EXAMINED.value
        return tuple(
            {"decided-on": clock.legal_day(each.decided_at), "kind": kind, "served-on": each.served_on}
            for each in self._ended_before(CaseStatus.NOT_EXAMINED)
        )

    def examined(self, **more: Any) -> Examination:
        """What the rules say today; `more` as in `Context`, such as the term an officer means to grant."""
        known = {"earlier_decisions": self.earlier_refusals, "left_unexamined": self.left_unexamined} | more
        return examine(self.pack, self.service, self.cleaned, self.context(**known))

    def answer(self, rule: str | None, **more: Any) -> Any:
        """What one rule of the service says of this case."""
        facts = facts_of(self.pack, self.service, self.cleaned, self.context(**more))
        asked = ask(self.pack, rule, on=self.case.filed_on, facts=facts)
        return asked.value if asked else None

    def fee_for(self, first: date | None, last: date | None) -> Money | None:
        """The duty of a term."""
        found = self.duty_for(first, last)
        return found.amount if found else None

    def duty_for(self, first: date | None, last: date | None) -> Fee | None:
        """The same with its reasons; none where the service takes no duty."""
        facts = facts_of(
            self.pack, self.service, self.cleaned, self.context(granted_from=first, granted_until=last)
        )
        asked = ask_duty(self.pack, self.service, on=self.case.filed_on, facts=facts)
        return asked.value if asked else None


def open_file(case_id: UUID, *, to: Reader, closed: bool = False) -> CaseFile:
    """closed: with the closed parts of opinions and proposals.

    Raises: CaseNotFound, alike for a case that does not exist and one not to be seen.
    """
    page = cases.get_page(case_id, to=to, closed=closed)
    return _with_filing(page, to)


def open_own_file(
    case_id: UUID, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CaseFile:
    """The applicant's own case, without what the office keeps to itself. Raises: CaseNotFound."""
    page = cases.get_own_page(case_id, account_id=account_id, principal=principal)
    return _with_filing(page, THE_STORY)


def open_filed_file(filed: Draft) -> CaseFile:
    """The case of a filing, for whoever holds the filing: as the applicant sees it. Raises: CaseNotFound."""
    page = cases.get_filed_page(filed.id)
    pack = catalogue.by_hash(page.case.pack_sha256).as_of(page.case.filed_on)
    return CaseFile(page, filed, pack, pack.service(page.case.service))


def open_called(reference: str, *, to: Reader) -> CaseFile:
    """A case by its reference. Raises: CaseNotFound, alike for one there is not and one not to be seen."""
    return _with_filing(cases.get_page_called(reference, to=to), to)


def hold_called(reference: str, *, to: Reader) -> CaseFile:
    """The same, locked until the transaction ends: for whoever opens it to act. Raises: CaseNotFound."""
    return _with_filing(cases.hold_page_called(reference, to=to), to)


def find_own(
    reference: str, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CaseFile | None:
    """The applicant's own case by its reference; none while the filing is a draft, or is another's."""
    page = cases.find_own_page(reference, account_id=account_id, principal=principal)
    return _with_filing(page, THE_STORY) if page else None


def open_for_the_story(case_id: UUID) -> CaseFile:
    """A case for what follows by itself, such as a payment that came in. Raises: CaseNotFound."""
    return open_file(case_id, to=THE_STORY)


def _with_filing(page: CasePage, to: Reader) -> CaseFile:
    filed = page.filed
    if filed is None or filed.confidentiality not in to.classes:
        raise CaseNotFound
    pack = catalogue.by_hash(page.case.pack_sha256).as_of(page.case.filed_on)
    return CaseFile(page, filed, pack, pack.service(page.case.service))
