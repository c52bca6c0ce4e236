"""Rows as the views readers get."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sojourn.cases import models
from sojourn.cases.types import (
    AppealOutcome,
    AppealView,
    Assignment,
    AssignmentCause,
    CaseStatus,
    CaseView,
    ChangeView,
    ConsultationView,
    CorrectionView,
    Decision,
    DecisionKind,
    EndedBefore,
    Evidence,
    HearingView,
    Interval,
    IntervalKind,
    ItemToCorrect,
    MessageView,
    Opinion,
    PauseCause,
    ProposalView,
    RecusalView,
    Remedy,
    Side,
    StageView,
)
from sojourn.catalogue.authoring import Period
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality, Subject

_READ = {"confidentiality", "principal", "status", "review_limit"}
_SAME = tuple(name for name in CaseView.__dataclass_fields__ if name not in _READ)


def as_view(row: models.Case | SimpleNamespace) -> CaseView:
    """A row as its readers see it; in a list it is no model."""
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return CaseView(
        **same,
        confidentiality=Confidentiality(row.confidentiality),
        principal=Subject(row.principal_kind, row.principal_id) if row.principal_id else None,
        status=CaseStatus(row.status),
        review_limit=Period.parse(row.review_limit),
    )


def as_interval(
    kind: str,
    cause: str,
    from_on: date,
    until_on: date | None,
    length: int,
    recorded_at: datetime,
    regime: str,
) -> Interval:
    return Interval(IntervalKind(kind), PauseCause(cause), from_on, until_on, length, recorded_at, regime)


def as_line(row: models.Interval) -> Interval:
    line = as_interval(
        row.kind, row.cause, row.from_on, row.until_on, row.length, row.recorded_at, row.regime
    )
    if not line.is_reasoned:
        return line
    return replace(
        line,
        id=row.id,
        reasons=tuple(row.reasons),
        words=row.words or {},
        recorded_by=row.recorded_by,
        due_on=row.due_on,
    )


def as_correction(row: models.Correction) -> CorrectionView:
    return CorrectionView(
        id=row.id,
        number=row.number,
        items=tuple(ItemToCorrect(*item) for item in row.items),
        asked_on=row.asked_on,
        asked_by=row.asked_by,
        served_on=row.served_on,
        answer_by=row.answer_by,
        reminded_on=row.reminded_on,
        answered_on=row.answered_on,
        answers=row.answers,
    )


def as_change(row: models.Change) -> ChangeView:
    return ChangeView(row.answers, row.shown_by, row.happened_on, row.recorded_at, row.recorded_by)


def as_hearing(row: models.Hearing) -> HearingView:
    return HearingView(
        id=row.id,
        reasons=tuple(row.reasons),
        words=row.words,
        announced_at=row.announced_at,
        announced_by=row.announced_by,
        served_on=row.served_on,
        answer_by=row.answer_by,
        answered_on=row.answered_on,
        answer=row.answer,
        is_over=row.is_over,
    )


def as_consultation(row: models.Consultation, *, closed: bool) -> ConsultationView:
    return ConsultationView(
        id=row.id,
        body=row.body,
        question=row.question,
        restricted=row.restricted,
        asked_on=row.asked_on,
        asked_by=row.asked_by,
        reply_by=row.reply_by,
        replied_on=row.replied_on,
        outcome=Opinion(row.outcome) if row.outcome else None,
        public_opinion=row.public_opinion,
        closed_opinion=row.closed_opinion if closed else None,
    )


def as_proposal(row: models.Proposal, *, closed: bool) -> ProposalView:
    return ProposalView(
        id=row.id,
        number=row.number,
        kind=DecisionKind(row.kind),
        reasons=tuple(row.reasons),
        words=row.words,
        terms=row.terms,
        fee=_money(row.fee_minor, row.fee_currency),
        facts=row.facts,
        evidence=tuple(Evidence(UUID(document), sha256) for document, sha256 in row.evidence),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        returned_by=row.returned_by,
        returned_at=row.returned_at,
        return_reason=row.return_reason,
        closed_words=row.closed_words if closed else None,
    )


def as_ended(status: str, decided_at: str, ground: str, served_on: str | None) -> EndedBefore:
    """Another case of the same person, as it stands beside this one."""
    on = date.fromisoformat(served_on) if served_on else None
    return EndedBefore(CaseStatus(status), datetime.fromisoformat(decided_at), ground, on)


def as_decision(row: models.Decision, service: models.DecisionService | None = None) -> Decision:
    return Decision(
        id=row.id,
        case_id=row.case_id,
        kind=DecisionKind(row.kind),
        reasons=tuple(row.reasons),
        words=row.words,
        terms=row.terms,
        fee=_money(row.fee_minor, row.fee_currency),
        author_id=row.author_id,
        approver_id=row.approver_id,
        power=row.power,
        pack_sha256=row.pack_sha256,
        decided_at=row.decided_at,
        decided_on=row.decided_on,
        remedy=Remedy(**row.remedy) if row.remedy else None,
        proposal_id=row.proposal_id,
        replaces_id=row.replaces_id,
        served_on=service.served_on if service else None,
        appeal_until=service.appeal_until if service else None,
        service_id=service.service_id if service else None,
    )


def as_appeal(row: models.Appeal) -> AppealView:
    return AppealView(
        id=row.id,
        decision_id=row.decision_id,
        filed_on=row.filed_on,
        due_on=row.due_on,
        warnings=row.warnings,
        filed_by=row.filed_by,
        words=row.words,
        is_late=row.is_late,
        late_reason=row.late_reason or "",
        term_restored=row.term_restored,
        suspensive=row.suspensive,
        handler_id=row.handler_id,
        outcome=AppealOutcome(row.outcome) if row.outcome else None,
        reasons=tuple(row.reasons),
        answer=row.answer,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def as_message(row: models.Message) -> MessageView:
    return MessageView(row.id, Side(row.side), row.words, row.at, row.by, row.read_at)


def as_assignment(row: models.Assignment) -> Assignment:
    cause = AssignmentCause(row.cause)
    return Assignment(row.account_id, row.office, cause, row.at, row.by, row.reason, row.case_version)


def as_recusal(row: models.Recusal) -> RecusalView:
    return RecusalView(row.account_id, row.reason, row.at)


def as_stage(row: models.StageRecord, *, noted: bool) -> StageView:
    """noted: with what the office noted for itself."""
    note = (row.note or "") if noted else ""
    return StageView(row.stage, row.happened_on, note, row.recorded_at, row.recorded_by)


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
