"""One case: its head, its whole page in two statements, and how its clock stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q, QuerySet

from sojourn.cases import models, rules
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.queries import views
from sojourn.cases.types import CasePage, CaseView, Clock, Decision, Interval, ProposalView
from sojourn.lib import clock
from sojourn.lib.actor import Reader
from sojourn.lib.fields import EncryptedJSONField
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
}
_AS_JSON = "(SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM {table} p WHERE p.case_id = %(case)s)"
_OWN_PARTS = ("intervals", "corrections", "hearings", "decisions", "services", "appeals", "messages")


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
    """Everything of a case, in two statements. Raises: CaseNotFound.

    closed: whether the closed parts (opinions of other bodies, closed reasons) may be read.
    """
    return _page(get_case(case_id, to=to), tuple(_PARTS), closed=closed)


def get_own_page(
    case_id: UUID, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CasePage:
    """What the applicant sees of the case: nothing of how the office works on it. Raises: CaseNotFound."""
    return _page(get_own(case_id, account_id=account_id, principal=principal), _OWN_PARTS, closed=False)


def get_filed_page(application_id: UUID) -> CasePage:
    """What the applicant sees of the case of a filing, for whoever holds the filing. Raises: CaseNotFound."""
    case = _view(models.Case.objects.filter(application_id=application_id))
    return _page(case, _OWN_PARTS, closed=False)


def find_own_by_reference(
    reference: str, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CaseView | None:
    """A case by its number, for the account that filed it, or for its principal."""
    found = _own(account_id, principal).filter(reference=reference).first()
    return views.as_view(found) if found else None


def get_page_called(reference: str, *, to: Reader) -> CasePage:
    """The same, by the reference. Raises: CaseNotFound."""
    return _page(_view(scoped(to).filter(reference=reference)), tuple(_PARTS), closed=False)


def find_own_page(
    reference: str, *, account_id: UUID | None = None, principal: Subject | None = None
) -> CasePage | None:
    """The applicant's own case by its reference, where the filing has become one."""
    found = _own(account_id, principal).filter(reference=reference).first()
    return _page(views.as_view(found), _OWN_PARTS, closed=False) if found else None


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
    """The officers who had part in a case: had it in hand, asked, proposed, approved. One statement."""
    columns = (
        (models.Proposal, "proposed_by", "returned_by"),
        (models.Decision, "author_id", "approver_id"),
        (models.Correction, "asked_by"),
        (models.Hearing, "announced_by"),
        (models.Consultation, "asked_by", "recorded_by"),
        (models.Assignment, "account_id", "by"),
    )
    had_part = [
        model.objects.filter(case_id=case_id).values_list(column)
        for model, *named in columns
        for column in named
    ]
    wrote = models.Message.objects.filter(case_id=case_id, side="office").values_list("by")
    return frozenset(account for (account,) in wrote.union(*had_part) if account is not None)


def _own(account_id: UUID | None, principal: Subject | None) -> QuerySet[models.Case]:
    if principal is not None:
        return models.Case.objects.filter(principal_id=principal.id, principal_kind=principal.kind)
    return models.Case.objects.filter(account_id=account_id or UUID(int=0), principal_id__isnull=True)


def _view(rows: QuerySet[models.Case]) -> CaseView:
    found = rows.first()
    if found is None:
        raise CaseNotFound
    return views.as_view(found)


def _page(case: CaseView, wanted: Sequence[str], *, closed: bool) -> CasePage:
    rows = _parts(case.id, wanted)
    served = {service.decision_id: service for service in rows.get("services", ())}
    return CasePage(
        case=case,
        intervals=tuple(views.as_line(row) for row in rows["intervals"]),
        corrections=tuple(views.as_correction(row) for row in rows["corrections"]),
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
    )


def _parts(case_id: UUID, wanted: Sequence[str]) -> dict[str, list[Any]]:
    """Rows of many small tables with one statement, each oldest first."""
    quote = connection.ops.quote_name
    columns = ", ".join(_AS_JSON.format(table=quote(_PARTS[name]._meta.db_table)) for name in wanted)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", {"case": case_id})
        found = cursor.fetchone() or ()
    return {
        name: [_row(_PARTS[name], told) for told in (json.loads(text) if text else ())]
        for name, text in zip(wanted, found, strict=True)
    }


def _row(model: type[Model], told: dict[str, Any]) -> Any:
    """A row of a table as the database tells it in JSON."""
    fields: Any = model._meta.concrete_fields
    return model(**{field.attname: _value(field, told[field.column]) for field in fields})


def _value(field: Any, told: Any) -> Any:
    if told is None:
        return None
    if isinstance(field, EncryptedJSONField):
        return field.from_db_value(bytes.fromhex(told[2:]), None, None)
    return field.to_python(told)
