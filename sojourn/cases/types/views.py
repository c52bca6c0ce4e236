"""A case and its parts, for a reader entitled to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sojourn.applications.types import Draft
from sojourn.cases.types.acts import CLOSED, UNDER_REVIEW, CaseStatus
from sojourn.cases.types.clock import Interval
from sojourn.cases.types.given import Evidence, ItemToCorrect, Remedy
from sojourn.cases.types.words import (
    GRANTING,
    AppealOutcome,
    AssignmentCause,
    DecisionKind,
    Opinion,
    Side,
    Stage,
)
from sojourn.catalogue.authoring import Period
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality, Subject


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its lists and its head show it.

    due_on: the last day of the review limit; while the clock stands still (`paused_from`) the earliest it can
    be. appeal_until is set by the recorded service of the decision.
    """

    id: UUID
    reference: str
    service: str
    pack_sha256: str
    confidentiality: Confidentiality
    application_id: UUID
    person_id: UUID
    account_id: UUID | None
    principal: Subject | None
    family_file_id: UUID | None
    status: CaseStatus
    ground: str
    speed: str
    fee_class: str
    office: str
    custody_office: str
    place_of_filing: str
    handler_id: UUID | None
    handled_since: datetime | None
    filed_on: date
    started_on: date
    entered_at: datetime
    review_limit: Period
    due_on: date
    paused_from: date | None
    warnings: int
    late_reported_on: date | None
    corrections: int
    hearing_id: UUID | None
    decision_id: UUID | None
    appeal_id: UUID | None
    appeal_until: date | None
    decided_at: datetime | None
    decided_by: UUID | None
    reopened_at: datetime | None
    closed_at: datetime | None
    unread: bool
    language: str
    external_ids: Mapping[str, str]
    version: int
    last_by: UUID | None
    last_at: datetime

    @property
    def subject(self) -> Subject:
        return Subject("case", self.id)

    @property
    def is_under_review(self) -> bool:
        return self.status in UNDER_REVIEW

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    def is_late(self, on: date) -> bool:
        """Whether the review limit has passed while the service had the case in its hands."""
        return self.is_under_review and not self.stands_still(on) and on > self.due_on

    def stands_still(self, on: date) -> bool:
        """Whether the clock is paused on a day: a service that is presumed may pause it some days ahead."""
        return self.paused_from is not None and self.paused_from <= on


@dataclass(frozen=True, slots=True)
class CorrectionView:
    id: int
    number: int
    items: tuple[ItemToCorrect, ...]
    asked_on: date
    asked_by: UUID
    served_on: date | None
    answer_by: date | None
    reminded_on: date | None
    answered_on: date | None
    answers: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a person's data became after the decision; shown_by: the paper that shows it."""

    answers: Mapping[str, Any]
    shown_by: str
    happened_on: date
    recorded_at: datetime
    recorded_by: UUID | None


@dataclass(frozen=True, slots=True)
class HearingView:
    """An intended decision that was announced, with its grounds, and what was answered."""

    id: UUID
    reasons: tuple[str, ...]
    words: Mapping[str, str]
    announced_at: datetime
    announced_by: UUID
    served_on: date | None
    answer_by: date | None
    answered_on: date | None
    answer: str | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """`closed_opinion` is there only for who may read it."""

    id: UUID
    body: str
    question: str
    restricted: bool
    asked_on: date
    asked_by: UUID
    reply_by: date
    replied_on: date | None
    outcome: Opinion | None
    public_opinion: str | None
    closed_opinion: str | None = None


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage as it was last recorded: the day it was reached (none: it was not), and the office's note."""

    stage: str
    happened_on: date | None
    note: str
    recorded_at: datetime
    recorded_by: UUID


@dataclass(frozen=True, slots=True)
class StageDue:
    """The last day of an open stage, and the number of the warning that is due today (0: none yet)."""

    on: date
    warning: int = 0


@dataclass(frozen=True, slots=True)
class PressingStageView:
    """An open stage whose limit is near or past."""

    stage: str
    due_on: date
    warnings: int
    late_reported_on: date | None


@dataclass(frozen=True, slots=True)
class ProposalView:
    id: UUID
    number: int
    kind: DecisionKind
    reasons: tuple[str, ...]
    words: Mapping[str, str]
    terms: Mapping[str, Any]
    fee: Money | None
    facts: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    proposed_by: UUID
    proposed_at: datetime
    returned_by: UUID | None
    returned_at: datetime | None
    return_reason: str
    closed_words: str | None = None

    @property
    def outcome(self) -> str:
        """The code of the answer on the merits, where the service gives several."""
        return str(self.terms.get("outcome") or "")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, for good: it is never changed, only followed by another one that replaces it.

    power: role, office and for whom, under which the approver signed. Its letters are documents of
    `Subject("decision", id)`. served_on: the recorded service, from which the remedy's time runs.
    """

    id: UUID
    case_id: UUID
    kind: DecisionKind
    reasons: tuple[str, ...]
    words: Mapping[str, str]
    terms: Mapping[str, Any]
    fee: Money | None
    author_id: UUID | None
    approver_id: UUID
    power: Mapping[str, str]
    pack_sha256: str
    decided_at: datetime
    decided_on: date
    remedy: Remedy | None
    proposal_id: UUID | None = None
    replaces_id: UUID | None = None
    served_on: date | None = None
    appeal_until: date | None = None
    service_id: UUID | None = None

    @property
    def outcome(self) -> str:
        """The code of the answer on the merits, where the service gives several."""
        return str(self.terms.get("outcome") or "")

    @property
    def is_grant(self) -> bool:
        """Whether it gives something; what an answer to an appeal gives has a first day or a last."""
        return self.kind in GRANTING or not self.terms.keys().isdisjoint({"from", "until"})


@dataclass(frozen=True, slots=True)
class AppealView:
    """due_on: the last day to decide it; warnings: how often it was warned that this day comes near."""

    id: UUID
    decision_id: UUID
    filed_on: date
    due_on: date | None
    warnings: int
    filed_by: Mapping[str, Any]
    words: str
    is_late: bool
    late_reason: str
    term_restored: bool | None
    suspensive: bool
    handler_id: UUID | None
    outcome: AppealOutcome | None
    reasons: tuple[str, ...]
    answer: Mapping[str, str]
    decided_by: UUID | None
    decided_at: datetime | None

    def is_overdue(self, on: date) -> bool:
        """Whether its last day has passed without a decision."""
        return self.decided_at is None and self.due_on is not None and on > self.due_on


@dataclass(frozen=True, slots=True)
class MessageView:
    id: UUID
    side: Side
    words: str
    at: datetime
    by: UUID | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who had the case in hand from a moment on; nobody, after it was put back.

    case_version: the version this made of the case; while it still has it, nothing happened since.
    """

    account_id: UUID | None
    office: str
    cause: AssignmentCause
    at: datetime
    by: UUID | None
    reason: str
    case_version: int | None = None


@dataclass(frozen=True, slots=True)
class RecusalView:
    account_id: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EndedBefore:
    """Another case of the same person and service that was refused or not examined."""

    status: CaseStatus
    decided_at: datetime
    ground: str
    served_on: date | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything of a case, oldest first in each part; with what was filed, and how the same ended without
    a grant for the same person before.
    """

    case: CaseView
    filed: Draft | None = None
    ended_before: tuple[EndedBefore, ...] = ()
    intervals: tuple[Interval, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()
    hearings: tuple[HearingView, ...] = ()
    consultations: tuple[ConsultationView, ...] = ()
    proposals: tuple[ProposalView, ...] = ()
    decisions: tuple[Decision, ...] = ()
    appeals: tuple[AppealView, ...] = ()
    messages: tuple[MessageView, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    recusals: tuple[RecusalView, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    stages: tuple[StageView, ...] = ()

    @property
    def extensions(self) -> tuple[Interval, ...]:
        """What officers added to the limit of the examination that counts, oldest first."""
        since = self.case.reopened_at
        more = (each for each in self.intervals if each.is_reasoned)
        return tuple(each for each in more if not since or (each.recorded_at and each.recorded_at >= since))

    def reached(self) -> dict[str, StageView]:
        """The stages that were reached, as last recorded, by code."""
        last = {each.stage: each for each in self.stages}
        return {code: each for code, each in last.items() if each.happened_on is not None}


@dataclass(frozen=True, slots=True)
class Queue:
    """What of the open cases is asked for; empty fields ask for everything the reader may see.

    due_until: only where the clock runs and its last day is not later.
    """

    stage: Stage = Stage.TO_DECIDE
    status: CaseStatus | None = None
    handler_id: UUID | None = None
    unassigned: bool = False
    due_until: date | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What an officer of an office (nobody: what nobody took) has to decide, and how much of it presses."""

    office: str
    handler_id: UUID | None
    open: int
    waiting: int
    soon: int
    late: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended."""

    due_on: date
    id: UUID


@dataclass(frozen=True, slots=True)
class Differing:
    """A case whose stored status or last day is not what its events or its ledger say."""

    case_id: UUID
    what: str
    stored: str
    told: str
