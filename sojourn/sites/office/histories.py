"""What happened to a registration or a person, and who looked: a page of its own, read when it is needed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import queries as cases
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import queries as people
from sojourn.sites.office import history
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.stays import queries as stays


@staff_page(Permission.SEE_REGISTRATIONS, purpose="registration")
def of_registration(desk: Desk, registration_id: UUID) -> HttpResponse:
    """Raises: RegistrationNotFound."""
    found = stays.get(registration_id, to=desk.reader)
    back = reverse("office:registration", args=[registration_id])
    subject = Subject("registration", registration_id)
    return _draw(desk, subject, found.confidentiality, name=found.reference, back=back)


@staff_page(Permission.SEE_PEOPLE, purpose="find a person")
def of_person(desk: Desk, person_id: UUID) -> HttpResponse:
    """Raises: PersonNotFound."""
    found = people.get_person(person_id, to=desk.reader, family=False)
    back = reverse("office:person", args=[person_id])
    return _draw(
        desk, Subject("person", person_id), found.confidentiality, name=found.identity.names.whole, back=back
    )


@staff_page(Permission.CASES_SEE, purpose="case")
def of_case(desk: Desk, case_id: UUID) -> HttpResponse:
    """Raises: CaseNotFound."""
    found = cases.get_case(case_id, to=desk.reader)
    back = reverse("office:case", args=[case_id])
    return _draw(desk, found.subject, found.confidentiality, name=found.reference, back=back)


def _draw(
    desk: Desk, subject: Subject, confidentiality: Confidentiality, *, name: str, back: str
) -> HttpResponse:
    access.log_reading(to=desk.reader, relation="office", subject=subject, confidentiality=confidentiality)
    return desk.draw(
        "history",
        name=name,
        back=back,
        events=history.happened(desk, subject),
        looks=history.looked(desk, subject),
        may_see_looks=desk.may(Permission.SEE_ACCESSES),
    )
