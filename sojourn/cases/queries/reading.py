"""One case: its head, its whole page in one statement, and how its clock stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q, QuerySet, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from sojourn.applications import queries as applications
from sojourn.cases import models, rules
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.queries import views
from sojourn.cases.types import CasePage, CaseView, Clock, Decision, Interval, ProposalView
from sojourn.lib import clock, reads
from sojourn.lib.actor import Reader
from sojourn.lib.db import claim
from sojourn.lib.fields import row_told
from sojourn.lib.types import Subject
from sojourn.lib.working_days import Calendar

_PARTS: dict[str, type[Model]] = {
    "intervals": models.Interval,
    "corrections": models.Correction,
    "hearings": models.Hearing,
    "consultations": models.Consultation,
    "proposals": models.Proposal,
    "decisions": models.Decision,
    "services": models.DecisionService,
    "appeals": models.Appeal,
    "messages": models.Message,
    "assignments": models.Assignment,
    "recusals": models.Recusal,
    "changes": models.Change,
    "stages": models.StageRecord,
}
_AS_JSON = "(SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM {table} p WHERE p.case_id = r.id)"
_ENDED_BEFORE = """(SELECT jsonb_agg(jsonb_build_array(o.status, o.decided_at, o.ground, (
    SELECT s.served_on FROM cases_decisionservice s WHERE s.case_id = o.id AND s.decision_id = o.decision_id
    ORDER BY s.id DESC LIMIT 1)) ORDER BY o.id DESC)
  FROM cases_case o WHERE o.person_id = r.person_id AND o.service = r.service
  AND o.status IN ('refused', 'not-examined') AND o.decided_at IS NOT NULL AND o.id <> r.id)"""
_BESIDE = """, jsonb_build_array({parts}), (SELECT s.version FROM cases_case s WHERE s.id = r.id)"""
"""Beside the row of a case: its parts, and the version before we waited for whoever had it locked."""
SCOPED = """confidentiality = ANY(%s)
  AND (%s::text[] IS NULL OR office = ANY(%s::text[]) OR custody_office = ANY(%s::text[]))"""
_CALLED = f"reference = %s AND {SCOPED}"
_OF_PRINCIPAL = "principal_id = %s AND principal_kind = %s"
_OF_ACCOUNT = "account_id = %s AND principal_id IS NULL"
_JOINED = ("hearings", "proposals", "appeals")
"""What the row of a case points at: the open one of each."""
_OWN_PARTS = (
    "intervals",
    "corrections",
    "hearings",
    "decisions",
    "services",
    "appeals",
    "messages",
    "changes",
    "stages",
)


def scoped(to: Reader) -> QuerySet[models.Case]:
    """The one predicate: the reader's classes, and the offices that decide the case or keep its papers."""
    rows = models.Case.objects.filter(confidentiality__in=to.classes)
    if to.offices is None:
        return rows
    return rows.filter(Q(office__in=to.offices) | Q(custody_office__in=to.offices))


def get_case(case_id: UUID, *, to: Reader) -> CaseView:
    """Raises: CaseNotFound, alike for one that does not exist and one not to be seen."""
    return _view(scoped(to).filter(id=case_id))


def find_by_reference(reference: str, *, to: Reader) -> CaseView | None:
    found = scoped(to).filter(reference=reference).first()
    return views.as_view(found) if found else None


def find_of_filing(application_id: UUID) -> CaseView | None:
    """The case of a filing, for whoever holds the filing."""
    found = models.Case.objects.filter(application_id=application_id).first()
    return views.as_view(found) if found else None


def get_filed(case_id: UUID) -> CaseView:
    """A case for whoever holds its receipt, or carries on its story. Raises: CaseNotFound."""
    return _view(models.Case.objects.filter(id=case_id))


def get_own(case_id: UUID, *, account_id: UUID | None = None, principal: Subject | None = None) -> CaseView:
    """A case for the account that filed it, or for its principal. Raises: CaseNotFound."""
    return _view(_own(account_id, principal).filter(id=case_id))


def get_page(case_id: UUID, *, to: Reader, closed: bool = False) -> CasePage:
    """Everything of a case, in one statement. Raises: CaseNotFound.

    closed: whether the closed parts (opinions of other bodies, closed reasons) may be read.
    """
    return _page(f"id = %s AND {SCOPED}", [case_id, *scope(to)], tuple(_PARTS), closed=closed)


def get_own_page(
    case_id: UUID, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CasePage:
    """What the applicant sees of the case: nothing of how the office works on it. Raises: CaseNotFound."""
    where, params = _owned(account_id, principal)
    return _page(f"id = %s AND {where}", [case_id, *params], _OWN_PARTS)


def get_filed_page(application_id: UUID) -> CasePage:
    """What the applicant sees of the case of a filing, for whoever holds the filing. Raises: CaseNotFound."""
    return _page("application_id = %s", [application_id], _OWN_PARTS)


def find_own_by_reference(
    reference: str, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CaseView | None:
    """A case by its number, for the account that filed it, or for its principal."""
    found = _own(account_id, principal).filter(reference=reference).first()
    return views.as_view(found) if found else None


def get_page_called(reference: str, *, to: Reader) -> CasePage:
    """The same, by the reference. Raises: CaseNotFound."""
    return _page(_CALLED, [reference, *scope(to)], tuple(_PARTS))


def hold_called(reference: str, *, to: Reader) -> CaseView:
    """A case by its number, locked until the transaction ends: for whoever acts on it.

    Raises: CaseNotFound.
    """
    found = reads.rows(models.Case, f"WHERE {_CALLED} FOR NO KEY UPDATE", [reference, *scope(to)])
    if not found:
        raise CaseNotFound
    (row,) = found
    claim("case", row.id, row)
    return views.as_view(row)


def hold_page_called(reference: str, *, to: Reader) -> CasePage:
    """The same, locked until the transaction ends: for whoever reads it to change it. Raises: CaseNotFound.

    The parts of a case that was changed while we waited for it are of before: then it is read again.
    """
    where, params = f"{_CALLED} FOR NO KEY UPDATE", [reference, *scope(to)]
    row = _with_parts(where, params, tuple(_PARTS))
    if row.version != row.seen:
        row = _with_parts(where, params, tuple(_PARTS))
    rows = _rows(row, tuple(_PARTS))
    row.fresh = {each.id: each for name in _JOINED for each in rows[name]}
    claim("case", row.id, row)
    return _as_page(row, rows)


def find_own_page(
    reference: str, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CasePage | None:
    """The applicant's own case by its reference, where the filing has become one."""
    try:
        where, params = _owned(account_id, principal)
        return _page(f"reference = %s AND {where}", [reference, *params], _OWN_PARTS)
    except CaseNotFound:
        return None


def get_decision(decision_id: UUID) -> tuple[Decision, ProposalView | None]:
    """A decision with the proposal it rests on, for drawing its letter. Raises: CaseNotFound."""
    row = models.Decision.objects.select_related("proposal").filter(id=decision_id).first()
    if row is None:
        raise CaseNotFound
    served = models.DecisionService.objects.filter(decision_id=decision_id).order_by("-id").first()
    proposal = views.as_proposal(row.proposal, closed=True) if row.proposal else None
    return views.as_decision(row, served), proposal


def find_working_paper(
    case_id: UUID, form: str, *, account_id: UUID
) -> tuple[dict[str, Any], datetime] | None:
    """What an officer typed into a form and did not send, and when it was kept."""
    kept = models.WorkingPaper.objects.filter(case_id=case_id, account_id=account_id, form=form)
    return next(((row.typed, row.kept_at) for row in kept), None)


def clock_of(
    case: CaseView, intervals: Iterable[Interval], *, calendar: Calendar, on: date | None = None
) -> Clock:
    """How the clock of a case stands on a day (today), or stood when it was decided."""
    day = on or clock.today()
    if case.decided_at is not None:
        day = min(day, clock.legal_day(case.decided_at))
    counted = rules.since(intervals, case.reopened_at)
    return rules.clock_of(case.review_limit, case.started_on, counted, calendar, on=max(day, case.started_on))


def list_involved(case_id: UUID) -> frozenset[UUID]:
    """The officers who had part in a case: had it in hand, asked, proposed, approved; and those in
    whose place they acted. One statement.
    """
    columns = (
        (models.Proposal, "proposed_by", "acting_for", "returned_by", "returned_for"),
        (models.Decision, "author_id", "approver_id"),
        (models.Correction, "asked_by", "acting_for"),
        (models.Hearing, "announced_by", "acting_for"),
        (models.Consultation, "asked_by", "acting_for", "recorded_by", "recorded_for"),
        (models.Assignment, "account_id", "by", "acting_for"),
        (models.StageRecord, "recorded_by", "acting_for"),
        (models.Interval, "recorded_by", "acting_for"),
    )
    lent = Cast(KeyTextTransform("acting_for", "power"), UUIDField())
    signed_for = models.Decision.objects.filter(case_id=case_id).values_list(lent)
    had_part = [
        model.objects.filter(case_id=case_id).values_list(column)
        for model, *named in columns
        for column in named
    ]
    wrote = models.Message.objects.filter(case_id=case_id, side="office").values_list("by")
    return frozenset(account for (account,) in wrote.union(signed_for, *had_part) if account is not None)


def _own(account_id: UUID | None, principal: Subject | None) -> QuerySet[models.Case]:
    if principal is not None:
        return models.Case.objects.filter(principal_id=principal.id, principal_kind=principal.kind)
    return models.Case.objects.filter(account_id=account_id or UUID(int=0), principal_id__isnull=True)


def _view(rows: QuerySet[models.Case]) -> CaseView:
    found = rows.first()
    if found is None:
        raise CaseNotFound
    return views.as_view(found)


def scope(to: Reader) -> list[Any]:
    """What `SCOPED` takes: the same as `scoped`."""
    offices = None if to.offices is None else sorted(to.offices)
    return [sorted(map(int, to.classes)), offices, offices, offices]


def _owned(account_id: UUID | None, principal: Subject | None) -> tuple[str, list[Any]]:
    """The same as `_own`."""
    if principal is not None:
        return _OF_PRINCIPAL, [principal.id, principal.kind]
    return _OF_ACCOUNT, [account_id or UUID(int=0)]


def _page(where: str, params: list[Any], wanted: tuple[str, ...], *, closed: bool = False) -> CasePage:
    """A case with its parts, in one statement. Raises: CaseNotFound."""
    row = _with_parts(where, params, wanted)
    return _as_page(row, _rows(row, wanted), closed=closed)


def _with_parts(where: str, params: list[Any], wanted: tuple[str, ...]) -> Any:
    found = reads.rows_with(models.Case, _BESIDE.format(parts=_parts(wanted)), f"WHERE {where}", params)
    if not found:
        raise CaseNotFound
    case: Any
    case, told, seen = found[0]
    case.told, case.seen = json.loads(told), seen
    return case


def _rows(case: Any, wanted: tuple[str, ...]) -> dict[str, list[Any]]:
    """The parts of a case, as rows of their tables."""
    told = zip(wanted, case.told[: len(wanted)], strict=True)
    return {name: [row_told(_PARTS[name], each) for each in part or ()] for name, part in told}


def _as_page(case: Any, rows: Mapping[str, list[Any]], *, closed: bool = False) -> CasePage:
    filing, ended = case.told[len(rows) :]
    served = {service.decision_id: service for service in rows.get("services", ())}
    return CasePage(
        case=views.as_view(case),
        filed=applications.as_told(filing) if filing else None,
        ended_before=tuple(views.as_ended(*each) for each in ended or ()),
        intervals=tuple(views.as_line(row) for row in rows["intervals"]),
        corrections=tuple(
            views.as_correction(row) for row in rows["corrections"] if row.withdrawn_at is None
        ),
        hearings=tuple(views.as_hearing(row) for row in rows["hearings"]),
        consultations=tuple(
            views.as_consultation(row, closed=closed)
            for row in rows.get("consultations", ())
            if closed or not row.restricted
        ),
        proposals=tuple(views.as_proposal(row, closed=closed) for row in rows.get("proposals", ())),
        decisions=tuple(views.as_decision(row, served.get(row.id)) for row in rows["decisions"]),
        appeals=tuple(views.as_appeal(row) for row in rows["appeals"]),
        messages=tuple(views.as_message(row) for row in rows["messages"]),
        assignments=tuple(views.as_assignment(row) for row in rows.get("assignments", ())),
        recusals=tuple(views.as_recusal(row) for row in rows.get("recusals", ())),
        changes=tuple(views.as_change(row) for row in rows["changes"]),
        stages=tuple(views.as_stage(row, noted="assignments" in rows) for row in rows["stages"]),
    )


@cache
def _parts(wanted: tuple[str, ...]) -> str:
    """Rows of many small tables beside the row of their case, each oldest first; at the end what was filed,
    and how the same ended without a grant for the same person before.
    """
    quote = connection.ops.quote_name
    parts = [_AS_JSON.format(table=quote(_PARTS[name]._meta.db_table)) for name in wanted]
    return ", ".join([*parts, applications.SENT.format(id="r.application_id"), _ENDED_BEFORE])
