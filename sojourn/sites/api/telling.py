"""Cases, letters and charges in the words of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sojourn.cases import queries as cases
from sojourn.cases.types import (
    AppealView,
    CaseView,
    ConsultationView,
    CorrectionView,
    Decision,
    HearingView,
    Interval,
    MessageView,
    ProposalView,
    Side,
)
from sojourn.catalogue.forms import Checked
from sojourn.catalogue.outcomes import Reason
from sojourn.flows.case_file import CaseFile
from sojourn.flows.stages import StageLine, stages_of
from sojourn.lib import clock
from sojourn.payments.types import Charge
from sojourn.sites.api import told
from sojourn.sites.api.shapes import Sum, sum_of


def findings_of(checked: Checked) -> list[told.FindingTold]:
    return [
        told.FindingTold(path=each.path, code=each.code, weight=each.severity.value)
        for each in checked.findings
    ]


def reasons_of(reasons: Iterable[Reason]) -> list[told.FindingTold]:
    return [
        told.FindingTold(path="", code=each.code, weight=each.weight.value if each.weight else "advice")
        for each in reasons
    ]


def standing(case: CaseView) -> dict[str, Any]:
    return {"reference": case.reference, "status": case.status.value, "version": case.version}


def clock_of(file: CaseFile) -> told.ClockTold:
    stands = cases.clock_of(file.case, file.page.intervals, calendar=file.calendar)
    return told.ClockTold(
        limit=str(stands.limit),
        started_on=stands.started_on,
        due_on=stands.due_on,
        used=stands.used,
        left=stands.left,
        late_by=stands.late_by,
        stands_still=stands.stands_still.value if stands.stands_still else None,
        stretches=[
            told.StretchTold(
                from_on=each.from_on, until_on=each.until_on, cause=each.cause.value if each.cause else None
            )
            for each in stands.stretches
        ],
    )


def own_case(file: CaseFile) -> told.OwnCase:
    return told.OwnCase(**_case(file, to_applicant=True))


def staff_case(file: CaseFile) -> told.StaffCase:
    case = file.case
    return told.StaffCase(
        **_case(file, to_applicant=False),
        reference=case.reference,
        service=case.service,
        office=case.office,
        custody_office=case.custody_office,
        handler=case.handler_id,
        person=case.person_id,
        language=case.language,
        answers=dict(file.answers),
        findings=reasons_of(file.examined().findings),
        consultations=[_consultation(each) for each in file.page.consultations],
        proposals=[_proposal(each) for each in file.page.proposals],
        messages=[message(each) for each in file.page.messages],
    )


def _case(file: CaseFile, *, to_applicant: bool) -> dict[str, Any]:
    case, page = file.case, file.page
    theirs = Side.OFFICE if to_applicant else Side.APPLICANT
    return {
        "status": case.status.value,
        "version": case.version,
        "ground": case.ground,
        "speed": case.speed,
        "fee_class": case.fee_class,
        "filed_on": case.filed_on,
        "due_on": case.due_on,
        "clock": clock_of(file),
        "corrections": [_correction(each) for each in page.corrections],
        "intentions": [_intention(each, whole=not to_applicant) for each in page.hearings],
        "extensions": [_extension(each) for each in page.intervals if each.is_reasoned],
        "decisions": [_decision(each, whole=not to_applicant) for each in page.decisions],
        "appeals": [appeal(each) for each in page.appeals],
        "stages": [_stage(each) for each in stages_of(file)],
        "appeal_until": case.appeal_until,
        "unread_messages": sum(each.side is theirs and each.read_at is None for each in page.messages),
    }


def _stage(each: StageLine) -> told.StageTold:
    return told.StageTold(
        code=each.stage.code,
        before=each.stage.before.value if each.stage.before else None,
        limit=each.limit,
        reached_on=each.reached.happened_on if each.reached else None,
    )


def _correction(each: CorrectionView) -> told.CorrectionTold:
    return told.CorrectionTold(
        number=each.number,
        items=[told.ItemTold(path=item.path, code=item.code, words=item.words) for item in each.items],
        asked_on=each.asked_on,
        served_on=each.served_on,
        answer_by=each.answer_by,
        answered_on=each.answered_on,
    )


def _intention(each: HearingView, *, whole: bool) -> told.IntentionTold:
    shown = whole or each.served_on is not None
    return told.IntentionTold(
        id=each.id,
        announced_at=each.announced_at,
        served_on=each.served_on,
        answer_by=each.answer_by,
        answered_on=each.answered_on,
        is_over=each.is_over,
        reasons=list(each.reasons) if shown else [],
        words=dict(each.words) if shown else {},
        answer=each.answer,
    )


def _extension(each: Interval) -> told.ExtensionTold:
    return told.ExtensionTold(
        id=each.key,
        on=each.from_on,
        until=each.due_on or each.from_on,
        reasons=list(each.reasons),
        words=dict(each.words),
    )


def _decision(each: Decision, *, whole: bool) -> told.DecisionTold:
    shown = whole or each.served_on is not None
    first, last = _term(each.terms)
    return told.DecisionTold(
        id=each.id,
        kind=each.kind.value,
        decided_on=each.decided_on,
        served_on=each.served_on,
        appeal_until=each.appeal_until,
        granted_from=first,
        granted_until=last,
        outcome=(each.outcome or None) if shown else None,
        fee=sum_of(each.fee),
        remedy=told.RemedyTold(body=each.remedy.body, period=each.remedy.period) if each.remedy else None,
        reasons=list(each.reasons) if shown else [],
        words=dict(each.words) if shown else {},
    )


def appeal(each: AppealView) -> told.AppealTold:
    return told.AppealTold(
        id=each.id,
        filed_on=each.filed_on,
        due_on=each.due_on,
        words=each.words,
        is_late=each.is_late,
        late_reason=each.late_reason,
        term_restored=each.term_restored,
        suspensive=each.suspensive,
        outcome=each.outcome.value if each.outcome else None,
        reasons=list(each.reasons),
        answer=dict(each.answer),
        decided_at=each.decided_at,
    )


def message(each: MessageView) -> told.MessageTold:
    return told.MessageTold(
        id=each.id, side=each.side.value, words=each.words, at=each.at, read_at=each.read_at
    )


def _consultation(each: ConsultationView) -> told.ConsultationTold:
    return told.ConsultationTold(
        id=each.id,
        body=each.body,
        question=each.question,
        asked_on=each.asked_on,
        reply_by=each.reply_by,
        replied_on=each.replied_on,
        outcome=each.outcome.value if each.outcome else None,
        public_opinion=each.public_opinion,
    )


def _proposal(each: ProposalView) -> told.ProposalTold:
    first, last = _term(each.terms)
    return told.ProposalTold(
        id=each.id,
        number=each.number,
        kind=each.kind.value,
        reasons=list(each.reasons),
        words=dict(each.words),
        granted_from=first,
        granted_until=last,
        outcome=each.outcome or None,
        fee=sum_of(each.fee),
        proposed_by=each.proposed_by,
        proposed_at=each.proposed_at,
        returned_at=each.returned_at,
        return_reason=each.return_reason,
    )


def _term(terms: Any) -> tuple[date | None, date | None]:
    first, last = terms.get("from"), terms.get("until")
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def charge(each: Charge) -> told.ChargeTold:
    return told.ChargeTold(
        number=each.number,
        kind=each.kind.value,
        state=each.state.value,
        amount=Sum(minor=each.amount.minor, currency=each.amount.currency),
        outstanding=Sum(minor=each.outstanding.minor, currency=each.outstanding.currency),
        due_on=each.due_on,
    )


def line(case: CaseView) -> told.CaseLine:
    return told.CaseLine(
        reference=case.reference,
        service=case.service,
        status=case.status.value,
        office=case.office,
        handler=case.handler_id,
        ground=case.ground,
        speed=case.speed,
        filed_on=case.filed_on,
        due_on=case.due_on,
        stands_still=case.stands_still(clock.today()),
        unread=case.unread,
        version=case.version,
    )
