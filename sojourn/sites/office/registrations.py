"""What was registered in an office's area, and one registration whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.documents import queries as documents
from sojourn.flows.correct_lawful_until import correct_lawful_until
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.open_certificate import open_certificate
from sojourn.lib import clock
from sojourn.lib.actor import Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices import queries as notices
from sojourn.notices.types import ServiceView
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import OrganisationView
from sojourn.people import queries as people
from sojourn.permits import queries as permits
from sojourn.permits.types import Issued
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.filed import filed
from sojourn.sites.office.searching import read_search
from sojourn.sites.ui import choices
from sojourn.sites.ui.files import as_file
from sojourn.stays import queries
from sojourn.stays.errors import AlreadyEnded, DepartureBeforeArrival, DepartureNotYet, EndsBeforeArrival
from sojourn.stays.queries import AreaFilter
from sojourn.stays.types import RegistrationView

PURPOSE = "registration"


@dataclass(frozen=True, slots=True)
class Line:
    """A registration in a list, with the name of its district."""

    registration: RegistrationView
    district: str

    @property
    def name(self) -> str:
        return self.registration.told.name


@staff_page(Permission.SEE_REGISTRATIONS, purpose=PURPOSE)
def registrations(desk: Desk) -> HttpResponse:
    """The office's registrations, newest first, by district, host, lateness and days of arrival."""
    search = read_search(desk.request, _FILTERS, naming="host")
    if search.address:
        return HttpResponseRedirect(search.address)
    asked = search.asked
    wanted = AreaFilter(
        district=asked["district"],
        host=asked["host"],
        late=asked["late"] == "yes",
        present=asked["present"] == "yes",
        organisation=read.uuid(asked["organisation"]),
        arrived_from=read.day(asked["from"]),
        arrived_until=read.day(asked["until"]),
    )
    found = queries.list_in_area(desk.reader, wanted=wanted, after=read.uuid(search.after))
    shown = found[: queries.PAGE]
    lines = lines_of(desk, shown)
    access.log_reading(
        to=desk.reader,
        relation="area",
        listing="registrations",
        filter={name: value for name, value in asked.items() if name != "host"},
        private={"host": asked["host"]},
        count=len(shown),
    )
    return desk.draw(
        "registrations",
        lines=lines,
        asked=asked,
        organisation=_organisation(desk, wanted),
        **search.pages(str(shown[-1].id) if len(found) > len(shown) else ""),
        districts=choices.districts(desk.pack, desk.language, asked["district"]),
    )


_FILTERS = ("district", "host", "organisation", "late", "present", "from", "until")


def _organisation(desk: Desk, wanted: AreaFilter) -> OrganisationView | None:
    """The host asked for by itself; its name alone may be that of many."""
    if wanted.organisation is None:
        return None
    return organisations.get_organisation(wanted.organisation, to=desk.reader)


def lines_of(desk: Desk, found: list[RegistrationView]) -> list[Line]:
    return [Line(one, desk.district(one.place.district)) for one in found]


@staff_page(Permission.SEE_REGISTRATIONS, purpose=PURPOSE)
def registration(desk: Desk, registration_id: UUID) -> HttpResponse:
    """One registration with its guest, document, history and what an officer can do about it."""
    return draw_registration(desk, registration_id)


def draw_registration(
    desk: Desk,
    registration_id: UUID,
    *,
    error: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    found, objections = queries.get_with_objections(registration_id, to=desk.reader)
    subject = Subject("registration", registration_id)
    access.log_reading(
        to=desk.reader, relation="office", subject=subject, confidentiality=found.confidentiality
    )
    came_with = filed(desk, found)
    issued = permits.find_with_standing(subject, on=clock.today(), to=desk.reader)
    certificate, standing = issued or (None, None)
    return desk.draw(
        "registration",
        status=status,
        files=came_with.files,
        advice=came_with.advice,
        told_after=came_with.told_after,
        registration=found,
        person=people.get_person(found.person_id, to=desk.reader, family=False),
        district=desk.district(found.place.district),
        certificate=certificate,
        standing=standing,
        candidate=queries.find_candidate(registration_id, to=desk.reader) if found.days_late else None,
        objections=objections,
        served=_served(desk, certificate),
        error=error,
        typed=typed or {},
        **_allowed(desk),
    )


def _served(desk: Desk, certificate: Issued | None) -> ServiceView | None:
    """How the certificate was served; nothing before it is drawn."""
    if certificate is None:
        return None
    drawn = documents.list_documents(Subject("permit", certificate.id), to=desk.reader)
    return notices.find_service([each.id for each in drawn]) if drawn else None


def _allowed(desk: Desk) -> dict[str, Any]:
    return {
        "may_decide_late": desk.may(Permission.DECIDE_LATE),
        "may_answer": desk.may(Permission.ANSWER_OBJECTIONS),
        "may_enter": desk.may(Permission.ENTER_REGISTRATIONS),
        "may_print": desk.may(Permission.PRINT_COUNTER_CODES),
        "may_see_looks": desk.may(Permission.SEE_ACCESSES),
    }


@staff_page(Permission.SEE_REGISTRATIONS, purpose=PURPOSE)
def certificate(desk: Desk, registration_id: UUID) -> HttpResponse:
    """The document of a registration, to be printed for its holder."""
    found = queries.get(registration_id, to=desk.reader)
    subject = Subject("registration", registration_id)
    access.log_reading(
        to=desk.reader, relation="office", subject=subject, confidentiality=found.confidentiality
    )
    with transaction():
        name, content = open_certificate(registration_id, language=desk.language, by=desk.actor)
    return as_file(content, name)


@staff_page(Permission.ENTER_REGISTRATIONS, purpose=PURPOSE, door=Door.COUNTER)
def departure(desk: Desk, registration_id: UUID) -> HttpResponse:
    """Enter that the guest has left, as told at the counter."""
    queries.get(registration_id, to=desk.reader)
    typed = read.fields(desk.request.POST, {"left_on": 10})["left_on"]
    left = read.day(typed)
    if left is None:
        return draw_registration(
            desk,
            registration_id,
            error=gettext("Enter the day of departure"),
            typed={"left_on": typed},
            status=422,
        )
    try:
        with transaction():
            notify_departure(registration_id, on=left, by=desk.actor)
    except DepartureBeforeArrival:
        return _again(desk, registration_id, gettext("The day of departure lies before the arrival"), typed)
    except DepartureNotYet:
        return _again(desk, registration_id, gettext("The day of departure lies in the future"), typed)
    except AlreadyEnded:
        return _again(desk, registration_id, gettext("This registration has already ended"), typed)
    return _back(registration_id)


def _again(desk: Desk, registration_id: UUID, error: str, left_on: str) -> HttpResponse:
    return draw_registration(desk, registration_id, error=error, typed={"left_on": left_on}, status=422)


@staff_page(Permission.ENTER_REGISTRATIONS, purpose=PURPOSE)
def lawful_until(desk: Desk, registration_id: UUID) -> HttpResponse:
    """Correct the last lawful day from the stamp or the visa, with the reason."""
    typed = read.fields(desk.request.POST, {"until": 10, "reason": 2000})
    until, reason = read.day(typed["until"]), typed["reason"]
    if until is None or not reason:
        said = gettext("Enter the last lawful day and what shows it")
        return draw_registration(desk, registration_id, error=said, typed=typed, status=422)
    try:
        with transaction():
            correct_lawful_until(registration_id, until=until, reason=reason, to=desk.reader, by=desk.actor)
    except EndsBeforeArrival:
        said = gettext("The last lawful day lies before the arrival")
        return draw_registration(desk, registration_id, error=said, typed=typed, status=422)
    except AlreadyEnded:
        said = gettext("This registration has already ended")
        return draw_registration(desk, registration_id, error=said, typed=typed, status=422)
    return _back(registration_id)


def _back(registration_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:registration", args=[registration_id]))
