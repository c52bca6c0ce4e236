"""What an auditor types, found: a number, a reference, an entry of the log, an id or an address of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import UUID

from sojourn.accounts import queries as accounts
from sojourn.applications import queries as applications
from sojourn.audit import queries as log
from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.lib.actor import Reader
from sojourn.lib.references import normalise
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.payments import queries as payments
from sojourn.permits import queries as permits
from sojourn.sites.office import typed as read
from sojourn.sites.office import words
from sojourn.stays import queries as stays
from sojourn.stays.errors import RegistrationNotFound

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SCANNED = re.compile(r"/v/([0-9A-Za-z-]+)/")
"""Where the number stands in what the code of a document says."""


def subjects_of(typed: str, *, to: Reader) -> list[Subject]:
    """What was meant, as far as the reader sees; mostly one. Of an address the last id in it counts."""
    ids = _ID.findall(typed)
    if ids:
        return log.list_subjects(UUID(ids[-1]), kinds=words.SUBJECTS, to=to)
    scanned = _SCANNED.search(typed)
    number = normalise(scanned.group(1) if scanned else typed)
    found = chain(_by_number(number, to), _by_name(typed, to), _by_entry(number, to))
    return list(dict.fromkeys(found))


def _by_number(number: str, to: Reader) -> Iterator[Subject]:
    """A document is looked up as what it was issued for."""
    permit = permits.find_by_number(number, to=to)
    if permit:
        yield permit.subject
    case = cases.find_by_reference(number, to=to)
    if case:
        yield case.subject
    charge = payments.find_by_number(number.replace("-", ""), to=to)
    if charge:
        yield Subject("charge", charge.id)
    filed = stays.find_by_reference(number, to=to)
    if filed:
        yield Subject("registration", filed.id)


def _by_name(typed: str, to: Reader) -> Iterator[Subject]:
    host = organisations.find_by_tax_number(typed, to=to)
    if host:
        yield host.subject
    officer = accounts.find_staff(typed.casefold())
    if officer:
        yield Subject("account", officer)


def _by_entry(number: str, to: Reader) -> Iterator[Subject]:
    entry = read.count(number.lstrip("#№"))
    found = log.find_subject_of_event(entry, to=to) if entry else None
    if found:
        yield found


def connected(subject: Subject, *, to: Reader) -> list[Subject]:
    """What hangs together with a subject and has a history of its own."""
    if subject.kind == "registration":
        return list(_of_registration(subject, to))
    if subject.kind == "case":
        return list(_of_case(subject, to))
    if subject.kind == "person":
        return [Subject("registration", each.id) for each in stays.list_of_person(subject.id, to=to)]
    return []


def _of_case(subject: Subject, to: Reader) -> Iterator[Subject]:
    try:
        case = cases.get_case(subject.id, to=to)
    except CaseNotFound:
        return
    yield Subject("person", case.person_id)
    yield Subject("application", case.application_id)
    yield from (Subject("charge", each.id) for each in payments.list_of(subject, to=to))


def _of_registration(subject: Subject, to: Reader) -> Iterable[Subject]:
    try:
        registration = stays.get(subject.id, to=to)
    except RegistrationNotFound:
        return
    yield Subject("person", registration.person_id)
    sent = applications.get_submitted(subject, to=to)
    if sent:
        yield Subject("application", sent.id)
    permit = permits.find_for(subject, to=to)
    if permit:
        yield Subject("permit", permit.id)
    if registration.organisation_id:
        yield Subject("organisation", registration.organisation_id)
