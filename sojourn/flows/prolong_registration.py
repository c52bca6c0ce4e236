"""A registration upon place of stay goes on with the stay: while an application is pending, and once it is
granted an extension; a residence permit ends it.

No new filing is asked for. Its number and code stay; the ledger of its document says until when it holds.
Source: R-REG-10 of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sojourn.cases.types import CaseView
from sojourn.catalogue.explain import ask_given
from sojourn.catalogue.outcomes import RegistrationAfter, Validity
from sojourn.catalogue.types import Pack, Service
from sojourn.flows.case_file import THE_STORY
from sojourn.lib.actor import Actor
from sojourn.lib.types import Subject
from sojourn.permits import actions as permits
from sojourn.permits import queries as documents
from sojourn.permits.types import Cause, Standing
from sojourn.stays import actions as stays
from sojourn.stays import queries as registrations
from sojourn.stays.types import EndCause, RegistrationView

_DAY = timedelta(days=1)
Open = tuple[UUID, date]
"""The document of a registration that has not ended, and its own last day."""


def prolong_while_pending(pack: Pack, service: Service, case: CaseView, *, on: date, by: Actor) -> None:
    """From a day on, the filing or an appeal, the registration holds until the decision is served."""
    for document, until in _open(service, case):
        said = _after(pack, service, "pending-application", on, until)
        if until >= case.filed_on and said.valid_until is None:
            first_day = max(on, until + _DAY)
            permits.note(document, cause=Cause.APPLICATION_PENDING, first_day=first_day, by=by)


def follow_grant(
    pack: Pack, service: Service, case: CaseView, *, until: date | None, on: date, by: Actor
) -> None:
    """What was granted reached its holder: the registration goes on, ends, or stays as it is."""
    if service.registration_when_granted is RegistrationAfter.RESIDENCE_PERMIT:
        _end_by_permit(pack, service, case, on=on, by=by)
    elif service.registration_when_granted is RegistrationAfter.EXTENSION and until is not None:
        _prolong_as_granted(pack, service, case, until=until, on=on, by=by)


def _end_by_permit(pack: Pack, service: Service, case: CaseView, *, on: date, by: Actor) -> None:
    for each in _registered(service, case):
        said = _after(pack, service, RegistrationAfter.RESIDENCE_PERMIT, on, each.lawful_until)
        if said.valid_until is not None and each.arrived_on <= said.valid_until:
            stays.end(each.id, on=said.valid_until, cause=EndCause.PERMIT, by=by)
            about = Subject("registration", each.id)
            permits.end(about, on=said.valid_until, cause=Cause.EXPIRED, by=by)


def _prolong_as_granted(
    pack: Pack, service: Service, case: CaseView, *, until: date, on: date, by: Actor
) -> None:
    for document, own in _open(service, case):
        said = _after(pack, service, RegistrationAfter.EXTENSION, on, own, until)
        if own >= case.filed_on and said.valid_until is not None and said.valid_until > own:
            permits.note(
                document, cause=Cause.PROLONGED, first_day=own + _DAY, last_day=said.valid_until, by=by
            )


def end_with_pending(service: Service, case: CaseView, *, on: date, by: Actor) -> None:
    """What held only because something was pending holds up to a day, and never less than its own term."""
    for document, until in _open(service, case):
        last = max(on, until)
        if documents.standing_on(last + _DAY, document, to=THE_STORY) is Standing.PENDING:
            permits.note(document, cause=Cause.EXPIRED, first_day=last + _DAY, by=by)


def _open(service: Service, case: CaseView) -> Iterator[Open]:
    for each in _registered(service, case):
        document = documents.find_for(Subject("registration", each.id), to=THE_STORY)
        if document is not None:
            yield document.id, each.lawful_until


def _registered(service: Service, case: CaseView) -> Iterator[RegistrationView]:
    """Those that have not ended. Nothing is asked where the service leaves registrations alone."""
    if service.prolongs_registration is None:
        return
    for each in registrations.list_of_person(case.person_id, to=THE_STORY):
        if each.ended_on is None:
            yield each


def _after(
    pack: Pack, service: Service, kind: str, on: date, registered: date, extended: date | None = None
) -> Validity:
    told = {
        "kind": kind,
        "happened_on": on,
        "registered_until": registered,
        "extended_until": extended,
    }
    given = {name: value for name, value in told.items() if value is not None}
    asked = ask_given(pack, service.prolongs_registration, on=on, given=given)
    found: Validity = asked.value if asked else Validity(on, registered)
    return found
