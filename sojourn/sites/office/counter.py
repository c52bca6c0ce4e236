"""The counter: what someone brings on paper or says, entered in under a minute on one page."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.catalogue.types import Service
from sojourn.flows.errors import AlreadyPrinted, NothingToSignInTo
from sojourn.flows.print_counter_paper import print_counter_paper
from sojourn.flows.register_at_counter import register_at_counter
from sojourn.lib.actor import Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.sites.office import typed as read
from sojourn.sites.office.counters import Counter, document_language
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.registrations import draw_registration
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.form import Drawing, Form
from sojourn.stays import queries as stays

PURPOSE = "registration"


def _forms(drawing: Drawing, service: Service) -> Iterator[Form]:
    return (drawing.form(page) for page in service.pages)


_COUNTER = Counter(
    page="counter",
    receipt="counter_receipt",
    forms=_forms,
    enter=register_at_counter,
    taken=gettext_noop("This form was already used for another guest. Check and enter once more."),
)


@staff_page(Permission.ENTER_REGISTRATIONS, purpose=PURPOSE, door=Door.COUNTER)
def counter(desk: Desk) -> HttpResponse:
    """One page: scanner lines, the stay, the day of the stamp; then the receipt to print."""
    return _COUNTER.take_in(desk)


@staff_page(Permission.PRINT_COUNTER_CODES, purpose=PURPOSE)
def paper(desk: Desk, registration_id: UUID) -> HttpResponse:
    """Certificate and sign-in sheet in one file to print; each printing carries a new code."""
    subject = Subject("registration", registration_id)
    found = stays.get(registration_id, to=desk.reader)
    access.log_reading(
        to=desk.reader, relation="office", subject=subject, confidentiality=found.confidentiality
    )
    key = read.fields(desk.request.POST, {"key": 80})["key"]
    try:
        with transaction():
            made = print_counter_paper(
                registration_id, key=key, language=document_language(desk), to=desk.reader, by=desk.actor
            )
    except AlreadyPrinted:
        said = gettext(
            "This paper was printed already. Print it again for a new code; the old one then ends."
        )
        return draw_registration(desk, registration_id, error=said, status=409)
    except NothingToSignInTo:
        said = gettext(
            "A host filed this stay: its guest has nothing to sign in to. Open the document instead."
        )
        return draw_registration(desk, registration_id, error=said, status=409)
    return as_file(made.content, made.name)
