"""What answers tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sojourn.sites.api.shapes import Sum, Told


class FindingTold(Told):
    """path: the question, or empty for the whole; weight: `error` hinders sending, the others advise."""

    path: str
    code: str
    weight: str


class Begun(Told):
    reference: str
    service: str
    state: str


class Kept(Told):
    """What was saved, and what is said about all answers so far."""

    reference: str
    may_submit: bool
    findings: list[FindingTold]


class FileKept(Told):
    reference: str
    path: str
    document: UUID
    scan: str


class Certificate(Told):
    """The sealed proof that an application is pending."""

    number: str
    code: str


class Receipt(Told):
    """tracking_code: with the reference it is followed by without an account; none where it may not be."""

    reference: str
    status: str
    filed_on: date
    due_on: date
    certificate: Certificate | None
    tracking_code: str | None


class StretchTold(Told):
    from_on: date
    until_on: date
    cause: str | None


class ClockTold(Told):
    """How the due date was computed: the limit, what was used of it, where the clock stood still and why."""

    limit: str
    started_on: date
    due_on: date
    used: int
    left: int
    late_by: int
    stands_still: str | None
    stretches: list[StretchTold]


class ItemTold(Told):
    path: str
    code: str
    words: str


class CorrectionTold(Told):
    number: int
    items: list[ItemTold]
    asked_on: date
    served_on: date | None
    answer_by: date | None
    answered_on: date | None


class IntentionTold(Told):
    """reasons and words are told once the notice was served."""

    id: UUID
    announced_at: datetime
    served_on: date | None
    answer_by: date | None
    answered_on: date | None
    is_over: bool
    reasons: list[str]
    words: dict[str, str]
    answer: str | None


class ExtensionTold(Told):
    """More time that was taken: on which day, until when, and why."""

    id: UUID
    on: date
    until: date
    reasons: list[str]
    words: dict[str, str]


class RemedyTold(Told):
    body: str
    period: str


class StageTold(Told):
    """before: what it should come before; limit: the last day to reach it; reached_on: none while open."""

    code: str
    before: str | None
    limit: date | None
    reached_on: date | None


class DecisionTold(Told):
    """reasons, words and outcome (the answer on the merits) are told to the applicant once it was served."""

    id: UUID
    kind: str
    decided_on: date
    served_on: date | None
    appeal_until: date | None
    granted_from: date | None
    granted_until: date | None
    outcome: str | None
    fee: Sum | None
    remedy: RemedyTold | None
    reasons: list[str]
    words: dict[str, str]


class AppealTold(Told):
    """due_on: the last day to decide it."""

    id: UUID
    filed_on: date
    due_on: date | None
    words: str
    is_late: bool
    late_reason: str
    term_restored: bool | None
    suspensive: bool
    outcome: str | None
    reasons: list[str]
    answer: dict[str, str]
    decided_at: datetime | None


class OwnCase(Told):
    status: str
    version: int
    ground: str
    speed: str
    fee_class: str
    filed_on: date
    due_on: date
    clock: ClockTold
    corrections: list[CorrectionTold]
    intentions: list[IntentionTold]
    extensions: list[ExtensionTold]
    decisions: list[DecisionTold]
    appeals: list[AppealTold]
    stages: list[StageTold]
    appeal_until: date | None
    unread_messages: int


class ApplicationTold(Told):
    """state: `draft` or `submitted`; case: what became of it."""

    reference: str
    service: str
    state: str
    language: str
    answers: dict[str, Any]
    findings: list[FindingTold]
    case: OwnCase | None


class MessageTold(Told):
    id: UUID
    side: str
    words: str
    at: datetime
    read_at: datetime | None


class Messages(Told):
    items: list[MessageTold]


class LetterTold(Told):
    """key: by which it is opened; is_served: whether a time runs from its first opening."""

    key: str
    purpose: str
    on: date
    is_served: bool


class Letters(Told):
    items: list[LetterTold]


class ChargeTold(Told):
    number: str
    kind: str
    state: str
    amount: Sum
    outstanding: Sum
    due_on: date | None


class Charges(Told):
    items: list[ChargeTold]


class Payment(Told):
    """redirect: where the payer goes now."""

    number: str
    redirect: str


class Standing(Told):
    """Where a case stands after a step; version: what the next step takes."""

    reference: str
    status: str
    version: int


class MessageKept(Told):
    id: UUID
    at: datetime


class ConsultationKept(Standing):
    consultation: UUID


class ProposalKept(Standing):
    proposal: UUID
    number: int


class DecisionKept(Standing):
    decision: UUID
    kind: str
    decided_at: datetime


class AppealKept(Standing):
    appeal: UUID
    is_late: bool


class CardKept(Standing):
    number: str


class ServiceKept(Standing):
    """effective_on: the day from which it counts; none where it does not count yet."""

    effective_on: date | None


class CaseLine(Told):
    reference: str
    service: str
    status: str
    office: str
    handler: UUID | None
    ground: str
    speed: str
    filed_on: date
    due_on: date
    stands_still: bool
    unread: bool
    version: int


class Queue(Told):
    """next: what `after` takes for the page that follows."""

    items: list[CaseLine]
    next: str | None


class ConsultationTold(Told):
    """The closed part of an opinion is read at the desk of whoever may, not here."""

    id: UUID
    body: str
    question: str
    asked_on: date
    reply_by: date
    replied_on: date | None
    outcome: str | None
    public_opinion: str | None


class ProposalTold(Told):
    id: UUID
    number: int
    kind: str
    reasons: list[str]
    words: dict[str, str]
    granted_from: date | None
    granted_until: date | None
    outcome: str | None
    fee: Sum | None
    proposed_by: UUID
    proposed_at: datetime
    returned_at: datetime | None
    return_reason: str


class StaffCase(OwnCase):
    """A case for the officers of its office."""

    reference: str
    service: str
    office: str
    custody_office: str
    handler: UUID | None
    person: UUID
    language: str
    answers: dict[str, Any]
    findings: list[FindingTold]
    consultations: list[ConsultationTold]
    proposals: list[ProposalTold]
    messages: list[MessageTold]
