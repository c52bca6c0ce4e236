"""A filing that was sent becomes a case."""

from __future__ import annotations

from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.cases import events, rules
from sojourn.cases.actions.rows import locked_row, subject_of, tell
from sojourn.cases.models import Case, FamilyFile
from sojourn.cases.queries import as_view
from sojourn.cases.types import AFTER, Act, CaseView, NewCase
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import change, claim, transaction_required, write
from sojourn.lib.types import Confidentiality, Subject
from sojourn.lib.working_days import Calendar


@transaction_required
def open_family_file(*, by: Actor, confidentiality: Confidentiality = Confidentiality.ORDINARY) -> UUID:
    """Something for the cases of one family to hang on; each stays a case of its own."""
    row = FamilyFile(created_at=clock.now())
    row.save(force_insert=True)
    audit.record(
        events.FAMILY_FILE_OPENED,
        subject=Subject("family-file", row.id),
        by=by,
        confidentiality=confidentiality,
    )
    return UUID(str(row.id))


@transaction_required
def join_family(case_id: UUID, *, by: Actor) -> UUID:
    """The family file of a case; one that stands alone gets one. Said again, it is the same file.

    Raises: CaseNotFound.
    """
    row = locked_row(case_id)
    if row.family_file_id is None:
        confidentiality = Confidentiality(row.confidentiality)
        change(row, family_file_id=open_family_file(by=by, confidentiality=confidentiality))
        audit.record(
            events.JOINED_FAMILY,
            subject=subject_of(row.id),
            by=by,
            confidentiality=confidentiality,
            family_file=row.family_file_id,
        )
    return UUID(str(row.family_file_id))


@transaction_required
def give_to(application_id: UUID, *, account_id: UUID, by: Actor) -> UUID | None:
    """Whoever proved that a filing is theirs follows its case. One that an account follows stays with it.

    Gives the id of the case when it was given.
    """
    row = Case.objects.select_for_update(no_key=True).filter(application_id=application_id).first()
    if row is None or row.account_id is not None:
        return None
    claim("case", row.id, row)
    change(row, account_id=account_id)
    confidentiality = Confidentiality(row.confidentiality)
    audit.record(events.GIVEN, subject=subject_of(row.id), by=by, confidentiality=confidentiality)
    return UUID(str(row.id))


@transaction_required
def open_case(new: NewCase, *, calendar: Calendar, by: Actor) -> CaseView:
    """Open the case of a filing, complete or not; its clock runs from the day it was registered.

    The caller holds the filing (`applications.take`): one filing has one case. One statement.
    """
    now, started_on = clock.now(), new.started_on or new.filed_on
    row = Case(
        reference=new.reference,
        service=new.service,
        pack_sha256=new.pack_sha256,
        confidentiality=int(new.confidentiality),
        application_id=new.application_id,
        person_id=new.person_id,
        account_id=new.account_id,
        principal_kind=new.principal.kind if new.principal else "",
        principal_id=new.principal.id if new.principal else None,
        family_file_id=new.family_file_id,
        status=str(AFTER[Act.OPEN]),
        ground=new.ground,
        speed=new.speed,
        fee_class=new.fee_class,
        office=new.office,
        custody_office=new.custody_office or new.office,
        place_of_filing=new.place_of_filing or new.office,
        filed_on=new.filed_on,
        started_on=started_on,
        entered_at=now,
        review_limit=str(new.review_limit),
        due_on=rules.due_on(new.review_limit, started_on, (), calendar),
        language=new.language,
        external_ids=dict(new.external_ids),
        last_by=by.account_id,
        last_at=now,
    )
    write(row)
    claim("case", row.id, row)
    tell(row, Act.OPEN, by=by, facts=_facts(row))
    return as_view(row)


def _facts(row: Case) -> dict[str, object]:
    return {
        "reference": row.reference,
        "service": row.service,
        "person": row.person_id,
        "application": row.application_id,
        "pack": row.pack_sha256,
        "office": row.office,
        "filed_on": row.filed_on,
        "started_on": row.started_on,
        "review_limit": row.review_limit,
        "due_on": row.due_on,
        "speed": row.speed,
        "ground": row.ground,
        "fee_class": row.fee_class,
    }
